export { address, download, get, getPicture, Refusal, send, sendFile, sentence } from './api.js';
export { connect, trouble } from './connection.js';
export { changeClass, editLabels, label, redo, setAside, undo } from './edits.js';
export { check, keepFinding, loadLrFind, lrFind, startCheck, startLrFind, stopJob } from './jobs.js';
export { modelRun, pickModel } from './model.js';
export { attempt, closeNotice, fault, notices, say } from './notices.js';
export { allLoaded, fullOf, pictureById, pictures, thumbOf } from './pictures.js';
export {
  changeDefaults,
  classes,
  counts,
  isRunning,
  job,
  loadProject as reloadProject,
  project,
  rescan,
  rescanOnReturn,
} from './project.js';
export {
  canResume,
  changeRun,
  currentRun,
  details,
  isBusy,
  loadDetail,
  mergePoints,
  modelRuns,
  renameRun,
  runs,
  startRun,
} from './runs.js';
export { type Loaded, useLoad } from './use-load.js';

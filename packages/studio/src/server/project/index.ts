export { isInside, readableFile } from './files.js';
export { FolderWatch } from './folder-watch.js';
export { applyMoves, movedFiles, takeMovesBack } from './moves.js';
export type { Picture } from './picture.js';
export { Project, type Scanned } from './project.js';
export { queryPictures } from './query.js';
export { checkedSettings } from './settings.js';
export { splitOf } from './split.js';

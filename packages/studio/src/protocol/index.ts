/**
 * What passes between the studio's page and its server: types only, for both.
 *
 * Everything below `/api` takes and gives JSON unless it says otherwise. What is refused is a {@link Problem}, with the status of HTTP and
 * a sentence for the person at the page. Who may ask: the cookie that `GET /?token=…` sets, or `Authorization: Bearer <token>`.
 *
 * | address | what |
 * |---|---|
 * | `GET /api/project` | {@link Project} |
 * | `PATCH /api/project` {@link ProjectChange} | {@link Project}: settings that the page remembers |
 * | `GET /api/pictures?…` {@link PicturesQuery} | {@link PicturePage} |
 * | `GET /api/pictures/:id` | {@link PictureInfo} |
 * | `GET /api/pictures/:id/thumb?size=160\|320&v=<version>` | a picture; with its `version` in the address it may be kept for ever |
 * | `GET /api/pictures/:id/full?v=<version>` | a picture of at most 1600 pixels a side, turned as its camera was held |
 * | `POST /api/rescan` | {@link EditsDone}: pictures that came or went are found |
 * | `POST /api/labels` {@link LabelsRequest} | {@link EditsDone} |
 * | `POST /api/undo`, `POST /api/redo` | {@link EditsDone} |
 * | `POST /api/classes` {@link ClassRequest} | {@link EditsDone}: a new class, or another name for one |
 * | `GET /api/batch?seed=&…` {@link RunSettings} | a PNG: training pictures as augmentation shows them |
 * | `POST /api/lr-find` {@link RunSettings}, partial | {@link Job}; then `GET /api/lr-find` gives {@link LrFindResult} or null |
 * | `POST /api/check` | {@link Job}; then `GET /api/check` gives {@link CheckResult} or null |
 * | `POST /api/check/keep` {@link KeepRequest} | {@link CheckResult}: a person looked at a finding, and keeps the picture as it is |
 * | `POST /api/jobs/:id/stop` | {@link Job} |
 * | `POST /api/runs` {@link RunSettings}, partial | {@link Run} |
 * | `GET /api/runs` | {@link Run}[], the newest first |
 * | `GET /api/runs/:id` | {@link RunDetail} |
 * | `PATCH /api/runs/:id` `{ name }` | {@link Run} |
 * | `POST /api/runs/:id/stop`, `/resume`, `/delete` | {@link Run}; what is deleted lies in `.onecycle/trash` |
 * | `GET /api/runs/:id/confusion` | {@link ConfusionResult} |
 * | `GET /api/runs/:id/mistakes?k=` | {@link PicturePrediction}[] of validation pictures taken for something else, the largest loss first |
 * | `GET /api/runs/:id/predictions?ids=a,b` | {@link PicturePrediction}[]; without `ids` those of all validation pictures |
 * | `GET /api/runs/:id/report` | {@link RunReport} |
 * | `GET /api/runs/:id/gradcam/:picture?target=&alpha=` | a PNG: the picture below the map of what spoke for the class `target` (default: the predicted one) |
 * | `GET /api/runs/:id/neighbours/:picture?k=` | {@link Neighbour}[], the nearest first |
 * | `GET /api/runs/:id/next?n=20` | {@link NextPicture}[]: pictures without a label that are best labelled next |
 * | `POST /api/classify?run=&gradcam=1`, the picture as body | {@link Classified} |
 * | `GET /api/runs/:id/export?as=onecycle\|onnx\|web` | a file to download |
 * | `POST /api/moves` {@link MovesRequest} | {@link MovesDone} |
 * | `GET /api/events` | Server-Sent Events: {@link StudioEvents}; `Last-Event-ID` is minded |
 */
export type { StudioEvents } from './events.js';
export type { FindingKind } from './finding-kind.js';
export type { CheckResult, Finding, Job, JobId, KeepRequest, LrFindResult } from './jobs.js';
export type {
  ClassInfo,
  ClassRequest,
  EditsDone,
  LabelEdit,
  MovesDone,
  MovesRequest,
  PictureCounts,
  PictureId,
  PictureInfo,
  PicturePage,
  PicturesQuery,
  Split,
} from './pictures.js';
export type { Problem, Project } from './project.js';
export type {
  Classified,
  ClassScore,
  ConfusionResult,
  Neighbour,
  NextPicture,
  PicturePrediction,
  ReliabilityPoint,
  RunReport,
} from './results.js';
export type {
  EpochPoint,
  Preview,
  Run,
  RunDetail,
  RunId,
  RunProgress,
  RunSettings,
  RunState,
  TrainPoint,
} from './runs.js';

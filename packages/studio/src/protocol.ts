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
 * | `GET /api/runs/:id/top-losses?k=` | {@link PicturePrediction}[], the largest loss first |
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
import type { FindingKind } from 'onecycle';

export type { FindingKind };

/** A refusal, as `application/problem+json`. */
export interface Problem {
  status: number;
  /** What was wrong and what to do, in a sentence. */
  detail: string;
}

/** Of a picture: made of its path below the folder, and the same as long as that is. */
export type PictureId = string;
export type RunId = string;
export type JobId = string;

/** The folder, and what is going on in it. */
export interface Project {
  name: string;
  /** The folder's path, to be shown. */
  folder: string;
  /** Where labels were found: in names of folders, in file names by a pattern, nowhere. */
  labelled: 'folders' | 'names' | 'none';
  labelRegex: string | null;
  counts: PictureCounts;
  classes: ClassInfo[];
  /** How many edits can be taken back, and done again. */
  undo: number;
  redo: number;
  /** What a run starts with unless it is told otherwise. */
  defaults: RunSettings;
  architectures: string[];
  /** Names that `weights` takes, beside files and repositories of the hub. */
  weights: string[];
  /** The run that trains now or waits to. */
  currentRun: RunId | null;
  job: Job | null;
  /** Where it trains: `cpu`, `cuda`, … */
  device: string;
  /** Whether training with `fp16` is faster on this machine. */
  fp16: boolean;
  /** Files that were moved on request, and can be moved back. */
  moved: number;
  /** Of this package, of onecycle, of Node. */
  versions: { studio: string; onecycle: string; node: string };
}

export interface PictureCounts {
  /** All, without those that are set aside. */
  pictures: number;
  labelled: number;
  unlabelled: number;
  /** Set aside: not trained with. */
  removed: number;
  /** With another label than was found, or set aside. */
  changed: number;
}

export interface ClassInfo {
  name: string;
  /** Pictures with this label, without those that are set aside. */
  count: number;
  /** How many of them are validated with. */
  valid: number;
}

export type Split = 'train' | 'valid';

export interface PictureInfo {
  id: PictureId;
  /** Below the folder, with `/` between. */
  path: string;
  name: string;
  label: string | null;
  /** What the folder or the file name says. */
  foundLabel: string | null;
  /** Whether the label is another than was found, or the picture is set aside. */
  changed: boolean;
  removed: boolean;
  /** The part that training with the default settings would put it in; null without a label. */
  split: Split | null;
  /** Of the file's content: goes into the addresses of its pictures. */
  version: string;
  bytes: number;
  /** Known once it was looked at. */
  width?: number;
  height?: number;
  /** What the doctor found about it. */
  findings?: FindingKind[];
}

/** In the address of `GET /api/pictures`. */
export interface PicturesQuery {
  class?: string;
  split?: Split;
  /** Only those about which the doctor found this; `any` for all findings. */
  finding?: FindingKind | 'any';
  unlabelled?: '1';
  changed?: '1';
  /** Those that are set aside; without it they are left out. */
  removed?: '1';
  /** A part of the path or of the label. */
  q?: string;
  /** Default `name`. `-name` turns the order round, and so on. */
  sort?: 'name' | 'label' | 'size' | 'changed' | '-name' | '-label' | '-size' | '-changed';
  /** Default 0. */
  offset?: number;
  /** Default 200, at most 20,000. */
  limit?: number;
  /** Names of the fields that are wanted, `id,version,label`; default all. */
  fields?: string;
}

export interface PicturePage {
  total: number;
  offset: number;
  items: PictureInfo[];
}

export interface LabelsRequest {
  edits: LabelEdit[];
}

/** What is left out stays as it is. */
export interface LabelEdit {
  ids: PictureId[];
  /** null: without a label. A name that is no class yet makes one. */
  label?: string | null;
  removed?: boolean;
}

export type ClassRequest = { add: string } | { rename: string; to: string } | { remove: string };

export interface EditsDone {
  /** How many edits can be taken back now, and done again. */
  undo: number;
  redo: number;
  changed: PictureInfo[];
  classes: ClassInfo[];
  counts: PictureCounts;
}

export interface ProjectChange {
  defaults?: Partial<RunSettings>;
}

export interface RunSettings {
  name: string;
  arch: string;
  /** `default`, `none`, `@onecycle/resnet18-tiny`, a file below the folder, or a repository of the hub. */
  weights: string;
  epochs: number;
  freezeEpochs: number;
  bs: number;
  /** Side of the pictures that the network sees, and of those that they are cut from. */
  size: number;
  presize: number;
  lr: number;
  validPct: number;
  seed: number;
  fp16: boolean;
}

/** `interrupted`: its process ended, by a crash or with the server; it can be resumed, as one that was `stopped` can. */
export type RunState =
  | 'queued'
  | 'preparing'
  | 'training'
  | 'stopping'
  | 'interpreting'
  | 'done'
  | 'stopped'
  | 'interrupted'
  | 'failed';

export interface Run {
  id: RunId;
  name: string;
  state: RunState;
  settings: RunSettings;
  /** ISO 8601. */
  createdAt: string;
  endedAt: string | null;
  /** Seconds of training, of all its parts. */
  seconds: number;
  /** Why it failed or was interrupted, in a sentence. */
  error: string | null;
  vocab: string[];
  counts: { train: number; valid: number };
  progress: RunProgress;
  /** The last epoch's, and the best error rate's epoch. */
  last: EpochPoint | null;
  best: EpochPoint | null;
  /** Whether there is a classifier: to look into, to try, to export. */
  hasModel: boolean;
}

export interface RunProgress {
  /** Epochs of all, the frozen ones included. */
  epochs: number;
  /** Complete ones. */
  epoch: number;
  batch: number;
  batches: number;
  /** Whether it trains or validates. */
  part: 'train' | 'valid';
  secondsLeft: number | null;
}

/** One batch of training. */
export interface TrainPoint {
  step: number;
  /** In epochs: 1.5 is the middle of the second. */
  epoch: number;
  loss: number;
  smooth: number;
  lr: number;
}

export interface EpochPoint {
  /** From 1. */
  epoch: number;
  frozen: boolean;
  trainLoss: number | null;
  validLoss: number | null;
  errorRate: number | null;
  accuracy: number | null;
  seconds: number;
}

export interface RunDetail extends Run {
  points: TrainPoint[];
  epochs: EpochPoint[];
  preview: Preview | null;
}

/** Some validation pictures with what the network takes them for now. */
export interface Preview {
  run: RunId;
  epoch: number;
  items: { id: PictureId; label: string; prediction: string; probability: number }[];
}

export interface Job {
  id: JobId;
  kind: 'lr-find' | 'check';
  state: 'queued' | 'running' | 'done' | 'failed' | 'stopped';
  /** 0 to 1, where it is known. */
  progress: number | null;
  /** What it does at the moment, in words. */
  doing: string;
  error: string | null;
}

export interface LrFindResult {
  settings: RunSettings;
  points: { lr: number; loss: number }[];
  /** Learning rates by the names of what suggests them: valley, minimum, steep, slide. */
  suggestions: Record<string, number>;
}

export interface Finding {
  kind: FindingKind;
  /** null where it is about a class. */
  id: PictureId | null;
  reason: string;
  /** The higher, the graver among those of its kind. */
  score: number;
  /** The other picture of a pair. */
  other?: PictureId;
  label?: string;
  suggested?: string;
  /** A person looked at it, and keeps the picture as it is. Remembered where the doctor is asked again. */
  kept?: boolean;
}

/** Names a finding: by its kind and its picture (or its class), and by the other picture of a pair. */
export interface KeepRequest {
  kind: FindingKind;
  id: PictureId | null;
  other?: PictureId;
  label?: string;
  /** false: it counts as a finding again. */
  kept: boolean;
}

export interface CheckResult {
  checkedAt: string;
  pictures: number;
  findings: Finding[];
  /** What could not be judged, and why. */
  notes: string[];
  /** How many labels changed since. */
  changedSince: number;
}

export interface ConfusionResult {
  vocab: string[];
  /** Rows are the actual classes, columns the predicted ones. */
  matrix: number[][];
  /** Pictures of a cell that has some: `"<row>,<column>"`. */
  cells: Record<string, PictureId[]>;
}

export interface PicturePrediction {
  id: PictureId;
  /** As it was in training. */
  label: string | null;
  /** As it is now. */
  labelNow: string | null;
  prediction: string;
  probability: number;
  /** Without a label there is none. */
  loss: number | null;
  /** Of all classes, as `vocab` of the run has them. */
  probabilities: number[];
}

export interface RunReport {
  errorRate: number;
  accuracy: number;
  /** Items of validation. */
  items: number;
  /** Expected calibration error, of the probabilities and of those after temperature scaling. */
  calibrationError: number;
  calibrated: { temperature: number; calibrationError: number } | null;
  /** Of the probabilities that the classifier gives, and of those before temperature scaling. */
  reliability: ReliabilityPoint[];
  reliabilityBefore: ReliabilityPoint[];
  /** From which confidence on so many decisions are right; null where no confidence is enough. */
  sureFrom: { precision: number; threshold: number; share: number } | null;
  classes: ClassScore[];
  mostConfused: { actual: string; predicted: string; count: number }[];
}

export interface ReliabilityPoint {
  from: number;
  to: number;
  count: number;
  /** Means of the bin; null of an empty one. */
  confidence: number | null;
  accuracy: number | null;
}

/** With 95 % intervals by Wilson; null where there is nothing to divide by. */
export interface ClassScore {
  name: string;
  support: number;
  precision: number | null;
  precisionFrom: number;
  precisionTo: number;
  recall: number | null;
  recallFrom: number;
  recallTo: number;
}

export interface Neighbour {
  id: PictureId;
  label: string | null;
  /** Cosine of the features, -1 to 1. */
  similarity: number;
}

export interface NextPicture {
  id: PictureId;
  prediction: string;
  probability: number;
  /** How far the most likely class is ahead of the next. */
  margin: number;
}

export interface Classified {
  label: string;
  probability: number;
  /** The most likely first. */
  classes: { name: string; probability: number }[];
  /** Where it looked, as a PNG in a data URL; with `gradcam=1`. */
  gradcam: string | null;
}

/** `apply`: files go into the folders of their classes, set aside ones into `_removed/`; `takeBack`: the last such move is taken back. */
export type MovesRequest = { do: 'apply' | 'takeBack'; dryRun?: boolean };

export interface MovesDone {
  /** Each path before and after, at most 200 of them. */
  moves: { from: string; to: string }[];
  count: number;
  /** What was left where it is, and why. */
  skipped: { path: string; reason: string }[];
}

/** The events of `GET /api/events` by their names, and what each carries as JSON. */
export interface StudioEvents {
  /** Comes first on every connection; `missed`: read everything anew, for what happened since `Last-Event-ID` is not known any more. */
  hello: { missed: boolean };
  labels: EditsDone;
  /** Files came, went or were moved: read the pictures anew. */
  pictures: { counts: PictureCounts; classes: ClassInfo[] };
  project: { defaults: RunSettings; device: string; fp16: boolean };
  /** What the doctor found, or what was kept of it, is another now: read it anew. */
  check: { checkedAt: string };
  run: { run: Run; points: TrainPoint[]; epochs: EpochPoint[] };
  runDeleted: { id: RunId };
  job: Job;
  preview: Preview;
}

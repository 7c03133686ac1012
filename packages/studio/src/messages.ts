/** What passes between the server and the processes in which libtorch works: types only, for both. */
import type {
  Classified,
  EpochPoint,
  LrFindResult,
  Preview,
  RunProgress,
  RunSettings,
  Split,
  TrainPoint,
} from './protocol/index.js';

/** A picture as a task is given it. */
export interface TaskPicture {
  id: string;
  /** Its path. */
  file: string;
  label: string;
  valid: boolean;
}

/** One that the doctor looks at. */
export interface CheckedPicture {
  id: string;
  file: string;
  label: string | null;
  part: Split | null;
}

/** What a process is started for. */
export type Task =
  | {
      do: 'train';
      run: string;
      /** Of the run: checkpoints, points, the model and what it says of the pictures are written into it. */
      folder: string;
      settings: RunSettings;
      pictures: TaskPicture[];
      /** Pictures without a label: what the model takes them for is written down, too. */
      others: { id: string; file: string }[];
    }
  | { do: 'lr-find'; settings: RunSettings; pictures: TaskPicture[] }
  | { do: 'check'; folder: string; settings: RunSettings; pictures: CheckedPicture[] }
  /** Answers questions until it is told to end. */
  | { do: 'answer' };

/** What is asked of the process that answers. */
export type Question =
  | { ask: 'machine' }
  | { ask: 'batch'; settings: RunSettings; pictures: TaskPicture[] }
  | { ask: 'gradcam'; model: string; file: string; target: string | undefined; alpha: number }
  | { ask: 'classify'; model: string; bytes: Uint8Array; gradcam: boolean }
  | { ask: 'export'; model: string; as: 'onnx' | 'web'; file: string; title: string };

export interface Answers {
  /** Where it trains, and whether 16 bits are faster there. */
  machine: { device: string; fp16: boolean };
  /** A PNG. */
  batch: Uint8Array;
  gradcam: Uint8Array;
  classify: Omit<Classified, 'gradcam'> & { gradcam: Uint8Array | null };
  /** What was not done as it might have been, in a sentence. */
  export: string | null;
}

export type ToWorker =
  | { type: 'task'; task: Task }
  | { type: 'stop' }
  | { type: 'ask'; id: number; question: Question };

/** A finding with its picture's id. */
export interface FoundFinding {
  kind: string;
  id: string | null;
  reason: string;
  score: number;
  other?: string;
  label?: string;
  suggested?: string;
}

export type FromWorker =
  | { type: 'ready' }
  | { type: 'begun'; vocab: string[] }
  | { type: 'progress'; progress: RunProgress; seconds: number; points: TrainPoint[]; epochs: EpochPoint[] }
  | { type: 'preview'; preview: Preview }
  | { type: 'interpreting' }
  /** The classifier is written, and what it says of the validation pictures. */
  | { type: 'model' }
  /** A warning of the library's, in a sentence. */
  | { type: 'warned'; text: string }
  | { type: 'doing'; doing: string; progress: number | null }
  | { type: 'done'; result: TaskResult }
  | { type: 'stopped' }
  | { type: 'failed'; error: string }
  | { type: 'answer'; id: number; answer: Answers[keyof Answers] }
  | { type: 'refused'; id: number; error: string };

export type TaskResult =
  | { of: 'train' }
  | { of: 'lr-find'; points: LrFindResult['points']; suggestions: LrFindResult['suggestions'] }
  | { of: 'check'; findings: FoundFinding[]; notes: string[] };

/** A line of a run's `log.jsonl`. */
export type LogLine = { point: TrainPoint } | { epoch: EpochPoint };

/** What a trained model says of pictures: `predictions.json`, with `probs.f32` and `features.f32` beside it, a row for each. */
export interface PredictionsFile {
  vocab: string[];
  rows: { id: string /** As it was in training. */; label: string | null; valid: boolean }[];
  /** Numbers in a row of features. */
  width: number;
}

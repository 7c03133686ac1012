import type { TrainingSettings } from 'onecycle/extend';
import type { PictureId } from './pictures.js';

export type RunId = string;

/** `weights` may also be a file below the folder. */
export interface RunSettings extends TrainingSettings {
  name: string;
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
  /** What the library warned of meanwhile: smaller weights than were wanted, pictures that were left out. */
  notes: string[];
  /** What it does before and after training, in words, and the share of it that is done, where that is known. */
  doing: { what: string; share: number | null } | null;
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

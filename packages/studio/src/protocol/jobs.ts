import type { FindingKind } from './finding-kind.js';
import type { PictureId } from './pictures.js';
import type { RunSettings } from './runs.js';

export type JobId = string;

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

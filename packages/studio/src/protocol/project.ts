import type { Job } from './jobs.js';
import type { ClassInfo, PictureCounts } from './pictures.js';
import type { RunId, RunSettings } from './runs.js';

/** A refusal, as `application/problem+json`. */
export interface Problem {
  status: number;
  /** What was wrong and what to do, in a sentence. */
  detail: string;
}

/** The folder, and what is going on in it. */
export interface Project {
  name: string;
  /** The folder's path, to be shown. */
  folder: string;
  /** Where labels were found: in names of folders, in file names by a pattern, in a `labels.csv` that came with the pictures, nowhere. */
  labelled: 'folders' | 'names' | 'table' | 'none';
  labelRegex: string | null;
  /** What divides the pictures for training: folders such as `train` and `valid`, a column of `labels.csv`, or chance, by the seed. */
  splitBy: 'folders' | 'table' | 'seed';
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

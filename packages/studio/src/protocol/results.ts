import type { PictureId } from './pictures.js';

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
  /** Of the pictures that are kept for a test, by their labels as they are now; null where there are none. */
  test: { errorRate: number; items: number } | null;
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

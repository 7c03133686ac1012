export {
  ClassificationInterpretation,
  type ConfusionMatrixOptions,
  type InterpretationOptions,
  type TopLossesOptions,
} from './classification-interpretation.js';
export type { Confusion } from './confusion.js';
export type { Findings } from './findings.js';

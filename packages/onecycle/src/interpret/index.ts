export {
  ClassificationInterpretation,
  type ConfusionMatrixOptions,
  type Findings,
  type InterpretationOptions,
  type TopLossesOptions,
} from './classification-interpretation.js';
export type { Confusion } from './confusion.js';

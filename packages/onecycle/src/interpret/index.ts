export {
  ActivationMap,
  type CamOptions,
  cam,
  chosenLayer,
  type Explainable,
  gradCam,
  type LayerChoice,
  type ShowMapOptions,
} from './activation-maps/index.js';
export {
  ClassificationInterpretation,
  type ClassScoresOptions,
  type ReliabilityOptions,
} from './classification-interpretation.js';
export type { Confusion } from './confusion.js';
export { type CrossValidation, crossValidate, type FoldScore } from './cross-validate.js';
export type { Findings, InterpretationOptions } from './findings.js';
export { type LabelErrors, labelErrors } from './label-errors.js';
export {
  type LabelIssue,
  type LabelQuality,
  labelIssues,
  labelQuality,
} from './label-issues.js';
export type { ConfusionMatrixOptions } from './plot-confusion.js';
export type { ReliabilityBin, SureFrom } from './reliability.js';
export type { PlotTopLossesOptions, TopLossesOptions } from './top-losses.js';

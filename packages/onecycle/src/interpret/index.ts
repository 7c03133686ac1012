export {
  ActivationMap,
  type CamOptions,
  cam,
  type Explainable,
  gradCam,
  type LayerChoice,
  type ShowMapOptions,
} from './activation-maps/index.js';
export {
  ClassificationInterpretation,
  type ConfusionMatrixOptions,
  type InterpretationOptions,
  type PlotTopLossesOptions,
  type TopLossesOptions,
} from './classification-interpretation.js';
export type { Confusion } from './confusion.js';
export type { Findings } from './findings.js';

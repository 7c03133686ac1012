export {
  type Classification,
  type Classifier,
  type ClassifierOptions,
  loadClassifier,
  type Rating,
} from './classifier.js';
export type { Picture } from './picture.js';
export type { Source } from './runtime.js';

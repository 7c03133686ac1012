export { Pixels, type Rows } from './apply.js';
export { prepared } from './prepare.js';
export { type Preparation, preparationOf } from './steps.js';

export {
  Categorize,
  type CategorizeOptions,
  EncodedMultiCategorize,
  MultiCategorize,
  OneHotEncode,
} from './categorize.js';
export { CategoryMap, type CategoryMapOptions } from './category-map.js';
export { type Lookalikes, lookalikes } from './lookalikes.js';
export { RegressionSetup } from './regression.js';

export { Categorize, type CategorizeOptions, MultiCategorize } from './categorize.js';
export { CategoryMap, type CategoryMapOptions } from './category-map.js';
export { type Lookalikes, lookalikes } from './lookalikes.js';
export { EncodedMultiCategorize, OneHotEncode } from './one-hot.js';
export { RegressionSetup } from './regression.js';

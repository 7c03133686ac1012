import type { Rules } from '../graph/index.js';
import { elementwise } from './elementwise.js';
import { layers } from './layers.js';
import { pooling } from './pooling.js';
import { shapes } from './shapes.js';

export { views } from './shapes.js';

/** How every operator that has a translation is translated. */
export const rules: Rules = { ...elementwise, ...layers, ...pooling, ...shapes };

/** The name under which an operator's rule stands: without namespace, and without the underscore of one that works in place. */
export const ruleName = (operator: string): string =>
  operator.replace(/^aten::/, '').replace(/(?<=[^_])_$/, '');

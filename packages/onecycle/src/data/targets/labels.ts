import { kindOf } from '../../base/index.js';
import type { Label } from '../transforms/index.js';
import { na } from './category-map.js';

const isLabel = (x: unknown): x is Label =>
  typeof x === 'string' || typeof x === 'number' || typeof x === 'boolean';

/** A label as it was given. Without `addNa` a label must be there: an empty text or NaN would silently become a class of its own. */
export function asLabel(x: unknown, addNa = false): Label {
  const isMissing = x === '' || x === undefined || x === null || Number.isNaN(x);
  if (isMissing && addNa) return na;
  if (isMissing)
    throw new TypeError(
      `there is no label (${x === '' ? 'an empty text' : String(x)}): give it one, leave the item out, or have a class ` +
        `'${na}' for such items with addNa: true`,
    );
  if (isLabel(x)) return x;
  const advice = typeof x === 'function' ? '. Was the labeller not called?' : '';
  throw new TypeError(`a label must be a text, a number or a boolean, not ${kindOf(x)}${advice}`);
}

/** Several labels of one item. */
export function asLabels(x: unknown, addNa = false): Label[] {
  if (Array.isArray(x)) return x.map((label) => asLabel(label, addNa));
  throw new TypeError(
    `several labels were expected in an array, not ${JSON.stringify(x)}: see labelDelim of colReader`,
  );
}

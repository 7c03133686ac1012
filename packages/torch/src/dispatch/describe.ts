import { Handle, native } from '../core/index.js';
import { kindOf, unawaited } from '../options/index.js';
import { NativeObject } from './kinds.js';

const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** How an error message shows an argument; what lies deep in it, or in a circle, as dots. */
export const describe = (value: unknown): string => shown(value, 0);

function shown(value: unknown, depth: number): string {
  if (value instanceof Handle) {
    if (value.disposed) return 'a disposed tensor';
    return `${native.dtype(value.id)}[${native.shape(value.id).join(', ')}]`;
  }
  if (Array.isArray(value)) {
    if (depth > 2) return '[…]';
    const items = value.slice(0, 6).map((item) => shown(item, depth + 1));
    return `[${items.join(', ')}${value.length > 6 ? ', …' : ''}]`;
  }
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof NativeObject) return value.type;
  if (typeof value === 'object' && value !== null) {
    if (!isPlain(value)) return kindOf(value) + unawaited(value);
    if (depth > 2) return '{ … }';
    const items = Object.entries(value).map(([key, item]) => `${key}: ${shown(item, depth + 1)}`);
    return `{ ${items.slice(0, 12).join(', ')}${items.length > 12 ? ', …' : ''} }`;
  }
  return typeof value === 'function' ? 'a function' : String(value);
}

import { inspect } from 'node:util';
import { Path } from '../collections/index.js';

/** An item that could not be read, labelled or transformed. */
export class ItemError extends Error {
  override name = 'ItemError';
  /** Its number in its set. */
  readonly index: number;
  /** The item: a path, a row; undefined where it has no name. */
  readonly item: unknown;

  constructor(index: number, item: unknown, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const shown = item === undefined ? '' : describeItem(item);
    const place = shown === '' || reason.includes(shown) ? `item ${index}` : `item ${index} (${shown})`;
    super(`${place}: ${reason}`, { cause });
    this.index = index;
    this.item = item;
  }
}

/** The item in a few words: a path as it is, anything else cut to a line. */
export function describeItem(item: unknown): string {
  if (item instanceof Path || typeof item === 'string') return String(item);
  const text = inspect(item, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

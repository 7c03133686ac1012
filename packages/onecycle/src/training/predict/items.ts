import { fileURLToPath } from 'node:url';
import { kindOf, shown } from '../../base/index.js';
import { ItemError, Path, proxiedFetch } from '../../data/index.js';

/**
 * An item as blocks read it: an address becomes a path or the bytes that it has, other bytes a Buffer; whatever else
 * (paths, pictures, tensors, rows of a table) is taken as it is.
 *
 * @param index its number where it is one of a list
 * @throws UnreadableItemError where an address does not answer; TypeError where there is no item
 */
export async function readable(item: unknown, index?: number): Promise<unknown> {
  if (item === undefined || item === null || item instanceof Promise) {
    const place = index === undefined ? '' : ` (item ${index})`;
    throw new TypeError(
      `predict takes a picture, or an item as the data loaders have them, and not ${shown(item)}${place}`,
    );
  }
  if (item instanceof ArrayBuffer) return Buffer.from(item);
  if (item instanceof Uint8Array) return Buffer.from(item.buffer, item.byteOffset, item.byteLength);
  if (item instanceof Blob) return Buffer.from(await item.arrayBuffer());
  if (!(item instanceof URL) && !(typeof item === 'string' && /^(https?|file):/.test(item))) return item;
  try {
    const address = new URL(item);
    if (address.protocol === 'file:') return fileURLToPath(address);
    const response = await proxiedFetch()(address);
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    throw new Error(`${response.status} ${response.statusText}`);
  } catch (error) {
    throw new UnreadableItemError(item, error, index);
  }
}

/**
 * An item that cannot be read, in words for whoever sent it: to a server's client one that comes alone is no item of a set.
 */
export class UnreadableItemError extends ItemError {
  /** What is wrong with it, without its name. */
  readonly reason: string;

  constructor(item: unknown, cause: unknown, index?: number) {
    super(index ?? 0, item, cause instanceof ItemError ? cause.cause : cause);
    const place = index === undefined ? '' : `item ${index}: `;
    this.reason = reasonOf(this.cause);
    this.message = `${place}${named(item)} cannot be read: ${this.reason}`;
  }
}

function named(item: unknown): string {
  if (item === '') return 'an empty path';
  if (typeof item === 'string' || item instanceof Path || item instanceof URL) return String(item);
  if (item instanceof Blob && 'name' in item) return String(item.name);
  const bytes = item instanceof ArrayBuffer || item instanceof Uint8Array ? item.byteLength : undefined;
  const size = item instanceof Blob ? item.size : bytes;
  if (size !== undefined) return `the picture (${size.toLocaleString('en-US')} bytes)`;
  if (typeof item === 'number' || typeof item === 'boolean' || typeof item === 'bigint')
    return `the item ${item}`;
  return kindOf(item).replace(/^an? /, 'the ');
}

/** What is wrong, without what an error about a data set advises. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // What fetch says is only that it failed.
  if (cause.message === 'fetch failed' && cause.cause instanceof Error) return reasonOf(cause.cause);
  if (cause.message === '' && 'code' in cause) return String(cause.code);
  return 'reason' in cause && typeof cause.reason === 'string' ? cause.reason : cause.message;
}

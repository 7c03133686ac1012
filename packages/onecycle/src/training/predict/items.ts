import { fileURLToPath } from 'node:url';
import { kindOf } from '../../base/index.js';
import { ItemError, Path, proxiedFetch } from '../../data/index.js';

/**
 * An item as blocks read it: an address becomes a path or the bytes that it has, other bytes a Buffer; whatever else
 * (paths, pictures, tensors, rows of a table) is taken as it is.
 */
export async function readable(item: unknown): Promise<unknown> {
  if (item === undefined || item === null) {
    throw new TypeError(`predict takes a picture, or an item as the data loaders have them, and not ${item}`);
  }
  if (item instanceof ArrayBuffer) return Buffer.from(item);
  if (item instanceof Uint8Array) return Buffer.from(item.buffer, item.byteOffset, item.byteLength);
  if (item instanceof Blob) return Buffer.from(await item.arrayBuffer());
  if (!(item instanceof URL) && !(typeof item === 'string' && /^(https?|file):/.test(item))) return item;
  const address = String(item);
  if (address.startsWith('file:')) return fileURLToPath(address);
  const response = await proxiedFetch()(address);
  if (response.ok) return Buffer.from(await response.arrayBuffer());
  throw new Error(`${response.status} ${response.statusText}`);
}

/** An item that cannot be read, in words for whoever sent it: to a server's client it is no item of a set. */
export class UnreadableItemError extends ItemError {
  constructor(item: unknown, cause: unknown) {
    super(0, item, cause instanceof ItemError ? cause.cause : cause);
    this.message = `${named(item)} cannot be read: ${reasonOf(this.cause)}`;
  }
}

function named(item: unknown): string {
  if (typeof item === 'string' || item instanceof Path || item instanceof URL) return String(item);
  if (item instanceof Blob && 'name' in item) return String(item.name);
  const bytes = item instanceof ArrayBuffer || item instanceof Uint8Array ? item.byteLength : undefined;
  const size = item instanceof Blob ? item.size : bytes;
  if (size !== undefined) return `the picture (${size.toLocaleString('en-US')} bytes)`;
  return typeof item === 'number' ? `the item ${item}` : kindOf(item).replace(/^an? /, 'the ');
}

/** What is wrong, without what an error about a data set advises. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'reason' in cause && typeof cause.reason === 'string' ? cause.reason : cause.message;
}

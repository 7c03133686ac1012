import type { DType } from '../core/index.js';
import { beyond, LIMITS } from './limits.js';
import { byteLength, elementCount } from './sizes.js';

/** A tensor in a safetensors file: where its bytes lie, counted from the end of the header. */
export interface Entry {
  name: string;
  dtype: DType;
  shape: number[];
  start: number;
  end: number;
}

/** The format's own upper limit. */
export const LONGEST_HEADER = 100_000_000;

const DTYPES = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
} as const satisfies Record<string, DType>;

const NAMES = new Map(Object.entries(DTYPES).map(([name, dtype]): [DType, string] => [dtype, name]));

/**
 * Reads and checks the header of a safetensors file: every tensor has a known dtype and a length that fits its shape, and together
 * they fill the `space` bytes after the header without gap or overlap.
 *
 * @throws Error that names the file and the tensor.
 */
export function parseHeader(
  header: Uint8Array,
  space: number,
  path: string,
): { entries: Entry[]; metadata: Record<string, string> } {
  const { __metadata__: metadata, ...tensors } = parseObject(header, path);
  const named = Object.entries(tensors);
  if (named.length > LIMITS.entries)
    throw beyond(path, `it has ${named.length.toLocaleString('en')} tensors`, LIMITS.entries);
  const entries = named.map(([name, value]) => parseEntry(name, value, path));
  checkLayout(entries, space, path);
  return { entries, metadata: parseMetadata(metadata, path) };
}

function parseObject(header: Uint8Array, path: string): Record<string, unknown> {
  checkExtent(header, path);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch (error) {
    throw new Error(`${path}: the safetensors header is not valid JSON (${message(error)})`);
  }
  if (!isRecord(value)) throw new Error(`${path}: the safetensors header is not a JSON object`);
  return value;
}

/** Counts what JSON.parse would build: a header can ask for a hundred times its own size in memory. */
function checkExtent(header: Uint8Array, path: string): void {
  let [depth, values, inText] = [0, 0, false];
  for (let i = 0; i < header.length; i++) {
    const byte = header[i];
    if (inText) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) {
      inText = true;
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > LIMITS.headerDepth)
        throw beyond(path, 'objects and lists lie deeper in each other in its header', LIMITS.headerDepth);
    } else if (byte === 0x5d || byte === 0x7d) {
      depth--;
    } else if ((byte === 0x2c || byte === 0x3a) && ++values > LIMITS.headerValues) {
      throw beyond(path, 'its header has more values', LIMITS.headerValues);
    }
  }
}

function parseMetadata(value: unknown, path: string): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new Error(`${path}: __metadata__ is not an object`);
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string') throw new Error(`${path}: __metadata__ '${key}' is not a string`);
      return [key, text];
    }),
  );
}

function parseEntry(name: string, value: unknown, path: string): Entry {
  const wrong = (what: string) => new Error(`${path}: tensor '${name}': ${what}`);
  if (!isRecord(value)) throw wrong('its description is not an object');
  const dtype = Object.entries(DTYPES).find(([key]) => key === value.dtype)?.[1];
  if (dtype === undefined)
    throw wrong(`dtype ${JSON.stringify(value.dtype)} is none of ${Object.keys(DTYPES).join(', ')}`);
  if (!isSizes(value.shape)) throw wrong(`shape ${JSON.stringify(value.shape)} is not a list of sizes`);
  const offsets = value.data_offsets;
  if (!isCounts(offsets) || offsets.length !== 2)
    throw wrong(`data_offsets ${JSON.stringify(offsets)} are not two offsets`);
  const [start = 0, end = 0] = offsets;
  const needed = byteLength(value.shape, dtype);
  if (end - start !== needed) {
    throw wrong(
      `bytes ${start} to ${end} do not hold ${dtype} of shape [${value.shape.join(', ')}], which takes ${needed}`,
    );
  }
  return { name, dtype, shape: value.shape, start, end };
}

function checkLayout(entries: Entry[], space: number, path: string): void {
  let filled = 0;
  let before = 'the header';
  for (const { name, start, end } of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < filled)
      throw new Error(
        `${path}: tensor '${name}' overlaps ${before} (byte ${start} is taken up to ${filled})`,
      );
    if (start > filled)
      throw new Error(`${path}: ${start - filled} bytes before tensor '${name}' belong to nothing`);
    if (end > space)
      throw new Error(
        `${path}: tensor '${name}' ends at byte ${end}, the file's data at ${space}: it is cut short`,
      );
    filled = end;
    before = `tensor '${name}'`;
  }
  if (filled !== space) throw new Error(`${path}: ${space - filled} bytes after ${before} belong to nothing`);
}

/** The header for these tensors, padded so that the data that follow are aligned to 8 bytes, and where each tensor goes. */
export function writeHeader(
  tensors: Iterable<{ name: string; dtype: DType; shape: number[] }>,
  metadata: Record<string, string>,
  path: string,
): { header: Uint8Array; entries: Entry[] } {
  let filled = 0;
  const described: [string, unknown][] =
    Object.keys(metadata).length > 0 ? [['__metadata__', parseMetadata(metadata, path)]] : [];
  const entries = inFileOrder(tensors).map(({ name, dtype, shape }) => {
    const label = NAMES.get(dtype);
    if (label === undefined) throw new Error(`${path}: tensor '${name}': safetensors has no dtype ${dtype}`);
    if (name === '__metadata__') throw new Error(`${path}: no tensor may be named '__metadata__'`);
    const entry = { name, dtype, shape, start: filled, end: filled + byteLength(shape, dtype) };
    filled = entry.end;
    described.push([name, { dtype: label, shape, data_offsets: [entry.start, entry.end] }]);
    return entry;
  });
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(described)));
  const header = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(json, 8);
  return { header, entries };
}

/** Widest elements first, so that each tensor is aligned to its own, then by name: equal contents make equal files. */
const inFileOrder = <T extends { name: string; dtype: DType }>(tensors: Iterable<T>): T[] =>
  [...tensors].sort(
    (a, b) =>
      byteLength([1], b.dtype) - byteLength([1], a.dtype) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sizes whose product is still exact. */
const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);

const isSizes = (value: unknown): value is number[] =>
  isCounts(value) && value.length <= LIMITS.dimensions && elementCount(value) <= 2 ** 50;

const message = (error: unknown) => (error instanceof Error ? error.message : String(error));

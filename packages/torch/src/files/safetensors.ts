import { constants } from 'node:buffer';
import type { DType } from '../core/index.js';
import { writeWhole } from '../disk/index.js';
import { kindOf, unawaited } from '../options/index.js';
import { Tensor } from '../tensor/index.js';
import { blank, bytesOf, normaliseTruth } from './memory.js';
import { checkPath, MemoryFile, type Readable, readBytes, readInto, reading } from './reading.js';
import { type Entry, LONGEST_HEADER, parseHeader, writeHeader } from './safetensors-header.js';

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the header's order; each owns its memory, on the CPU. */
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

/** What the header of a safetensors file says of its tensors, and the strings that go with them. */
export interface SafetensorsHeader {
  /** By name, in the header's order. */
  tensors: Map<string, { dtype: DType; shape: number[] }>;
  metadata: Record<string, string>;
}

/**
 * Reads a safetensors file, or the bytes of one. The header is checked whole before anything is allocated, so a damaged or hostile file is an error and
 * never a wrong tensor.
 *
 * @param name what errors call it; default: the path
 * @throws Error that names the file and the tensor: not this format, cut short, unknown dtype, lengths that do not fit the shape,
 * overlaps, gaps.
 */
export const loadSafetensors = (source: string | Uint8Array, name?: string): Promise<Safetensors> =>
  from('loadSafetensors', source, name, async (file, length, path) => {
    const { begin, entries, metadata } = await parsed(file, length, path);
    const tensors = new Map<string, Tensor>();
    for (const { name, shape, dtype, start, end } of entries) {
      if (end - start > constants.MAX_LENGTH) {
        throw new RangeError(
          `${path}: tensor '${name}' takes ${(end - start).toLocaleString('en')} bytes, and an array of JavaScript has room for ${constants.MAX_LENGTH.toLocaleString('en')}: save it in parts`,
        );
      }
      const { tensor, bytes } = blank(shape, dtype);
      tensors.set(name, tensor);
      await readInto(file, bytes, begin + start, path);
      normaliseTruth(dtype, bytes);
    }
    return { tensors, metadata };
  });

/**
 * Reads and checks the header alone, so that one knows what a file holds before memory is taken for it.
 *
 * @param name what errors call it; default: the path
 * @throws Error as {@link loadSafetensors}
 */
export const readSafetensorsHeader = (
  source: string | Uint8Array,
  name?: string,
): Promise<SafetensorsHeader> =>
  from('readSafetensorsHeader', source, name, async (file, length, path) => {
    const { entries, metadata } = await parsed(file, length, path);
    return { tensors: new Map(entries.map(({ name, dtype, shape }) => [name, { dtype, shape }])), metadata };
  });

/** Hands over a file, or bytes that are read as one, with its length and what errors call it. */
async function from<T>(
  what: string,
  source: string | Uint8Array,
  name: string | undefined,
  use: (file: Readable, length: number, path: string) => Promise<T>,
): Promise<T> {
  if (typeof source === 'string') return reading(source, (file, length) => use(file, length, name ?? source));
  if (!(source instanceof Uint8Array)) {
    const isBuffer = Object(source) instanceof ArrayBuffer;
    throw new TypeError(
      `${what} takes the path of a file or its bytes, not ${kindOf(source)}${isBuffer ? ': new Uint8Array(buffer)' : unawaited(source)}`,
    );
  }
  return use(new MemoryFile(source), source.byteLength, name ?? 'these bytes');
}

/** The checked header of a file, and where the bytes of its tensors begin. */
async function parsed(
  file: Readable,
  length: number,
  path: string,
): Promise<{ begin: number; entries: Entry[]; metadata: Record<string, string> }> {
  const header = await readHeader(file, length, path);
  const begin = 8 + header.length;
  return { begin, ...parseHeader(header, length - begin, path) };
}

async function readHeader(file: Readable, length: number, path: string): Promise<Uint8Array> {
  if (length < 8)
    throw new Error(
      `${path} is no safetensors file: it has ${length} bytes, the header's length alone takes 8`,
    );
  const prefix = await readBytes(file, 8, 0, path);
  const size = new DataView(prefix.buffer).getBigUint64(0, true);
  if (size > BigInt(Math.min(length - 8, LONGEST_HEADER))) {
    throw new Error(
      `${path} is no safetensors file, or is cut short: its header claims ${size} bytes, the file has ${length}`,
    );
  }
  return readBytes(file, Number(size), 8, path);
}

/**
 * Writes tensors to a safetensors file, which appears whole or not at all; equal contents make equal files. The tensors must not
 * change before the promise resolves.
 *
 * @param metadata strings to go with them.
 * @throws Error for a dtype that the format lacks, TypeError for what is no map of tensors.
 */
export async function saveSafetensors(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Record<string, string> = {},
): Promise<void> {
  checkPath(path);
  if (!(tensors instanceof Map))
    throw new TypeError(
      'saveSafetensors takes a Map from names to tensors: new Map(Object.entries(tensors)) makes one of an object',
    );
  for (const [name, tensor] of tensors)
    if (!(tensor instanceof Tensor))
      throw new TypeError(
        `saveSafetensors: '${name}' is no tensor, but ${tensor === null ? 'null' : typeof tensor}`,
      );
  if (typeof metadata !== 'object' || metadata === null)
    throw new TypeError(
      `saveSafetensors takes the metadata as an object of strings, not ${kindOf(metadata)}`,
    );
  const described = Array.from(tensors, ([name, { dtype, shape }]) => ({ name, dtype, shape }));
  const { header, entries } = writeHeader(described, metadata, path);
  await writeWhole(path, async (write) => {
    await write(header);
    for (const { name } of entries) {
      const tensor = tensors.get(name);
      if (tensor) await write(bytesOf(tensor));
    }
  });
}

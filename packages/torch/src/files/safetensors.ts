import type { Tensor } from '../tensor/index.js';
import { MemoryFile, type Readable, readBytes, readInto, reading, writeAtomic } from './disk.js';
import { blank, bytesOf, normaliseTruth } from './memory.js';
import { LONGEST_HEADER, parseHeader, writeHeader } from './safetensors-header.js';

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the header's order; each owns its memory, on the CPU. */
  tensors: Map<string, Tensor>;
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
  typeof source === 'string'
    ? reading(source, (file, length) => readSafetensors(file, length, name ?? source))
    : readSafetensors(new MemoryFile(source), source.byteLength, name ?? 'these bytes');

async function readSafetensors(file: Readable, length: number, path: string): Promise<Safetensors> {
  const header = await readHeader(file, length, path);
  const begin = 8 + header.length;
  const { entries, metadata } = parseHeader(header, length - begin, path);
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, dtype, start } of entries) {
    const { tensor, bytes } = blank(shape, dtype);
    tensors.set(name, tensor);
    await readInto(file, bytes, begin + start, path);
    normaliseTruth(dtype, bytes);
  }
  return { tensors, metadata };
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
 * @throws Error for a dtype that the format lacks.
 */
export async function saveSafetensors(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Record<string, string> = {},
): Promise<void> {
  const described = Array.from(tensors, ([name, { dtype, shape }]) => ({ name, dtype, shape }));
  const { header, entries } = writeHeader(described, metadata, path);
  await writeAtomic(path, async (write) => {
    await write(header);
    for (const { name } of entries) {
      const tensor = tensors.get(name);
      if (tensor) await write(bytesOf(tensor));
    }
  });
}

import { checkTensor, type DType } from '../core/index.js';
import { writeWhole } from '../disk/index.js';
import type { Tensor } from '../tensor/index.js';
import { beyond, LIMITS } from './limits.js';
import { blank, bytesOf, normaliseTruth } from './memory.js';
import { checkPath, readBytes, readInto, reading } from './reading.js';
import { byteLength } from './sizes.js';

/** NumPy's names for little-endian types; those of one byte have no order. */
const DESCRIPTIONS = {
  '<f8': 'float64',
  '<f4': 'float32',
  '<f2': 'float16',
  '<i8': 'int64',
  '<i4': 'int32',
  '<i2': 'int16',
  '|i1': 'int8',
  '|u1': 'uint8',
  '|b1': 'bool',
} as const satisfies Record<string, DType>;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** What stands at the beginning of an .npy file. */
export interface NpyHeader {
  dtype: DType;
  shape: number[];
  /** Column by column and not row by row. */
  fortranOrder: boolean;
}

/**
 * Reads an array that `numpy.save` wrote, into memory of its own on the CPU.
 *
 * @throws Error that names the file: no .npy file, cut short, or of a type that tensors lack (objects, text, complex, unsigned
 * beyond 8 bits, big-endian).
 */
export const loadNpy = (path: string): Promise<Tensor> =>
  reading(path, async (file, length) => {
    const start = await readBytes(file, Math.min(length, 12), 0, path);
    if (start.length < 12 || MAGIC.some((byte, i) => byte !== start[i]))
      throw new Error(`${path} is no .npy file`);
    const fields = new DataView(start.buffer);
    const oldest = fields.getUint8(6) === 1;
    const begin = oldest ? 10 : 12;
    const size = oldest ? fields.getUint16(8, true) : fields.getUint32(8, true);
    if (size > LIMITS.npyHeader)
      throw beyond(path, `its header takes ${size.toLocaleString('en')} bytes`, LIMITS.npyHeader);
    if (begin + size > length)
      throw new Error(`${path} is cut short: its header ends at byte ${begin + size}, the file at ${length}`);
    const header = parseNpyHeader(new TextDecoder().decode(await readBytes(file, size, begin, path)), path);
    const { dtype, shape } = header;
    const [held, needed] = [length - begin - size, byteLength(shape, dtype)];
    if (held !== needed)
      throw new Error(
        `${path} holds ${held} bytes of data, ${dtype} of shape [${shape.join(', ')}] takes ${needed}`,
      );
    const { tensor, bytes } = blank(header.fortranOrder ? shape.toReversed() : shape, dtype);
    await readInto(file, bytes, begin + size, path);
    normaliseTruth(dtype, bytes);
    return header.fortranOrder ? tensor.permute(shape.map((_, i) => shape.length - 1 - i)) : tensor;
  });

/** Reads the Python dictionary of three entries that describes the array. */
function parseNpyHeader(text: string, path: string): NpyHeader {
  const description = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (order === undefined || sizes === undefined)
    throw new Error(`${path}: the .npy header is malformed: ${text.trim().slice(0, 200)}`);
  const dtype = Object.entries(DESCRIPTIONS).find(([name]) => name === description)?.[1];
  if (dtype === undefined) {
    const said = description ?? /'descr':\s*(.{0,40})/.exec(text)?.[1];
    throw new Error(
      `${path}: tensors have no type for NumPy's ${said}, only for ${Object.keys(DESCRIPTIONS).join(' ')}`,
    );
  }
  const shape = sizes
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
  if (!Number.isSafeInteger(byteLength(shape, dtype)) || shape.length > LIMITS.dimensions)
    throw new Error(`${path}: no array has the shape (${sizes})`);
  return { dtype, shape, fortranOrder: order === 'True' };
}

/**
 * Writes a tensor as `numpy.load` reads it, whole or not at all.
 *
 * @throws Error for bfloat16, which NumPy lacks.
 */
export async function saveNpy(path: string, tensor: Tensor): Promise<void> {
  checkPath(path);
  checkTensor('saveNpy', tensor);
  const header = writeNpyHeader(tensor, path);
  const bytes = bytesOf(tensor);
  await writeWhole(path, async (write) => {
    await write(header);
    await write(bytes);
  });
}

/** Version 1 of the format; the data that follow are aligned to 64 bytes, as NumPy's own are. */
function writeNpyHeader({ dtype, shape }: { dtype: DType; shape: number[] }, path: string): Uint8Array {
  const description = Object.entries(DESCRIPTIONS).find(([, name]) => name === dtype)?.[0];
  if (description === undefined)
    throw new Error(`${path}: NumPy has no type for ${dtype}; convert the tensor, e.g. to float32`);
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${description}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const total = Math.ceil((10 + text.length + 1) / 64) * 64;
  const header = new TextEncoder().encode(`${' '.repeat(10)}${text.padEnd(total - 11)}\n`);
  header.set([...MAGIC, 1, 0]);
  new DataView(header.buffer).setUint16(8, total - 10, true);
  return header;
}

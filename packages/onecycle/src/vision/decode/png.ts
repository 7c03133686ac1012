import { promisify } from 'node:util';
import { constants, createInflate, inflate } from 'node:zlib';
import { decodeBySharp } from './by-sharp.js';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { checkBytes, checkPixels, fullPalette, type RgbPixels } from './rgb-pixels.js';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
export const isPng = (bytes: Uint8Array): boolean => signature.every((value, i) => bytes[i] === value);

/** Bits of a sample that each kind of colour may have, and its samples a pixel. */
const colourTypes: Record<number, { samples: number; depths: readonly number[] }> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};
const indexed = 3;

interface Png {
  width: number;
  height: number;
  depth: number;
  colour: number;
  samples: number;
  interlaced: boolean;
  /** By their types. */
  chunks: Map<string, Uint8Array>;
  /** The compressed pixels, in one or more pieces. */
  pixels: Uint8Array[];
  /** Whether the pieces are followed by anything. */
  isClosed: boolean;
}

/**
 * Reads the chunks as Pillow does: what stands in front of the pixels must be whole, the checksums of the pixels are not
 * looked at, and of what follows nothing is needed; the orientation may stand there.
 */
function readChunks(bytes: Uint8Array): Png {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array>();
  const pixels: Uint8Array[] = [];
  let isClosed = false;
  for (let at = signature.length; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^\w{4}$/.test(type)) break;
    const end = at + 8 + length;
    const data = bytes.subarray(at + 8, end);
    if (type === 'IDAT') {
      if (!isClosed) pixels.push(data);
    } else if (pixels.length > 0) {
      isClosed = true;
      if (type === 'IEND') break;
      if (type === 'eXIf' && !chunks.has(type)) chunks.set(type, data);
    } else {
      if (type === 'IEND') throw new Error('the PNG holds no pixels');
      if (end + 4 > bytes.length) throw new Error(`premature end of PNG (in its ${type} chunk)`);
      if (view.getUint32(end) !== crc32(bytes.subarray(at + 4, end)))
        throw new Error(`the ${type} chunk of the PNG is damaged`);
      if (!chunks.has(type)) chunks.set(type, data);
    }
    at = end + 4;
  }
  if (pixels.length === 0) throw new Error('premature end of PNG (before its pixels)');
  return { ...readSize(chunks.get('IHDR')), chunks, pixels, isClosed };
}

function readSize(header: Uint8Array | undefined): Omit<Png, 'chunks' | 'pixels' | 'isClosed'> {
  if (!header || header.length < 13) throw new Error('the PNG has no header');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colour = 0, , filter = 0, interlace = 0] = header.subarray(8);
  const type = colourTypes[colour];
  if (width < 1 || height < 1) throw new Error(`a PNG of ${width} × ${height} pixels`);
  if (!type?.depths.includes(depth)) throw new Error(`a PNG of colour type ${colour} with ${depth} bits`);
  if (filter !== 0) throw new Error('the PNG has filters that are not known');
  return { width, height, depth, colour, samples: type.samples, interlaced: interlace !== 0 };
}

const crcTable = Int32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(Buffer.from(type, 'latin1'), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

/**
 * Decodes a PNG with the values that Pillow gives it. Only what the pixels need is handed to the decoder: transparency
 * where there is a background, the orientation where it is asked for; profiles, gamma and texts change no pixel.
 */
export async function decodePng(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  const png = readChunks(bytes);
  const { width, height, depth, samples } = png;
  checkPixels(width, height, options.maxPixels);
  checkBytes(Math.ceil((width * depth * samples) / 8) * height, options.maxPixels);
  const reduced = reducedPng(png, options, [pixelChunks(bytes, png)]);
  try {
    const decoded = await decodeBySharp(reduced, options);
    return png.isClosed ? decoded : { ...decoded, warnings: ['the end of the PNG is missing'] };
  } catch (error) {
    // The decoder is stricter than Pillow, to which the rows are enough.
    const { rows, damage } = await wholeRows(png);
    if (damage && !options.truncated) throw new Error(damage, { cause: error });
    if (rows < height && !options.truncated)
      throw new Error(`premature end of PNG (row ${rows} of ${height})`, { cause: error });
    const repaired = reducedPng(png, options, [chunkOf('IDAT', Buffer.concat(png.pixels))]);
    const decoded = await decodeBySharp(repaired, { ...options, truncated: true });
    return { ...decoded, warnings: ['a checksum of the PNG is wrong, or something behind its rows'] };
  }
}

/** The signature, the header, the colours and the pixels. */
function reducedPng(
  { chunks, colour, depth }: Png,
  { background, exif }: ResolvedDecodeOptions,
  pixels: readonly Uint8Array[],
): Uint8Array {
  const header = Uint8Array.from(chunks.get('IHDR')?.subarray(0, 13) ?? []);
  // The only method of compression there is, whatever the file says.
  header[10] = 0;
  const kept = [Uint8Array.from(signature), chunkOf('IHDR', header)];
  if (colour === indexed) {
    const given = chunks.get('PLTE') ?? new Uint8Array();
    const palette = fullPalette({ rgb: given.subarray(0, given.length - (given.length % 3)) }, null);
    kept.push(chunkOf('PLTE', palette.subarray(0, 3 * 2 ** depth)));
  }
  const transparency = chunks.get('tRNS');
  if (background && transparency) kept.push(chunkOf('tRNS', transparency));
  const orientation = chunks.get('eXIf');
  if (exif === 'rotate' && orientation) kept.push(chunkOf('eXIf', orientation));
  return Buffer.concat([...kept, ...pixels, chunkOf('IEND', new Uint8Array())]);
}

/** The chunks of the pixels as they are in the file, with their lengths and checksums. */
function pixelChunks(bytes: Uint8Array, { pixels }: Png): Uint8Array {
  const [first] = pixels;
  const last = pixels.at(-1);
  if (!first || !last) return new Uint8Array();
  const from = first.byteOffset - bytes.byteOffset - 8;
  return bytes.subarray(from, last.byteOffset - bytes.byteOffset + last.length + 4);
}

/** [first column, first row, columns apart, rows apart] of the passes of an interlaced picture. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The bytes of each row of the file, in order: one for the filter, and the pixels. */
function* rowSizes({ width, height, depth, samples, interlaced }: Png): Generator<number> {
  for (const [x, y, dx, dy] of interlaced ? passes : ([[0, 0, 1, 1]] as const)) {
    const columns = Math.ceil((width - x) / dx);
    const rows = Math.ceil((height - y) / dy);
    if (columns > 0)
      for (let row = 0; row < rows; row++) yield 1 + Math.ceil((columns * depth * samples) / 8);
  }
}

/** What can be had of damaged data. */
interface Rows {
  rows: number;
  /** What is wrong with what is there; undefined where only something may be missing. */
  damage?: string;
}

/**
 * How many rows of a picture there are, as Pillow counts them: all, where every byte of them can be unpacked, whatever
 * is missing behind them; and all, too, where the data ends properly behind a row: the others stay black. On zlib's own
 * thread.
 */
async function wholeRows(png: Png): Promise<Rows> {
  let expected = 0;
  for (const size of rowSizes(png)) expected += size;
  const sizes = rowSizes(png);
  const packed = Buffer.concat(png.pixels);
  const unpacker = createInflate({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: pieceOf(expected) });
  unpacker.end(packed);
  let [begun, next, size] = [0, 0, 0];
  try {
    for await (const part of unpacker as AsyncIterable<Buffer>) {
      for (; next < Math.min(expected, size + part.length); begun++) {
        // Every row begins with the number of its filter.
        if ((part[next - size] ?? 0) > 4) return { rows: begun, damage: 'a row of the PNG is damaged' };
        next += sizes.next().value ?? 0;
      }
      size += part.length;
      if (size > expected) break;
    }
  } catch {
    if (size < expected) return { rows: begun, damage: 'the compressed pixels of the PNG are damaged' };
  }
  if (size >= expected) return { rows: png.height };
  const whole = next === size ? begun : begun - 1;
  const isEnded = next === size && size > 0 && (await endsProperly(packed, size));
  return { rows: isEnded ? png.height : Math.min(whole, png.height - 1) };
}

/**
 * The size of pieces of which a whole number is all there is: what is wrong behind the last row is met in a piece of
 * its own, where it does no harm.
 */
function pieceOf(size: number): number {
  for (let count = Math.ceil(size / 2 ** 18); size / count >= 64; count++)
    if (size % count === 0) return size / count;
  return 2 ** 14;
}

/** Whether compressed data says itself that it ends. */
const endsProperly = (packed: Uint8Array, size: number): Promise<boolean> =>
  promisify(inflate)(packed, { maxOutputLength: size }).then(
    () => true,
    () => false,
  );

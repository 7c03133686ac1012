import { setImmediate } from 'node:timers/promises';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { checkPixels, fullPalette, type RgbPixels } from './rgb-pixels.js';
import { bySpans, spanLength } from './spans.js';

export const isGif = (bytes: Uint8Array): boolean =>
  /^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)));

const extension = 0x21;
const image = 0x2c;
const trailer = 0x3b;
const graphicControl = 0xf9;

/** The first frame, and where it lies on the canvas. */
interface Frame {
  canvas: { width: number; height: number };
  left: number;
  top: number;
  width: number;
  height: number;
  interlaced: boolean;
  /** Rows of three bytes; undefined where there is none, which means shades of grey. */
  palette: Uint8Array | undefined;
  transparent: number | undefined;
  codeBits: number;
  /** Where the blocks of its pixels begin. */
  start: number;
}

const ended = () => new Error('premature end of GIF (before its first frame)');

function readFrame(bytes: Uint8Array): Frame {
  const byte = (at: number): number => {
    const value = bytes[at];
    if (value === undefined) throw ended();
    return value;
  };
  const word = (at: number) => byte(at) + 256 * byte(at + 1);
  const paletteAt = (at: number, flags: number): Uint8Array | undefined =>
    flags & 0x80 ? bytes.subarray(at, at + 3 * 2 ** ((flags & 7) + 1)) : undefined;
  const global = paletteAt(13, byte(10));
  let at = 13 + (global?.length ?? 0);
  let transparent: number | undefined;
  for (;;) {
    const kind = byte(at);
    if (kind === trailer) throw new Error('the GIF holds no frame');
    if (kind === extension) {
      if (byte(at + 1) === graphicControl && byte(at + 2) >= 4 && byte(at + 3) & 1)
        transparent = byte(at + 6);
      at += 2;
      for (let size = byte(at); size > 0; size = byte(at)) at += size + 1;
    } else if (kind === image) {
      break;
    }
    at++;
  }
  const [left, top, width, height, flags] = [
    word(at + 1),
    word(at + 3),
    word(at + 5),
    word(at + 7),
    byte(at + 9),
  ];
  const local = paletteAt(at + 10, flags);
  const codeAt = at + 10 + (local?.length ?? 0);
  return {
    // A frame that reaches beyond the screen makes it larger.
    canvas: { width: Math.max(word(6), left + width), height: Math.max(word(8), top + height) },
    left,
    top,
    width,
    height,
    interlaced: (flags & 0x40) !== 0,
    palette: local ?? global,
    transparent,
    codeBits: byte(codeAt),
    start: codeAt + 1,
  };
}

/**
 * The first frame of a GIF on its canvas, with the colours that Pillow's `convert('RGB')` gives: transparent pixels have
 * a colour too, and what the frame does not cover has the transparent one's, or the first. Decoders for the web forget
 * both.
 */
export async function decodeGif(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  const frame = readFrame(bytes);
  const { canvas, left, top, width, height, transparent } = frame;
  checkPixels(canvas.width, canvas.height, options.maxPixels);
  const { indices, found } = await decodeIndices(bytes, frame);
  if (found < indices.length && !options.truncated) {
    throw new Error(`premature end of GIF (row ${Math.floor(found / width)} of ${height})`);
  }
  const colours = fullPalette({ rgb: frame.palette ?? new Uint8Array(), transparent }, options.background);
  const data = new Uint8Array(3 * canvas.width * canvas.height);
  const outside = transparent ?? 0;
  const row = rowOrder(frame);
  await bySpans(canvas, (y, from, to) => {
    const line = y >= top && y < top + height ? (row[y - top] ?? 0) * width - left : undefined;
    let out = 3 * (y * canvas.width + from);
    for (let x = from; x < to; x++) {
      const isInside = line !== undefined && x >= left && x < left + width;
      const colour = 3 * (isInside ? (indices[line + x] ?? 0) : outside);
      data[out++] = colours[colour] ?? 0;
      data[out++] = colours[colour + 1] ?? 0;
      data[out++] = colours[colour + 2] ?? 0;
    }
  });
  return { data, ...canvas };
}

/** For each row of a frame the number under which it is in the file. */
function rowOrder({ height, interlaced }: Frame): Uint32Array {
  const order = new Uint32Array(height);
  const passes = interlaced
    ? ([
        [0, 8],
        [4, 8],
        [2, 4],
        [1, 2],
      ] as const)
    : ([[0, 1]] as const);
  let number = 0;
  for (const [first, step] of passes) for (let y = first; y < height; y += step) order[y] = number++;
  return order;
}

const tableSize = 4096;

/** LZW: the colour numbers of a frame in the order of the file, and how many of them were there. */
async function decodeIndices(
  bytes: Uint8Array,
  { width, height, codeBits, start }: Frame,
): Promise<{ indices: Uint8Array; found: number }> {
  if (codeBits > 12) throw new Error(`the GIF has codes of ${codeBits} bits`);
  const indices = new Uint8Array(width * height);
  const clear = 2 ** codeBits;
  // A code stands for that of its prefix and one number more; strings are written from their ends.
  const prefix = new Uint16Array(tableSize + 1);
  const suffix = new Uint8Array(tableSize + 1);
  const first = new Uint8Array(tableSize + 1);
  const length = new Uint16Array(tableSize + 1);
  for (let code = 0; code < Math.min(clear, tableSize); code++) {
    suffix[code] = code;
    first[code] = code;
    length[code] = 1;
  }
  let [next, size, previous] = [clear + 2, codeBits + 1, -1];
  let [found, at, left, buffer, bits, sinceTurn] = [0, start, 0, 0, 0, 0];
  while (found < indices.length) {
    while (bits < size) {
      if (left === 0) {
        left = bytes[at++] ?? 0;
        // A block counts only when it is there as a whole.
        if (at + left > bytes.length || at > bytes.length) return { indices, found };
        if (left === 0) continue;
      }
      buffer |= (bytes[at++] ?? 0) << bits;
      bits += 8;
      left--;
    }
    const code = buffer & (2 ** size - 1);
    buffer >>>= size;
    bits -= size;
    if (code === clear) {
      [next, size, previous] = [clear + 2, codeBits + 1, -1];
      continue;
    }
    if (code === clear + 1) return { indices, found };
    if (code > next || (previous < 0 && code > clear))
      throw new Error('the GIF holds a code that has no meaning');
    if (previous >= 0 && next < tableSize) {
      prefix[next] = previous;
      suffix[next] = first[code === next ? previous : code] ?? 0;
      first[next] = first[previous] ?? 0;
      length[next] = (length[previous] ?? 0) + 1;
      if (next === 2 ** size - 1 && size < 12) size++;
      next++;
    }
    const n = length[code] ?? 0;
    let end = found + n;
    for (let c = code, k = 0; k < n; k++, c = prefix[c] ?? 0) {
      end--;
      if (end < indices.length) indices[end] = suffix[c] ?? 0;
    }
    found = Math.min(indices.length, found + n);
    previous = code;
    sinceTurn += n;
    if (sinceTurn < spanLength) continue;
    sinceTurn = 0;
    await setImmediate();
  }
  return { indices, found };
}

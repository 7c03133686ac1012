import type { ResolvedDecodeOptions } from './decode-options.js';
import { checkPixels, type RgbPixels } from './rgb-pixels.js';

/** Windows bitmaps, which sharp does not read. */
export const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

interface Header {
  width: number;
  height: number;
  topDown: boolean;
  bits: number;
  compression: number;
  offset: number;
  palette: Uint8Array;
  /** Bytes of one entry of the palette. */
  entry: number;
  masks: readonly [number, number, number];
}

function readHeader(bytes: Uint8Array, maxPixels: number): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 26) throw new Error('premature end of BMP (in its header)');
  const size = view.getUint32(14, true);
  const isOld = size === 12;
  if (!isOld && (size < 40 || bytes.length < 14 + 40)) throw new Error(`a BMP header of ${size} bytes`);
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  const signed = isOld ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isOld ? 24 : 28, true);
  const compression = isOld ? RGB : view.getUint32(30, true);
  const height = Math.abs(signed);
  if (width < 1 || height < 1) throw new Error(`a BMP of ${width} × ${signed} pixels`);
  checkPixels(width, height, maxPixels);

  const used = isOld ? 0 : view.getUint32(46, true);
  const hasMasks = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  if (hasMasks && bytes.length < 66) throw new Error('premature end of BMP (in its header)');
  const masks = hasMasks
    ? ([view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)] as const)
    : bits === 16
      ? ([0x7c00, 0x3e0, 0x1f] as const)
      : ([0xff0000, 0xff00, 0xff] as const);
  const start = 14 + size + (hasMasks && size === 40 ? 12 : 0);
  const entry = isOld ? 3 : 4;
  const colours = bits <= 8 ? used || 2 ** bits : 0;
  const palette = bytes.subarray(start, start + colours * entry);
  return {
    width,
    height,
    topDown: signed < 0,
    bits,
    compression,
    offset: view.getUint32(10, true),
    palette,
    entry,
    masks,
  };
}

/** BMP of 1, 4, 8, 16, 24 or 32 bits a pixel, run-length encoded or not. Throws where it is another or ends too early. */
export function decodeBmp(bytes: Uint8Array, options: ResolvedDecodeOptions): RgbPixels {
  const header = readHeader(bytes, options.maxPixels);
  const { width, height, bits, compression, offset, topDown } = header;
  const isRunLength = (compression === RLE8 && bits === 8) || (compression === RLE4 && bits === 4);
  const isPlain = compression === RGB || compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  if (![1, 4, 8, 16, 24, 32].includes(bits) || !(isRunLength || isPlain)) {
    throw new Error(`a BMP of ${bits} bits a pixel with compression ${compression}`);
  }
  const body = bytes.subarray(offset);
  const pixelAt = isRunLength ? runLengthReader(body, header) : plainReader(body, header);
  const rows = Array.from({ length: height }, (_, y) => (topDown ? y : height - 1 - y));
  const missing = rows.filter((row) => !pixelAt.has(row)).length;
  if (missing > 0 && !options.truncated) {
    throw new Error(`premature end of BMP (row ${height - missing} of ${height})`);
  }
  const data = new Uint8Array(3 * width * height);
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < width; x++) pixelAt.copy(x, row, data, 3 * (y * width + x));
  }
  return { data, width, height };
}

interface PixelReader {
  /** Whether a row, counted as in the file, is there. */
  has(row: number): boolean;
  copy(x: number, row: number, out: Uint8Array, at: number): void;
}

function plainReader(body: Uint8Array, { width, bits, palette, entry, masks }: Header): PixelReader {
  const stride = Math.ceil((width * bits) / 32) * 4;
  const scales = masks.map(channelOf);
  return {
    has: (row) => (row + 1) * stride <= body.length,
    copy(x, row, out, at) {
      const line = row * stride;
      if (bits <= 8) {
        const byte = body[line + ((x * bits) >> 3)] ?? 0;
        const index = (byte >> (8 - bits - ((x * bits) & 7))) & (2 ** bits - 1);
        copyColour(palette, index * entry, out, at);
      } else if (bits === 24) {
        copyColour(body, line + 3 * x, out, at);
      } else {
        const bytes = bits / 8;
        let value = 0;
        for (let b = 0; b < bytes; b++) value += (body[line + bytes * x + b] ?? 0) * 2 ** (8 * b);
        for (const [c, channel] of scales.entries()) out[at + c] = channel(value);
      }
    },
  };
}

/** Bitmaps hold blue, green, red. */
function copyColour(from: Uint8Array, at: number, out: Uint8Array, to: number): void {
  for (let c = 0; c < 3; c++) out[to + c] = from[at + 2 - c] ?? 0;
}

/** What a mask selects, stretched to 0 … 255. */
function channelOf(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const highest = mask >>> shift;
  return (value) => Math.floor((((value & mask) >>> shift) * 255) / highest);
}

/** Expands the runs into one index a pixel. */
function runLengthReader(body: Uint8Array, { width, height, bits, palette, entry }: Header): PixelReader {
  const indices = new Uint8Array(width * height);
  const nibble = (byte: number, k: number) => (bits === 8 ? byte : k % 2 === 0 ? byte >> 4 : byte & 15);
  let [at, x, y] = [0, 0, 0];
  const put = (index: number) => {
    if (x < width && y < height) indices[y * width + x] = index;
    x++;
  };
  while (at + 1 < body.length && y < height) {
    const [count = 0, value = 0] = [body[at], body[at + 1]];
    at += 2;
    if (count > 0) {
      for (let k = 0; k < count; k++) put(nibble(value, k));
    } else if (value === 0) {
      x = 0;
      y++;
    } else if (value === 1) {
      y = height;
    } else if (value === 2) {
      x += body[at] ?? 0;
      y += body[at + 1] ?? 0;
      at += 2;
    } else {
      for (let k = 0; k < value; k++) put(nibble(body[at + (bits === 8 ? k : k >> 1)] ?? 0, k));
      const length = bits === 8 ? value : (value + 1) >> 1;
      at += length + (length % 2);
    }
  }
  const rows = y;
  return {
    has: (row) => row < rows || (row === rows && x >= width),
    copy: (px, row, out, to) => copyColour(palette, (indices[row * width + px] ?? 0) * entry, out, to),
  };
}

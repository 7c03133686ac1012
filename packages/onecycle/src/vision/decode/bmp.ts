import { setImmediate } from 'node:timers/promises';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { blend, checkPixels, fullPalette, type RgbPixels } from './rgb-pixels.js';
import { bySpans, spanLength } from './spans.js';

/** Windows bitmaps, which sharp does not read. */
const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

/** Bitmap files, and bitmaps without the header of a file (.dib). */
export const isBitmap = (bytes: Uint8Array): boolean => isBmp(bytes) || isDib(bytes);

function isDib(bytes: Uint8Array): boolean {
  const [size = 0, b, c, d] = bytes;
  const planesAt = size === 12 ? 8 : 12;
  const hasSize = headerSizes.includes(size) && b === 0 && c === 0 && d === 0;
  return hasSize && bytes[planesAt] === 1 && bytes[planesAt + 1] === 0;
}

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;

/** The bits of red, green, blue and alpha in a pixel; no alpha where its mask is 0. */
type Masks = readonly [red: number, green: number, blue: number, alpha: number];

interface Header {
  width: number;
  height: number;
  topDown: boolean;
  bits: number;
  compression: number;
  palette: Uint8Array;
  masks: Masks;
  /** Where the pixels begin. */
  start: number;
}

const opaque32: Masks = [0xff0000, 0xff00, 0xff, 0];
const alpha32: Masks = [0xff0000, 0xff00, 0xff, 0xff000000];
const bits555: Masks = [0x7c00, 0x3e0, 0x1f, 0];

/** The layouts that Pillow reads. */
const knownMasks: Record<number, readonly Masks[]> = {
  16: [bits555, [0xf800, 0x7e0, 0x1f, 0]],
  24: [opaque32],
  32: [
    opaque32,
    alpha32,
    [0xff000000, 0xff0000, 0xff00, 0],
    [0xff000000, 0xff0000, 0xff00, 0xff],
    [0xff, 0xff00, 0xff0000, 0xff000000],
  ],
};

/** Where a bitmap's header lies, and what is said of it elsewhere. */
interface Place {
  /** Where the header begins. */
  header: number;
  /** Where the pixels begin; 0 where that is behind header and palette. */
  pixels: number;
  /** Icons hold a mask under the picture, and count its rows in the height. */
  isIcon: boolean;
}

const headerSizes: readonly number[] = [12, 40, 64, 108, 124];

function readHeader(bytes: Uint8Array, { header: at, pixels, isIcon }: Place, maxPixels: number): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length < at + 4 ? 0 : view.getUint32(at, true);
  if (bytes.length < at + Math.max(12, size)) throw new Error('premature end of BMP (in its header)');
  const isOld = size === 12;
  if (!headerSizes.includes(size)) throw new Error(`a BMP header of ${size} bytes`);
  const width = isOld ? view.getUint16(at + 4, true) : view.getInt32(at + 4, true);
  const signed = isOld ? view.getUint16(at + 6, true) : view.getInt32(at + 8, true);
  const bits = view.getUint16(at + (isOld ? 10 : 14), true);
  const compression = isOld ? RGB : view.getUint32(at + 16, true);
  const height = Math.floor(Math.abs(signed) / (isIcon ? 2 : 1));
  if (width < 1 || height < 1) throw new Error(`a BMP of ${width} × ${signed} pixels`);
  checkPixels(width, height, maxPixels);
  const isRunLength = (compression === RLE8 && bits === 8) || (compression === RLE4 && bits === 4);
  const isPlain = [1, 4, 8, 16, 24, 32].includes(bits) && compression === RGB;
  const hasMasks = compression === BITFIELDS;
  if (!isRunLength && !isPlain && !(hasMasks && bits >= 16))
    throw new Error(`a BMP of ${bits} bits a pixel with compression ${compression}`);

  let start = at + size + (hasMasks && size === 40 ? 12 : 0);
  if (bytes.length < start) throw new Error('premature end of BMP (in its header)');
  const plain = bits === 16 ? bits555 : isIcon && bits === 32 ? alpha32 : opaque32;
  const masks = hasMasks ? readMasks(view, at, bits) : plain;
  let palette: Uint8Array = new Uint8Array();
  if (bits <= 8) {
    const entry = isOld ? 3 : 4;
    const count = (isOld ? 0 : view.getUint32(at + 32, true)) || 2 ** bits;
    if (count > 256) throw new Error(`a BMP with a palette of ${count} colours`);
    palette = rgbOf(bytes.subarray(start, start + count * entry), entry);
    start += count * entry;
  }
  return {
    width,
    height,
    topDown: signed < 0,
    bits,
    compression,
    palette,
    masks,
    start: pixels || start,
  };
}

function readMasks(view: DataView, header: number, bits: number): Masks {
  const [red, green, blue] = [40, 44, 48].map((at) => view.getUint32(header + at, true));
  const hasAlpha = bits === 32 && view.getUint32(header, true) > 40;
  const alpha = hasAlpha ? view.getUint32(header + 52, true) : 0;
  if (bits === 32 && !red && !green && !blue && !alpha) return alpha32;
  const known = knownMasks[bits]?.find(
    ([r, g, b, a]) => r === red && g === green && b === blue && a === alpha,
  );
  if (!known) throw new Error(`a BMP of ${bits} bits a pixel in an unusual layout`);
  return known;
}

/** Entries hold blue, green, red, and a fourth byte that is not used. */
function rgbOf(entries: Uint8Array, entry: number): Uint8Array {
  const count = Math.floor(entries.length / entry);
  return Uint8Array.from({ length: 3 * count }, (_, i) => {
    const c = i % 3;
    return entries[((i - c) / 3) * entry + 2 - c] ?? 0;
  });
}

/** BMP of 1, 4, 8, 16, 24 or 32 bits a pixel, run-length encoded or not. Throws where it is another or ends too early. */
export function decodeBmp(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  if (!isBmp(bytes)) return decodeDib(bytes, { header: 0, pixels: 0, isIcon: false }, options);
  if (bytes.length < 14) throw new Error('premature end of BMP (in its header)');
  const pixels = new DataView(bytes.buffer, bytes.byteOffset).getUint32(10, true);
  return decodeDib(bytes, { header: 14, pixels, isIcon: false }, options);
}

/** A bitmap without the header of a file, as icons hold it. */
export async function decodeDib(
  bytes: Uint8Array,
  place: Place,
  options: ResolvedDecodeOptions,
): Promise<RgbPixels> {
  const header = readHeader(bytes, place, options.maxPixels);
  const { width, height, bits, compression, topDown, palette, start } = header;
  const body = bytes.subarray(start);
  const isRunLength = compression !== RGB && compression !== BITFIELDS;
  const { rows, count } = isRunLength ? await expandRuns(body, header) : plainRows(body, header);
  if (count < height && !options.truncated)
    throw new Error(`premature end of BMP (row ${count} of ${height})`);
  const data = new Uint8Array(3 * width * height);
  const stride = isRunLength ? width : strideOf(header);
  const index = bits <= 8 ? indexReader(rows, isRunLength ? 8 : bits) : undefined;
  const colours = fullPalette({ rgb: palette }, null);
  const pixel = index ? undefined : pixelReader(rows, header, options.background);
  await bySpans(header, (y, from, to) => {
    const line = (topDown ? y : height - 1 - y) * stride;
    let out = 3 * (y * width + from);
    for (let x = from; x < to; x++, out += 3) {
      if (!index) {
        pixel?.(line, x, data, out);
        continue;
      }
      const colour = 3 * index(line, x);
      for (let c = 0; c < 3; c++) data[out + c] = colours[colour + c] ?? 0;
    }
  });
  return { data, width, height };
}

const strideOf = ({ width, bits }: Pick<Header, 'width' | 'bits'>): number =>
  Math.ceil((width * bits) / 32) * 4;

/** The last row may be without its padding. */
function plainRows(body: Uint8Array, header: Header): { rows: Uint8Array; count: number } {
  const stride = strideOf(header);
  const padding = stride - Math.ceil((header.width * header.bits) / 8);
  return { rows: body, count: Math.floor((body.length + padding) / stride) };
}

/** The number of the colour of a pixel. */
function indexReader(rows: Uint8Array, bits: number): (line: number, x: number) => number {
  const mask = 2 ** bits - 1;
  return (line, x) => ((rows[line + ((x * bits) >> 3)] ?? 0) >> (8 - bits - ((x * bits) & 7))) & mask;
}

/** Writes the three bytes of a pixel of 16, 24 or 32 bits. */
function pixelReader(
  rows: Uint8Array,
  { bits, masks }: Header,
  background: ResolvedDecodeOptions['background'],
): (line: number, x: number, out: Uint8Array, at: number) => void {
  const bytes = bits / 8;
  if (bits === 16) {
    const channels = masks.slice(0, 3).map(channelOf);
    return (line, x, out, at) => {
      const value = (rows[line + 2 * x] ?? 0) + 256 * (rows[line + 2 * x + 1] ?? 0);
      for (let c = 0; c < 3; c++) out[at + c] = channels[c]?.(value) ?? 0;
    };
  }
  const [red, green, blue, alpha] = masks.map((mask) => (mask === 0 ? -1 : (31 - Math.clz32(mask)) >> 3));
  const places = [red ?? 0, green ?? 0, blue ?? 0];
  const alphaAt = alpha ?? -1;
  return (line, x, out, at) => {
    const start = line + bytes * x;
    const opacity = background && alphaAt >= 0 ? (rows[start + alphaAt] ?? 0) : 255;
    for (let c = 0; c < 3; c++) {
      const value = rows[start + (places[c] ?? 0)] ?? 0;
      out[at + c] = opacity === 255 ? value : blend(value, opacity, background?.[c] ?? 0);
    }
  };
}

/** What a mask of a few bits selects, stretched to 0 … 255. */
function channelOf(mask: number): (value: number) => number {
  const shift = 31 - Math.clz32(mask & -mask);
  const highest = mask >>> shift;
  return (value) => Math.floor((((value & mask) >>> shift) * 255) / highest);
}

/** Expands the runs into one colour number a pixel, and says how many rows there are. */
async function expandRuns(
  body: Uint8Array,
  { width, height, bits }: Header,
): Promise<{ rows: Uint8Array; count: number }> {
  const rows = new Uint8Array(width * height);
  const nibble = (byte: number, k: number) => (bits === 8 ? byte : k % 2 === 0 ? byte >> 4 : byte & 15);
  let [at, x, y, done] = [0, 0, 0, 0];
  const put = (index: number) => {
    if (x < width) rows[y * width + x] = index;
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
      break;
    } else if (value === 2) {
      x += body[at] ?? 0;
      y += body[at + 1] ?? 0;
      at += 2;
    } else {
      for (let k = 0; k < value; k++) put(nibble(body[at + (bits === 8 ? k : k >> 1)] ?? 0, k));
      const length = bits === 8 ? value : (value + 1) >> 1;
      at += length + (length % 2);
    }
    done += count || value;
    if (done < spanLength) continue;
    done = 0;
    await setImmediate();
  }
  return { rows, count: x >= width ? y + 1 : y };
}

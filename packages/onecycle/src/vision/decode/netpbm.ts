import { setImmediate } from 'node:timers/promises';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { checkPixels, type RgbPixels } from './rgb-pixels.js';
import { bySpans, spanLength } from './spans.js';

/** Portable bitmaps (P1, P4), graymaps (P2, P5) and pixmaps (P3, P6), which sharp does not read. */
export const isNetpbm = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && (bytes[1] ?? 0) >= 0x31 && (bytes[1] ?? 0) <= 0x36 && isSpace(bytes[2]);

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);

const hash = 0x23;
const isLineEnd = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d || byte === undefined;

interface Header {
  /** 1 … 6. */
  kind: number;
  width: number;
  height: number;
  /** The value of white. */
  maximum: number;
  /** Where the pixels begin. */
  start: number;
}

function readHeader(bytes: Uint8Array): Header {
  let at = 2;
  const nextNumber = (what: string): number => {
    let digits = '';
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined || (isSpace(byte) && digits !== '')) break;
      if (isSpace(byte)) continue;
      if (byte === hash) while (!isLineEnd(bytes[at++]));
      else digits += String.fromCharCode(byte);
      if (digits.length > 10) break;
    }
    if (digits === '') throw new Error('premature end of the picture (in its header)');
    if (!/^\d{1,10}$/.test(digits)) throw new Error(`its ${what} is no number`);
    return Number(digits);
  };
  const kind = (bytes[1] ?? 0) - 0x30;
  const width = nextNumber('width');
  const height = nextNumber('height');
  const maximum = kind === 1 || kind === 4 ? 1 : nextNumber('maximum');
  if (width < 1 || height < 1) throw new Error(`a picture of ${width} × ${height} pixels`);
  if (maximum < 1 || maximum > 65535) throw new Error(`its maximum is ${maximum}, not 1 … 65535`);
  return { kind, width, height, maximum, start: at };
}

/** Python's rounding: halves go to the even neighbour. */
function roundEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

/**
 * What becomes of a value of `maximum` at most: greys of more than 8 bits are stretched to 16 bits, then cut off at
 * 255; everything else is stretched to 0 … 255.
 */
function scaleOf({ kind, maximum }: Header): Uint8Array {
  const isGrey = kind === 2 || kind === 5;
  const white = isGrey && maximum > 255 ? 65535 : 255;
  const size = maximum > 255 ? 65536 : 256;
  return Uint8Array.from({ length: size }, (_, value) => Math.min(255, roundEven((value / maximum) * white)));
}

/** Decodes a picture of the family with the values that Pillow gives it. */
export async function decodeNetpbm(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  const header = readHeader(bytes);
  const { kind, width, height } = header;
  checkPixels(width, height, options.maxPixels);
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const body = bytes.subarray(header.start);
  const rgb = await (kind <= 3 ? plain : binary)(body, header, channels, options.truncated);
  return { data: rgb, width, height };
}

function checkLength(body: Uint8Array, needed: number, { height }: Header, truncated: boolean): void {
  if (truncated || body.length >= needed) return;
  const row = Math.floor((body.length * height) / needed);
  throw new Error(`premature end of the picture (row ${row} of ${height})`);
}

async function binary(
  body: Uint8Array,
  header: Header,
  channels: number,
  truncated: boolean,
): Promise<Uint8Array> {
  const { kind, width, height, maximum } = header;
  const isWide = maximum > 255;
  const stride = kind === 4 ? Math.ceil(width / 8) : width * channels * (isWide ? 2 : 1);
  checkLength(body, stride * height, header, truncated);
  const rgb = new Uint8Array(3 * width * height);
  const scale = scaleOf(header);
  await bySpans(header, (y, from, to) => {
    const line = y * stride;
    let out = 3 * (y * width + from);
    for (let x = from; x < to; x++) {
      for (let c = 0; c < 3; c++) {
        const k = channels === 3 ? 3 * x + c : x;
        const value = isWide
          ? (body[line + 2 * k] ?? 0) * 256 + (body[line + 2 * k + 1] ?? 0)
          : kind === 4
            ? 1 - (((body[line + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1)
            : (body[line + k] ?? 0);
        rgb[out++] = scale[value] ?? 0;
      }
    }
  });
  return rgb;
}

/** Numbers as text, with comments; in bitmaps every digit is one. */
async function plain(
  body: Uint8Array,
  header: Header,
  channels: number,
  truncated: boolean,
): Promise<Uint8Array> {
  const { kind, width, height, maximum } = header;
  const isBitmap = kind === 1;
  const count = width * height * channels;
  checkLength(body, isBitmap ? count : 2 * count - 1, header, truncated);
  const scale = scaleOf(header);
  const rgb = new Uint8Array(3 * width * height);
  let found = 0;
  const put = (value: number) => {
    if (value > maximum) throw new Error(`a value of ${value}, more than its maximum of ${maximum}`);
    const shade = scale[isBitmap ? 1 - value : value] ?? 0;
    if (channels === 3) rgb[found] = shade;
    else rgb.fill(shade, 3 * found, 3 * found + 3);
    found++;
  };
  let number = -1;
  for (let at = 0; at < body.length && found < count; at++) {
    if (at % spanLength === spanLength - 1) await setImmediate();
    const byte = body[at] ?? 0;
    const digit = byte - 0x30;
    if (byte === hash) {
      while (!isLineEnd(body[at])) at++;
    } else if (digit >= 0 && digit <= 9) {
      if (isBitmap) put(digit);
      else number = Math.max(0, number) * 10 + digit;
      if (number > 65535) put(number);
    } else if (isSpace(byte)) {
      if (number >= 0) put(number);
      number = -1;
    } else {
      throw new Error(`'${String.fromCharCode(byte)}' among its numbers`);
    }
  }
  if (number >= 0 && found < count) put(number);
  if (found < count && !truncated) {
    throw new Error(
      `premature end of the picture (row ${Math.floor(found / (width * channels))} of ${height})`,
    );
  }
  return rgb;
}

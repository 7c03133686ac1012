import { decodeBmp, isBitmap } from './bmp.js';
import { decodeBySharp } from './by-sharp.js';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { decodeGif, isGif } from './gif.js';
import { decodeIco, isIco } from './ico.js';
import { decodeNetpbm, isNetpbm } from './netpbm.js';
import { decodePng, isPng } from './png.js';
import type { RgbPixels } from './rgb-pixels.js';
import { drawSvg } from './svg.js';
import { decodeTiff, isTiff } from './tiff.js';

type Decoder = (bytes: Uint8Array, options: ResolvedDecodeOptions) => Promise<RgbPixels>;

const textAt = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

const isWebp = (bytes: Uint8Array): boolean =>
  textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 12) === 'WEBP';

/** The container of AVIF and HEIC. */
const isHeif = (bytes: Uint8Array): boolean =>
  textAt(bytes, 4, 8) === 'ftyp' &&
  /^(avif|avis|heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/.test(textAt(bytes, 8, 12));

/** AVIF and HEIC differ in their codec alone, which the main brand or one of the others names. */
async function decodeHeif(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  const size = Math.min(256, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0));
  if (!/avi[fs]/.test(textAt(bytes, 8, size)))
    throw new Error('it is a HEIC picture, and HEIC is not read: convert it to JPEG or PNG');
  try {
    return await decodeBySharp(bytes, options);
  } catch (error) {
    if (error instanceof Error && /limit/.test(error.message)) throw error;
    throw new Error('it is an AVIF picture that is damaged or of a kind that is not read', { cause: error });
  }
}

const isSvg = (bytes: Uint8Array): boolean =>
  /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/s.test(
    Buffer.from(bytes.subarray(0, 4096))
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );

async function decodeSvg(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  if (!options.svg)
    throw new Error('it is an SVG drawing, which is drawn only when asked for ({ svg: true })');
  return drawSvg(bytes, options);
}

/** All formats but JPEG, by their first bytes. */
const decoders: readonly (readonly [is: (bytes: Uint8Array) => boolean, decode: Decoder])[] = [
  [isPng, decodePng],
  [isWebp, (bytes, options) => decodeBySharp(bytes, options)],
  [isGif, decodeGif],
  [isTiff, decodeTiff],
  [isNetpbm, decodeNetpbm],
  [isIco, decodeIco],
  [isBitmap, decodeBmp],
  [isHeif, decodeHeif],
  [isSvg, decodeSvg],
];

/**
 * PNG, WebP, GIF (first frame), BMP, TIFF (first page), PBM, PGM, PPM, ICO (largest) and AVIF, and SVG where it is asked for, with the
 * colours that Pillow's `convert('RGB')` gives. What a file claims is checked before it is decoded; work in JavaScript is
 * done in steps of milliseconds.
 */
export async function decodeOther(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  for (const [is, decode] of decoders) if (is(bytes)) return decode(bytes, options);
  throw new Error('it is no picture in a known format');
}

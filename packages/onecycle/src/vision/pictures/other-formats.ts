import sharp, { type Metadata, type Sharp } from 'sharp';
import { decodeBmp, isBmp } from './bmp.js';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { opaqueGif } from './gif.js';
import { checkPixels, type RgbPixels } from './rgb-pixels.js';

function open(bytes: Uint8Array, options: ResolvedDecodeOptions): Sharp {
  const { truncated, strict, maxPixels, background } = options;
  // Colour profiles are ignored, and of an animation the first frame is taken, as Pillow does.
  return sharp(background ? bytes : opaqueGif(bytes), {
    failOn: truncated ? 'none' : strict ? 'warning' : 'error',
    limitInputPixels: maxPixels,
    ignoreIcc: true,
    pages: 1,
  });
}

/**
 * PNG, WebP, GIF (first frame), TIFF, BMP, AVIF and what else sharp reads, with the colours that Pillow's
 * `convert('RGB')` gives: transparency is dropped, 16-bit grey is cut off at 255, 16-bit colours lose their lower
 * byte, CMYK is converted without a profile. On sharp's threads.
 */
export async function decodeOther(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  if (isBmp(bytes)) return decodeBmp(bytes, options);
  const metadata = await open(bytes, options).metadata();
  checkPixels(metadata.width, metadata.pageHeight ?? metadata.height, options.maxPixels);
  let image = open(bytes, options);
  if (options.exif === 'rotate') image = image.autoOrient();
  const { space, reading } = readingOf(metadata);
  // What sharp can do by itself stays on its threads.
  const isPlain = !reading.wide && !reading.cmyk && !options.background;
  if (isPlain) image = image.removeAlpha();
  const raw = image
    .toColourspace(space)
    .pipelineColourspace(space)
    .raw({ depth: reading.wide ? 'ushort' : 'uchar' });
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  if (isPlain && info.channels === 3) return { data, width: info.width, height: info.height };
  const values = reading.wide
    ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const { width, height, channels } = info;
  return { data: toRgb(values, channels, { ...reading, background: options.background }), width, height };
}

interface Reading {
  wide: boolean;
  cmyk: boolean;
}

/** In which colour space the pixels are asked for, so that sharp changes nothing of them. */
function readingOf({ depth, space, channels }: Metadata): { space: string; reading: Reading } {
  const cmyk = space === 'cmyk';
  const grey = !cmyk && channels <= 2;
  const wide = depth === 'ushort' && !cmyk;
  const name = cmyk ? 'cmyk' : wide ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb';
  return { space: name, reading: { wide, cmyk } };
}

type Colour = Reading & { background: ResolvedDecodeOptions['background'] };

/** The first three channels as bytes, blended with the background where there is one and the picture has alpha. */
function toRgb(values: Uint8Array | Uint16Array, channels: number, colour: Colour): Uint8Array {
  const { wide, cmyk, background } = colour;
  const single = channels <= 2;
  const hasAlpha = !cmyk && (channels === 2 || channels === 4);
  const toByte = wide ? (single && !hasAlpha ? cutOff : upperByte) : asItIs;
  const n = values.length / channels;
  const rgb = new Uint8Array(3 * n);
  for (let i = 0; i < n; i++) {
    const at = i * channels;
    const alpha = background && hasAlpha ? toByte(values[at + channels - 1] ?? 0) / 255 : 1;
    const light = cmyk ? 255 - (values[at + 3] ?? 0) : 255;
    for (let c = 0; c < 3; c++) {
      const value = toByte(values[single ? at : at + c] ?? 0);
      const pixel = cmyk ? Math.max(0, light - share(value, light)) : value;
      rgb[3 * i + c] = alpha === 1 ? pixel : Math.round(pixel * alpha + (background?.[c] ?? 0) * (1 - alpha));
    }
  }
  return rgb;
}

const asItIs = (value: number): number => value;
const upperByte = (value: number): number => value >> 8;
/** Pillow holds 16-bit grey in 32 bits, and cuts off what is above 255. */
const cutOff = (value: number): number => Math.min(value, 255);

/** a · b / 255, rounded as Pillow does it. */
function share(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

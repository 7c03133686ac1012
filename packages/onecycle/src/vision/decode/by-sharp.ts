import type { Metadata } from 'sharp';
import { loadSharp } from '../../sharp/index.js';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { checkBytes, checkPixels, type RgbPixels } from './rgb-pixels.js';
import { alphaOf, type SampleKind, samplesToRgb } from './samples.js';

/** What a decoder knows of a file that sharp does not. */
export interface SharpReading {
  /** What the samples mean, where it is not what sharp takes them for. */
  kind?: SampleKind;
  /** Whether the file is turned as it says whatever the options say. */
  upright?: boolean;
  /** Whether a fourth channel is no opacity. Default: what sharp takes it for. */
  opaque?: boolean;
}

/**
 * PNG, WebP, TIFF and AVIF by sharp, on its threads, with the values that Pillow's `convert('RGB')` gives:
 * transparency is dropped, 16-bit grey is cut off at 255, 16-bit colours lose their lower byte, CMYK is converted without
 * a profile. Of an animation the first frame is taken.
 */
export async function decodeBySharp(
  bytes: Uint8Array,
  options: ResolvedDecodeOptions,
  { kind, upright = options.exif === 'rotate', opaque = false }: SharpReading = {},
): Promise<RgbPixels> {
  const { truncated, strict, maxPixels, background } = options;
  const sharp = loadSharp();
  const open = () =>
    sharp(bytes, {
      failOn: truncated ? 'none' : strict ? 'warning' : 'error',
      limitInputPixels: maxPixels,
      limitInputChannels: 6,
      ignoreIcc: true,
      pages: 1,
    });
  const metadata = await open().metadata();
  const height = metadata.pageHeight ?? metadata.height;
  checkPixels(metadata.width, height, maxPixels);
  checkBytes(metadata.width * height * metadata.channels * bytesOf(metadata), maxPixels);
  const reading = kind ?? kindOf(metadata);
  const isPlain = reading === 'shade' || reading === 'upper byte';
  const hasAlpha = metadata.hasAlpha && !opaque;
  const keepsAlpha = background !== null && hasAlpha;
  let image = open();
  if (upright) image = image.autoOrient();
  if (isPlain && !keepsAlpha) image = image.removeAlpha();
  const from = workingSpace(metadata, reading);
  const to = isPlain ? 'srgb' : from;
  const raw = image
    .pipelineColourspace(from)
    .toColourspace(to)
    .raw({ depth: isPlain || !isWide(metadata) ? 'uchar' : 'ushort' });
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height };
  if (isPlain && info.channels === 3) return { data, ...size };
  const isWords = data.length === 2 * info.width * info.height * info.channels;
  const values = isWords ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const alpha = alphaOf(reading, info.channels, hasAlpha);
  const samples = { ...size, values, channels: info.channels, kind: reading, alpha };
  return { data: await samplesToRgb(samples, background), ...size };
}

const isWide = ({ depth }: Metadata): boolean => depth === 'ushort' || depth === 'short';

const bytesOf = (metadata: Metadata): number =>
  metadata.depth === 'uchar' || metadata.depth === 'char' ? 1 : isWide(metadata) ? 2 : 4;

/** What samples mean in files of which sharp is right. */
function kindOf(metadata: Metadata): SampleKind {
  if (metadata.space === 'cmyk') return isWide(metadata) ? 'cmyk16' : 'cmyk';
  if (!isWide(metadata)) return 'shade';
  return metadata.channels === 1 ? 'cut off' : 'upper byte';
}

/** The colour space in which sharp changes nothing. */
function workingSpace(metadata: Metadata, kind: SampleKind): string {
  if (kind === 'cmyk' || kind === 'cmyk16') return 'cmyk';
  const isGrey = metadata.channels <= 2;
  if (isWide(metadata)) return isGrey ? 'grey16' : 'rgb16';
  return isGrey ? 'b-w' : 'srgb';
}

import { decodeBySharp } from './by-sharp.js';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { checkPixels, type RgbPixels } from './rgb-pixels.js';
import type { SampleKind } from './samples.js';
import { readDirectory, type TiffDirectory, tag, withTags } from './tiff-directory.js';

export { isTiff } from './tiff-directory.js';

const photometric = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  cmyk: 5,
  yCbCr: 6,
  lab: 8,
} as const;
const compression = { none: 1, oldJpeg: 6, jpeg: 7, lzma: 34925, zstd: 50000 } as const;
const plainOpacity = 2;
const format = { unsigned: 1, signed: 2, float: 3 } as const;

/** What the tags say of a pixel. */
interface Layout {
  photometric: number;
  compression: number;
  /** Bits of each sample. */
  bits: readonly number[];
  /** What the samples beyond the colours are: 0 is not said, 1 is opacity that the colours are multiplied with, 2 is plain opacity. */
  extra: readonly number[];
  format: number;
  reversed: boolean;
  littleEndian: boolean;
}

function layoutOf(directory: TiffDirectory): Layout {
  const one = (number: number, otherwise: number) => directory.values(number)[0] ?? otherwise;
  const packing = one(tag.compression, compression.none);
  const colours = packing === compression.oldJpeg ? photometric.yCbCr : one(tag.photometric, 0);
  const samples = one(tag.samplesPerPixel, packing === compression.oldJpeg ? 3 : 1);
  const given = directory.values(tag.bitsPerSample);
  const all = given.length === 0 ? [1] : given.length > samples ? given.slice(0, samples) : given;
  const bits = all.length === 1 ? Array.from({ length: Math.min(samples, 16) }, () => all[0] ?? 1) : all;
  const formats = directory.values(tag.sampleFormat);
  return {
    photometric: colours,
    compression: packing,
    bits,
    extra: directory.values(tag.extraSamples),
    format: formats[0] ?? format.unsigned,
    reversed: one(tag.fillOrder, 1) === 2,
    littleEndian: directory.littleEndian,
  };
}

/** Whether 8-bit RGB can be had of a layout: those that Pillow reads. */
function isKnown(layout: Layout): boolean {
  const { bits, extra, reversed, littleEndian } = layout;
  const [depth = 0] = bits;
  if (bits.some((value) => value !== depth)) return false;
  const is = (n: number, ...extras: readonly (readonly number[])[]) =>
    bits.length === n && extras.some((e) => e.length === extra.length && e.every((v, i) => v === extra[i]));
  const isBytes = depth === 8 && layout.format === format.unsigned;
  const isWords = depth === 16 && layout.format === format.unsigned;
  switch (layout.photometric) {
    case photometric.whiteIsZero:
    case photometric.blackIsZero: {
      const isBlack = layout.photometric === photometric.blackIsZero;
      if (isBytes && isBlack && !reversed && is(2, [2])) return true;
      if (!is(1, [])) return false;
      if (layout.format === format.float) return depth === 32 && !reversed;
      if (layout.format === format.signed) return isBlack && !reversed && (depth === 16 || depth === 32);
      if (layout.format !== format.unsigned) return false;
      if (depth <= 8) return [1, 2, 4, 8].includes(depth);
      if (depth === 12) return isBlack && littleEndian && !reversed;
      if (depth === 16) return littleEndian ? isBlack || !reversed : isBlack && !reversed;
      return depth === 32 && isBlack && littleEndian && !reversed;
    }
    case photometric.rgb:
      if (isBytes && is(3, [])) return true;
      if (reversed) return false;
      if (isBytes) {
        if (is(4, [], [0], [1], [2], [999])) return true;
        return is(5, [0, 0], [1, 0], [2, 0]) || is(6, [0, 0, 0], [1, 0, 0], [2, 0, 0]);
      }
      return isWords && (is(3, []) || is(4, [], [0], [1], [2]));
    case photometric.palette:
      if (layout.format !== format.unsigned) return false;
      return (is(1, []) && [1, 2, 4, 8].includes(depth)) || (isBytes && !reversed && is(2, [2]));
    case photometric.cmyk:
      if (reversed) return false;
      if (isBytes) return is(4, []) || is(5, [0]) || is(6, [0, 0]);
      return isWords && littleEndian && is(4, []);
    case photometric.yCbCr:
    case photometric.lab:
      return isBytes && !reversed && is(3, []);
    default:
      return false;
  }
}

/** What sharp is told instead of what the file says, so that samples come as they are. */
interface Change {
  kind?: SampleKind;
  tags: Map<number, number>;
}

function changeFor(layout: Layout, directory: TiffDirectory): Change {
  const tags = new Map<number, number>();
  const change = (kind: SampleKind, ...values: readonly [number, number][]): Change => {
    for (const [number, value] of values) tags.set(number, value);
    return { kind, tags };
  };
  if (directory.values(tag.photometric).length === 0) tags.set(tag.photometric, layout.photometric);
  const orientation = directory.values(tag.orientation)[0];
  if (orientation !== undefined && (orientation < 1 || orientation > 8)) tags.set(tag.orientation, 1);
  const isJpeg = layout.compression === compression.jpeg || layout.compression === compression.oldJpeg;
  const isWide = layout.bits[0] === 16;
  const isGrey = layout.photometric <= photometric.blackIsZero;
  if (isGrey && isWide && layout.bits.length === 1) {
    if (layout.format === format.signed) return change('signed', [tag.sampleFormat, format.unsigned]);
    if (layout.photometric === photometric.whiteIsZero)
      return change('cut off', [tag.photometric, photometric.blackIsZero]);
  }
  if (layout.photometric === photometric.rgb && layout.extra[0] === 1)
    return change(isWide ? 'premultiplied16' : 'premultiplied', [tag.extraSamples, plainOpacity]);
  if (layout.photometric === photometric.cmyk && isWide) return change('cmyk16');
  if (layout.photometric === photometric.yCbCr && !isJpeg)
    return change('ycbcr', [tag.photometric, photometric.rgb]);
  if (layout.photometric === photometric.lab) return change('lab', [tag.photometric, photometric.rgb]);
  return { tags };
}

/** Decodes the first page of a TIFF with the values that Pillow gives it, turned as its orientation says. */
export async function decodeTiff(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  const directory = readDirectory(bytes);
  const [width = 0] = directory.values(tag.width);
  const [height = 0] = directory.values(tag.height);
  if (width < 1 || height < 1) throw new Error(`a TIFF of ${width} × ${height} pixels`);
  checkPixels(width, height, options.maxPixels);
  const layout = layoutOf(directory);
  if (!isKnown(layout)) {
    const { bits, photometric: colours, format: numbers, extra } = layout;
    throw new Error(
      `a TIFF of a layout that is not read: photometric ${colours}, bits ${bits}, sample format ${numbers}, extra samples ${extra.length === 0 ? 'none' : extra}`,
    );
  }
  if (layout.compression === compression.zstd || layout.compression === compression.lzma) {
    const name = layout.compression === compression.zstd ? 'Zstandard' : 'LZMA';
    throw new Error(`a TIFF compressed with ${name}, which is not read: save it with another compression`);
  }
  if (layout.photometric === photometric.yCbCr && layout.compression !== compression.jpeg) {
    const subsampling = directory.values(tag.yCbCrSubsampling);
    const isPlain = subsampling.length === 2 && subsampling.every((value) => value === 1);
    if (layout.compression === compression.none || (layout.compression !== compression.oldJpeg && !isPlain))
      throw new Error('a TIFF of YCbCr colours whose samples are not one a pixel, or are not compressed');
  }
  const { kind, tags } = changeFor(layout, directory);
  // Pages that are not asked for are not looked at either: one of them may be damaged.
  const readable = tags.size > 0 || directory.hasMore ? withTags(bytes, directory, tags) : bytes;
  const opaque = layout.extra[0] === 0;
  return decodeBySharp(readable, options, { ...(kind && { kind }), upright: true, opaque });
}

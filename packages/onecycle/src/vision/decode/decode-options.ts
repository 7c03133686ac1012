import { checkOptions, is, type OptionNames, shown } from '../../base/index.js';

/** How files become pixels. */
export interface DecodeOptions {
  /** Whether pictures are turned as their EXIF orientation says. Default `'ignore'`, as fastai does it. */
  exif?: 'rotate' | 'ignore';
  /** The colour, 0 … 255 each, that shows through where a picture is transparent. Default null: transparency is dropped. */
  background?: readonly [red: number, green: number, blue: number] | null;
  /** Whether files that end too early are accepted; what is missing stays grey or black. Default false. */
  truncated?: boolean;
  /**
   * Whether files are refused that can be read although something is wrong with them: an end marker that is missing, a
   * wrong checksum. Default false, as Pillow does it; `verifyImages` names them in any case.
   */
  strict?: boolean;
  /**
   * Whether JPEG files much larger than what they are resized to are decoded at a half, a quarter or an eighth of their
   * size: faster, with other pixels than Pillow's. Default false.
   */
  scaled?: boolean;
  /**
   * Whether SVG drawings are drawn. They are programs: each runs in a process of its own, for 30 seconds at most. Default
   * false.
   */
  svg?: boolean;
  /**
   * Pictures with more pixels are refused before they are decoded. Default 178,956,970 (Pillow's limit). Other budgets
   * follow from it: 6 bytes a pixel for samples as they are in the file, and for a JPEG of many scans 12 passes over so
   * many pixels, but 100 scans at most.
   */
  maxPixels?: number;
}

/** The names of {@link DecodeOptions}. */
export const decodeOptionNames = {
  exif: true,
  background: true,
  truncated: is.flag,
  strict: is.flag,
  scaled: is.flag,
  svg: is.flag,
  maxPixels: true,
} as const satisfies OptionNames<DecodeOptions>;

export type ResolvedDecodeOptions = Required<DecodeOptions>;

/** Twice as many as fit into a quarter of a gigabyte with three bytes each: where Pillow calls it an attack. */
const pillowsLimit = 178_956_970;

/** The options with their defaults. Throws where one has no sense. */
export function decodeOptions(options: DecodeOptions = {}, where = 'decodePicture'): ResolvedDecodeOptions {
  checkOptions(options, decodeOptionNames, where);
  const resolved = {
    exif: 'ignore' as const,
    background: null,
    truncated: false,
    strict: false,
    scaled: false,
    svg: false,
    maxPixels: pillowsLimit,
    ...options,
  };
  const { exif, maxPixels, background } = resolved;
  if (exif !== 'ignore' && exif !== 'rotate')
    throw new RangeError(`exif is 'rotate' or 'ignore', not '${exif}'`);
  if (!Number.isInteger(maxPixels) || maxPixels < 1) {
    throw new RangeError(`maxPixels is a whole number from 1 on, not ${shown(maxPixels)}`);
  }
  const isColour = Array.isArray(background) && background.length === 3;
  if ((background ?? null) !== null && !(isColour && background.every((v) => v >= 0 && v <= 255))) {
    throw new RangeError(`background is three numbers from 0 to 255, not ${shown(background)}`);
  }
  return resolved;
}

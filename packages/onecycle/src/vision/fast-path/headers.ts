import { type Tensor, torch } from '@onecycle/torch';
import { kindOf } from '../../base/index.js';
import { isShortage, type PathLike, ShortageError } from '../../data/index.js';
import {
  failureOf,
  fileOf,
  isPictureLike,
  PictureError,
  pictureError,
  placeOf,
  type ResolvedDecodeOptions,
  reasonOf,
  rgbOf,
} from '../decode/index.js';
import { type JpegHeader, type KeepIn, notKept, pictureHeaders, pictureThreads } from '../native/index.js';

/** A picture that is about to be decoded: its size upright, and its pixels where they had to be decoded already. */
export interface Opened {
  width: number;
  height: number;
  /** EXIF orientation to apply; 1 for none. */
  orientation: number;
  /** uint8 [3, height, width] of pictures that are not JPEG files; owned by the caller. */
  pixels: Tensor | undefined;
}

/** EXIF orientations 5 … 8 swap width and height. */
const isSideways = (orientation: number): boolean => orientation >= 5;

/** Neighbouring pictures of a batch; an error stands where a file is no picture, or a shortage kept it from being read. */
export interface OpenedPart {
  /** The position of the first. */
  start: number;
  pictures: (Opened | Error)[];
}

/** How many bytes of decoded pictures a part may hold. */
const mostHeld = 2 ** 28;

/**
 * Looks into files: of JPEGs only the header is read, everything else (and bytes in memory) is decoded, as many at a
 * time as there are threads. A batch comes in one part, or in several where its pixels take more than `heldBytes`:
 * then each part is to be used before the next is decoded.
 */
export async function* openPictures(
  sources: readonly unknown[],
  options: ResolvedDecodeOptions,
  heldBytes = mostHeld,
  kept: KeepIn = notKept,
): AsyncGenerator<OpenedPart, void, undefined> {
  const onDisk = sources.flatMap((source, i) => {
    const file = fileOf(source);
    return file === undefined ? [] : [[i, file] as const];
  });
  const headers = await pictureHeaders(
    onDisk.map(([, file]) => placeOf(file)),
    options.maxPixels,
    { ...kept, keys: kept.cache === 0 ? [] : onDisk.map(([i]) => kept.keys[i] ?? -1) },
  );
  const known = new Map(onDisk.map(([i, file], k) => [i, opened(file, headers[k], options.exif)] as const));
  yield* decodeInParts(sources, options, heldBytes, known);
}

/** Decodes pictures of which nothing is known yet; in parts, as `openPictures` does. */
export async function* decodeInParts(
  sources: readonly unknown[],
  options: ResolvedDecodeOptions,
  heldBytes = mostHeld,
  known: ReadonlyMap<number, Opened | Error | undefined> = new Map(),
): AsyncGenerator<OpenedPart, void, undefined> {
  for (let next = 0; next < sources.length; ) {
    const part: OpenedPart = { start: next, pictures: [] };
    let held = 0;
    const worker = async () => {
      while (next < sources.length && held < heldBytes) {
        const i = next++;
        const picture = known.get(i) ?? (await decoded(sources[i], options));
        part.pictures[i - part.start] = picture;
        if (!(picture instanceof Error)) held += picture.pixels?.numel() ?? 0;
      }
    };
    await Promise.all(Array.from({ length: pictureThreads() }, worker));
    yield part;
  }
}

/** What the header says of a file; undefined where it is no JPEG. */
function opened(
  file: PathLike,
  header: JpegHeader | string | undefined,
  exif: ResolvedDecodeOptions['exif'],
): Opened | Error | undefined {
  if (typeof header === 'string') return failureOf(file, header);
  if (header === undefined) return undefined;
  const orientation = exif === 'rotate' ? header.orientation : 1;
  const [width, height] = isSideways(orientation)
    ? [header.height, header.width]
    : [header.width, header.height];
  return { width, height, orientation, pixels: undefined };
}

async function decoded(source: unknown, options: ResolvedDecodeOptions): Promise<Opened | Error> {
  try {
    if (!isPictureLike(source)) throw new TypeError(`${kindOf(source)} is no picture`);
    const pixels = await rgbOf(source, options);
    return { width: pixels.shape[2] ?? 0, height: pixels.shape[1] ?? 0, orientation: 1, pixels };
  } catch (error) {
    if (error instanceof PictureError || error instanceof ShortageError) return error;
    const file = fileOf(source);
    if (isShortage(error)) return new ShortageError(file && String(file), reasonOf(error), { cause: error });
    return pictureError(file, reasonOf(error));
  }
}

/** The pixels of opened pictures for a native operator, empty where the file is to be read. */
export function pixelsOf(opened: readonly Opened[]): { pictures: Tensor[]; free(): void } {
  if (opened.every(({ pixels }) => pixels === undefined)) return { pictures: [], free: () => {} };
  const empty = torch.zeros([0], { dtype: 'uint8' });
  return {
    pictures: opened.map(({ pixels }) => pixels ?? empty),
    free() {
      empty.dispose();
      for (const { pixels } of opened) pixels?.dispose();
    },
  };
}

import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { checkOptions, is, shown, tidy, writeWhole, writing } from '../../base/index.js';
import { checkPath, getImageFiles, L, Path, type PathLike, Rng } from '../../data/index.js';
import { loadSharp } from '../../sharp/index.js';
import { type DecodeOptions, decodeOptionNames, PictureError, PilImage } from '../decode/index.js';
import { pictureThreads } from '../native/index.js';
import { resize } from '../resize/index.js';
import { atOnce } from './at-once.js';

/** Options of {@link resizeImages}. */
export interface ResizeImagesOptions extends DecodeOptions {
  /** The longer side of the results; smaller pictures keep their size. Default: no picture is made smaller. */
  maxSize?: number;
  /** The folder of the results, laid out as the source is. Default: the folder itself, files are replaced. */
  dest?: PathLike;
  /** The ending, and so the format, of the results: `'.png'`. Default: each file's own. */
  ext?: string;
  /** Whether folders inside are searched too. Default true; fastai's is false. */
  recurse?: boolean;
  /** Whether results that are there already are left as they are. Default false. */
  resume?: boolean;
  /** Whether progress is shown. Default true. */
  progress?: boolean;
}

/**
 * Makes pictures smaller, once and for all: all of a folder into another one, several at a time. Returns an error for
 * each that could not be read; those are not written. fastai: `resize_images`.
 */
export async function resizeImages(
  path: PathLike,
  options: ResizeImagesOptions = {},
): Promise<L<PictureError>> {
  const known = {
    maxSize: true,
    dest: checkPath,
    ext: is.name,
    recurse: is.flag,
    resume: is.flag,
    progress: is.flag,
  } as const;
  checkOptions(options, { ...decodeOptionNames, ...known }, 'resizeImages');
  const { maxSize, dest = path, ext, recurse, resume = false, progress = true, ...decoding } = options;
  if (maxSize !== undefined && !(Number.isInteger(maxSize) && maxSize > 0))
    throw new RangeError(`maxSize must be a whole number from 1 on, not ${shown(maxSize)}`);
  const files = await getImageFiles(path, recurse === undefined ? {} : { recurse });
  const failed = new L<PictureError>();
  const folders = new Map<string, Promise<void>>();
  const how = { label: 'Resizing pictures', progress, workers: pictureThreads() };
  await atOnce(files, how, async (file) => {
    const target = targetOf(file, path, dest, ext);
    if (resume && target !== String(file) && existsSync(target)) return;
    try {
      const folder = dirname(target);
      if (!folders.has(folder)) folders.set(folder, prepare(folder));
      await folders.get(folder);
      await resizeOne(String(file), target, maxSize, decoding);
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      failed.push(error);
    }
  });
  return failed;
}

function targetOf(file: Path, path: PathLike, dest: PathLike, ext: string | undefined): string {
  const inside = relative(String(path), String(file));
  const renamed = ext === undefined ? inside : `${inside.slice(0, inside.length - file.suffix.length)}${ext}`;
  return String(new Path(dest, renamed));
}

/** Makes a folder, without what an earlier run that was killed has left in it. */
async function prepare(folder: string): Promise<void> {
  await writing(folder, kept, () => mkdir(folder, { recursive: true }));
  await tidy(folder);
}

const kept = 'What was resized before it is there.';
const oneOfMany = { kept, oneOfMany: true };

async function resizeOne(
  file: string,
  target: string,
  maxSize: number | undefined,
  options: DecodeOptions,
): Promise<void> {
  using picture = await PilImage.create(file, options);
  const isSmall = maxSize === undefined || Math.max(picture.width, picture.height) <= maxSize;
  if (isSmall && new Path(file).suffix.toLowerCase() === new Path(target).suffix.toLowerCase()) {
    if (file === target) return;
    await writeWhole(target, await readFile(file), oneOfMany);
  } else {
    using resized = isSmall ? picture : await shrunk(picture, maxSize);
    const { data, width, height } = resized.toPicture();
    const sharp = loadSharp();
    const image = sharp(data, { raw: { width, height, channels: 3 } });
    const content = await image.toFormat(formatOf(target)).toBuffer();
    await writeWhole(target, content, oneOfMany);
  }
}

/** With its longer side of `maxSize` pixels. */
function shrunk(picture: PilImage, maxSize: number): Promise<PilImage> {
  const ratio = maxSize / Math.max(picture.width, picture.height);
  const side = (length: number) => Math.max(1, Math.trunc(length * ratio));
  const squish = resize([side(picture.height), side(picture.width)], { method: 'squish' });
  return squish.encodes(picture, { rng: new Rng(0), splitIdx: 1 });
}

const formats = {
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
  '.webp': 'webp',
  '.tif': 'tiff',
  '.tiff': 'tiff',
  '.avif': 'avif',
} as const;
const isKnown = (ending: string): ending is keyof typeof formats => ending in formats;

function formatOf(file: string): (typeof formats)[keyof typeof formats] {
  const ending = new Path(file).suffix.toLowerCase();
  if (isKnown(ending)) return formats[ending];
  throw new PictureError(file, `pictures cannot be written as '${ending}': choose { ext: '.jpg' } or '.png'`);
}

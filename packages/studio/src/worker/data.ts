import {
  categoryBlock,
  DataBlock,
  type DataLoaders,
  imageBlock,
  type TensorCategory,
  type TensorImage,
  torch,
  verifyImages,
} from 'onecycle';
import { trainingTransforms } from 'onecycle/extend';
import type { TaskPicture } from '../messages.js';
import type { RunSettings } from '../protocol/index.js';

export type Loaders = DataLoaders<[TensorImage, TensorCategory]>;

/** The classes of some pictures, by name. */
export const vocabOf = (pictures: readonly TaskPicture[]): string[] =>
  [...new Set(pictures.map(({ label }) => label))].sort();

/**
 * What is trained with, turned as the cameras were held. What cannot be read is left out. Split, augmentation and head all depend on the
 * seed.
 */
export async function loadersOf(
  pictures: readonly TaskPicture[],
  settings: RunSettings,
  vocab = vocabOf(pictures),
): Promise<Loaders> {
  const { bs, seed } = settings;
  torch.manualSeed(seed);
  const labels = new Map(pictures.map(({ file, label }) => [file, label]));
  const places = (valid: boolean) => pictures.flatMap((picture, i) => (picture.valid === valid ? [i] : []));
  const block = new DataBlock({
    blocks: [imageBlock({ exif: 'rotate' }), categoryBlock({ vocab })],
    splitter: () => [places(false), places(true)],
    getY: (file: string) => labels.get(file) ?? '',
    ...trainingTransforms(settings),
  });
  const files = pictures.map(({ file }) => file);
  const train = places(false).length;
  // With fewer pictures than a batch holds there would be none.
  return block.dataloaders(files, { bs: Math.min(bs, train), onError: 'skip' });
}

/** Of so few batches those pictures that cannot be read may leave none. */
const FEW = 4;

/**
 * The pictures that can be read, where there are so few that the others matter; of more they are left out as they come.
 * @throws Error where too little is left to learn from, or to validate with
 */
export async function readableOf(
  pictures: readonly TaskPicture[],
  { bs }: Pick<RunSettings, 'bs'>,
): Promise<readonly TaskPicture[]> {
  if (pictures.length > FEW * bs) return pictures;
  const broken = await verifyImages(
    pictures.map(({ file }) => file),
    { progress: false },
  );
  const files = new Set(Array.from(broken, ({ file }) => String(file)));
  const readable = pictures.filter(({ file }) => !files.has(file));
  for (const [valid, what] of [
    [false, 'learn from'],
    [true, 'validate with'],
  ] as const) {
    const isPart = (picture: TaskPicture) => picture.valid === valid;
    if (pictures.some(isPart) && !readable.some(isPart))
      throw new Error(`none of the pictures to ${what} can be read: the doctor names those that are broken`);
  }
  return readable;
}

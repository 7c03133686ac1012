import {
  augTransforms,
  categoryBlock,
  DataBlock,
  type DataLoaders,
  imageBlock,
  resize,
  type TensorCategory,
  type TensorImage,
  torch,
} from 'onecycle';
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
export async function loadersOf(pictures: readonly TaskPicture[], settings: RunSettings): Promise<Loaders> {
  const { bs, size, presize, seed } = settings;
  torch.manualSeed(seed);
  const labels = new Map(pictures.map(({ file, label }) => [file, label]));
  const places = (valid: boolean) => pictures.flatMap((picture, i) => (picture.valid === valid ? [i] : []));
  const block = new DataBlock({
    blocks: [imageBlock({ exif: 'rotate' }), categoryBlock({ vocab: vocabOf(pictures) })],
    splitter: () => [places(false), places(true)],
    getY: (file: string) => labels.get(file) ?? '',
    itemTfms: resize(presize),
    batchTfms: augTransforms({ size, minScale: 0.75 }),
  });
  const files = pictures.map(({ file }) => file);
  const train = places(false).length;
  // With fewer pictures than a batch holds there would be none.
  return block.dataloaders(files, { bs: Math.min(bs, train), onError: 'skip' });
}

/** Where the weights come from, as `visionLearner` has it. */
export function sourceOf(weights: string): { pretrained?: boolean; weights?: string } {
  if (weights === 'none') return { pretrained: false };
  return weights === 'default' ? {} : { weights };
}

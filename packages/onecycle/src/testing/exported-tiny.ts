import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Tensor, torch } from '@onecycle/torch';
import sharp from 'sharp';
import {
  categoryBlock,
  DataBlock,
  multiCategoryBlock,
  Path,
  randomSplitter,
  regressionBlock,
  type TransformBlock,
} from '../data/index.js';
import type { PredictorOptions, Task } from '../serve/index.js';
import { CrossEntropyLossFlat, Learner } from '../training/index.js';
import { imageBlock, maskBlock, resize } from '../vision/index.js';
import { temporaryFolder } from './temporary.js';
import { tinyNet } from './tiny-net.js';

/** The workers read what `tsc` compiled: they cannot read TypeScript. */
const parts = pathToFileURL(fileURLToPath(new URL('../../dist/testing/tiny-net.js', import.meta.url))).href;

export interface DrawnPictures {
  folder: string;
  files: string[];
  /** What the files hold. */
  pictures: Buffer[];
}

/** Twelve small JPEGs of one colour each, named after cats, dogs and owls. */
export async function drawnPictures(): Promise<DrawnPictures> {
  const folder = await temporaryFolder();
  const files = Array.from({ length: 12 }, (_, i) =>
    join(folder, `${['cat', 'dog', 'owl'][i % 3]}_${i}.jpg`),
  );
  for (const [i, file] of files.entries()) {
    const background = { r: 20 * i, g: 255 - 20 * i, b: (70 * i) % 256 };
    await sharp({ create: { width: 40 + i, height: 50 - i, channels: 3, background } })
      .jpeg()
      .toFile(file);
  }
  return { folder, files, pictures: await Promise.all(files.map((file) => readFile(file))) };
}

const kinds: Record<Task, { block: () => TransformBlock<Tensor>; label: (file: string) => unknown }> = {
  class: { block: categoryBlock, label: (file) => new Path(file).stem.split('_')[0] },
  labels: {
    block: multiCategoryBlock,
    label: (file) => (file.includes('owl') ? ['bird', 'night'] : ['fur']),
  },
  values: { block: () => regressionBlock(), label: (file) => [file.length / 100, 0.5] },
  mask: { block: () => maskBlock({ codes: ['ground', 'pet', 'sky'] }), label: (file) => file },
};

/** An exported learner, not trained, that decides what `task` says, and the options that its predictor takes. */
export async function exportedTiny(
  { folder, files }: Pick<DrawnPictures, 'folder' | 'files'>,
  task: Task = 'class',
): Promise<[file: string, options: PredictorOptions]> {
  const { block, label } = kinds[task];
  const data = new DataBlock({
    blocks: [imageBlock(), block()],
    getItems: () => files,
    getY: label,
    splitter: randomSplitter({ seed: 1 }),
    itemTfms: resize(32),
  });
  const dls = await data.dataloaders(folder, { bs: 4 });
  const outputs = task === 'values' ? 2 : 3;
  torch.manualSeed(3);
  const model = tinyNet(outputs, task === 'mask');
  const lossFunc = task === 'mask' ? { lossFunc: new CrossEntropyLossFlat({ axis: 1 }) } : {};
  const learn = new Learner(dls, model, { progress: false, path: folder, ...lossFunc });
  const file = String(await learn.export(`${task}.onecycle`));
  return [file, { module: `${parts}?outputs=${outputs}&kind=${task}`, workers: 1, threads: 1 }];
}

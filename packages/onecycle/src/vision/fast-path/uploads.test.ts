import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BlockLoadersOptions,
  categoryBlock,
  DataBlock,
  type DataLoaders,
  getImageFiles,
  indexSplitter,
  type Path,
  type TensorCategory,
  type TransformLike,
} from '../../data/index.js';
import { Learner } from '../../training/index.js';
import { augTransforms, normalize } from '../augment/index.js';
import { imageBlock } from '../blocks/index.js';
import { resize } from '../resize/index.js';
import { imagenetStats, type TensorImage } from '../tensors/index.js';
import { writeNoise } from '../testing/noise.js';

// Batches that are put on a GPU, and changed there, while others are used, against those of loaders that begin nothing before it is
// asked for (`prefetch: 0`). Without a GPU both take the way of the CPU.

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onecycle-uploads-'));
  await writeNoise(folder, {
    count: 24,
    seed: 3,
    size: (i) => [90 + 3 * i, 140 - 2 * i],
    slope: 3,
    noise: 90,
    name: (i) => `${i % 2 ? 'odd' : 'even'}_${i}.${i % 7 === 3 ? 'png' : 'jpg'}`,
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Batch = [TensorImage, TensorCategory];

function loaders(
  options: BlockLoadersOptions<Batch>,
  batchTfms: TransformLike = [...augTransforms({ size: 32, minScale: 0.75 }), normalize(imagenetStats)],
  itemTfms: TransformLike = resize(64),
): Promise<DataLoaders<Batch>> {
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: indexSplitter([1, 4, 6, 9, 12, 15]),
    getY: (path: Path) => path.name.split('_')[0] ?? '',
    itemTfms,
    batchTfms,
  });
  return block.dataloaders(folder, { bs: 4, seed: 11, ...options });
}

/** The members of all batches of two epochs, on the CPU; work on the device goes on meanwhile. */
async function membersOf({ train, valid }: DataLoaders<Batch>): Promise<Tensor[]> {
  const all: Tensor[] = [];
  for (const loader of [train, valid, train, valid])
    for await (const batch of loader) {
      const busy = torch.scope(() =>
        torch
          .ones([256, 256], { device: batch[0].device })
          .matmul(torch.ones([256, 256], { device: batch[0].device })),
      );
      all.push(...batch.map((member) => member.cpu().clone()));
      for (const member of [busy, ...batch]) member.dispose();
    }
  return all;
}

test.each([
  ['the chapter’s transforms', undefined],
  ['transforms that take a batch as it is', []],
  ['a transform of one’s own', [(x: TensorImage) => x.retype(x.float().mul(2))]],
])(
  'batches that are prepared ahead are those that are prepared when they are asked for: %s',
  async (_, tfms) => {
    const ahead = await membersOf(await loaders({}, tfms));
    const then = await membersOf(await loaders({ prefetch: 0 }, tfms));
    expect(ahead.length).toBe(then.length);
    for (const [i, member] of ahead.entries()) expect(torch.equal(member, then[i] as Tensor)).toBe(true);
  },
);

test('rows that are kept on the device stay the current stream’s', async () => {
  const squish = resize([40, 48], { method: 'squish' });
  const kept = await membersOf(await loaders({ cache: 'device', cacheBytes: 2 ** 26 }, undefined, squish));
  const read = await membersOf(await loaders({ prefetch: 0 }, undefined, squish));
  for (const [i, member] of kept.entries()) expect(torch.equal(member, read[i] as Tensor)).toBe(true);
});

/** The losses of two epochs, and the weights. A network whose gradients a GPU adds up in the same order each time. */
async function trained(options: BlockLoadersOptions<Batch>): Promise<number[]> {
  const dls = await loaders(options);
  torch.manualSeed(5);
  const model = new nn.Sequential(
    new nn.AdaptiveAvgPool2d(4),
    new nn.Flatten(),
    new nn.Linear(48, 16),
    new nn.ReLU(),
    new nn.Linear(16, 2),
  );
  const learn = new Learner<Batch>(dls, model, { progress: false });
  await learn.noLogging(() => learn.fitOneCycle(2, 0.01));
  const weights = model
    .parameters()
    .flatMap((parameter) => [...parameter.detach().cpu().toTypedArray()].map(Number));
  return [...learn.recorder.losses, ...weights];
}

test('training learns the same, to the last bit', async () => {
  expect(await trained({})).toEqual(await trained({ prefetch: 0 }));
});

test('leaving a pass early leaves nothing behind', async () => {
  const { train } = await loaders({});
  const leave = async () => {
    for await (const batch of train) {
      for (const member of batch) member.dispose();
      break;
    }
    return torch.memory().tensors;
  };
  const first = await leave();
  for (let i = 0; i < 3; i++) expect(await leave()).toBe(first);
});

test.skipIf(!torch.cuda.isAvailable())(
  'memory of the GPU does not grow from one epoch to the next',
  async () => {
    const dls = await loaders({});
    const epoch = async () => {
      for await (const batch of dls.train) for (const member of batch) member.dispose();
      torch.cuda.synchronize();
      return torch.cuda.memoryStats();
    };
    await epoch();
    const first = await epoch();
    let last = first;
    for (let i = 0; i < 8; i++) last = await epoch();
    expect(last?.allocated).toBe(first?.allocated);
    // How much is kept for the next ones depends on how far the GPU is when they come.
    expect(last?.reserved).toBeLessThanOrEqual(2 * (first?.reserved ?? 0));
  },
);

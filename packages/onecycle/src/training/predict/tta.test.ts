import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Categorize, DataLoaders, Datasets, Transform, type TransformContext } from '../../data/index.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import { tensorOf } from '../../testing/tensor-data.js';
import { Learner } from '../learner/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { combine } from './tta.js';

interface Case {
  n: number;
  args: { beta?: number | null; use_max?: boolean };
  plain_logits: ReferenceTensor;
  augmented_logits: ReferenceTensor;
  result: ReferenceTensor | ReferenceTensor[];
}
const cases = reference<{ tta: Case[] }>('training').tta;

const close = (actual: Tensor | undefined, expected: ReferenceTensor | undefined) => {
  expect(actual?.shape).toEqual(expected?.shape);
  const values = Array.from(actual?.toTypedArray() ?? [], Number);
  for (const [i, value] of numbers(expected?.data ?? []).entries()) expect(values[i]).toBeCloseTo(value, 5);
};

test('predictions of several passes are combined as fastai does', () => {
  for (const { n, args, plain_logits, augmented_logits, result } of cases) {
    const augmented = torch.softmax(tensorOf(augmented_logits), -1);
    const passes = Array.from({ length: n }, (_, pass) => augmented.select(0, pass));
    const plain = torch.softmax(tensorOf(plain_logits), -1);
    const { beta = 0.25, use_max = false } = args;
    const combined = combine(passes, plain, use_max, beta);
    const [preds, unaugmented] = Array.isArray(result) ? result : [result, undefined];
    close(combined.preds, preds);
    if (unaugmented) close(combined.plain, unaugmented);
  }
});

/** Adds noise to training items, and counts its calls. */
class Noise extends Transform<Tensor, Tensor> {
  override splitIdx = 0 as const;
  calls = 0;
  override accepts(x: unknown): x is Tensor {
    return typeof x === 'object' && x !== null && 'ndim' in x && x.ndim === 1;
  }
  encodes(x: Tensor, { rng }: TransformContext): Tensor {
    this.calls += 1;
    return x.add(rng.normal());
  }
}

test('the validation items are augmented anew in every pass, and plain in the last', async () => {
  torch.manualSeed(2);
  const rows = torch.randn([10, 3]);
  class Row extends Transform<number, Tensor> {
    encodes(i: number): Tensor {
      return rows.select(0, i);
    }
  }
  const noise = new Noise();
  const dsets = await Datasets.create(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [[new Row()], [(i: number) => (i % 2 ? 'odd' : 'even'), new Categorize()]],
    {
      splits: [
        [0, 1, 2, 3, 4, 5],
        [6, 7, 8, 9],
      ],
    },
  );
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>(dsets, { bs: 2, afterItem: noise });
  const learn = new Learner(dls, new nn.Linear(3, 2), {
    lossFunc: new CrossEntropyLossFlat(),
    progress: false,
  });
  const { preds: plain } = await learn.getPreds();
  expect(noise.calls).toBe(0);
  const apart = await learn.tta({ n: 3, beta: null });
  expect(noise.calls).toBe(12);
  expect(apart.plain?.tolist()).toEqual(plain.tolist());
  expect(apart.preds.tolist()).not.toEqual(plain.tolist());
  expect(apart.targs?.tolist()).toEqual([0, 1, 0, 1]);
  const { preds: onlyPlain } = await learn.tta({ n: 2, beta: 1 });
  onlyPlain.tolist();
  expect(onlyPlain.sub(plain).abs().max().item()).toBeLessThan(1e-6);
});

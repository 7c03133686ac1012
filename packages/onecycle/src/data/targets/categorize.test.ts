import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { DataLoader, Datasets } from '../loading/index.js';
import { TensorCategory, Transform, type TransformLike } from '../transforms/index.js';
import { Categorize } from './categorize.js';

const items = Array.from({ length: 11 }, (_, i) => i);
const breeds = ['pug', 'beagle', 'boxer'];
const breedOf = (i: number) => breeds[i % 3] ?? '';
const same = (x: unknown) => x;

interface Made {
  label?: (i: number) => unknown;
  categorize?: Categorize;
  /** Item transforms: one that takes anything has labels go item by item. */
  afterItem?: TransformLike;
  skips?: boolean;
}

async function loader({ label = breedOf, categorize, afterItem = [], skips = false }: Made = {}) {
  const vocab = categorize ?? new Categorize({ vocab: breeds });
  const dsets = await Datasets.create(items, [[same], [label, vocab]]);
  const onError = skips ? 'skip' : 'throw';
  return new DataLoader<[Tensor, TensorCategory]>(dsets.train, { bs: 4, afterItem, onError });
}

async function targets(of: DataLoader<[Tensor, TensorCategory]>): Promise<unknown[]> {
  const all: unknown[] = [];
  of.whenLeftOut = () => undefined;
  for await (const [x, y] of of) {
    all.push([y.constructor.name, y.dtype, y.tolist()]);
    x.dispose();
    y.dispose();
  }
  return all;
}

test('the labels of a batch become what they become one by one', async () => {
  const expected = [
    ['TensorCategory', 'int64', [2, 0, 1, 2]],
    ['TensorCategory', 'int64', [0, 1, 2, 0]],
    ['TensorCategory', 'int64', [1, 2, 0]],
  ];
  expect(await targets(await loader())).toEqual(expected);
  expect(await targets(await loader({ afterItem: same }))).toEqual(expected);
  const late = async (i: number) => breedOf(i);
  expect(await targets(await loader({ label: late }))).toEqual(expected);
});

test('labels that are none, or unknown, are told of with their items, and can be left out', async () => {
  const label = (i: number) => (i === 2 ? 'poodle' : i === 9 ? '' : breedOf(i));
  for (const afterItem of [[], same]) {
    await expect(targets(await loader({ label, afterItem }))).rejects.toThrow(
      /^item 2 \(2\): label is not in the vocabulary: 'poodle'/,
    );
    const skipping = await loader({ label, afterItem, skips: true });
    const left = (await targets(skipping)) as [string, string, number[]][];
    expect(left.flatMap(([, , numbers]) => numbers)).toEqual([2, 0, 2, 0, 1, 2, 0, 1, 0]);
    expect([...skipping.failures.keys()]).toEqual([2, 9]);
    expect(skipping.failures.get(9)?.message).toMatch(/^item 9 \(9\): there is no label \(an empty text\)/);
  }
  const withNa = new Categorize({ vocab: breeds, addNa: true });
  const [first] = await targets(await loader({ label, categorize: withNa }));
  expect(first).toEqual(['TensorCategory', 'int64', [3, 1, 0, 3]]);
});

test('what comes of a label is seen by the item transforms that take it, and is that of a class of one’s own', async () => {
  class Next extends Transform<TensorCategory, TensorCategory> {
    override makesNew = true;
    override accepts(x: unknown): x is TensorCategory {
      return x instanceof TensorCategory;
    }
    encodes(x: TensorCategory): TensorCategory {
      using plain = torch.scope(() => x.add(1));
      return x.retype(plain);
    }
  }
  class Reversed extends Categorize {
    override encodes(label: string): TensorCategory {
      using plain = torch.tensor(2 - breeds.indexOf(label));
      return TensorCategory.from(plain);
    }
  }
  const [next] = await targets(await loader({ afterItem: new Next() }));
  expect(next).toEqual(['TensorCategory', 'int64', [3, 1, 2, 3]]);
  const [reversed] = await targets(await loader({ categorize: new Reversed({ vocab: breeds }) }));
  expect(reversed).toEqual(['TensorCategory', 'int64', [2, 1, 0, 2]]);
});

test('a cache is for pictures: labels that are read together are none of its business', async () => {
  const dsets = await Datasets.create(items, [[same], [breedOf, new Categorize()]]);
  const cached = new DataLoader(dsets.train, { bs: 4, cache: 'memory' });
  await expect(cached.oneBatch()).rejects.toThrow(/a cache keeps pictures that are read in whole batches/);
});

test('no tensor is left over', async () => {
  const all = await loader();
  await targets(all);
  const before = torch.memory().tensors;
  await targets(all);
  expect(torch.memory().tensors).toBe(before);
});

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { ItemError } from '../items/index.js';
import {
  type BatchRead,
  type ChainLink,
  type SetupSource,
  TensorBase,
  Transform,
  type TransformContext,
} from '../transforms/index.js';
import { DataLoader } from './data-loader.js';
import { DataLoaders } from './data-loaders.js';
import { Datasets } from './datasets.js';
import { defaultDevice } from './default-device.js';
import type { DataLoaderOptions } from './loader-options.js';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const numbers = (x: unknown): number[] => {
  if (!(x instanceof Tensor)) throw new Error(`no tensor: ${x}`);
  return Array.from(x.toTypedArray(), Number);
};
async function all<B>(loader: AsyncIterable<B>): Promise<B[]> {
  const batches: B[] = [];
  for await (const batch of loader) batches.push(batch);
  return batches;
}
const values = async (loader: AsyncIterable<unknown>) => (await all(loader)).map(numbers);

/** Adds a random number; later items are done sooner. */
class Jitter extends Transform<number, Promise<number>> {
  async encodes(x: number, { rng }: TransformContext): Promise<number> {
    await sleep((7 - (x % 7)) / 2);
    return x + rng.uniform(0, 0.5);
  }
}

test('batches go to the GPU where there is one, or where they are sent', () => {
  const available = vi.spyOn(torch.cuda, 'isAvailable');
  try {
    for (const [isThere, device] of [
      [true, 'cuda:0'],
      [false, 'cpu'],
    ] as const) {
      available.mockReturnValue(isThere);
      expect(defaultDevice()).toBe(device);
      expect(new DataLoader([1]).device).toBe(device);
      expect(DataLoaders.fromDsets([[1], [2]]).device).toBe(device);
      expect(DataLoaders.fromDsets([[1], [2]], { device: 'cpu' }).device).toBe('cpu');
    }
  } finally {
    available.mockRestore();
  }
});

test('batches come in order, and are the same whatever is read ahead', async () => {
  const make = (prefetch: number) =>
    new DataLoader(range(30), { bs: 4, afterItem: new Jitter(), seed: 5, prefetch, shuffle: true });
  const [none, some] = [make(0), make(5)];
  const first = await values(none);
  expect(await values(some)).toEqual(first);
  const order = first.flat().map(Math.floor);
  expect(order).not.toEqual(range(30));
  expect([...order].sort((a, b) => a - b)).toEqual(range(30));
  const second = await values(none);
  expect(second).not.toEqual(first);
  expect(await values(some)).toEqual(second);
  none.epoch = 0;
  expect(await values(none)).toEqual(first);
});

test('a pass can begin at any batch', async () => {
  const options = { bs: 4, afterItem: new Jitter(), seed: 5, shuffle: true };
  const whole = await values(new DataLoader(range(30), options));
  for (const start of [1, 5, 7, 8]) {
    expect(await values(new DataLoader(range(30), options).iterate({ start }))).toEqual(whole.slice(start));
  }
});

test('items that come again in a pass get other random numbers', async () => {
  const loader = new DataLoader([3], { bs: 3, afterItem: new Jitter(), seed: 1 });
  loader.getIdxs = () => [0, 0, 0, 0];
  const [first, second] = await values(loader);
  expect(new Set([...(first ?? []), ...(second ?? [])]).size).toBe(4);
});

test('an endless getIdxs gives as many items as there are', async () => {
  const loader = new DataLoader(range(10), { bs: 4 });
  loader.getIdxs = function* () {
    for (;;) yield 1;
  };
  expect((await values(loader)).map((batch) => batch.length)).toEqual([4, 4, 2]);
  expect(numbers(await loader.oneBatch())).toEqual([1, 1, 1, 1]);
});

test('weights decide how often items are drawn; partial epochs see other items each time', async () => {
  const weighted = new DataLoader(range(100), {
    bs: 100,
    shuffle: true,
    seed: 1,
    weights: range(100).map((i) => (i < 10 ? 9 : 1)),
  });
  const drawn = (await values(weighted)).flat();
  expect(drawn).toHaveLength(100);
  const heavy = drawn.filter((i) => i < 10).length;
  expect(heavy).toBeGreaterThan(35);
  expect(heavy).toBeLessThan(65);
  expect(() => new DataLoader([1, 2], { shuffle: true, weights: [1] }).getIdxs()).toThrow('1 weights');
  expect(() => new DataLoader([1, 2], { shuffle: true, weights: [1, -1] }).getIdxs()).toThrow(
    'weight 1 is -1',
  );

  const partial = new DataLoader(range(100), { bs: 10, shuffle: true, seed: 1, partialN: 25 });
  expect(partial.length).toBe(3);
  const [one, two] = [(await values(partial)).flat(), (await values(partial)).flat()];
  expect(new Set(one).size).toBe(25);
  expect(one).not.toEqual(two);
  expect((await values(new DataLoader(range(100), { bs: 50, n: 60 }))).flat()).toEqual(range(60));
  // For predictions of the training items, and for other items, every one counts.
  expect((await values(partial.new({ shuffle: false }))).flat()).toEqual(range(100));
  expect((await values(partial.new({ dataset: range(40) }))).flat()).toHaveLength(40);
  expect((await values(partial.new({ bs: 5 }))).flat()).toHaveLength(25);
});

test('numbers that no pass can keep to are refused at once', () => {
  const wrong: [DataLoaderOptions<unknown>, string][] = [
    [{ bs: 0 }, 'bs is a whole number, at least 1, and not 0'],
    [{ prefetch: -1 }, 'prefetch is a whole number, at least 0, and not -1'],
    [{ prefetch: Number.NaN }, 'prefetch is a whole number, at least 0, and not NaN'],
    [{ n: -1 }, 'n is a whole number, at least 0, and not -1'],
    [{ partialN: -1 }, 'partialN is a whole number, at least 1, and not -1'],
    [{ partialN: Number.NaN }, 'partialN is a whole number, at least 1, and not NaN'],
  ];
  for (const [options, reason] of wrong) expect(() => new DataLoader([1, 2], options)).toThrow(reason);
});

test('weights for all items of the source reach the training set', async () => {
  const dsets = await Datasets.create(range(6), [[(i: number) => i]], {
    splits: [
      [4, 5, 1],
      [0, 2, 3],
    ],
  });
  const dls = DataLoaders.fromDsets<[Tensor]>(dsets, {
    bs: 30,
    weights: [9, 0, 9, 9, 1, 0],
    dropLast: false,
  });
  for await (const [x] of dls.train) expect(new Set(numbers(x))).toEqual(new Set([4]));
});

test('an item that cannot be read ends the pass, with its number and name', async () => {
  const fail = (x: string) => {
    if (x === 'c.jpg') throw new Error('not a picture');
    return 1;
  };
  const dsets = await Datasets.create(['a.jpg', 'b.jpg', 'c.jpg'], [[fail]]);
  const loader = new DataLoader(dsets.train, { bs: 2 });
  const failing = all(loader);
  await expect(failing).rejects.toThrow('item 2 (c.jpg): not a picture');
  await expect(failing).rejects.toBeInstanceOf(ItemError);
  loader.getIdxs = () => [5];
  await expect(all(loader)).rejects.toThrow('item 5: there is no item 5: there are 3');
});

test('tensors of different sizes do not collate: which ones, and what to do', async () => {
  const shapes = [
    [3, 375, 500],
    [3, 333, 500],
  ];
  const loader = new DataLoader(
    shapes.map((shape) => [torch.zeros(shape), 1]),
    { bs: 2 },
  );
  await expect(all(loader)).rejects.toThrow(
    /member 0 \(Tensor\) is not of the same size.*\n {2}item 0 has shape \[3, 375, 500\]\n {2}item 1 has shape \[3, 333, 500\]\n\nAdd an item transform/,
  );
  await expect(all(new DataLoader([new Map()]))).rejects.toThrow('member 0 of the items is a Map');
});

test('texts, booleans and lists collate; a single value is not a tuple', async () => {
  const [batch] = await all(
    new DataLoader(
      [
        ['a', true, [1, 2]],
        ['b', false, [3, 4]],
      ],
      { bs: 2 },
    ),
  );
  const [texts, truths, lists] = Array.isArray(batch) ? batch : [];
  expect(texts).toEqual(['a', 'b']);
  expect(truths.tolist()).toEqual([true, false]);
  expect(lists.map(numbers)).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

class Picture extends TensorBase {}

/** Makes tensors that the loader may free, and can do whole batches. */
class Opener extends Transform<number, Picture> {
  override makesNew = true;
  readonly fails: ReadonlySet<number>;
  batches = 0;

  constructor(fails: number[] = []) {
    super();
    this.fails = new Set(fails);
  }

  #values(x: number, ctx: TransformContext): number[] {
    if (this.fails.has(x)) throw new Error(`could not decode ${x}.jpg`);
    return [x, ctx.rng.uniform(0, 0.5)];
  }

  encodes(x: number, ctx: TransformContext): Picture {
    using plain = torch.tensor(this.#values(x, ctx));
    return Picture.from(plain);
  }

  override batchReader = (own: ChainLink, rest: readonly ChainLink[]) => {
    if (rest.some(({ transform }) => !(transform instanceof Scale))) return null;
    const read = async (
      inputs: readonly unknown[],
      contexts: readonly TransformContext[],
    ): Promise<BatchRead> => {
      this.batches++;
      const failures: { position: number; error: Error }[] = [];
      const rows: number[][] = [];
      inputs.forEach((input, position) => {
        const ctx = contexts[position];
        if (!ctx) throw new Error('no context');
        const rng = (link: ChainLink) => ({ ...ctx, rng: ctx.rng.fork(link.stream) });
        try {
          const row = this.#values(Number(input), rng(own));
          rows.push(rest.reduce((r, link) => r.map((v) => v * Scale.draw(rng(link))), row));
        } catch (error) {
          failures.push({ position, error: error instanceof Error ? error : new Error(String(error)) });
        }
      });
      if (rows.length === 0) return { batch: null, failures };
      using plain = torch.tensor(rows);
      return { batch: Picture.from(plain), failures };
    };
    return { read };
  };
}

class Scale extends Transform<Picture, Tensor> {
  override makesNew = true;
  static draw = ({ rng }: TransformContext) => Math.fround(rng.uniform(1, 2));
  override accepts(x: unknown): x is Picture {
    return x instanceof Picture;
  }
  encodes(x: Picture, ctx: TransformContext): Tensor {
    return x.mul(Scale.draw(ctx));
  }
}

type Batch = [Picture, Tensor];
const identity = (x: number) => x;

async function pictures(opener: Opener, options: { onError?: 'skip'; slow?: boolean } = {}) {
  const dsets = await Datasets.create(range(23), [[identity, opener], [identity]]);
  const other = options.slow ? [(x: unknown) => x] : [];
  return new DataLoader<Batch>(dsets.train, {
    bs: 4,
    seed: 3,
    afterItem: [new Scale(), ...other],
    ...(options.onError && { onError: options.onError }),
  });
}

const both = ([x, y]: Batch) => ({ type: x.constructor.name, x: numbers(x).map(Math.fround), y: numbers(y) });

test('reading whole batches gives what reading item by item gives, skipped items included', async () => {
  for (const fails of [[], [2, 3, 9, 22], [0, 1, 2, 3, 4, 5, 6, 7], range(22)]) {
    const options = { onError: 'skip' } as const;
    const [fast, slow] = [new Opener(fails), new Opener(fails)];
    const fastLoader = await pictures(fast, options);
    const slowLoader = await pictures(slow, { ...options, slow: true });
    const expected = (await all(slowLoader)).map(both);
    const read = (await all(fastLoader)).map(both);
    expect(read.map(({ type, y }) => ({ type, y }))).toEqual(expected.map(({ type, y }) => ({ type, y })));
    read.forEach(({ x }, i) => {
      x.forEach((value, j) => {
        expect(value).toBeCloseTo(expected[i]?.x[j] ?? Number.NaN, 5);
      });
    });
    expect(read.every(({ type }) => type === 'Picture')).toBe(true);
    expect([fast.batches > 0, slow.batches]).toEqual([true, 0]);
    expect([...fastLoader.failures.keys()]).toEqual([...slowLoader.failures.keys()]);
    expect([...fastLoader.failures.keys()]).toEqual(fails);
  }
  await expect(all(await pictures(new Opener([5])))).rejects.toThrow('item 5: could not decode 5.jpg');
  // An epoch of nothing is no epoch.
  await expect(all(await pictures(new Opener(range(23)), { onError: 'skip' }))).rejects.toThrow(
    'a pass without a batch: of 23 items 23 could not be read, the first of them item 0',
  );
});

test('tensors are given back: after a pass, an early exit, failures and skipped items', async () => {
  const cases: [Opener, { onError?: 'skip'; slow?: boolean }, number][] = [
    [new Opener(), {}, 99],
    [new Opener(), { slow: true }, 99],
    [new Opener(), {}, 2],
    [new Opener(), { slow: true }, 2],
    [new Opener([2, 9]), { onError: 'skip' }, 99],
    [new Opener([2, 9]), { onError: 'skip', slow: true }, 99],
    [new Opener([2, 9]), { onError: 'skip' }, 1],
    [new Opener([9]), {}, 99],
    [new Opener([9]), { slow: true }, 99],
  ];
  for (const [opener, options, stopAfter] of cases) {
    const loader = await pictures(opener, options);
    const before = torch.memory().tensors;
    let batches = 0;
    try {
      for await (const batch of loader) {
        for (const member of batch) member.dispose();
        if (++batches === stopAfter) break;
      }
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
    }
    expect(torch.memory().tensors).toBe(before);
  }
});

test('batch transforms are synchronous, keep types and leave nothing behind', async () => {
  class Twice extends Transform<Picture, Tensor> {
    override accepts(x: unknown): x is Picture {
      return x instanceof Picture;
    }
    encodes(x: Picture): Tensor {
      return x.add(x).add(0);
    }
  }
  const dsets = await Datasets.create([1, 2], [[new Opener()]]);
  const loader = new DataLoader<[Picture]>(dsets.train, { bs: 2, afterBatch: new Twice() });
  const before = torch.memory().tensors;
  for await (const [x] of loader) {
    expect(x).toBeInstanceOf(Picture);
    expect(numbers(x)[0]).toBe(2);
    x.dispose();
  }
  expect(torch.memory().tensors).toBe(before);
  const slow = new DataLoader([1], { afterBatch: async (x: Tensor) => x });
  await expect(all(slow)).rejects.toThrow('batch transforms must be synchronous');
  const typed = new DataLoader(dsets.train, {
    isBatch: (b): b is [Tensor] => Array.isArray(b) && b.length === 7,
  });
  await expect(all(typed)).rejects.toThrow('made a batch of [Picture]');
});

test('setup hands batch transforms a batch through those before them', async () => {
  class Centre extends Transform<Tensor, Tensor> {
    mean = Number.NaN;
    override async setup(source: SetupSource): Promise<void> {
      const [x] = (await source.oneBatch?.()) ?? [];
      this.mean = numbers(x).reduce((sum, value) => sum + value, 0) / source.n;
    }
    encodes(x: Tensor): Tensor {
      return x.sub(this.mean);
    }
  }
  const loader = new DataLoader([1, 2, 3], { bs: 3, afterBatch: [(x: Tensor) => x.mul(10), new Centre()] });
  await loader.setup();
  expect(await values(loader)).toEqual([[-10, 0, 10]]);
});

test('wrong options are refused', () => {
  expect(() => new DataLoader([1], { bs: 0 })).toThrow('bs is a whole number, at least 1, and not 0');
  expect(() => new DataLoaders([]).train).toThrow('there is no data loader 0');
  expect(() => new DataLoaders([new DataLoader([1])]).valid).toThrow('no validation set');
});

test('what has no length is listed, an endless iterable up to n', async () => {
  function* endless() {
    for (let i = 0; ; i++) yield i;
  }
  expect((await all(new DataLoader<Tensor>(new Set([1, 2, 3]), { bs: 2 }))).map(numbers)).toEqual([
    [1, 2],
    [3],
  ]);
  const loader = new DataLoader<Tensor>(endless(), { bs: 2, n: 5 });
  expect([loader.n, loader.length]).toEqual([5, 3]);
  expect((await all(loader)).map(numbers)).toEqual([[0, 1], [2, 3], [4]]);
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse
  expect(() => new DataLoader(3 as any)).toThrow('takes its items from a list');
});

test('an option that there is not is refused, with the one that was meant', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse
  const wrong = { batch_size: 2, shufle: true } as any;
  expect(() => new DataLoader([1], wrong)).toThrow("DataLoader has no option 'batch_size'");
  expect(() => DataLoaders.fromDsets([[1], [1]], { shufle: true } as typeof wrong)).toThrow(
    "did you mean 'shuffle'?",
  );
  expect(() => new DataLoader([1]).new({ sed: 1 } as typeof wrong)).toThrow("did you mean 'seed'?");
});

test('a passing shortage is waited for, a lasting one ends the pass, whatever is done about bad items', async () => {
  let short = 2;
  let tries = 0;
  const open = (x: number) => {
    if (x !== 3) return x;
    tries++;
    if (short-- > 0) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    return x;
  };
  const loader = () => new DataLoader<Tensor>(range(6), { bs: 3, afterItem: open, onError: 'skip' });
  expect((await all(loader())).map(numbers)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  expect(tries).toBe(3);
  short = Number.POSITIVE_INFINITY;
  const lasting = loader();
  await expect(all(lasting)).rejects.toThrow('item 3: too many open files');
  expect(lasting.failures.size).toBe(0);
});

test('where the folder is gone, no item is at fault; where only the file is, it is', async () => {
  const folder = await temporaryFolder();
  const files = ['a.txt', 'b.txt', 'c.txt', 'd.txt'].map((name) => join(folder, 'pictures', name));
  await mkdir(join(folder, 'pictures'));
  for (const [i, file] of files.slice(0, 3).entries()) await writeFile(file, String(i));
  const read = async (file: string) => Number(await readFile(file, 'utf8'));
  const dsets = await Datasets.create(files, [[read]], { splits: [[0, 1, 2, 3], []] });
  const loader = new DataLoader<[Tensor]>(dsets.train, { bs: 2, onError: 'skip' });
  expect((await all(loader)).map(([x]) => numbers(x))).toEqual([[0, 1], [2]]);
  expect([...loader.failures.keys()]).toEqual([3]);
  await rm(join(folder, 'pictures'), { recursive: true });
  await expect(all(dsetsLoader(dsets))).rejects.toThrow('ENOENT');
});
const dsetsLoader = (dsets: Datasets) => new DataLoader<[Tensor]>(dsets.train, { bs: 2, onError: 'skip' });

test('a batch that a transform refuses leaves no tensors behind, nor one that is not what was promised', async () => {
  const refuse = (): never => {
    throw new Error('no');
  };
  const loaders = [
    { afterBatch: refuse },
    { beforeBatch: refuse },
    { isBatch: (_: unknown): _ is unknown => false },
  ].map((options) => new DataLoader(range(8), { bs: 4, prefetch: 2, ...options }));
  for (const loader of loaders) {
    const before = torch.memory().tensors;
    await expect(all(loader)).rejects.toThrow(/no|promise/);
    expect(torch.memory().tensors).toBe(before);
  }
});

test('options that would change nothing, or are none, are refused', async () => {
  const loader = (options: object) => () => new DataLoader(range(6), { bs: 2, ...options });
  const weights = range(6);
  expect(loader({ weights })).toThrow(/weights: items that come in order .* add shuffle: true/);
  expect(loader({ shuffleBuffer: 3 })).toThrow(/shuffleBuffer: items that come in order/);
  expect(loader({ weights, shuffleBuffer: 3, shuffle: true })).toThrow(/leave shuffleBuffer or weights out/);
  expect(loader({ shuffle: 'yes' })).toThrow(/shuffle is true or false/);
  expect(loader({ onError: 'ignore' })).toThrow(/onError is one of 'throw', 'skip'/);
  expect(() => new DataLoader(range(6)).iterate({ start: 1.5 })).toThrow(/start is a whole number/);
  // What a loader like another one does not shuffle has no use for them any more.
  const inOrder = new DataLoader(range(6), { bs: 2, shuffle: true, weights }).new({ shuffle: false });
  expect(await values(inOrder)).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
  const dls = DataLoaders.fromDsets([range(6), range(4)], { bs: 2, shuffleBuffer: 3, seed: 1 });
  expect(await values(dls.valid)).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Rng } from '../random/index.js';
import { Pipeline, revive, Transform } from './index.js';

class Times extends Transform<number, number> {
  constructor(
    readonly factor: number,
    override order = 0,
  ) {
    super();
  }
  override accepts(x: unknown): x is number {
    return typeof x === 'number';
  }
  encodes(x: number): number {
    return x * this.factor;
  }
  override decodes(x: number): number {
    return x / this.factor;
  }
}

/** A transform of the whole tuple. */
class Swap extends Transform<readonly unknown[], unknown> {
  override whole = true;
  override accepts(x: unknown): x is readonly unknown[] {
    return Array.isArray(x) && x.length > 1;
  }
  encodes(x: readonly unknown[]): unknown {
    return x.length === 2 ? [x[1], x[0]] : x[0];
  }
  override decodes(x: readonly unknown[]): unknown {
    return x.length === 2 ? [x[1], x[0]] : x[0];
  }
}

test('transforms, functions, pipelines and lists of them become one pipeline, in the order that they ask for', () => {
  const pipeline = new Pipeline([new Times(10, 5), [(x: number) => x + 1, new Pipeline(new Times(2, 1))]]);
  expect(pipeline.encode(3)).toBe(80);
  expect(pipeline.decode(80)).toBe(4);
  expect(pipeline.add(new Times(3, -1)).encode(1)).toBe(80);
  expect(pipeline.first(1).encode(1)).toBe(3);
  expect([pipeline.length, String(new Pipeline([Math.sign]))]).toEqual([4, 'Pipeline: sign']);
});

test('an asynchronous function makes the result a promise, a synchronous chain none', async () => {
  const pipeline = new Pipeline([async (x: number) => x + 1, (x: number) => x * 2]);
  const encoded = pipeline.encode(1);
  expect(encoded).toBeInstanceOf(Promise);
  expect(await encoded).toBe(4);
  expect(await pipeline.encodeTuple([1, 2])).toEqual([4, 6]);
});

test('a transform of the whole tuple; what is no list any more is a tuple of one', () => {
  const pipeline = new Pipeline([new Swap(), new Times(2, 1)]);
  expect(pipeline.encodeTuple([1, 'a'])).toEqual(['a', 2]);
  expect(pipeline.encodeTuple([1])).toEqual([2]);
  expect(pipeline.encodeTuple([1, 2, 3])).toEqual([2]);
  expect(pipeline.decodeTuple(['a', 2])).toEqual([1, 'a']);
  expect(pipeline.decodeTuple([4, 6, 8])).toEqual([2]);
});

test('options that there are not, and what cannot be a transform', () => {
  expect(() => new Pipeline([], { split_idx: 1 } as never)).toThrow(
    "new Pipeline has no option 'split_idx': did you mean 'splitIdx'?",
  );
  expect(() => new Pipeline(Times as never)).toThrow(
    'a transform is the class Times: give one of it, new Times(…)',
  );
  expect(() => new Pipeline([3] as never)).toThrow(
    'a pipeline takes transforms, functions and lists of them, not a number',
  );
  const times = (factor: number) => new Times(factor);
  expect(() => new Pipeline([times]).encode(2)).toThrow(
    'the function times gave the transform Times for an item: call it where the transform is given, times(…)',
  );
});

test('a tensor that a transform replaced is freed where the transform says that it makes new ones', () => {
  class Plus extends Transform<Tensor, Tensor> {
    override makesNew = true;
    encodes(x: Tensor): Tensor {
      return x.add(1);
    }
  }
  const made = new Set<Tensor>();
  const pipeline = new Pipeline(new Plus());
  const result = pipeline.encode(torch.zeros([1]), { rng: new Rng(1), splitIdx: null, made });
  expect([...made]).toEqual([result]);
});

test('a function of one’s own does not travel in a file: what needs it says so', () => {
  const described: unknown = JSON.parse(JSON.stringify(new Pipeline([(x: number) => x])));
  const revived = revive(described);
  if (!(revived instanceof Pipeline)) throw new Error('no pipeline came back');
  expect(() => revived.encode(1)).toThrow(
    /the function \S+ was not part of the exported file: give it a toJSON\(\) and register it before loading/,
  );
  expect(() => revive({ type: 'Pipeline' })).toThrow('a pipeline needs a list of transforms');
  expect(() => revive({ type: 'Pipeline', transforms: [{ type: 'Pipeline', transforms: [] }] })).toThrow(
    'describes no transform',
  );
});

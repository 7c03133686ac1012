import { nn, Tensor } from '@onecycle/torch';
import { beforeAll, expect, test, vi } from 'vitest';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { Callback } from '../events/index.js';
import { HookCallback, type HookCallbackOptions, hookCallback } from './index.js';

beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));

const asNumber = (value: unknown): number => (value instanceof Tensor ? Number(value.sum()) : Number.NaN);

/** What the hooks have stored after each training batch, and what the network gave. */
class Watch extends HookCallback<number> {
  readonly seen: { train: boolean; stored: number[]; removed: boolean }[] = [];
  constructor(options: HookCallbackOptions = {}) {
    super((_layer, _input, output) => asNumber(output), options);
  }
  override afterPred(): void {
    const { hooks, learn } = this;
    this.seen.push({
      train: learn.training,
      stored: [...hooks.stored],
      removed: [...hooks].some(({ removed }) => removed),
    });
  }
}

test('what a function makes of the outputs of all layers with parameters, batch by batch', async () => {
  const learn = tinyLearner({ groups: 2 });
  const [first, second] = learn.model.children();
  const expected: number[][] = [];
  class Compute extends Callback {
    override onlyFits = true;
    override beforeBatch(): void {
      const [x] = this.learn.xb;
      if (!x || !(first instanceof nn.Linear) || !(second instanceof nn.Linear))
        throw new Error('other layers');
      const inner = Number(x) * Number(first.weight) + Number(first.bias);
      expected.push([inner, inner * Number(second.weight) + Number(second.bias)]);
    }
  }
  const watch = new Watch();
  await learn.fit(1, 0.1, { cbs: [watch, new Compute()] });
  expect(watch.modules).toEqual([first, second]);
  expect(watch.seen.map(({ train }) => train)).toEqual([true, true, true, true, false]);
  for (const [i, { stored }] of watch.seen.entries())
    for (const [k, value] of stored.entries()) expect(value).toBeCloseTo(expected[i]?.[k] ?? Number.NaN, 5);
  expect([...watch.hooks].every(({ removed }) => removed)).toBe(true);
});

test('gradients with isForward: false; hooks may stay after the fit', async () => {
  const learn = tinyLearner();
  const stored: number[] = [];
  const gradients = hookCallback((_layer, _input, output) => asNumber((output as unknown[])[0]), {
    isForward: false,
    removeEnd: false,
    modules: learn.model.children(),
  });
  class Note extends Callback {
    override runValid = false;
    override onlyFits = true;
    override afterBackward(): void {
      stored.push(gradients.hooks.at(0).stored);
      const pred = Number(this.learn.pred);
      // The derivative of (pred − target)² by pred.
      expect(stored.at(-1)).toBeCloseTo(2 * (pred - Number(this.learn.yb[0])), 5);
    }
  }
  await learn.fit(1, 0.1, { cbs: [gradients, new Note()] });
  expect(stored).toHaveLength(4);
  expect(gradients.hooks.at(0).removed).toBe(false);
  gradients.remove();
});

test('every so many batches, from the first one on; with layers that have no parameters', async () => {
  const learn = tinyLearner({ batches: 5 });
  const model = new nn.Sequential(learn.model, new nn.ReLU());
  learn.model = model;
  let batches: number[] = [];
  class Sometimes extends HookCallback<number> {
    override afterPred(): void {
      if (this.learn.training && ![...this.hooks].some(({ removed }) => removed))
        batches.push(this.learn.trainIter);
    }
  }
  const sometimes = new Sometimes(() => 1, { every: 2, includeParamless: true });
  await learn.fit(1, 0.1, { cbs: sometimes });
  expect(batches).toEqual([0, 2, 4]);
  expect(sometimes.modules.map((layer) => layer.constructor.name)).toEqual(['Linear', 'ReLU']);
  batches = [];
  await learn.validate();
  expect(batches).toEqual([]);
});

test('what makes no sense is said', () => {
  expect(() => new Watch().hooks).toThrow('there are no hooks yet');
  expect(() => new Watch({ every: 0 })).toThrow('every is a whole number, at least 1');
  // @ts-expect-error misspelt
  expect(() => hookCallback(() => 1, { module: [] })).toThrow("did you mean 'modules'");
  // @ts-expect-error no function
  expect(() => hookCallback(1)).toThrow('takes a function');
});

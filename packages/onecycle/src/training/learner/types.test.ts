import { nn, Tensor } from '@onecycle/torch';
import { expect, expectTypeOf, test } from 'vitest';
import type { DataLoaders } from '../../data/index.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import { Callback, type CallbackLearner } from '../events/index.js';
import { slice } from '../optimizer/index.js';
import { Learner } from './index.js';

test('the model of a learner has its own type', async () => {
  class Net extends nn.Module<Tensor[]> {
    readonly head = new nn.Linear(1, 1);
    forward(x: Tensor): Tensor {
      return this.head.forward(x);
    }
  }
  const { dls } = tinyLearner();
  const learn = new Learner(dls, new Net(), {
    lossFunc: (pred) => pred.mean(),
    splitter: (model) => [model.head.parameters()],
    progress: false,
  });
  expectTypeOf(learn.model).toEqualTypeOf<Net>();
  expectTypeOf(learn.dls).toEqualTypeOf<DataLoaders<TinyBatch>>();
  expect(learn.model.head.weight.shape).toEqual([1, 1]);
  expect(learn.splitter().flat()).toHaveLength(2);
  // A learner of a known model is one of any model, and what callbacks see.
  expectTypeOf(learn).toExtend<Learner<TinyBatch>>();
  expectTypeOf(learn).toExtend<CallbackLearner<TinyBatch>>();
});

test('callbacks see the types of the batch', () => {
  class Typed extends Callback<[x: { rows: number } & Tensor, y: Tensor]> {
    override beforeBatch() {
      expectTypeOf(this.learn.x.rows).toBeNumber();
      expectTypeOf(this.learn.y).toEqualTypeOf<Tensor>();
      // @ts-expect-error what a callback sees is not the whole learner
      this.learn.fit(1);
    }
  }
  expect(new Typed().handles('beforeBatch')).toBe(true);
});

test('what is asked for decides what comes back', async () => {
  const learn = tinyLearner();
  const all = await learn.getPreds({ withLoss: true, withDecoded: true });
  expectTypeOf(all.losses).toEqualTypeOf<Tensor>();
  expectTypeOf(all.decoded).toEqualTypeOf<Tensor>();
  expectTypeOf(all).not.toHaveProperty('inputs');
  expect(all.losses).toBeInstanceOf(Tensor);
  const suggest = { mine: () => ({ lr: 1, point: { lr: 1, loss: 1 } }) };
  expectTypeOf(learn.lrFind<typeof suggest>).returns.resolves.toEqualTypeOf<{ mine: number }>();
  await learn.fitOneCycle(1, slice(1e-4, 1e-3));
});

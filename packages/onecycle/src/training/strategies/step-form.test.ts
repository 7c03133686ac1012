import { F, type Tensor, torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { Noting, pictureLearner } from '../../testing/picture-learner.js';
import type { TinyBatch } from '../../testing/tiny-learner.js';
import { bnFreeze } from '../callbacks/index.js';
import type { Learner } from '../learner/index.js';
import { formOf, type StepForm, sameForm } from './captured-step.js';

describe('two steps have the same form', () => {
  /** The forms of the steps of epochs, with something changed in between. */
  const forms = async (learn: Learner<TinyBatch>, change: () => void = () => {}) => {
    const noting = new Noting((work, { forwardContext }) => formOf(work, forwardContext));
    learn.strategy = noting;
    await learn.fit(1, 0.01);
    change();
    await learn.fit(1, 0.01);
    return noting.noted;
  };
  const equal = (all: readonly StepForm[]) =>
    all.map((form) => all[0] !== undefined && sameForm(all[0], form));

  test('where only values differ: weights, pictures, statistics, hyper-parameters', async () => {
    const learn = pictureLearner();
    const state = new Map([...learn.model.stateDict()].map(([name, tensor]) => [name, tensor.clone()]));
    const all = await forms(learn, () => {
      learn.model.loadStateDict(state);
      learn.opt.setHyper('lr', 3);
    });
    expect(equal(all)).toEqual(Array(8).fill(true));
    expect(all[0]?.batch).toBe('float32[4, 3, 16, 16] → int64[4]');
  });

  test('and not where the last batch is smaller', async () => {
    const all = await forms(pictureLearner({ items: 18 }));
    expect(equal(all.slice(0, 5))).toEqual([true, true, true, true, false]);
    expect(all[4]?.batch).toBe('float32[2, 3, 16, 16] → int64[2]');
  });

  test.each<[string, (learn: Learner<TinyBatch>) => void]>([
    [
      'another loss',
      (learn) => {
        learn.lossFunc = (pred: Tensor, y: Tensor) => F.crossEntropy(pred, y).mul(2);
      },
    ],
    [
      'a layer that is frozen',
      (learn) => {
        for (const p of learn.model.parameters().slice(0, 2)) p.requiresGrad = false;
      },
    ],
    [
      'weights elsewhere',
      (learn) => {
        learn.model.to('float64').to('float32');
      },
    ],
    [
      'another model',
      (learn) => {
        learn.model = pictureLearner().model;
        learn.createOpt();
      },
    ],
    [
      'other arithmetic',
      (learn) => {
        learn.strategy.forwardContext = (run) => torch.autocast({}, run);
      },
    ],
  ])('and not with %s', async (_, change) => {
    const learn = pictureLearner();
    expect(equal(await forms(learn, () => change(learn)))).toEqual([
      ...Array(4).fill(true),
      ...Array(4).fill(false),
    ]);
  });

  test('and not where a layer is in another mode', async () => {
    const learn = pictureLearner();
    for (const p of learn.model.parameters().slice(1, 3)) p.requiresGrad = false;
    const all = await forms(learn, () => {
      learn.addCb(bnFreeze());
    });
    expect(equal(all)).toEqual([...Array(4).fill(true), ...Array(4).fill(false)]);
  });
});

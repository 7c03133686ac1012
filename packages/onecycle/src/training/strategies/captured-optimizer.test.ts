import { type Tensor, torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { distance, pictureLearner, weights } from '../../testing/picture-learner.js';
import type { TinyBatch } from '../../testing/tiny-learner.js';
import { gradientClip } from '../callbacks/index.js';
import { Callback, CancelStepException } from '../events/index.js';
import type { Learner } from '../learner/index.js';
import * as optimizers from '../optimizer/index.js';
import { type OptFunc, Optimizer, type OptimizerStep } from '../optimizer/index.js';
import { CapturedOptimizer, type Replayable } from './captured-optimizer.js';
import { Single } from './single.js';
import type { BatchWork, Run } from './strategy.js';

/**
 * A strategy with the optimizer's part of a CUDA graph. Without a GPU what is captured is run anew at each replay: with
 * the memory and the program of the capture, and nothing from the moment but what stands on the device.
 */
class Replaying extends Single {
  readonly said: string[] = [];
  captures = 0;
  replays = 0;
  readonly optimizer = new CapturedOptimizer(
    (work) => this.capture(work),
    (sentence) => void this.said.push(sentence),
  );
  readonly #grads = new Map<Tensor, Tensor>();

  capture(work: Run): Replayable {
    this.captures += 1;
    return {
      replay: () => {
        this.replays += 1;
        torch.noGrad(() => torch.scope(work));
      },
      reset: () => {},
    };
  }

  override run(work: BatchWork): void {
    if (!work.learns) {
      super.run(work);
      return;
    }
    work.forward(this.forwardContext);
    work.backward();
    // Where a replayed backward pass leaves them.
    for (const parameter of work.parameters) {
      const { grad } = parameter;
      if (!grad) continue;
      const place = this.#grads.get(parameter) ?? torch.keep(torch.zerosLike(grad));
      this.#grads.set(parameter, place);
      place.copy_(grad);
      parameter.grad = place;
    }
    work.step((optimizer) => this.optimizer.step(optimizer));
  }

  override release(): void {
    this.optimizer.forget();
  }
}

interface Case {
  optFunc?: OptFunc;
  train?: (learn: Learner<TinyBatch>) => Promise<void>;
  strategy?: Replaying;
}

/** Trains two equal learners, one with replayed steps of the optimizer. */
async function both({
  optFunc,
  train = (learn) => learn.fitOneCycle(4, 0.01),
  strategy = new Replaying(),
}: Case) {
  const [plain, replayed] = [new Single(), strategy].map((each) => {
    const learn = pictureLearner();
    // In 64 bits, so that rounding is far from what a wrong rate would do.
    learn.model.to('float64').registerForwardPreHook((_, [x]) => (x ? [x.double()] : undefined));
    if (optFunc) learn.optFunc = optFunc;
    learn.strategy = each;
    return learn;
  });
  if (!plain || !replayed) throw new Error('two learners were made');
  await train(plain);
  torch.manualSeed(12);
  await train(replayed);
  return { plain, replayed, strategy };
}

const OF_FOUR_EPOCHS = 16;

describe('steps of an optimizer that are replayed', () => {
  test.each<[string, OptFunc]>([
    ['adam', optimizers.adam],
    ['sgd', optimizers.sgd],
    [
      'sgd with momentum and L2',
      (params, { lr }) => optimizers.sgd(params, { lr, mom: 0.9, wd: 0.1, decoupleWd: false }),
    ],
    ['rmsProp', (params, { lr }) => optimizers.rmsProp(params, { lr, mom: 0.9 })],
    ['qhadam', (params, { lr }) => optimizers.qhadam(params, { lr, eps: 1e-4 })],
    ['radam', (params, { lr }) => optimizers.radam(params, { lr, beta: 50 })],
  ])('%s: a schedule of rates and momentums comes to the same weights', async (_, optFunc) => {
    const { plain, replayed, strategy } = await both({ optFunc });
    expect(strategy.said).toEqual([]);
    expect(distance(weights(plain), weights(replayed))).toBeLessThan(1e-7);
    expect(replayed.recorder.lrs).toEqual(plain.recorder.lrs);
    // Rectified Adam computes something else from its sixth step on.
    expect([1, 2]).toContain(strategy.captures);
    expect(strategy.replays).toBe(OF_FOUR_EPOCHS - strategy.captures);
  });

  test.each<[string, OptFunc, RegExp]>([
    ['lamb', optimizers.lamb, /the step lambStep, which depends on values/],
    ['larc', optimizers.larc, /the step larcLayerLr, which depends on values/],
    ['ranger', optimizers.ranger, /^Lookahead has a step\(\) of its own/],
    [
      'a step of one’s own',
      (params, { lr }) => {
        const own: OptimizerStep = ({ params, grads, hypers }) => {
          for (const [i, param] of params.entries()) param.sub_((grads[i] ?? param).mul(hypers.lr ?? 0));
        };
        return new Optimizer(params, [own], { lr });
      },
      /the step own, which depends on values of tensors, or is one of your own/,
    ],
    [
      'a step of one’s own with all that another has',
      (params, { lr }) => {
        const own: OptimizerStep = (cohort) => optimizers.adamStep(cohort);
        const { steps } = optimizers.adam(params, { lr });
        return new Optimizer(params, [...steps.slice(0, -1), Object.assign(own, optimizers.adamStep)], {
          lr,
        });
      },
      /the step own, which/,
    ],
  ])('%s is not replayed, which is said', async (_, optFunc, why) => {
    const { plain, replayed, strategy } = await both({ optFunc });
    expect(strategy.said[0]).toMatch(why);
    expect(strategy.captures).toBe(0);
    expect(weights(replayed)).toEqual(weights(plain));
  });

  test('what else happens in between is heeded: clipping, other groups, averages that are loaded, another optimizer', async () => {
    class Changing extends Callback {
      override onlyFits = true;
      override capturable = true;
      override beforeEpoch() {
        const { epoch, opt } = this.learn;
        if (epoch === 2) for (const p of opt.allParams().slice(0, 2)) p.requiresGrad = false;
        if (epoch === 3) for (const p of opt.allParams().slice(0, 2)) p.requiresGrad = true;
        if (epoch === 4) opt.loadStateDict(opt.stateDict());
        if (epoch === 5) opt.setHyper('wd', 0);
        if (epoch === 6) opt.clearState();
      }
    }
    const train = async (learn: Learner<TinyBatch>) => {
      await learn.fit(8, 0.01, { cbs: [new Changing(), gradientClip(0.1)] });
      learn.createOpt();
      await learn.fit(2, 0.02);
    };
    const { plain, replayed, strategy } = await both({ train });
    expect(strategy.said).toEqual([]);
    expect(distance(weights(plain), weights(replayed))).toBeLessThan(1e-7);
    expect(strategy.captures).toBeGreaterThanOrEqual(5);
    expect(strategy.replays).toBeGreaterThan(20);
  });

  test('a step that overflows is left out, and counts nowhere', async () => {
    class Overflowing extends Callback {
      override beforeStep() {
        if (this.learn.trainIter % 5 === 4) throw new CancelStepException('the gradients overflowed');
      }
    }
    const { plain, replayed, strategy } = await both({
      train: (learn) => learn.fit(4, 0.01, { cbs: new Overflowing() }),
    });
    expect(distance(weights(plain), weights(replayed))).toBeLessThan(1e-7);
    expect(strategy.replays).toBeGreaterThan(8);
    const [one, two] = [plain, replayed].map(({ opt }) =>
      opt.stateDict().state.map(({ numbers }) => numbers.step),
    );
    expect(two).toEqual(one);
  });
});

describe('what comes between two steps is heeded', () => {
  interface Hands {
    opt: Optimizer;
    params: Tensor[];
    /** In the same memory at each step. */
    all: Tensor[];
    /** The gradients to step with: all. */
    grads: readonly (Tensor | null)[];
    i: number;
  }
  type Between = (hands: Hands) => void;

  /** Takes steps with two parameters in two groups, and gives the weights after each. */
  function trained(optFunc: OptFunc, between: Between, take: (opt: Optimizer) => void): number[][] {
    const made = (values: number[]) => torch.tensor(values, { dtype: 'float64' });
    const params = [made([1, 2]), made([3, 4])];
    for (const param of params) param.requiresGrad = true;
    const all = [made([0.1, -0.2]), made([0.3, 0.4])];
    const opt = optFunc(
      params.map((param) => [param]),
      { lr: 0.1 },
    );
    const hands: Hands = { opt, params, all, grads: all, i: 0 };
    const weightsAfterEach = Array.from({ length: 10 }, (_, i) => {
      between(Object.assign(hands, { i }));
      for (const [k, param] of params.entries()) param.grad = hands.grads[k] ?? null;
      try {
        take(opt);
      } catch (error) {
        expect(String(error)).toMatch(/needs the hyper-parameter "lr"/);
      }
      opt.zeroGrad();
      return params.flatMap((param) => param.detach().tolist()).map(Number);
    });
    opt.clearState();
    return weightsAfterEach;
  }

  const adam: OptFunc = (params, { lr }) => optimizers.adam(params, { lr });
  const once =
    (at: number, then: Between): Between =>
    (hands) =>
      void (hands.i === at && then(hands));

  test.each<[string, OptFunc, Between, { replays: number; captures?: number }]>([
    ['nothing', adam, () => {}, { replays: 9 }],
    [
      'weights in other memory',
      adam,
      once(5, ({ params: [param] }) => {
        if (param) param.data = param.detach().clone();
      }),
      { replays: 8, captures: 2 },
    ],
    [
      'averages that are loaded in place',
      adam,
      once(5, ({ opt, params: [param] }) => {
        if (param) opt.stateOf(param).tensors.gradAvg?.fill_(1);
      }),
      { replays: 9 },
    ],
    [
      'gradients that were none at first',
      adam,
      (hands) => void Object.assign(hands, { grads: hands.i < 3 ? [] : hands.all }),
      { replays: 6 },
    ],
    [
      'gradients that change places',
      adam,
      once(5, (hands) => void Object.assign(hands, { grads: hands.all.toReversed() })),
      { replays: 8, captures: 2 },
    ],
    [
      'one gradient for both',
      adam,
      once(5, (hands) => void Object.assign(hands, { grads: hands.all.map(() => hands.all[0]) })),
      { replays: 8, captures: 2 },
    ],
    [
      'a decay that comes and goes',
      adam,
      ({ opt, i }) => opt.setHyper('wd', i < 3 ? 0 : i % 2),
      { replays: 5 },
    ],
    [
      'a number that is infinite',
      (params, { lr }) => optimizers.radam(params, { lr, beta: 50 }),
      ({ opt, i }) => opt.setHyper('beta', i === 8 ? Number.POSITIVE_INFINITY : 50),
      { replays: 7, captures: 2 },
    ],
    [
      'no gradient where there was one',
      adam,
      once(5, (hands) => void Object.assign(hands, { grads: hands.all.slice(1) })),
      { replays: 4 },
    ],
    [
      'parameters in two groups',
      (params, { lr }) => optimizers.adam([params.flat(), params.flat()], { lr }),
      () => {},
      { replays: 9 },
    ],
    [
      'a step that fails in its second group',
      adam,
      ({ opt, i }) => {
        const [, second] = opt.hypers;
        if (i === 5) delete second?.lr;
        else opt.setHyper('lr', 0.1);
      },
      { replays: 8 },
    ],
    ['a rate that is none', adam, once(5, ({ opt }) => opt.setHyper('lr', Number.NaN)), { replays: 4 }],
    [
      'rates of 0 and below',
      adam,
      ({ opt, i }) => opt.setHyper('lr', [0, -0.1, -0, 0.1][i % 4] ?? 0),
      { replays: 9 },
    ],
  ])('%s', (_, optFunc, between, { replays, captures = 1 }) => {
    const strategy = new Replaying();
    const { tensors } = torch.memory();
    const [plain, replayed] = [
      (opt: Optimizer) => opt.step(),
      (opt: Optimizer) => strategy.optimizer.step(opt),
    ].map((take) => torch.scope(() => trained(optFunc, between, take)));
    strategy.release();
    expect(torch.memory().tensors).toBeLessThanOrEqual(tensors);
    expect(strategy.said).toEqual([]);
    for (const [i, row] of plain?.entries() ?? [])
      for (const [k, weight] of row.entries())
        if (Number.isFinite(weight)) expect(replayed?.[i]?.[k]).toBeCloseTo(weight, 12);
        else expect(replayed?.[i]?.[k]).toBe(weight);
    expect([strategy.replays, strategy.captures]).toEqual([replays, captures]);
  });
});

test('weights in 64 bits beside others in 32 have rates in 64', () => {
  const { optimizer, said } = new Replaying();
  const take = (step: (opt: Optimizer) => void) => {
    const fine = torch.ones([3], { dtype: 'float64', requiresGrad: true });
    const params = [torch.ones([3], { requiresGrad: true }), fine];
    const grads = params.map((param) => torch.fullLike(param.detach(), 0.3));
    const opt = optimizers.adam(params, { lr: 0.1 });
    for (let i = 0; i < 5; i++) {
      for (const [k, param] of params.entries()) param.grad = grads[k] ?? null;
      step(opt);
    }
    return fine.mean().item();
  };
  const ordinary = take((opt) => opt.step());
  expect(take((opt) => optimizer.step(opt))).toBeCloseTo(Number(ordinary), 12);
  expect(said).toEqual([]);
});

describe('the ordinary step counts', () => {
  test('where weights are in 16 bits, and so would the rates be', () => {
    const { optimizer, said } = new Replaying();
    const take = (step: (opt: Optimizer) => void) => {
      const param = torch.ones([3], { dtype: 'bfloat16', requiresGrad: true });
      const grad = torch.ones([3], { dtype: 'bfloat16' });
      const opt = optimizers.adam([param], { lr: 0.1 });
      for (let i = 0; i < 4; i++) {
        param.grad = grad;
        step(opt);
      }
      return param.float().tolist();
    };
    const ordinary = take((opt) => opt.step());
    expect(take((opt) => optimizer.step(opt))).toEqual(ordinary);
    expect(said).toEqual([expect.stringMatching(/parameters in bfloat16, which would round its rates/)]);
  });

  test('where a replay does something else', async () => {
    class Wrong extends Replaying {
      override capture(work: Run) {
        const right = super.capture(work);
        return { ...right, replay: () => void [right.replay(), right.replay()] };
      }
    }
    const { plain, replayed, strategy } = await both({ strategy: new Wrong() });
    expect(strategy.said).toEqual([expect.stringMatching(/other weights or averages than the ordinary one/)]);
    expect(weights(replayed)).toEqual(weights(plain));
  });

  test.each([
    ['a capture fails', 'an operator waits', /could not be captured: an operator waits/],
    ['there is no room', 'CUDA out of memory', /not enough memory for a graph of the optimizer's step/],
  ])('where %s', async (_, message, said) => {
    class Failing extends Replaying {
      override capture(): Replayable {
        throw new Error(message);
      }
    }
    const { plain, replayed, strategy } = await both({ strategy: new Failing() });
    expect(strategy.said).toEqual([expect.stringMatching(said)]);
    expect(weights(replayed)).toEqual(weights(plain));
  });

  test('where the first replay fails', async () => {
    class Failing extends Replaying {
      override capture(work: Run) {
        const right = super.capture(work);
        return {
          ...right,
          replay: () => {
            right.replay();
            throw new Error('CUDA out of memory');
          },
        };
      }
    }
    const { plain, replayed, strategy } = await both({ strategy: new Failing() });
    expect(strategy.said).toEqual([expect.stringMatching(/not enough memory/)]);
    expect(weights(replayed)).toEqual(weights(plain));
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import { gradientAccumulation, mixUp } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import type { Learner } from '../learner/index.js';
import { sgd } from '../optimizer/index.js';
import { Turns } from './turns.js';

test('pieces of work take turns; what one starts is done inside of it', async () => {
  const turns = new Turns();
  const log: string[] = [];
  const say = (what: string) => async () => void log.push(what);
  const first = turns.take(async () => {
    log.push('first');
    await turns.take(say('inner'));
    await turns.alone(async () => {
      void turns.take(say('unawaited'));
      await sleep(5);
      log.push('alone');
      await turns.letIn(() => sleep(5));
      log.push('alone again');
      void turns.take(say('left over'));
    });
    log.push('end');
  });
  const second = turns.take(say('second'));
  await Promise.all([first, second]);
  expect(log).toEqual(['first', 'inner', 'alone', 'unawaited', 'alone again', 'left over', 'end', 'second']);
});

test('an inner piece that fails does not stop the others, and a timer that fires too late waits like anybody', async () => {
  const turns = new Turns();
  const log: string[] = [];
  let late: Promise<unknown> = Promise.resolve();
  await turns.take(async () => {
    await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    setTimeout(() => {
      late = turns.take(async () => void log.push('late'));
    }, 5);
  });
  const next = turns.take(async () => {
    await sleep(30);
    log.push('next');
  });
  await next;
  await late;
  expect(log).toEqual(['next', 'late']);
});

/** Two learners of the same weights and data. */
function twins(batches = 5) {
  const make = () => tinyLearner({ groups: 2, batches, optFunc: sgd });
  const [one, two] = [make(), make()];
  two.model.loadStateDict(one.model.stateDict());
  return [one, two] as const;
}

const weights = (learn: Learner<TinyBatch>) =>
  learn.model.parameters().flatMap((parameter) => Array.from(parameter.detach().toTypedArray(), Number));

test('predictions that callbacks start and do not wait for leave the fit as it is', async () => {
  class Restless extends Callback<TinyBatch> {
    override onlyFits = true;
    started: Promise<unknown>[] = [];
    #predict() {
      this.started.push(this.learn.getPreds());
    }
    override beforeEpoch() {
      this.#predict();
      setTimeout(() => this.#predict(), 1);
    }
    override afterBatch() {
      if (this.learn.training) this.#predict();
    }
    override async afterEpoch() {
      this.#predict();
      await this.learn.validate();
      await Promise.all(this.started);
    }
  }
  const [quiet, learn] = twins();
  await quiet.fitOneCycle(4, 0.1);
  const restless = new Restless();
  await learn.fitOneCycle(4, 0.1, { cbs: restless });
  expect(learn.recorder.losses).toHaveLength(20);
  expect(weights(learn)).toEqual(weights(quiet));
  expect(learn.recorder.values).toEqual(quiet.recorder.values);
  expect(learn.recorder.hps).toEqual(quiet.recorder.hps);
  expect(restless.started.length).toBeGreaterThanOrEqual(28);
});

test('two fits at once follow each other, each with what it freezes', async () => {
  class Seen extends Callback {
    override onlyFits = true;
    log: number[] = [];
    override beforeTrain() {
      this.log.push(this.learn.opt.frozenIdx);
    }
  }
  const [, learn] = twins();
  const seen = new Seen();
  learn.addCb(seen);
  const both = [learn.fineTune(1, { baseLr: 0.01 }), learn.fineTune(1, { baseLr: 0.01 })];
  // From outside it would change what the fits train.
  expect(() => learn.unfreeze()).toThrow(/a fit is on, or waits for its turn.*await it first/);
  await Promise.all(both);
  expect(seen.log).toEqual([1, 0, 1, 0]);
  learn.freeze();
  expect(learn.opt.frozenIdx).toBe(1);
});

test('a callback may unfreeze in the middle of its fit, but begin no other one', async () => {
  class Impatient extends Callback {
    override onlyFits = true;
    errors: unknown[] = [];
    override async afterEpoch() {
      (learn as { unfreeze(): void }).unfreeze();
      for (const fit of [() => learn.fit(1), () => learn.fineTune(1), () => learn.lrFind()])
        await fit().catch((error: unknown) => this.errors.push(String(error)));
    }
  }
  const [, learn] = twins();
  learn.freeze();
  const cb = new Impatient();
  await learn.fit(2, 0.01, { cbs: cb });
  expect(learn.opt.frozenIdx).toBe(0);
  expect(cb.errors).toHaveLength(6);
  expect(new Set(cb.errors)).toEqual(
    new Set(['Error: A fit cannot begin in the middle of a fit or a prediction: await that one first']),
  );
  expect(learn.recorder.losses).toHaveLength(10);
});

test('validations and predictions in the middle of a fit are no epochs of it', async () => {
  class Heard extends Callback<TinyBatch> {
    events: string[] = [];
    override beforeEpoch() {
      this.events.push(`epoch ${this.learn.epoch} begins`);
    }
    override async afterEpoch() {
      this.events.push(`epoch ${this.learn.epoch} ends`);
      await this.learn.getPreds();
      await this.learn.validate({ cbs: new Own(this.events) });
    }
  }
  class Own extends Callback<TinyBatch> {
    constructor(readonly events: string[]) {
      super();
    }
    override beforeEpoch() {
      this.events.push('own begins');
    }
    override afterEpoch() {
      this.events.push('own ends');
    }
  }
  const [quiet, learn] = twins();
  await quiet.fit(2, 0.1);
  const heard = new Heard();
  await learn.fit(2, 0.1, { cbs: heard });
  const epoch = (i: number) => [`epoch ${i} begins`, `epoch ${i} ends`, 'own begins', 'own ends'];
  expect(heard.events).toEqual([...epoch(0), ...epoch(1)]);
  expect(learn.recorder.values).toEqual(quiet.recorder.values);
  expect(weights(learn)).toEqual(weights(quiet));
  // By itself a validation is a fit of one epoch to whoever listens.
  heard.events.length = 0;
  await learn.validate({ cbs: new Own(heard.events) });
  expect(heard.events).toEqual(['own begins', 'own ends']);
});

test('predictions in the middle of an epoch leave alone what callbacks hold for the whole fit', async () => {
  class Peeps extends Callback<TinyBatch> {
    override onlyFits = true;
    override afterBatch() {
      if (this.learn.training)
        this.learn.afterThisBatch(async () => void (await this.learn.validate({ dsIdx: 0 })));
    }
    override async afterTrain() {
      await this.learn.validate({ dsIdx: 0 });
    }
  }
  const run = async (learn: Learner<TinyBatch>, peeps: Callback[]) => {
    torch.manualSeed(4);
    learn.toBf16();
    const context = learn.strategy.forwardContext;
    await learn.fitOneCycle(2, 0.1, { cbs: [gradientAccumulation(2), mixUp(), ...peeps] });
    expect(learn.strategy.forwardContext).toBe(context);
    const { losses, values, hps } = learn.recorder;
    return { losses, values, hps, weights: weights(learn) };
  };
  const [quiet, learn] = twins();
  expect(await run(learn, [new Peeps()])).toEqual(await run(quiet, []));
});

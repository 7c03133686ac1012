import { expect, test } from 'vitest';
import { DataLoaders } from '../../data/index.js';
import { reference } from '../../testing/reference.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import * as events from '../events/index.js';
import { Callback } from '../events/index.js';

interface Case {
  raised: string | null;
  at: string | null;
  n_epoch: number;
  train_batches: number;
  valid_batches: number;
  events: string[];
}
const cases = reference<{ events: Case[] }>('training').events;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const heard: readonly events.Event[] = [...events.fitEvents, ...events.batchEvents];

const exceptions: Record<string, new () => events.CancelException> = {
  CancelBatchException: events.CancelBatchException,
  CancelBackwardException: events.CancelBackwardException,
  CancelStepException: events.CancelStepException,
  CancelTrainException: events.CancelTrainException,
  CancelValidException: events.CancelValidException,
  CancelEpochException: events.CancelEpochException,
  CancelFitException: events.CancelFitException,
};

/** Notes every event, and raises once at one of them. */
class Listener extends Callback {
  readonly log: string[] = [];
  #raised = false;

  constructor(
    readonly at: string | null = null,
    readonly exception: (new () => Error) | undefined = undefined,
  ) {
    super();
  }

  override handles() {
    return true;
  }

  override call(event: events.Event) {
    if (!heard.includes(event)) return;
    this.log.push(snake(event));
    if (snake(event) !== this.at || this.#raised || !this.exception) return;
    this.#raised = true;
    throw new this.exception();
  }
}

test('callbacks hear fastai’s events in its order, also under each cancel exception', async () => {
  for (const { raised, at, n_epoch, train_batches, valid_batches, events: expected } of cases) {
    const learn = tinyLearner({ batches: train_batches });
    learn.dls = new DataLoaders([learn.dls.train, tinyLearner({ batches: valid_batches }).dls.train]);
    const listener = new Listener(at, raised ? exceptions[raised] : undefined);
    if (raised) expect(exceptions, raised).toHaveProperty(raised);
    await learn.fit(n_epoch, 0.1, { cbs: listener });
    const what = `${raised} at ${at}, ${n_epoch} epochs of ${train_batches} and ${valid_batches} batches`;
    expect(listener.log, what).toEqual(expected);
  }
});

test('callbacks run by their order, equal ones as they were added', async () => {
  const log: string[] = [];
  const named = (name: string, order: number) => {
    class Named extends Callback {
      override order = order;
      override beforeFit() {
        log.push(name);
      }
    }
    return new Named();
  };
  await tinyLearner().fit(1, 0.1, { cbs: [named('c', 5), named('a', -3), named('d', 5), named('b', 0)] });
  expect(log).toEqual(['a', 'b', 'c', 'd']);
});

test('runTrain, runValid and run say what is heard; run comes back after the fit', async () => {
  class Count extends Callback {
    batches = 0;
    override afterBatch() {
      this.batches += 1;
    }
  }
  const learn = tinyLearner({ batches: 3 });
  const counts = { both: new Count(), train: new Count(), valid: new Count(), silent: new Count() };
  counts.train.runValid = false;
  counts.valid.runTrain = false;
  counts.silent.run = false;
  await learn.fit(2, 0.1, { cbs: Object.values(counts) });
  expect(Object.values(counts).map(({ batches }) => batches)).toEqual([8, 6, 2, 0]);
  expect(counts.silent.run).toBe(true);
});

test('events of fit and epochs may be asynchronous, those of batches may not', async () => {
  const log: string[] = [];
  class Slow extends Callback {
    override async beforeEpoch() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push('slow');
    }
  }
  class Next extends Callback {
    override order = 1;
    override beforeEpoch() {
      log.push('next');
    }
  }
  await tinyLearner().fit(1, 0.1, { cbs: [new Next(), new Slow()] });
  expect(log).toEqual(['slow', 'next']);

  class Wrong extends Callback {
    override async afterBatch() {}
  }
  await expect(tinyLearner().fit(1, 0.1, { cbs: new Wrong() })).rejects.toThrow(/synchronous/);
});

test('a callback is the learner’s for one fit, or for good', async () => {
  const learn = tinyLearner();
  const forOne = new Listener();
  const forGood = new Listener();
  learn.addCb(forGood);
  await learn.fit(1, 0.1, { cbs: forOne });
  const after = forGood.log.length;
  await learn.fit(1, 0.1);
  expect(forOne.log).toHaveLength(after);
  expect(forGood.log).toHaveLength(2 * after);
  expect(learn.callback(Listener)).toBe(forGood);
  expect(() => forOne.learn).toThrow(/belongs to no learner/);
  learn.removeCbs(Listener);
  expect(learn.callback(Listener)).toBeUndefined();
});

test('the training loop is shown with the callbacks of each event', async () => {
  const shown: string[] = [];
  const log = console.log;
  console.log = (text: string) => void shown.push(text);
  try {
    tinyLearner().showTrainingLoop();
  } finally {
    console.log = log;
  }
  const [text = ''] = shown;
  expect(text).toMatch(/^Start Fit\n/);
  expect(text).toMatch(/- beforeFit +: \[TrainEvalCallback, Recorder\]/);
  expect(text.match(/afterBatch/g)).toHaveLength(1);
  expect(text).toMatch(/End Fit/);
});

import { type Tensor, torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { earlyStopping } from '../callbacks/index.js';
import { Callback, CancelBatchException } from '../events/index.js';
import { sgd } from '../optimizer/index.js';
import { type BatchWork, Single } from '../strategies/index.js';

/** Two learners that start from the same weights. */
function twins() {
  torch.manualSeed(3);
  const [one, two] = [tinyLearner({ optFunc: sgd }), tinyLearner({ optFunc: sgd })];
  two.model.loadStateDict(one.model.stateDict());
  return [one, two] as const;
}

const weights = (learn: ReturnType<typeof tinyLearner>) =>
  learn.model.parameters().flatMap((parameter) => Array.from(parameter.detach().toTypedArray(), Number));

/** What several machines need: something done to the gradients between the backward pass and the step. */
class Halving extends Single {
  readonly calls: string[] = [];

  override prepare(...args: Parameters<Single['prepare']>) {
    this.calls.push('prepare');
    return super.prepare(...args);
  }

  override run(work: BatchWork): void {
    work.forward(this.forwardContext);
    this.calls.push(work.learns ? 'train' : 'valid');
    if (!work.learns) return;
    work.backward();
    this.halve();
    work.step();
  }

  halve(): void {
    for (const { grad } of this.parameters) if (grad) torch.noGrad(() => grad.mul_(0.5));
  }

  parameters: readonly Tensor[] = [];
}

test('a strategy stands between the backward pass and the step, and the loop knows nothing of it', async () => {
  const [plain, other] = twins();
  const strategy = new Halving();
  strategy.parameters = other.model.parameters();
  other.strategy = strategy;
  await plain.fit(2, 0.05);
  await other.fit(2, 0.1);
  for (const [i, weight] of weights(other).entries()) expect(weight).toBeCloseTo(weights(plain)[i] ?? 0, 6);
  const epoch = [...Array(4).fill('train'), 'valid'];
  expect(strategy.calls).toEqual(['prepare', ...epoch, ...epoch]);
});

test('what one machine decides, all machines do: a stop, a loss that is no number, an average', async () => {
  /** One machine of two; the other one's losses are 1 higher, and it is stopped in its third batch. */
  class OneOfTwo extends Single {
    asked = 0;
    override mean(values: readonly number[]) {
      return values.map((value) => value + 0.5);
    }
    override any(here: boolean) {
      this.asked += 1;
      return here || this.asked === 6;
    }
  }
  const [plain, learn] = twins();
  learn.strategy = new OneOfTwo();
  await plain.fit(1, 0);
  await learn.fit(1, 0);
  // Asked twice a batch: whether its loss is a number, and whether to stop.
  expect(learn.recorder.losses).toHaveLength(3);
  for (const [i, loss] of learn.recorder.losses.entries())
    expect(loss).toBeCloseTo((plain.recorder.losses[i] ?? 0) + 0.5, 5);
});

test('a strategy may leave the steps to itself: events of a batch that it runs without them are not heard', async () => {
  class Heard extends Callback {
    events: string[] = [];
    override beforeBatch() {
      this.events.push('beforeBatch');
    }
    override afterStep() {
      this.events.push('afterStep');
    }
    override afterBatch() {
      this.events.push('afterBatch');
    }
  }
  class NoStep extends Single {
    override run(work: BatchWork): void {
      work.forward(this.forwardContext);
    }
  }
  const [learn] = twins();
  const heard = new Heard();
  heard.runValid = false;
  learn.strategy = new NoStep();
  const before = weights(learn);
  await learn.fit(1, 0.1, { cbs: [heard, earlyStopping()] });
  expect(weights(learn)).toEqual(before);
  expect(heard.events.slice(0, 2)).toEqual(['beforeBatch', 'afterBatch']);
});

describe('a strategy that leaves the step for later', () => {
  /** Notes turns of the event loop, and what it hears, while a fit is on. */
  class Noting extends Callback {
    noted: string[] = [];
    override runValid = false;
    override beforeBatch() {
      this.noted.push('beforeBatch');
      setImmediate(() => this.noted.push('turn'));
    }
    override beforeStep() {
      this.noted.push('beforeStep');
    }
    override afterBatch() {
      // What the step and those after it need is still there.
      this.noted.push(`afterBatch ${this.learn.x.disposed || this.learn.pred.disposed}`);
    }
    override afterCancelBatch() {
      this.noted.push('cancelled');
    }
  }
  class Later extends Single {
    override run(work: BatchWork) {
      work.forward(this.forwardContext);
      if (!work.learns) return;
      work.backward();
      return () => work.step();
    }
  }

  test('learns the same, and others have a turn in between', async () => {
    const [plain, learn] = twins();
    const noting = new Noting();
    learn.strategy = new Later();
    const held = [torch.memory().tensors];
    await plain.fit(2, 0.05);
    held.push(torch.memory().tensors);
    await learn.fit(2, 0.05, { cbs: noting });
    held.push(torch.memory().tensors);
    expect(weights(learn)).toEqual(weights(plain));
    expect(learn.recorder.losses).toEqual(plain.recorder.losses);
    expect(noting.noted.slice(0, 4)).toEqual(['beforeBatch', 'turn', 'beforeStep', 'afterBatch false']);
    expect(noting.noted).toHaveLength(4 * 8);
    const [first = 0, second = 0, third = 0] = held;
    expect(third - second).toBe(second - first);
  });

  test('a batch on its own is done at once', () => {
    const [plain, learn] = twins();
    learn.strategy = new Later();
    for (const each of [plain, learn]) {
      each.loop.state.training = true;
      each.oneBatch(0, [torch.ones([4, 1]), torch.ones([4, 1])]);
    }
    expect(weights(learn)).toEqual(weights(plain));
  });

  test('what is read between batches waits for the step, an error in it names the batch, and a cancelled one ends it', async () => {
    const [learn, failing, cancelled] = [...twins(), ...twins()];
    for (const each of [learn, failing, cancelled]) each.strategy = new Later();
    let asked: Promise<string> | null = null;
    const noting = new Noting();
    class Asking extends Callback {
      override beforeBatch() {
        asked ??= learn.loop.betweenBatches(() => noting.noted.filter((what) => what !== 'turn').join(' '));
      }
    }
    await learn.fit(1, 0.1, { cbs: [noting, new Asking()] });
    expect(await asked).toBe('beforeBatch beforeStep afterBatch false');

    class Failing extends Callback {
      override beforeStep() {
        throw new RangeError('no step');
      }
    }
    await expect(failing.fit(1, 0.1, { cbs: new Failing() })).rejects.toThrow(/training batch 0.*no step/);
    class Cancelling extends Callback {
      override beforeStep() {
        throw new CancelBatchException('not this one');
      }
    }
    const heard = new Noting();
    await cancelled.fit(1, 0.1, { cbs: [heard, new Cancelling()] });
    expect(heard.noted.slice(0, 5)).toEqual([
      'beforeBatch',
      'turn',
      'beforeStep',
      'cancelled',
      'afterBatch false',
    ]);
  });
});

test('what a strategy holds is given back at the end of a fit, also of one that fails, and not in its middle', async () => {
  class Holding extends Single {
    readonly calls: string[] = [];
    override run(work: BatchWork): void {
      this.calls.push(work.learns ? 'train' : 'valid');
      super.run(work);
    }
    override release(): void {
      this.calls.push('release');
    }
  }
  class Validating extends Callback {
    override onlyFits = true;
    override async afterEpoch() {
      await this.learn.validate();
    }
  }
  class Failing extends Callback {
    override afterTrain() {
      throw new Error('stop');
    }
  }
  const learn = tinyLearner({ batches: 2 });
  const strategy = new Holding();
  learn.strategy = strategy;
  await learn.fit(1, 0.1, { cbs: new Validating() });
  expect(strategy.calls).toEqual(['train', 'train', 'valid', 'valid', 'release']);
  strategy.calls.length = 0;
  await learn.validate();
  expect(strategy.calls).toEqual(['valid', 'release']);
  strategy.calls.length = 0;
  await expect(learn.fit(1, 0.1, { cbs: new Failing() })).rejects.toThrow('stop');
  expect(strategy.calls).toEqual(['train', 'train', 'release']);
});

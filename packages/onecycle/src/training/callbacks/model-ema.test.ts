import { readFileSync } from 'node:fs';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { tensorLoaders } from '../../testing/tensor-data.js';
import { checkpoint } from '../checkpoint/index.js';
import { Callback } from '../events/index.js';
import { Learner } from '../learner/index.js';
import { MSELossFlat } from '../losses/index.js';
import { sgd } from '../optimizer/index.js';
import { gradientAccumulation, type ModelEma, modelEma } from './index.js';

interface Run {
  decay: number;
  warmup: boolean;
  updateAfterStep: number;
  averages: number[][][];
  weight: number[][];
}
const runs: Run[] = JSON.parse(readFileSync(new URL('fixtures/model-ema.json', import.meta.url), 'utf8'));

const rows = () =>
  [
    torch
      .tensor([
        [1, 2],
        [3, -1],
      ])
      .float(),
    torch.tensor([[1], [0.5]]).float(),
  ] as const;

function line(cbs: Callback[], bs = 2) {
  const layer = new nn.Linear(2, 1, { bias: false });
  torch.noGrad(() => layer.weight.copy_(torch.tensor([[1, -2]]).float()));
  return new Learner<[Tensor, Tensor]>(tensorLoaders(rows(), rows(), { bs, shuffle: false }), layer, {
    lossFunc: new MSELossFlat(),
    optFunc: (params, options) => sgd(params, options),
    progress: false,
    cbs,
  });
}

/** The weights in validation and at the beginning of a batch. */
class Seen extends Callback {
  override order = 90;
  readonly validated: number[][] = [];
  readonly learned: number[][] = [];

  override beforeBatch(): void {
    const [weight] = this.learn.model.parameters();
    const list = this.learn.training ? this.learned : this.validated;
    list.push(Array.from(weight?.detach().toTypedArray() ?? [], Number));
  }
}

const close = (found: readonly number[] | undefined, wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(found?.[i]).toBeCloseTo(value, 5);
};

test.each(runs)('averages are timm’s: decay $decay, warmup $warmup, after $updateAfterStep', async (run) => {
  const { averages, weight, ...options } = run;
  const seen = new Seen();
  const learn = line([modelEma(options), seen]);
  // One epoch is one step; a fit beginning anew would forget.
  await learn.fit(averages.length, 0.1);
  for (const [i, wanted] of averages.entries()) close(seen.validated[i], wanted.flat());
  // The model keeps the averages, and what learned was not touched by them.
  close(
    learn.model.parameters().flatMap((parameter) => Array.from(parameter.detach().toTypedArray(), Number)),
    averages.at(-1)?.flat() ?? [],
  );
  expect(seen.learned.at(-1)).not.toEqual(weight.flat());
});

test('an accumulated step is one step', async () => {
  const ema: ModelEma = modelEma({ decay: 0.5 });
  let steps = 0;
  class Count extends Callback {
    override afterTrain(): void {
      steps = ema.steps;
    }
  }
  await line([ema, gradientAccumulation(2), new Count()], 1).fit(3, 0.1);
  expect(steps).toBe(3);
});

test('statistics of batch norms are averaged, counts are copied', async () => {
  const norm = new nn.BatchNorm1d(2);
  const learn = new Learner<[Tensor, Tensor]>(
    tensorLoaders(rows(), rows(), { bs: 2, shuffle: false }),
    new nn.Sequential(norm, new nn.Linear(2, 1)),
    {
      lossFunc: new MSELossFlat(),
      optFunc: (params, options) => sgd(params, options),
      progress: false,
      cbs: [modelEma({ decay: 0.5 })],
    },
  );
  await learn.fit(2, 0);
  const { running_mean: mean, num_batches_tracked: count } = Object.fromEntries(norm.stateDict());
  // Means of the columns are 2 and 0.5; the running mean is 0.1 and 0.19 of them, of which the average is 0.145.
  close(Array.from(mean?.toTypedArray() ?? [], Number), [0.29, 0.0725]);
  expect(Number(count)).toBe(2);
});

class CrashAt extends Callback {
  constructor(
    readonly event: 'afterBatch' | 'afterValidate',
    readonly epoch: number,
  ) {
    super();
  }
  #crash(event: string): void {
    if (
      event === this.event &&
      this.learn.epoch === this.epoch &&
      this.learn.training !== (event === 'afterValidate')
    )
      throw new Error('the power went');
  }
  override afterBatch(): void {
    this.#crash('afterBatch');
  }
  override afterValidate(): void {
    this.#crash('afterValidate');
  }
}

test.each(['afterBatch', 'afterValidate'] as const)(
  'a fit that was broken off %s goes on with its averages and with the weights that learn',
  async (event) => {
    const weightsOf = (learn: Learner<[Tensor, Tensor]>) =>
      learn.model.parameters().flatMap((parameter) => Array.from(parameter.detach().toTypedArray(), Number));
    const ema = () => modelEma({ decay: 0.5 });
    const whole = line([ema()], 1);
    await whole.fit(3, 0.05);

    const folder = await temporaryFolder();
    const kept = () => checkpoint({ folder, every: 1 });
    await expect(line([ema(), kept(), new CrashAt(event, 1)], 1).fit(3, 0.05)).rejects.toThrow(
      'the power went',
    );
    const resumed = line([ema(), kept(), new CrashAt(event, Number.NaN)], 1);
    await resumed.fit(3, 0.05, { resume: true });
    expect(weightsOf(resumed)).toEqual(weightsOf(whole));
    expect(resumed.recorder.values).toEqual(whole.recorder.values);
  },
);

test('a decay out of range and a misspelt option are errors', () => {
  expect(() => modelEma({ decay: 1.5 })).toThrow('decay');
  // @ts-expect-error misspelt
  expect(() => modelEma({ warmUp: true })).toThrow("did you mean 'warmup'");
});

import { nn, type Tensor } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { numbers, type ReferenceTensor, reference } from '../testing/reference.js';
import { tensorLoaders, tensorOf } from '../testing/tensor-data.js';
import { Callback } from './callback.js';
import { Learner } from './learner.js';
import { CrossEntropyLossFlat, LabelSmoothingCrossEntropyFlat } from './losses/index.js';
import { errorRate } from './metrics/index.js';
import { adam, type OptFunc, sgd } from './optimizer/index.js';
import { type LearningRate, slice } from './schedules/index.js';

type State = Record<string, ReferenceTensor>;
interface Fit {
  raw_losses: number[];
  smooth_losses: number[];
  valid_batch_losses: number[];
  lrs: { data: number[]; shape: number[] };
  moms: number[];
  columns: string[];
  rows: number[][];
  iterations_at_epoch_ends: number[];
  state: State;
}
interface Run {
  name: string;
  batch_size: number;
  optimizer: string;
  learner_args: { train_bn?: boolean; wd_bn_bias?: boolean; wd?: number };
  groups: string[] | null;
  calls: [string, Record<string, number | { start: number; stop: number }>][];
  initial_state: State;
  train_x: ReferenceTensor;
  train_y: ReferenceTensor;
  valid_x: ReferenceTensor;
  valid_y: ReferenceTensor;
  fits: Fit[];
  get_preds: Record<'preds' | 'targets' | 'decoded' | 'losses', ReferenceTensor>;
  validate: number[];
}
interface Events {
  raised: string | null;
  at: string | null;
  n_epoch: number;
  train_batches: number;
  valid_batches: number;
  events: string[];
}
const cases = reference<{ runs: Run[]; events: Events[] }>('training');

const mlp = () =>
  new nn.Sequential(new nn.Linear(6, 8), new nn.ReLU(), new nn.BatchNorm1d(8), new nn.Linear(8, 4));

const conv = () =>
  new nn.Sequential(
    new nn.Sequential(
      new nn.Conv2d(3, 4, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(4),
      new nn.ReLU(),
    ),
    new nn.Sequential(
      new nn.Conv2d(4, 6, 3, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(6),
      new nn.ReLU(),
    ),
    new nn.Sequential(new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(6, 3)),
  );

const optimizers: Record<string, OptFunc> = {
  Adam: adam,
  'SGD(mom=0.9)': (params, options) => sgd(params, { ...options, mom: 0.9 }),
};

/** Notes what fastai's run noted, at the same moments. */
class Notes extends Callback {
  fits: { raw: number[]; valid: number[]; lrs: number[][]; moms: number[]; smooth: number[] }[] = [];
  override order = 70;
  private get fit() {
    const fit = this.fits.at(-1);
    if (!fit) throw new Error('no fit');
    return fit;
  }
  override beforeFit() {
    this.fits.push({ raw: [], valid: [], lrs: [], moms: [], smooth: [] });
  }
  override afterLoss() {
    const loss = Number(this.learn.loss.item());
    if (!this.learn.training) return void this.fit.valid.push(loss);
    this.fit.raw.push(loss);
    this.fit.lrs.push(this.learn.opt.hypers.map(({ lr = Number.NaN }) => lr));
    this.fit.moms.push(this.learn.opt.hypers.at(-1)?.mom ?? Number.NaN);
  }
  override afterBatch() {
    if (this.learn.training) this.fit.smooth.push(this.learn.smoothLoss);
  }
}

const learnerFor = (run: Run) => {
  const pair = (x: ReferenceTensor, y: ReferenceTensor) => [tensorOf(x), tensorOf(y, 'int64')] as const;
  const dls = tensorLoaders(pair(run.train_x, run.train_y), pair(run.valid_x, run.valid_y), {
    bs: run.batch_size,
  });
  const model = run.groups ? conv() : mlp();
  loadState(model, run.initial_state);
  return new Learner(dls, model, {
    lossFunc:
      run.name === 'mlp_fit_twice' ? new LabelSmoothingCrossEntropyFlat() : new CrossEntropyLossFlat(),
    metrics: errorRate,
    optFunc: optimizers[run.optimizer],
    trainBn: run.learner_args.train_bn,
    wdBnBias: run.learner_args.wd_bn_bias,
    wd: run.learner_args.wd,
    splitter: run.groups ? (model) => model.children().map((child) => child.parameters()) : undefined,
    progress: false,
  });
};

const loadState = (model: nn.Sequential, state: State) =>
  model.loadStateDict(
    new Map(
      Object.entries(state).map(([key, value]) => [
        key,
        tensorOf(value, key.endsWith('num_batches_tracked') ? 'int64' : 'float32'),
      ]),
    ),
  );

const rate = (value: Run['calls'][number][1][string] | undefined): LearningRate | undefined =>
  typeof value === 'object' ? slice(value.start, value.stop) : value;

/** Calls a fit method under fastai's name. */
async function call(learn: Learner<[Tensor, Tensor]>, [method, args]: Run['calls'][number]): Promise<void> {
  const epochs = Number(args.n_epoch ?? args.epochs);
  if (method === 'fit_one_cycle') return learn.fitOneCycle(epochs, rate(args.lr_max));
  if (method === 'fit_flat_cos') return learn.fitFlatCos(epochs, rate(args.lr));
  if (method === 'fine_tune') return learn.fineTune(epochs, { baseLr: Number(args.base_lr) });
  throw new Error(`the reference calls ${method}, which this test does not know`);
}

const close = (
  actual: ArrayLike<number | bigint>,
  expected: readonly number[],
  what: string,
  tolerance = 1e-4,
) => {
  expect(actual.length, what).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(
      Math.abs(Number(actual[i]) - value),
      `${what}[${i}]: ${actual[i]} instead of ${value}`,
    ).toBeLessThan(tolerance);
  });
};

// A file without any test would fail where the reference is missing.
if (!cases) test.skip('every batch as fastai’s');

for (const run of cases?.runs ?? []) {
  test(`${run.name}: every batch as fastai's`, async () => {
    const learn = learnerFor(run);
    const notes = new Notes();
    learn.addCb(notes);
    let fit = 0;
    for (const call_ of run.calls) {
      const before = fit;
      const rows: (typeof learn.recorder.values)[] = [];
      const iters: number[][] = [];
      const states: Map<string, Tensor>[] = [];
      class AfterFit extends Callback {
        override order = 90;
        override afterFit() {
          rows.push(learn.recorder.values);
          iters.push(learn.recorder.iters);
          states.push(new Map([...learn.model.stateDict()].map(([key, value]) => [key, value.clone()])));
        }
      }
      const after = new AfterFit();
      learn.addCb(after);
      await call(learn, call_);
      learn.removeCb(after);
      fit += rows.length;
      run.fits.slice(before, fit).forEach((expected, i) => {
        const what = `${run.name}, fit ${before + i}`;
        const noted = notes.fits[before + i];
        close(noted?.raw ?? [], expected.raw_losses, `${what}, losses`);
        close(noted?.smooth ?? [], expected.smooth_losses, `${what}, smooth losses`);
        close(noted?.valid ?? [], expected.valid_batch_losses, `${what}, validation losses`);
        close(noted?.lrs.flat() ?? [], expected.lrs.data, `${what}, lrs`, 1e-6);
        close(noted?.moms ?? [], expected.moms, `${what}, moms`, 1e-5);
        close((rows[i] ?? []).flat(2).map(Number), expected.rows.flat(), `${what}, rows`);
        expect(iters[i]).toEqual(expected.iterations_at_epoch_ends);
        for (const [key, value] of Object.entries(expected.state)) {
          close(
            states[i]?.get(key)?.contiguous().toTypedArray() ?? [],
            numbers(value.data),
            `${what}, ${key}`,
          );
        }
      });
    }
    expect(fit).toBe(run.fits.length);
    learn.removeCb(notes);
    expect(learn.recorder.metricNames).toEqual([...(run.fits[0]?.columns ?? []), 'time']);

    const { preds, targs, decoded, losses } = await learn.getPreds({ withDecoded: true, withLoss: true });
    close(preds.toTypedArray(), numbers(run.get_preds.preds.data), 'preds');
    close(targs.toTypedArray(), numbers(run.get_preds.targets.data), 'targets');
    close(decoded.toTypedArray(), numbers(run.get_preds.decoded.data), 'decoded');
    close(losses.toTypedArray(), numbers(run.get_preds.losses.data), 'losses');
    close((await learn.validate()).map(Number), run.validate, 'validate');
  });
}

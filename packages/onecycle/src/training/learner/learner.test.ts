import { nn, type Tensor } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { withoutUndefined } from '../../base/index.js';
import { camel } from '../../testing/against-fastai.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import { optimizerMakers } from '../../testing/reference-optimizers.js';
import { type ReferenceRate, rate } from '../../testing/reference-rate.js';
import { tensorLoaders, tensorOf } from '../../testing/tensor-data.js';
import { Callback } from '../events/index.js';
import type { Moms } from '../fit/index.js';
import { CrossEntropyLossFlat, LabelSmoothingCrossEntropyFlat } from '../losses/index.js';
import { errorRate } from '../metrics/index.js';
import type { OptFunc } from '../optimizer/index.js';
import { Learner } from './learner.js';

type State = Record<string, ReferenceTensor>;
/** Arguments of fastai's fit methods; null is Python's None. */
interface Args {
  n_epoch?: number;
  epochs?: number;
  n_cycles?: number;
  cycle_len?: number;
  cycle_mult?: number;
  n?: number;
  lr?: ReferenceRate | null;
  lr_max?: ReferenceRate | null;
  base_lr?: number;
  lr_mult?: number;
  freeze_epochs?: number;
  div?: number;
  div_final?: number;
  pct_start?: number;
  moms?: Moms | null;
  wd?: number | null;
  reset_opt?: boolean;
  start_epoch?: number;
}
interface Fit {
  trainable?: boolean[][];
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
  learner_args: {
    train_bn?: boolean;
    wd_bn_bias?: boolean;
    wd?: number | null;
    lr?: ReferenceRate | null;
    moms?: Moms;
  };
  groups: string[] | null;
  calls: [string, Args][];
  initial_state: State;
  train_x: ReferenceTensor;
  train_y: ReferenceTensor;
  valid_x: ReferenceTensor;
  valid_y: ReferenceTensor;
  fits: Fit[];
  get_preds: Record<'preds' | 'targets' | 'decoded' | 'losses', ReferenceTensor>;
  validate: number[];
}
const cases = reference<{ runs: Run[] }>('training');

/** Output and input size of the layer that a weight belongs to. */
const sizes = (state: State, weight: string): [number, number] => {
  const [out = 0, inp = 0] = state[weight]?.shape ?? [];
  return [out, inp];
};

const mlp = (state: State) => {
  const [[hidden, inp], [out]] = [sizes(state, '0.weight'), sizes(state, '3.weight')];
  return new nn.Sequential(
    new nn.Linear(inp, hidden),
    new nn.ReLU(),
    new nn.BatchNorm1d(hidden),
    new nn.Linear(hidden, out),
  );
};

const conv = (state: State) => {
  const [[first, inp], [second]] = [sizes(state, '0.0.weight'), sizes(state, '1.0.weight')];
  const [out] = sizes(state, '2.2.weight');
  return new nn.Sequential(
    new nn.Sequential(
      new nn.Conv2d(inp, first, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(first),
      new nn.ReLU(),
    ),
    new nn.Sequential(
      new nn.Conv2d(first, second, 3, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(second),
      new nn.ReLU(),
    ),
    new nn.Sequential(new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(second, out)),
  );
};

/** The optimizer of a text such as `SGD(mom=0.9, decouple_wd=False)`. */
const optimizerOf = (text: string): OptFunc => {
  const [, name = '', args = ''] = /^(\w+)(?:\((.*)\))?$/.exec(text) ?? [];
  const maker = optimizerMakers[name];
  if (!maker) throw new Error(`the reference has the optimizer ${text}, which this test does not know`);
  const given = Object.fromEntries(
    [...args.matchAll(/(\w+)\s*=\s*([^\s,]+)/g)].map(([, key = '', value]) => [
      camel(key),
      value === 'True' || value === 'False' ? value === 'True' : Number(value),
    ]),
  );
  return (params, options) => maker(params, { ...given, ...options });
};

/** Notes what fastai's run noted, at the same moments. */
class Notes extends Callback {
  fits: {
    trainable: boolean[][];
    raw: number[];
    valid: number[];
    lrs: number[][];
    moms: number[];
    smooth: number[];
  }[] = [];
  override order = 70;
  private get fit() {
    const fit = this.fits.at(-1);
    if (!fit) throw new Error('no fit');
    return fit;
  }
  override beforeFit() {
    const trainable = this.learn.opt.paramLists.map((group) => group.map((param) => param.requiresGrad));
    this.fits.push({ trainable, raw: [], valid: [], lrs: [], moms: [], smooth: [] });
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
  const { initial_state: state, learner_args: args } = run;
  const model = state['0.0.weight'] ? conv(state) : mlp(state);
  loadState(model, state);
  return new Learner(dls, model, {
    lossFunc: run.name.startsWith('mlp_fit_twice')
      ? new LabelSmoothingCrossEntropyFlat()
      : new CrossEntropyLossFlat(),
    metrics: errorRate,
    optFunc: optimizerOf(run.optimizer),
    ...withoutUndefined({
      trainBn: args.train_bn,
      wdBnBias: args.wd_bn_bias,
      wd: args.wd ?? undefined,
      lr: rate(args.lr ?? undefined),
      moms: args.moms,
    }),
    ...(run.groups && {
      splitter: (model: nn.Module) => model.children().map((child) => child.parameters()),
    }),
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

/** Calls a method under fastai's name. */
async function call(learn: Learner<[Tensor, Tensor]>, [method, args]: Run['calls'][number]): Promise<void> {
  const { n_epoch = 0, epochs = 0, n_cycles = 0, cycle_len = 0, n = 0 } = args;
  const options = withoutUndefined({
    lr: rate(args.lr ?? undefined),
    lrMax: rate(args.lr_max ?? undefined),
    baseLr: args.base_lr,
    lrMult: args.lr_mult,
    freezeEpochs: args.freeze_epochs,
    cycleMult: args.cycle_mult,
    div: args.div,
    divFinal: args.div_final,
    pctStart: args.pct_start,
    moms: args.moms ?? undefined,
    wd: args.wd ?? undefined,
    resetOpt: args.reset_opt,
    startEpoch: args.start_epoch,
  });
  if (method === 'fit') return learn.fit(n_epoch, options);
  if (method === 'fit_one_cycle') return learn.fitOneCycle(n_epoch, options);
  if (method === 'fit_flat_cos') return learn.fitFlatCos(n_epoch, options);
  if (method === 'fit_sgdr') return learn.fitSgdr(n_cycles, cycle_len, options);
  if (method === 'fine_tune') return learn.fineTune(epochs, options);
  if (method === 'freeze') return learn.freeze();
  if (method === 'unfreeze') return learn.unfreeze();
  if (method === 'freeze_to') return learn.freezeTo(n);
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

for (const run of cases.runs) {
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
        if (expected.trainable) expect(noted?.trainable, what).toEqual(expected.trainable);
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

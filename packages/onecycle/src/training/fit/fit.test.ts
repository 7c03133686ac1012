import { expect, test } from 'vitest';
import { withoutUndefined } from '../../base/index.js';
import { type ReferenceTensor, reference } from '../../testing/reference.js';
import { expectRates, type ReferenceRate, rate } from '../../testing/reference-rate.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import { mixUp } from '../callbacks/index.js';
import { Callback } from '../events/index.js';
import type { Learner } from '../learner/index.js';
import { slice } from '../optimizer/index.js';
import type { Moms } from './index.js';

interface Args {
  n_epoch?: number;
  epochs?: number;
  n_cycles?: number;
  cycle_len?: number;
  lr_max?: ReferenceRate;
  lr?: ReferenceRate;
  div?: number;
  div_final?: number;
  pct_start?: number;
  moms?: Moms;
  cycle_mult?: number;
  base_lr?: number;
  freeze_epochs?: number;
  lr_mult?: number;
  wd?: number;
  reset_opt?: boolean;
  start_epoch?: number;
}
interface Fit {
  n_epoch: number;
  frozen_idx: number;
  trainable: boolean[];
  lrs: ReferenceTensor;
  moms: ReferenceTensor;
}
interface Run {
  method: string;
  n_groups: number;
  n_batches: number;
  args: Args;
  learner_args: { lr?: ReferenceRate; moms?: Moms };
  fits: Fit[];
  recorder_lrs_last_fit: (number | string)[];
  lr_and_mom_left_in_optimizer: (number | string)[][];
}
interface Reference {
  runs: Run[];
  plain_fit_after_one_cycle: { n_batches: number; lr: number; fits: Pick<Fit, 'lrs' | 'moms'>[] };
}
const cases = reference<Reference>('schedules');

/** Notes what a step is made with, between the forward and the backward pass. */
class Watch extends Callback<TinyBatch> {
  override runValid = false;
  fits: { lrs: number[]; moms: number[]; frozenIdx: number; trainable: boolean[]; epochs: number }[] = [];

  override beforeFit() {
    const { opt, nEpoch } = this.learn;
    const trainable = opt.paramLists.map((params) => params.every((param) => param.requiresGrad));
    this.fits.push({ lrs: [], moms: [], frozenIdx: opt.frozenIdx, trainable, epochs: nEpoch });
  }

  override afterLoss() {
    const { hypers } = this.learn.opt;
    this.fits.at(-1)?.lrs.push(...hypers.map(({ lr }) => lr ?? Number.NaN));
    this.fits.at(-1)?.moms.push(hypers[0]?.mom ?? Number.NaN);
  }
}

async function run(learn: Learner<TinyBatch>, { method, args }: Run): Promise<void> {
  const { div, div_final: divFinal, pct_start: pctStart, moms, wd, reset_opt: resetOpt } = args;
  const fit = withoutUndefined({ wd, resetOpt, startEpoch: args.start_epoch });
  const cycle = withoutUndefined({ div, divFinal, pctStart, moms, ...fit });
  const epochs = args.n_epoch ?? args.epochs ?? 0;
  if (method === 'fit') await learn.fit(epochs, { ...withoutUndefined({ lr: rate(args.lr) }), ...fit });
  else if (method === 'fit_flat_cos') {
    // Without startEpoch, which fastai ignores here.
    await learn.fitFlatCos(epochs, withoutUndefined({ lr: rate(args.lr), divFinal, pctStart, wd, resetOpt }));
  } else if (method === 'fit_one_cycle') {
    await learn.fitOneCycle(epochs, { ...withoutUndefined({ lrMax: rate(args.lr_max) }), ...cycle });
  } else if (method === 'fit_sgdr') {
    const { n_cycles = 0, cycle_len = 0, cycle_mult: cycleMult } = args;
    await learn.fitSgdr(n_cycles, cycle_len, {
      ...withoutUndefined({ lrMax: rate(args.lr_max), cycleMult }),
      ...fit,
    });
  } else if (method === 'fine_tune') {
    const { base_lr: baseLr, freeze_epochs: freezeEpochs, lr_mult: lrMult } = args;
    await learn.fineTune(epochs, { ...withoutUndefined({ baseLr, freezeEpochs, lrMult }), ...cycle });
  } else throw new Error(`no fit method ${method}`);
}

/** A learner's arguments but its rate, which is written otherwise. */
const omitted = ({ lr: _, ...args }: Run['learner_args']) => args;

test('every step of every fit method has fastai’s learning rates and momentum', async () => {
  for (const [i, each] of cases.runs.entries()) {
    const what = `run ${i}, ${each.method}`;
    const watch = new Watch();
    const learn = tinyLearner({
      groups: each.n_groups,
      batches: each.n_batches,
      cbs: watch,
      ...omitted(each.learner_args),
      ...withoutUndefined({ lr: rate(each.learner_args.lr) }),
    });
    // Only rates count here, also where they are so high that the loss is lost.
    learn.haltOnNan = false;
    await learn.noLogging(() => run(learn, each));
    expect(watch.fits, what).toHaveLength(each.fits.length);
    for (const [f, fit] of each.fits.entries()) {
      const seen = watch.fits[f];
      expectRates(seen?.lrs ?? [], fit.lrs.data, `${what}, lr`);
      expectRates(seen?.moms ?? [], fit.moms.data, `${what}, mom`);
      expect([seen?.frozenIdx, seen?.trainable, seen?.epochs], what).toEqual([
        fit.frozen_idx,
        fit.trainable,
        fit.n_epoch,
      ]);
    }
    expectRates(learn.recorder.lrs, each.recorder_lrs_last_fit, `${what}, recorder`);
    const left = learn.opt.hypers.map(({ lr = Number.NaN, mom = Number.NaN }) => [lr, mom]);
    expectRates(left.flat(), each.lr_and_mom_left_in_optimizer.flat(), `${what}, left in the optimizer`);
  }
});

test('a plain fit keeps the momentum that one-cycle ended on', async () => {
  const { n_batches = 0, lr, fits = [] } = cases.plain_fit_after_one_cycle;
  const watch = new Watch();
  const learn = tinyLearner({ batches: n_batches, cbs: watch, lr });
  await learn.noLogging(async () => {
    await learn.fitOneCycle(1);
    await learn.fit(1);
  });
  for (const [f, fit] of fits.entries()) {
    expectRates(watch.fits[f]?.lrs ?? [], fit.lrs.data, `fit ${f}, lr`);
    expectRates(watch.fits[f]?.moms ?? [], fit.moms.data, `fit ${f}, mom`);
  }
});

test('a schedule leaves its values in the recorder', async () => {
  const learn = tinyLearner({ batches: 3 });
  await learn.noLogging(() => learn.fitOneCycle(2, 0.1));
  expect(learn.recorder.hps.lr).toEqual(learn.recorder.lrs);
  expect(learn.recorder.hps.mom).toHaveLength(6);
});

test('epochs, shares and rates that make no sense are refused in their own words', async () => {
  const learn = tinyLearner({ groups: 2 });
  for (const epochs of [-1, 1.5, Number.NaN]) {
    for (const fit of [learn.fit(epochs), learn.fitOneCycle(epochs), learn.fineTune(epochs)])
      await expect(fit).rejects.toThrow(`epochs is a whole number, at least 0, and not ${epochs}`);
  }
  expect(learn.opt.frozenIdx).toBe(0);
  await expect(learn.fit(1, { startEpoch: 0.5 })).rejects.toThrow(/startEpoch is a whole number/);
  await expect(learn.fitSgdr(1.5, 1)).rejects.toThrow(/cycles is a whole number/);
  await expect(learn.fitSgdr(0, 1)).rejects.toThrow(/cycles is a whole number, at least 1/);
  await expect(learn.fitSgdr(2, 0.3)).rejects.toThrow(/cycleLen is a whole number, at least 1/);
  for (const fit of [
    learn.fitOneCycle(1, 0.1, { pctStart: 1.5 }),
    learn.fitFlatCos(1, 0.1, { pctStart: 1.5 }),
  ])
    await expect(fit).rejects.toThrow(/pctStart is a share, from 0 to 1, and not 1.5/);
  const text: unknown = '0.1';
  for (const rate of [-1, Number.NaN, [0.1, -1], text as number])
    for (const fit of [learn.fit(1, rate), learn.fitOneCycle(1, rate), learn.fit(1, { lr: rate })])
      await expect(fit).rejects.toThrow(/a learning rate is a number that is not negative/);
  expect(() => slice(-1, 1)).toThrow(/a learning rate is a number that is not negative/);
  await learn.noLogging(() => learn.fineTune(0, { freezeEpochs: 0 }));
  expect(learn.trainIter).toBe(0);
});

test('a fit that starts at a later epoch has the rates of its place in the schedule', async () => {
  const rates = async (startEpoch?: number) => {
    const learn = tinyLearner({ batches: 3 });
    await learn.noLogging(() => learn.fitOneCycle(4, 0.1, withoutUndefined({ startEpoch })));
    expect(learn.recorder.values).toHaveLength(4 - (startEpoch ?? 0));
    return learn.recorder.lrs;
  };
  expectRates(await rates(2), (await rates()).slice(6), 'lr');
});

test('fineTune starts both fits at a later epoch', async () => {
  const watch = new Watch();
  const learn = tinyLearner({ groups: 2, batches: 3, cbs: watch });
  await learn.noLogging(() => learn.fineTune(4, { freezeEpochs: 3, startEpoch: 1 }));
  expect(watch.fits.map(({ epochs, moms }) => [epochs, moms.length])).toEqual([
    [3, 2 * 3],
    [4, 3 * 3],
  ]);
});

test('fineTune leaves the first groups frozen where it is told from which one on to train', async () => {
  for (const [freezeTo, first] of [
    [1, 1],
    [-2, 1],
    [0, 0],
  ] as const) {
    const watch = new Watch();
    const learn = tinyLearner({ groups: 3, batches: 2, cbs: watch });
    await learn.noLogging(() => learn.fineTune(1, { freezeTo }));
    expect(watch.fits.map(({ frozenIdx }) => frozenIdx)).toEqual([2, first]);
    expect(watch.fits.at(-1)?.trainable).toEqual([first === 0, true, true]);
  }
});

test('fineTune trains a model of one parameter group in both fits', async () => {
  const watch = new Watch();
  const learn = tinyLearner({ batches: 2, cbs: watch });
  const weights = [learn.model.parameters().map((param) => param.item())];
  class AfterFit extends Callback<TinyBatch> {
    override afterFit() {
      weights.push(this.learn.model.parameters().map((param) => param.item()));
    }
  }
  await learn.noLogging(() => learn.fineTune(1, { cbs: new AfterFit() }));
  expect(watch.fits.map(({ frozenIdx, trainable }) => [frozenIdx, trainable])).toEqual([
    [0, [true]],
    [0, [true]],
  ]);
  const [start, frozen, end] = weights;
  expect(frozen).not.toEqual(start);
  expect(end).not.toEqual(frozen);
});

test('resetOpt forgets the momentum and the averages of earlier fits', async () => {
  const learn = tinyLearner();
  await learn.noLogging(() => learn.fitOneCycle(1, 0.1, { moms: [0.5, 0.5, 0.5] }));
  const before = learn.opt;
  await learn.noLogging(() => learn.fit(1, 0.1));
  expect([learn.opt, learn.opt.hypers[0]?.mom]).toEqual([before, 0.5]);
  await learn.noLogging(() => learn.fit(0, 0.1, { resetOpt: true }));
  expect(learn.opt).not.toBe(before);
  expect(learn.opt.hypers[0]?.mom).toBe(0.9);
  expect(learn.opt.stateDict().state.every(({ tensors }) => Object.keys(tensors).length === 0)).toBe(true);
});

test('a cycleMult that gives no cycles is refused', async () => {
  await expect(tinyLearner().fitSgdr(2, 1, { cycleMult: 1 })).rejects.toThrow(
    /cycleMult is a whole number, at least 2, and not 1/,
  );
});

test('options that there are not, and values that make no sense, are refused in the words of the call', async () => {
  const learn = tinyLearner();
  /** As callers without types have it. */
  const given = (options: object): never => options as never;
  const wrong: [() => Promise<void>, string][] = [
    [() => learn.fineTune(1, given({ lr: 1 })), "learn.fineTune has no option 'lr': did you mean 'baseLr'?"],
    [() => learn.fineTune(1, given({ freeze_epochs: 1 })), "did you mean 'freezeEpochs'?"],
    [() => learn.fineTune(1, { freezeTo: 1 }), 'the number of a parameter group, from -1 to 0, and not 1'],
    [() => learn.fineTune(1, { freezeTo: -2 }), 'the number of a parameter group, from -1 to 0, and not -2'],
    [() => learn.fineTune(1, { freezeTo: 0.5 }), 'freezeTo takes the number of a parameter group, not 0.5'],
    [() => learn.fineTune(1, 0.1 as never), 'learn.fineTune takes its options as an object'],
    [
      () => learn.fitOneCycle(1, given({ lr_max: 1 })),
      "learn.fitOneCycle has no option 'lr_max': did you mean 'lrMax'?",
    ],
    [() => learn.fitOneCycle(1, 0.1, given({ pct_start: 1 })), "did you mean 'pctStart'?"],
    [() => learn.fitFlatCos(1, 0.1, given({ div_final: 1 })), "did you mean 'divFinal'?"],
    [() => learn.fitSgdr(1, 1, 0.1, given({ mult: 1 })), "did you mean 'cycleMult'?"],
    [() => learn.fit(1, given({ lrs: 1 })), "learn.fit has no option 'lrs': did you mean 'lr'?"],
    [() => learn.fit(1, 0.1, { wd: Number.NaN }), 'wd is a number, at least 0, and not NaN'],
    [
      () => learn.fit(1, 0.1, given({ resume: 'yes' })),
      "resume is one of true, false, 'anyway', and not 'yes'",
    ],
    [() => learn.fineTune(1, { baseLr: -1 }), 'baseLr is a number, at least 0, and not -1'],
    [() => learn.fineTune(1, { lrMult: 0 }), 'lrMult is a number, above 0, and not 0'],
    [() => learn.fitOneCycle(1, 0.1, { div: 0 }), 'div is a number, above 0, and not 0'],
    [() => learn.fitOneCycle(1, 0.1, { moms: given([0.9]) }), 'moms are three numbers'],
    [
      () => learn.fit(1, 0.1, { cbs: given(Callback) }),
      'cbs takes callbacks: Callback is a class, make one with new Callback()',
    ],
    [
      () => learn.fit(1, 0.1, { cbs: given(mixUp) }),
      'cbs takes callbacks: mixUp is a function, call it: mixUp()',
    ],
    [() => learn.fit(1, 0.1, { cbs: given({}) }), 'cbs takes callbacks: an object is none'],
  ];
  for (const [fit, message] of wrong) await expect(fit(), message).rejects.toThrow(message);
});

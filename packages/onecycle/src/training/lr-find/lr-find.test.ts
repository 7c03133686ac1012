import { type Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { withoutUndefined } from '../../base/index.js';
import { DataLoaders } from '../../data/index.js';
import { reference } from '../../testing/reference.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import { Learner } from '../learner/index.js';
import { LRFinder, minimum, type SuggestFunction, slide, steep, valley } from './index.js';

interface Run {
  name: string;
  args: { start_lr?: number; end_lr?: number; num_it?: number; stop_div?: boolean };
  n_batches_per_epoch: number;
  raw_losses: (number | string)[];
  n_iterations: number;
  lrs: number[];
  smooth_losses: (number | string)[];
  points_used_for_suggestions: number;
  suggestions: Record<string, number | { error: string }>;
}
interface Reference {
  runs: Run[];
  schedule: { start_lr: number; end_lr: number; num_it: number; lrs: number[] }[];
}
const cases = reference<Reference>('lr_find');
const functions: Record<string, SuggestFunction> = { minimum, steep, valley, slide };

/** A learner whose losses are dictated, one after another, whatever the model does. */
function dictated(losses: readonly (number | string)[], batches: number) {
  let next = 0;
  const lossFunc = (pred: Tensor) =>
    pred
      .mul(0)
      .mean()
      .add(Number(losses[next++ % losses.length]));
  return tinyLearner({ batches, lossFunc });
}

const options = ({ start_lr, end_lr, num_it, stop_div }: Run['args']) =>
  withoutUndefined({ startLr: start_lr, endLr: end_lr, numIt: num_it, stopDiv: stop_div });

test('the finder runs, stops, smooths and suggests as fastai’s does', async () => {
  for (const each of cases.runs) {
    // The functions that fail in this run, one by one, then the others together.
    const failing = Object.keys(each.suggestions).filter(
      (name) => typeof each.suggestions[name] === 'object',
    );
    const working = Object.keys(each.suggestions).filter((name) => !failing.includes(name));
    for (const names of [...failing.map((name) => [name]), ...(working.length > 0 ? [working] : [])]) {
      const learn = dictated(each.raw_losses, each.n_batches_per_epoch);
      const suggest = Object.fromEntries(names.map((name) => [name, functions[name] ?? valley]));
      const found = learn.lrFind({ ...options(each.args), suggest });
      if (names.some((name) => failing.includes(name)))
        await expect(found, each.name).rejects.toThrow(/startLr|numIt|stopDiv/);
      else {
        for (const [name, lr] of Object.entries(await found)) {
          expect(lr / Number(each.suggestions[name]), `${each.name}, ${name}`).toBeCloseTo(1, 4);
        }
      }
      const { lrs = [], losses = [] } = learn.recorder.lrFind ?? {};
      expect(losses, each.name).toHaveLength(each.n_iterations);
      for (const [i, lr] of lrs.entries()) expect(lr / (each.lrs[i] ?? Number.NaN)).toBeCloseTo(1, 5);
      for (const [i, loss] of losses.entries()) {
        const smooth = Number(each.smooth_losses[i]);
        if (!Number.isFinite(smooth)) expect(loss, `${each.name}, loss ${i}`).toBe(smooth);
        else
          expect(Math.abs(loss - smooth), `${each.name}, loss ${i}`).toBeLessThan(
            1e-5 * Math.max(1, Math.abs(smooth)),
          );
      }
    }
  }
});

test('rates grow as fastai’s do', async () => {
  for (const { start_lr: startLr, end_lr: endLr, num_it: numIt, lrs } of cases.schedule) {
    const learn = dictated([1], 20);
    await learn.lrFind({ startLr, endLr, numIt, suggest: null });
    const seen = learn.recorder.lrFind?.lrs ?? [];
    expect(seen).toHaveLength(lrs.length);
    for (const [i, lr] of seen.entries()) expect(lr / (lrs[i] ?? Number.NaN)).toBeCloseTo(1, 5);
  }
});

test('a loss that diverges at once is explained, with what to try', async () => {
  const growing = Array.from({ length: 100 }, (_, i) => 10 ** i);
  const learn = dictated(growing, 20);
  await expect(learn.lrFind({ startLr: 0.1 })).rejects.toThrow(
    /diverged after \d+ batches.*startLr: 0.0001/s,
  );
  // Where the rate is next to nothing, a lower one would not help.
  for (const startLr of [1e-7, 1e-10]) {
    await expect(learn.lrFind({ startLr })).rejects.toThrow(
      /diverged after \d+ batches.*it is not the rate: .*lrFind\(\{ stopDiv: false \}\)/s,
    );
  }
  const lost = dictated([Number.NaN], 20);
  await expect(lost.lrFind()).rejects.toThrow(/NaN from the first batch on.*look at the data/);
});

test('few iterations are made 6, as far as the epochs go that were asked for', async () => {
  for (const [numIt, batches, made] of [
    [0, 6, 6],
    [3, 20, 6],
    [3, 3, 6],
    [3, 2, 4],
    [0, 4, 4],
    [12, 5, 12],
  ] as const) {
    const learn = dictated([1], batches);
    await learn.lrFind({ numIt, suggest: null });
    expect(learn.recorder.lrFind?.losses, `${numIt} with epochs of ${batches}`).toHaveLength(made);
  }
});

test('too few iterations are no divergence, and the error says what to ask for', async () => {
  await expect(dictated([1], 4).lrFind({ numIt: 3 })).rejects.toThrow(
    /made 4 iterations.*ask for more with \{ numIt: 100 \}/,
  );
  await expect(dictated([1], 4).lrFind({ numIt: -1 })).rejects.toThrow(/numIt is a whole number, at least 0/);
});

test('Ctrl-C ends the search, and no fit that follows', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  let calls = 0;
  const lossFunc = (pred: Tensor) => {
    calls += 1;
    if (calls === 8) process.emit('SIGINT', 'SIGINT');
    return pred.square().mean();
  };
  const learn = tinyLearner({ batches: 10, lossFunc });
  const before = learn.model.parameters().map(bits);
  await expect(learn.lrFind({ stopDiv: false })).rejects.toThrow(/interrupted after 8 of 100 batches/);
  said.mockRestore();
  expect(learn.model.parameters().map(bits)).toEqual(before);
  expect(learn.stopRequested).toBe(false);
});

test('the plot leaves out the end of the curve, or as much as one likes', async () => {
  const learn = dictated([1, 2], 20);
  expect(() => learn.recorder.plotLrFind()).toThrow(/call learn\.lrFind\(\) first/);
  await learn.lrFind({ numIt: 20, suggest: null });
  const lines = (options?: { skipEnd?: number }) =>
    JSON.stringify(learn.recorder.plotLrFind(options).spec()).split('"name":"line 1"').length - 1;
  // Each point stands in the line, and in the dots of lines of at most twelve.
  expect([lines(), lines({ skipEnd: 0 }), lines({ skipEnd: 15 })]).toEqual([15, 20, 10]);
});

/** The exact content of a tensor, to compare. */
const bits = (tensor: Tensor): string =>
  [...tensor.detach().contiguous().view('uint8').toTypedArray()].join(' ');

test('weights, optimizer, random stream, recorder and the place in the data are as before, bit for bit', async () => {
  torch.manualSeed(5);
  const learn = tinyLearner({ groups: 2, batches: 10 });
  await learn.noLogging(() => learn.fitOneCycle(1, 0.01));
  const state = () => ({
    weights: [...learn.model.stateDict().values()].map(bits),
    averages: learn.opt
      .stateDict()
      .state.map(({ tensors, numbers }) => [Object.values(tensors).map(bits), numbers]),
    hypers: structuredClone(learn.opt.hypers),
    random: bits(torch.getRngState()),
    recorder: structuredClone({
      lrs: learn.recorder.lrs,
      losses: learn.recorder.losses,
      values: learn.recorder.values,
      hps: learn.recorder.hps,
      row: learn.recorder.row,
      seconds: learn.recorder.seconds,
      metricNames: learn.recorder.metricNames,
    }),
    passes: learn.dls.train.epoch,
    smoothLoss: learn.smoothLoss,
    finalRecord: learn.finalRecord,
    stopRequested: learn.stopRequested,
  });
  learn.stopRequested = true;
  const before = state();
  const { valley: lr } = await learn.lrFind({ numIt: 40, stopDiv: false });
  expect(lr).toBeGreaterThan(0);
  expect(state()).toEqual(before);
  expect(learn.cbs.some((cb) => cb instanceof LRFinder)).toBe(false);
});

test('a finder that is interrupted by an error puts everything back, too', async () => {
  let calls = 0;
  const lossFunc = (pred: Tensor) => {
    calls += 1;
    if (calls === 8) throw new Error('no more');
    return pred.square().mean();
  };
  const learn = tinyLearner({ batches: 10, lossFunc });
  const before = learn.model.parameters().map(bits);
  await expect(learn.lrFind()).rejects.toThrow(/no more/);
  expect(learn.model.parameters().map(bits)).toEqual(before);
});

test('arguments that make no sense are refused in the words of the call', async () => {
  const learn = tinyLearner();
  const wrong: [object, RegExp][] = [
    [{ startLr: 0 }, /^RangeError: startLr is a number, above 0, and not 0$/],
    [{ endLr: Number.NaN }, /endLr is a number, above 0, and not NaN/],
    [{ numIt: 2.5 }, /numIt is a whole number, at least 0, and not 2.5/],
    [{ suggest: valley }, /lrFind\(\{ suggest \}\) takes functions by name, \{ valley, steep \}, or null/],
    [{ suggest: { valley: 1 } }, /'valley' is none/],
    [{ startlr: 1e-3 }, /learn.lrFind has no option 'startlr': did you mean 'startLr'\?/],
    [{ suggestFuncs: {} }, /learn.lrFind has no option 'suggestFuncs'/],
  ];
  for (const [options, message] of wrong) {
    const error = await learn.lrFind(options).catch((thrown: unknown) => String(thrown));
    expect(error).toMatch(message);
  }
  const empty = new Learner(
    new DataLoaders<TinyBatch>([learn.dls.train.new({ bs: 50, dropLast: true })]),
    learn.model,
    {
      lossFunc: learn.lossFunc,
      progress: false,
    },
  );
  await expect(empty.lrFind()).rejects.toThrow(
    /there is nothing to train on: 4 items make no batch of 50; make the data loaders with a smaller bs/,
  );
});

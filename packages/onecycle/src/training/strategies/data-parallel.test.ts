import type { ChildProcess } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import type { SharedRun } from '../../testing/shared-run.js';
import { alone, compiled, together } from '../../testing/together.js';

interface Printed {
  rank: number;
  error: string | null;
  seconds: number;
  weights: number[];
  buffers: number[];
  losses: number[];
  values: number[][];
  smooth: number[];
  suggested?: { valley: number };
  stopped: boolean;
  trainIter: number;
}

const script = compiled('shared-run');
const shared = async (run: SharedRun, nproc: number, started?: (rank: number, child: ChildProcess) => void) =>
  (await together<Printed>(script, nproc, [JSON.stringify(run)], started === undefined ? {} : { started }))
    .parts;

/** The largest difference, as a share of the largest value. */
function difference(a: readonly number[], b: readonly number[]): number {
  expect(b).toHaveLength(a.length);
  const most = Math.max(...a.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN)))) / most;
}

const agreeing: [string, number, SharedRun, number][] = [
  ['SGD', 2, { bs: 8, epochs: 4 }, 1e-6],
  ['Adam, uneven last batches', 2, { bs: 8, epochs: 4, opt: 'adam', items: 43, dropLast: false }, 1e-6],
  ['accumulated and clipped gradients', 2, { bs: 4, epochs: 4, accumulate: 12, clip: true }, 1e-6],
  ['three processes', 3, { bs: 12, epochs: 5 }, 1e-6],
  ['four, of which one gets an item of the last', 4, { bs: 8, epochs: 4, items: 41, dropLast: false }, 1e-6],
  ['shared batch norms', 2, { bs: 8, epochs: 4, norm: 'shared' }, 1e-5],
  [
    'shared batch norms, four processes, Adam, one item left',
    4,
    { bs: 8, epochs: 4, norm: 'shared', opt: 'adam', items: 41, dropLast: false },
    1e-5,
  ],
];
const dealtOut = [
  [2, 40], // 5 batches of 8
  [3, 24], // 1 batch of 8 for each
  [3, 32], // 4: in the second round two processes have none
  [4, 16], // 2: there are fewer batches than processes
].map(([nproc = 0, items = 0]): [number, number, SharedRun] => [
  nproc,
  items,
  { bs: 8 * nproc, epochs: 4, items, dropLast: false, opt: 'adam', plainLoader: true },
]);
const searching = [2, 3].map((nproc): [number, SharedRun] => [nproc, { bs: 4 * nproc, method: 'lrFind' }]);

const filledUp: SharedRun = { bs: 8, norm: 'own', items: 43, dropLast: false, lastBatch: 'padded' };
const leavingOut = [2, 3].map((nproc): [number, SharedRun] => [
  nproc,
  // All of them in the part of one process, at times.
  { bs: 4 * nproc, epochs: 3, bad: [0, 1, 2, 3, 17], trainMetrics: true, dropLast: false },
]);

/** What came of a run in one process, and in each of several. */
const outcomes = new Map<SharedRun, { whole: Printed; parts: Printed[] }>();

// What takes time is the start of a process: those of one number train all that so many are for.
beforeAll(async () => {
  const all = [
    ...agreeing.map(([, nproc, run]) => ({ nproc, run })),
    ...dealtOut.map(([nproc, , run]) => ({ nproc, run })),
    ...[...searching, ...leavingOut].map(([nproc, run]) => ({ nproc, run })),
    { nproc: 2, run: filledUp },
  ];
  const ordinary = all.map(({ run }) => ({ ...run, plainLoader: false }));
  const wholes = await alone<Printed[]>(script, [JSON.stringify(ordinary)]);
  for (const nproc of new Set(all.map((one) => one.nproc))) {
    const runs = all.flatMap(({ run, nproc: own }, i) => (own === nproc ? [{ run, whole: wholes[i] }] : []));
    const { parts } = await together<Printed[]>(script, nproc, [JSON.stringify(runs.map(({ run }) => run))]);
    const printed = parts.map(({ result, err }) => {
      if (!result) throw new Error(err);
      return result;
    });
    for (const [i, { run, whole }] of runs.entries())
      if (whole) outcomes.set(run, { whole, parts: printed.flatMap((one) => one[i] ?? []) });
  }
});

/** @throws Error where a process said nothing of it */
function outcomeOf(run: SharedRun, nproc: number): { whole: Printed; parts: Printed[] } {
  const found = outcomes.get(run);
  if (found?.parts.length !== nproc) throw new Error('not every process said what came of it');
  return found;
}

test.each(agreeing)(
  'several processes learn what one learns with the whole batch: %s',
  (_, nproc, run, most) => {
    const { whole, parts } = outcomeOf(run, nproc);
    for (const result of parts) {
      expect(result.error).toBeNull();
      expect(difference(whole.weights, result.weights)).toBeLessThan(most);
      if (whole.buffers.length > 0) expect(difference(whole.buffers, result.buffers)).toBeLessThan(most);
      expect(difference(whole.losses, result.losses)).toBeLessThan(1e-5);
      expect(difference(whole.smooth, result.smooth)).toBeLessThan(1e-5);
      // Losses and metrics of every item once, the same everywhere.
      expect(difference(whole.values.flat(), result.values.flat())).toBeLessThan(1e-5);
      expect(result.values).toEqual(parts[0]?.values);
      expect(result.weights).toEqual(parts[0]?.weights);
    }
  },
);

test.each(dealtOut)(
  'batches of a loader that knows nothing of shards are dealt out: %i processes, %i items',
  (nproc, _, run) => {
    const { whole, parts } = outcomeOf(run, nproc);
    for (const result of parts) {
      expect(result.error).toBeNull();
      expect(result.trainIter).toBe(whole.trainIter);
      expect(difference(whole.weights, result.weights)).toBeLessThan(1e-6);
      expect(difference(whole.losses, result.losses)).toBeLessThan(1e-5);
    }
  },
);

test.each(searching)(
  'the search for a learning rate suggests the same in %i processes, and as one does',
  (nproc, run) => {
    const { whole, parts } = outcomeOf(run, nproc);
    expect(whole.suggested).toBeDefined();
    for (const result of parts) {
      expect(result.suggested).toEqual(whole.suggested);
      expect(result.weights).toEqual(whole.weights);
    }
  },
);

test('a last batch that is filled up, and batch norms of one’s own', () => {
  const [first, second] = outcomeOf(filledUp, 2).parts;
  expect(first?.error).toBeNull();
  expect(second?.weights).toEqual(first?.weights);
});

test.each(leavingOut)(
  '%i processes leave out what cannot be read, and stay together; metrics of training, too',
  (nproc, run) => {
    const { parts } = outcomeOf(run, nproc);
    for (const result of parts) {
      expect(result.error).toBeNull();
      expect(result.weights).toEqual(parts[0]?.weights);
      expect(result.values).toEqual(parts[0]?.values);
      expect(result.values[0]).toHaveLength(6);
    }
  },
);

test.each<[NonNullable<SharedRun['other']>, RegExp]>([
  ['rate', /^the weights in process 1 are others than in process 0: it took other steps/],
  ['layer', /^the processes are not about to do the same: layers of the model are/],
])('a process that trains otherwise, by its %s, is noticed by all', async (other, message) => {
  for (const { result } of await shared({ bs: 8, epochs: 3, other }, 2))
    expect(result?.error).toMatch(message);
});

test('items that make no batch for all processes are said, and nothing is a training', async () => {
  for (const { result } of await shared({ bs: 12, items: 10 }, 2))
    expect(result?.error).toBe(
      'there is nothing to train on: 10 items make no batch of 12, 6 for each of 2 processes; make the data loaders with a smaller bs, or with dropLast: false',
    );
});

test('an error in one process ends all with its message', async () => {
  const trouble = { rank: 1, batch: 5, what: 'throw' } as const;
  const parts = await shared({ bs: 12, epochs: 3, trouble }, 3);
  for (const { result } of parts) expect(result?.error).toContain('the milk is sour');
  expect(parts[0]?.result?.error).toMatch(/^process 1 \(pid \d+ on .*\) failed: Watch.afterLoss threw/);
  expect(parts[1]?.result?.error).toMatch(/^Watch.afterLoss threw/);
});

test('a loss that is no number in one process ends all alike; Ctrl-C after the same batch', async () => {
  const nan = await shared({ bs: 8, epochs: 3, trouble: { rank: 1, batch: 5, what: 'nan' } }, 2);
  for (const { result } of nan)
    expect(result?.error).toMatch(/^The loss is NaN \(epoch 0 of 3, training batch 5/);
  const stopped = await shared({ bs: 8, epochs: 3, trouble: { rank: 1, batch: 5, what: 'ctrl-c' } }, 2);
  for (const { result } of stopped) {
    expect(result).toMatchObject({ error: null, stopped: true });
    expect(result?.trainIter).toBe(stopped[0]?.result?.trainIter);
    expect(result?.trainIter).toBeLessThan(9);
  }
});

test('a process that is killed, or stopped, is named by the others', async () => {
  for (const rank of [0, 1]) {
    const parts = await shared({ bs: 8, epochs: 3, trouble: { rank, batch: 5, what: 'kill' } }, 2);
    expect(parts[1 - rank]?.result?.error).toMatch(new RegExp(`^process ${rank} \\(pid \\d+ .*\\) is gone`));
    expect(parts[1 - rank]?.result?.seconds).toBeLessThan(30);
  }
  const children: ChildProcess[] = [];
  const [other] = await shared(
    { bs: 8, epochs: 3, timeout: 3, trouble: { rank: 1, batch: 5, what: 'stop' } },
    2,
    (rank, child) => {
      children[rank] = child;
      if (rank === 0) child.on('close', () => children[1]?.kill('SIGKILL'));
    },
  );
  expect(other?.result?.error).toMatch(
    process.platform === 'linux' ? /^process 1 .* is stopped/ : /^process 1 .* does not answer/,
  );
});

import { expect, it } from 'vitest';
import type { EpochPoint, Run } from '../../protocol/index.js';
import { mergePoints } from '../store/index.js';
import { shareDone } from './run-panel.js';
import { change } from './runs-table.js';

const run = (errorRate: number | null) => ({ last: { errorRate } as EpochPoint }) as Run;

it('says what an error rate is against the one before', () => {
  expect(change(run(0.05), run(0.1))).toBe('5.0 points less');
  expect(change(run(0.125), run(0.1))).toBe('2.5 points more');
  expect(change(run(0.1), run(0.1))).toBe('as before');
  expect(change(run(0.1), undefined)).toBe('');
  expect(change(run(null), run(0.1))).toBe('');
});

it('counts epochs and their batches as a share', () => {
  const at = (epoch: number, batch: number, batches = 10) =>
    shareDone({ progress: { epochs: 4, epoch, batch, batches } } as Run);
  expect(at(0, 0)).toBe(0);
  expect(at(1, 5)).toBe(0.375);
  expect(at(4, 0, 0)).toBe(1);
  expect(shareDone({ progress: { epochs: 0, epoch: 0, batch: 0, batches: 0 } } as Run)).toBeNull();
});

it('takes in points once, whatever overlaps', () => {
  const merged = (before: number[], after: number[]) =>
    mergePoints(
      before.map((step) => ({ step, from: 'before' })),
      after.map((step) => ({ step, from: 'after' })),
      ({ step }) => step,
    );
  expect(merged([1, 2], [3, 4]).map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  expect(merged([1, 2, 3], [2, 3, 4]).map(({ from }) => from)).toEqual(['before', 'after', 'after', 'after']);
  expect(merged([], [1])).toHaveLength(1);
  expect(merged([1], [])).toHaveLength(1);
});

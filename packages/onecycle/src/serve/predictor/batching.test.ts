import { expect, test } from 'vitest';
import { Batching } from './batching.js';

const limits = { workers: 2, maxBatch: 16, maxDelayMs: 10, maxQueue: 256 };

test('who is alone waits for nobody, but for the first time', () => {
  const batching = new Batching(limits);
  const alone = { queued: 1, running: 0, idle: 2, waitedMs: 0 };
  expect(batching.next(alone)).toEqual({ waitMs: 10 });
  expect(batching.next({ ...alone, waitedMs: 4 })).toEqual({ waitMs: 6 });
  expect(batching.next({ ...alone, waitedMs: 10 })).toEqual({ take: 1 });
  batching.ended(1);
  expect(batching.next(alone)).toEqual({ take: 1 });
});

test('a worker waits for its share of the callers who were there lately, and takes no more than it', () => {
  const batching = new Batching(limits);
  batching.ended(16);
  expect(batching.next({ queued: 3, running: 8, idle: 1, waitedMs: 0 })).toEqual({ waitMs: 10 });
  expect(batching.next({ queued: 8, running: 8, idle: 1, waitedMs: 0 })).toEqual({ take: 8 });
  expect(batching.next({ queued: 3, running: 8, idle: 1, waitedMs: 10 })).toEqual({ take: 3 });
  // The other worker went off with few: both come to their share again.
  expect(batching.next({ queued: 12, running: 4, idle: 1, waitedMs: 50 })).toEqual({ take: 8 });
  // Nobody else is to come.
  expect(batching.next({ queued: 2, running: 14, idle: 1, waitedMs: 0 })).toEqual({ take: 2 });
  for (let i = 0; i < 4; i++) batching.ended(2);
  expect(batching.next({ queued: 1, running: 1, idle: 1, waitedMs: 0 })).toEqual({ take: 1 });
});

test('what comes at once is divided among the idle, up to the largest batch', () => {
  const batching = new Batching(limits);
  batching.ended(1);
  expect(batching.next({ queued: 20, running: 0, idle: 2, waitedMs: 0 })).toEqual({ take: 10 });
  expect(batching.next({ queued: 200, running: 0, idle: 2, waitedMs: 0 })).toEqual({ take: 16 });
});

test('a full queue waits for nobody', () => {
  const batching = new Batching({ ...limits, maxQueue: 4 });
  expect(batching.next({ queued: 3, running: 0, idle: 2, waitedMs: 0 })).toEqual({ waitMs: 10 });
  expect(batching.next({ queued: 4, running: 0, idle: 2, waitedMs: 0 })).toEqual({ take: 2 });
});

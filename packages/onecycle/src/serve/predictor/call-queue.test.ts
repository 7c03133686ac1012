import { expect, test } from 'vitest';
import { CallQueue } from './call-queue.js';

const names = (calls: readonly { item: { source: unknown } }[]) => calls.map(({ item }) => item.source);
const answer = { problem: 'none', passing: false };

/** A queue with a call for each name, and what becomes of them. */
function queueOf(...sources: string[]) {
  const queue = new CallQueue();
  return { queue, results: sources.map((source) => queue.add({ source, brief: true }, undefined)) };
}

test('first come, first served', async () => {
  const { queue, results } = queueOf('a', 'b', 'c');
  const calls = queue.take(2);
  expect([names(calls), queue.length, queue.first?.item.source]).toEqual([['a', 'b'], 1, 'c']);
  for (const call of calls) call.resolve(answer);
  expect(await Promise.all(results.slice(0, 2))).toEqual([answer, answer]);
});

test('what failed with its batch is tried once more, in front and alone', async () => {
  const { queue, results } = queueOf('a', 'b', 'c');
  const failure = new Error('the worker died');
  queue.retry(queue.take(2), () => failure);
  const [first, second] = [queue.take(8), queue.take(8)];
  expect([first, second, queue.take(8)].map(names)).toEqual([['a'], ['b'], ['c']]);
  queue.retry(first, () => failure);
  await expect(results[0]).rejects.toBe(failure);
  expect(queue.length).toBe(0);
});

test('a signal takes a call out of the queue, and one in hand is not tried again', async () => {
  const queue = new CallQueue();
  const [waits, runs] = [new AbortController(), new AbortController()];
  const results = [
    queue.add({ source: 'runs', brief: true }, runs.signal),
    queue.add({ source: 'waits', brief: true }, waits.signal),
  ];
  const inHand = queue.take(1);
  waits.abort(new Error('enough'));
  runs.abort(new Error('too slow'));
  expect(queue.length).toBe(0);
  queue.retry(inHand, () => new Error('the worker died'));
  expect(queue.length).toBe(0);
  await expect(results[0]).rejects.toThrow('too slow');
  await expect(results[1]).rejects.toThrow('enough');
});

test('all that wait end at once', async () => {
  const { queue, results } = queueOf('a', 'b');
  queue.fail(new Error('no worker'));
  for (const result of results) await expect(result).rejects.toThrow('no worker');
  expect(queue.length).toBe(0);
});

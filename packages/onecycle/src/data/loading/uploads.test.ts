import { expect, test } from 'vitest';
import { twoAhead, Uploads } from './uploads.js';

/** Counts up to `n`, and notes what happens. */
async function* counting(n: number, log: string[]): AsyncGenerator<number, void, undefined> {
  try {
    for (let i = 0; i < n; i++) {
      log.push(`begin ${i}`);
      await null;
      log.push(`done ${i}`);
      yield i;
    }
  } finally {
    log.push('closed');
  }
}

const noting = (log: string[]) =>
  [(i: number) => log.push(`over ${i}`), (i: number) => log.push(`free ${i}`)] as const;

test('two are begun before they are asked for, the others in the turn after one was handed over', async () => {
  const log: string[] = [];
  for await (const i of twoAhead(counting(3, log), ...noting(log))) {
    await new Promise(setImmediate);
    log.push(`use ${i}`);
  }
  expect(log).toEqual([
    ...['begin 0', 'done 0', 'begin 1', 'over 0', 'done 1', 'begin 2', 'done 2', 'use 0'],
    ...['over 1', 'closed', 'use 1', 'over 2', 'use 2'],
  ]);
});

test('who leaves early has what was begun freed and the source closed', async () => {
  const log: string[] = [];
  for await (const i of twoAhead(counting(9, log), ...noting(log))) if (i === 1) break;
  expect(log.slice(-3)).toEqual(['free 2', 'free 3', 'closed']);
});

test('an error comes in its turn, after the values before it', async () => {
  async function* failing(): AsyncGenerator<number, void, undefined> {
    yield 0;
    throw new Error('number 1 is bad');
  }
  const got: number[] = [];
  const pass = async () => {
    for await (const i of twoAhead(failing(), () => {}, got.push)) {
      await new Promise(setImmediate);
      got.push(i);
    }
  };
  await expect(pass()).rejects.toThrow('number 1 is bad');
  expect(got).toEqual([0]);
});

test('nothing is begun before the first is asked for', async () => {
  const log: string[] = [];
  const batches = twoAhead(counting(2, log), ...noting(log));
  await new Promise(setImmediate);
  await batches.return();
  expect(log).toEqual([]);
});

test('on the CPU batches are where they are used', () => {
  expect(Uploads.to('cpu')).toBeNull();
});

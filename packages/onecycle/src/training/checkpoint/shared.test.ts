import type { ChildProcess } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { compiled, together } from '../../testing/together.js';

const script = compiled('resumable-run');
const kills = Number(process.env.ONECYCLE_KILLS ?? 3);
const results = (folder: string) =>
  ['result.json', 'result-1.json'].map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));

test('two processes of which one is killed again and again end as two that were left alone', async () => {
  const [calm, rough] = [await temporaryFolder(), await temporaryFolder()];
  expect((await together(script, 2, [calm, '3'])).code).toBe(0);
  const [first, second] = results(calm);
  // Both learn the same, from random numbers of their own.
  expect(second.curves).toEqual(first.curves);
  expect(second.next).not.toEqual(first.next);

  let left = kills;
  const started = (rank: number, child: ChildProcess) => {
    // In each attempt one of the two, at some moment; the first time in the first moments.
    if (left === 0 || rank !== (left + kills) % 2) return;
    const within = left === kills ? 100 : 4000;
    left -= 1;
    child.stdout?.on('data', (text) => {
      if (String(text).includes('training')) setTimeout(() => child.kill('SIGKILL'), Math.random() * within);
    });
  };
  const { code, parts, restarts } = await together(script, 2, [rough, '3'], {
    maxRestarts: 3 * kills + 3,
    started,
  });
  if (code !== 0) throw new Error(parts.map(({ err }) => err).join('\n'));
  expect(restarts).toBeGreaterThan(0);
  expect(results(rough)).toEqual(results(calm));
  for (const name of ['history.csv', 'history.jsonl']) {
    const untimed = (folder: string) =>
      readFileSync(join(folder, name), 'utf8').replaceAll(/,\d\d:\d\d|"time":[\d.]+/g, '');
    expect(untimed(rough)).toBe(untimed(calm));
  }
});

test('a run of two processes goes on in one, or three, and says what changes', async () => {
  const folder = await temporaryFolder();
  // Interrupted in its second epoch or so.
  const { parts } = await together(script, 2, [folder, '2', '7']);
  expect(parts[0]?.out).toContain('training');
  for (const nproc of [3, 1]) {
    const copy = await temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    const { code, parts } = await together(script, nproc, [copy, '2']);
    expect([code, parts[0]?.err]).toEqual([0, parts[0]?.err]);
    expect(parts[0]?.out).toMatch(
      new RegExp(`was written by 2 processes, and now there ${nproc === 1 ? 'is 1' : 'are 3'}`),
    );
    expect(readdirSync(copy)).toContain('result.json');
  }
});

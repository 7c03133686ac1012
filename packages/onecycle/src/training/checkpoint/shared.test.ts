import type { ChildProcess } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchesIn, killAfter } from '../../testing/kill-after.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { compiled, together } from '../../testing/together.js';

const script = compiled('resumable-run');
const kills = Number(process.env.ONECYCLE_KILLS ?? 3);
const results = (folder: string) =>
  ['result.json', 'result-1.json'].map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));

test(
  `two processes, ${kills} times one of them killed at a random moment, end as two that were left alone`,
  async () => {
    const calm = await temporaryFolder();
    const whole = await together(script, 2, [calm, '3']);
    expect(whole.code).toBe(0);
    const [first, second] = results(calm);
    // Both learn the same, from random numbers of their own.
    expect(second.curves).toEqual(first.curves);
    expect(second.next).not.toEqual(first.next);

    const stopped = await temporaryFolder();
    await together(script, 2, [stopped, 'epoch', 'valid']);
    const resumed = await together(script, 2, [stopped, 'epoch']);
    expect(resumed.parts[0]?.out).toMatch(/going on in fit 0 at the validation of epoch 0/);
    expect(results(stopped)).toEqual(results(calm));

    const batches = batchesIn(whole.parts[0]?.out ?? '');
    const untimed = (folder: string, name: string) =>
      readFileSync(join(folder, name), 'utf8').replaceAll(/,\d\d:\d\d|"time":[\d.]+/g, '');
    // A run that ends before its killer comes makes room for another one, until all kills have happened.
    let done = 0;
    while (done < kills) {
      const rough = await temporaryFolder();
      const before = done;
      let victim = 0;
      const started = (rank: number, child: ChildProcess) => {
        if (rank === 0) victim = Math.floor(2 * Math.random());
        if (rank !== victim || done === kills) return;
        killAfter(child, Math.floor(Math.random() * batches), () => {
          done++;
        });
      };
      const { code, parts, restarts } = await together(script, 2, [rough, '3'], {
        maxRestarts: kills + 3,
        started,
      });
      if (code !== 0) throw new Error(parts.map(({ err }) => err).join('\n'));
      expect(restarts).toBeGreaterThanOrEqual(done - before);
      expect(results(rough)).toEqual(results(calm));
      for (const name of ['history.csv', 'history.jsonl'])
        expect(untimed(rough, name)).toBe(untimed(calm, name));
    }
    expect(done).toBe(kills);
  },
  (kills + 5) * 120_000,
);

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

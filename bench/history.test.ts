import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { benchmarkPage } from '../scripts/docs/benchmarks.mjs';
import { job } from './jobs/ops.mjs';
import { append, entryOf, readHistory, thisMachine } from './lib/history.mjs';

const folder = mkdtempSync(join(tmpdir(), 'onecycle-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

const circumstances = {
  pairs: 3,
  threads: 2,
  date: '2026-01-02T03:04:05.000Z',
  commit: 'abc',
  machine: thisMachine(),
};
const measured = {
  onecycle: { measurements: [{ value: 5 }, { value: 3 }, { value: 4 }] },
  PyTorch: { measurements: [{ value: 2 }, { value: 8 }, { value: 1 }] },
};

test('a recording keeps medians, ranges and ratios, and comes back as it was', () => {
  const entry = entryOf('ops', job, measured, circumstances);
  expect(entry.sides).toEqual({
    onecycle: { median: 4, least: 3, most: 5 },
    PyTorch: { median: 2, least: 1, most: 8 },
  });
  expect(entry.ratios).toEqual([{ side: 'onecycle', peer: 'PyTorch', ratio: 2 }]);
  const file = join(folder, 'history.jsonl');
  append(entry, file);
  append(entry, file);
  expect(readHistory(file)).toEqual([entry, entry]);
  expect(readHistory(join(folder, 'none.jsonl'))).toEqual([]);
});

test('a side that was skipped has no numbers, and nothing is compared with it', () => {
  const entry = entryOf('ops', job, { ...measured, PyTorch: { skipped: 'no Python' } }, circumstances);
  expect(Object.keys(entry.sides)).toEqual(['onecycle']);
  expect(entry.ratios).toEqual([]);
});

test('a damaged line is named', () => {
  const file = join(folder, 'damaged.jsonl');
  writeFileSync(file, '{}\n{"date":\n');
  expect(() => readHistory(file)).toThrow(/damaged\.jsonl, line 2: /);
});

test('the page says that there is nothing, lists one recording, draws two, and lists the newest first', async () => {
  expect(await benchmarkPage([], folder)).toContain('Nothing is recorded yet');
  const entry = entryOf('ops', job, measured, circumstances);
  const one = await benchmarkPage([entry], folder);
  expect(one).toContain('4.00 (3.00–5.00)');
  expect(one).toContain('2.00× PyTorch');
  const two = await benchmarkPage([entry, { ...entry, date: '2026-02-02T00:00:00.000Z' }], folder);
  const chart = /\((bench-ops-\d+\.svg)\)/.exec(two)?.[1] ?? '';
  expect(readFileSync(join(folder, chart), 'utf8')).toContain('<svg');
  expect(two.indexOf('2026-02-02')).toBeLessThan(two.indexOf('2026-01-02'));
});

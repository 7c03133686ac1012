import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { torch } from '../torch/index.js';
import { compare, type DifferentialCase } from './differential.js';

// `npm run test:differential` writes a larger file than the committed one, and names it here.
const file = process.env.ONECYCLE_DIFFERENTIAL ?? new URL('./fixtures/differential.json', import.meta.url);
const { version, cases }: { version: string; cases: DifferentialCase[] } = JSON.parse(
  readFileSync(file, 'utf8'),
);

const minor = (text: string) => text.split('.').slice(0, 2).join('.');
const sameVersion = minor(version) === minor(torch.version);

test('the file covers what it should', () => {
  const operators = new Set(cases.map(({ op }) => op));
  expect(operators.size).toBeGreaterThanOrEqual(300);
  expect(cases.filter(({ grads }) => grads).length).toBeGreaterThanOrEqual(200);
});

test.skipIf(!sameVersion)(
  `operators answer as Python PyTorch ${version} does (this libtorch is ${torch.version})`,
  () => {
    const failures = cases.flatMap((example, i) => {
      let outcome: string | null;
      try {
        outcome = compare(example);
      } catch (error) {
        outcome = error instanceof Error ? error.message : String(error);
      }
      return outcome === null ? [] : [`case ${i}, ${example.op}: ${outcome}`];
    });
    expect(failures).toEqual([]);
  },
);

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nn, Tensor } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { source } from './source.js';

test('a function, with its comment and its types', () => {
  const text = source(source);
  expect(text).toMatch(/^\/\*\*\n \* The TypeScript source of one of our functions/);
  expect(text).toContain('export function source(of: Source | Class): string {');
  expect(text.trimEnd()).toMatch(/\}$/);
});

test('a method of a class, told from others of its name', () => {
  const text = source(Tensor.prototype.backward);
  expect(text).toContain('Computes the gradients of this tensor');
  expect(text).toMatch(/^backward\($/m);
  expect(text).not.toContain('registerHook');
});

test('a class', () => {
  expect(source(nn.BatchNorm2d)).toMatch(/export class BatchNorm2d/);
});

test('every function and class that the library exports, as a user has it: compiled', () => {
  const program = `
    import * as onecycle from 'onecycle';
    const { source, errorRate, showGraph } = onecycle;
    const functions = Object.entries(onecycle).filter(([, of]) => typeof of === 'function');
    const missing = functions.filter(([, of]) => source(of) === String(of)).map(([name]) => name);
    console.log(JSON.stringify({ missing, errorRate: source(errorRate), showGraph: source(showGraph) }));`;
  const found = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      encoding: 'utf8',
    }),
  );
  expect(found.missing).toEqual([]);
  // A constant whose function was made elsewhere, and one of a single expression: its own text, whole and nothing else.
  const file = readFileSync(new URL('../training/metrics/per-batch.ts', import.meta.url), 'utf8');
  const [text] = /\/\*\* One minus the accuracy\. \*\/\nexport const errorRate = .*?\n\);/s.exec(file) ?? [];
  expect(text).toBeDefined();
  expect(found.errorRate).toBe(text);
  expect(found.showGraph).toMatch(/new ShowGraphCallback\(options\);$/);
});

test("a user's own function, as the runtime has it", () => {
  const nobodyElseHasThis = () => 42;
  expect(source(nobodyElseHasThis)).toContain('42');
});

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

test("a user's own function, as the runtime has it", () => {
  const nobodyElseHasThis = () => 42;
  expect(source(nobodyElseHasThis)).toContain('42');
});

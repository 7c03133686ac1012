import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sinceWhen, withVersion, writtenBefore } from './history.js';

test('the first version that had an overload is kept, in whatever order versions are looked into', () => {
  const empty = { versions: [], first: {} };
  const newer = withVersion(empty, '2.13.0+cpu', ['aten::relu', 'aten::add.Tensor']);
  const both = withVersion(newer, '1.13.1', ['aten::add.Tensor', 'aten::abs']);
  expect(both.versions).toEqual(['1.13', '2.13']);
  expect(Object.entries(both.first)).toEqual([
    ['aten::abs', '1.13'],
    ['aten::add.Tensor', '1.13'],
    ['aten::relu', '2.13'],
  ]);
  expect(newer.versions).toEqual(['2.13']);
  // 2.6 is older than 2.13, as numbers and not as texts.
  expect(withVersion(both, '2.6.0', ['aten::relu']).first['aten::relu']).toBe('2.6');
});

test('since when there is one of several overloads; nothing is said of the oldest version', () => {
  const history = { versions: ['1.13', '2.6', '2.13'], first: { a: '2.13', b: '2.6', c: '1.13' } };
  expect(sinceWhen(history, ['a'])).toBe('2.13');
  expect(sinceWhen(history, ['a', 'b'])).toBe('2.6');
  expect(sinceWhen(history, ['a', 'c'])).toBeUndefined();
  expect(sinceWhen(history, ['unknown'])).toBeUndefined();
});

test('the members of generated interfaces are found again, each with its comment and all its overloads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onecycle-history-'));
  try {
    const file = join(folder, 'functions.ts');
    writeFileSync(
      file,
      [
        'export interface TorchFunctions {',
        '  /** `abs(Tensor self)` */',
        '  abs(self: Tensor): Tensor;',
        '  /**',
        '   * - `add`',
        '   */',
        '  add(self: Tensor, other: Tensor): Tensor;',
        '  add(self: Tensor, other: number): Tensor;',
        '}',
        'interface Tensor {',
        '  /** of tensors */',
        '  abs(): Tensor;',
        '}',
      ].join('\n'),
    );
    expect(Object.fromEntries(writtenBefore(file))).toEqual({
      'TorchFunctions.abs': '  /** `abs(Tensor self)` */\n  abs(self: Tensor): Tensor;',
      'TorchFunctions.add':
        '  /**\n   * - `add`\n   */\n  add(self: Tensor, other: Tensor): Tensor;\n  add(self: Tensor, other: number): Tensor;',
      'Tensor.abs': '  /** of tensors */\n  abs(): Tensor;',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

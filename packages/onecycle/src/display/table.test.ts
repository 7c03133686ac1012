import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Table, table } from './table.js';

const activations = table({
  '3': [0.602469, 0.502065, 0.133188],
  '7': [0.397531, 0.497935, 0.866811],
  targ: [0, 1, 0],
  loss: [-0.602469, -0.497935, Number.NaN],
  name: ['pug', 'a "quoted", name', null],
});

test('prints columns in line: numbers to the right with equal decimals, text to the left', () => {
  expect(String(activations)).toBe(
    [
      '       3         7  targ       loss  name',
      '────────  ────────  ────  ─────────  ────────────────',
      '0.602469  0.397531     0  -0.602469  pug',
      '0.502065  0.497935     1  -0.497935  a "quoted", name',
      '0.133188  0.866811     0        NaN',
    ].join('\n'),
  );
});

test('very small and very large numbers keep their digits', () => {
  expect(String(table({ lr: [1e-7, 2.5e-6] }))).toContain('2.5000e-6');
  expect(String(table({ big: [1.5e12, 0.5] }))).toContain('1.5000e+12');
  expect(String(table({ p: [0.1234] }, { digits: 2 }))).toContain('0.12');
});

test('columns keep the digits that they are told, halves going to the even one', () => {
  const scores = table({ p: [1e-7, 0, 0.125, Number.NaN], n: [1, 2, 3, 4] }, { columnDigits: { p: 2 } });
  expect(String(scores).split('\n').slice(2)).toEqual(['0.00  1', '0.00  2', '0.12  3', ' NaN  4']);
});

test('wide characters count twice', () => {
  const [head, , first, second] = String(table({ name: ['柴犬', 'pug'], n: [1, 2] })).split('\n');
  expect(head).toBe('name  n');
  expect(first).toBe('柴犬  1');
  expect(second).toBe('pug   2');
});

test('Markdown, CSV and HTML escape what has a meaning there', () => {
  const odd = new Table(['a|b', 'c'], [['1\n2', '<b> & "x"']]);
  expect(odd.toMarkdown()).toBe('| a\\|b | c |\n| --- | --- |\n| 1<br>2 | <b> & "x" |\n');
  expect(odd.toCsv()).toBe('a|b,c\n"1\n2","<b> & ""x"""\n');
  expect(odd.toHtml()).toContain('&#60;b&#62; &#38; &#34;x&#34;');
});

test('a notebook gets HTML and text', async () => {
  const bundle = await activations.mimeBundle();
  expect(bundle['text/html']).toContain('<th scope="col" style="text-align:right">targ</th>');
  expect(bundle['text/plain']).toBe(String(activations));
});

test('saves by extension and refuses others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'table-'));
  await activations.save(join(folder, 't.csv'));
  expect(await readFile(join(folder, 't.csv'), 'utf8')).toContain('0.602469,0.397531,0,-0.602469,pug\n');
  await activations.save(join(folder, 't.html'));
  const page = await readFile(join(folder, 't.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toMatch(/https?:/);
  await expect(activations.save(join(folder, 't.xlsx'))).rejects.toThrow(
    'use one of the extensions .html, .csv, .md',
  );
});

test('columns come as typed arrays and tensors too; unequal lengths and matrices are named', () => {
  expect(table({ a: new Float32Array([1, 2]), b: { tolist: () => [3n, 4n] } }).rows).toEqual([
    [1, 3n],
    [2, 4n],
  ]);
  expect(() => table({ a: [1, 2], b: [1] })).toThrow("'a' has 2 rows, 'b' has 1");
  expect(() => table({ a: { tolist: () => [[1], [2]] } })).toThrow(
    "column 'a' of a table needs one value per row",
  );
  expect(() => new Table(['a', 'b'], [[1]])).toThrow('row 0 of the table has 1 cell');
  const given = (value: unknown): never => value as never;
  expect(() => table({ a: given(5) })).toThrow("table takes a list or a tensor as column 'a', not a number");
  expect(() => new Table(given(undefined), [])).toThrow(
    "new Table takes a list of columns' names, not undefined",
  );
  expect(() => new Table(['a'], given([{ a: 1 }]))).toThrow('number 0 of this list is an object');
  expect(() => new Table(['a'], [[1]], given(null))).toThrow('new Table takes its options as an object');
  expect(String(table({}))).toBe('\n');
});

import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { torch } from '../torch/index.js';
import { fileFormat, loadNpy, loadPth, loadSafetensors, saveNpy, saveSafetensors } from './index.js';

const given = (value: unknown): never => value as never;
/** Stands for onecycle's. */
class Path {}

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
const expected: Record<string, { tensor: string; shape: number[]; data: unknown[] }> = JSON.parse(
  readFileSync(fixture('expected.json'), 'utf8'),
);
const files = Object.keys(expected).filter((name) => name.endsWith('.npy'));
const scratch = async () => join(await mkdtemp(join(tmpdir(), 'npy-')), 'x.npy');

test.each(files)('%s holds what NumPy put into it', async (name) => {
  const tensor = await loadNpy(fixture(name));
  const { tensor: dtype, shape, data } = expected[name] ?? {};
  expect([tensor.dtype, tensor.shape, [tensor.tolist()].flat(9)]).toEqual([dtype, shape, data]);
});

test.each(files.filter((name) => name !== 'fortran.npy'))(
  '%s is written byte for byte as NumPy writes it',
  async (name) => {
    const path = await scratch();
    await saveNpy(path, await loadNpy(fixture(name)));
    expect(await readFile(path)).toEqual(readFileSync(fixture(name)));
  },
);

test.each([
  ['big_endian.npy', /NumPy's >f4/],
  ['unsigned.npy', /NumPy's <u2/],
  ['objects.npy', /NumPy's \|O/],
  ['record.npy', /NumPy's \[\('a'/],
  ['tensor.pth', /no \.npy file/],
])('refuses %s', async (name, message) => {
  await expect(loadNpy(fixture(name))).rejects.toThrow(message);
  await expect(loadNpy(fixture(name))).rejects.toThrow(name);
});

test.each<[string, (whole: Buffer) => Buffer, RegExp]>([
  ['an empty file', () => Buffer.alloc(0), /no \.npy file/],
  ['half a header', (whole) => whole.subarray(0, 40), /cut short/],
  [
    'missing data',
    (whole) => whole.subarray(0, -1),
    /holds 23 bytes of data, float32 of shape \[2, 3\] takes 24/,
  ],
  [
    'an absurd shape',
    (whole) =>
      Buffer.from(
        whole
          .toString('latin1')
          .replace('(2, 3), }          ', '(9999999999999, 9999999), }')
          .slice(0, whole.length),
        'latin1',
      ),
    /no array has the shape|takes/,
  ],
  [
    'a negative size',
    (whole) => Buffer.from(whole.toString('latin1').replace('(2, 3), } ', '(-2, 3), }'), 'latin1'),
    /malformed/,
  ],
])('refuses %s', async (_, damage, message) => {
  const path = await scratch();
  await writeFile(path, damage(readFileSync(fixture('f4.npy'))));
  await expect(loadNpy(path)).rejects.toThrow(message);
});

test('NumPy has no bfloat16', async () => {
  await expect(saveNpy(await scratch(), torch.ones([2], { dtype: 'bfloat16' }))).rejects.toThrow(
    /no type for bfloat16/,
  );
});

test('any byte but 0 is true', async () => {
  const path = await scratch();
  await saveNpy(path, torch.tensor([true, false, true]));
  const bytes = await readFile(path);
  bytes[bytes.length - 1] = 255;
  await writeFile(path, bytes);
  const truth = await loadNpy(path);
  expect(truth.sum().item()).toBe(2);
  expect(
    truth
      .eq(torch.tensor([true, false, true]))
      .all()
      .item(),
  ).toBe(true);
});

test.each<[string, () => Promise<unknown>, string]>([
  ['no path', () => loadNpy(given(undefined)), "a file's path is a text, not undefined"],
  ['a path that is not there yet', () => loadPth(given(Promise.resolve('x'))), 'not a Promise: await it'],
  [
    'an object as path',
    () => loadNpy(given(new Path())),
    "a file's path is a text, not a Path: give String(path)",
  ],
  ['a number', () => fileFormat(given(5)), "a file's path is a text, not a number"],
  [
    'a buffer',
    () => loadSafetensors(given(new ArrayBuffer(8))),
    'not an ArrayBuffer: new Uint8Array(buffer)',
  ],
  [
    'arguments in the other order',
    () => saveNpy(given(torch.ones([1])), given('x.npy')),
    'is a text, not a Tensor',
  ],
  [
    'a list as tensor',
    () => saveNpy('x.npy', given([1])),
    'saveNpy takes a tensor, not an array: torch.tensor makes one of it',
  ],
  [
    'no path to write',
    () => saveSafetensors(given(new Map()), given('x')),
    "a file's path is a text, not a Map",
  ],
])('%s is told', async (_, call, message) => {
  await expect(call()).rejects.toThrow(message);
});

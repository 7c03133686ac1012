import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { type Loaded, loadPth } from './index.js';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

/** What Python said of each file, by the file's name. */
const expected: Record<string, unknown> = JSON.parse(readFileSync(fixture('expected.json'), 'utf8'));

/** The same description of what was loaded here. */
function describeLoaded(value: Loaded): unknown {
  if (value instanceof Tensor) {
    return {
      tensor: value.dtype,
      shape: value.shape,
      stride: value.stride(),
      requiresGrad: value.requiresGrad,
      data: [value.tolist()].flat(9),
    };
  }
  if (value instanceof Map) return { map: [...value].map((pair) => pair.map(describeLoaded)) };
  if (value instanceof Set) return { set: [...value].map(describeLoaded) };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (typeof value === 'bigint') return { int: String(value) };
  return Array.isArray(value) ? value.map(describeLoaded) : value;
}

const files = Object.keys(expected).filter((name) => name.endsWith('.pth'));

test.each(files)('%s holds what Python put into it', async (name) => {
  expect(describeLoaded(await loadPth(fixture(name)))).toEqual(expected[name]);
});

const at = (value: Loaded, key: string): Tensor => {
  const found = value instanceof Map ? value.get(key) : undefined;
  if (found instanceof Tensor) return found;
  throw new Error(`no tensor ${key}`);
};

test('views of one storage share memory, and outlive each other', async () => {
  const views = await loadPth(fixture('views.pth'));
  at(views, 'base').fill_(7);
  expect(at(views, 'transposed').tolist()).toEqual(Array.from({ length: 6 }, () => [7, 7, 7, 7]));
  at(views, 'base').dispose();
  expect(at(views, 'row').tolist()).toEqual([7, 7, 7, 7, 7, 7]);
});

test('what is loaded owns its memory: no handle is left but those returned', async () => {
  const before = torch.memory().tensors;
  const value = await loadPth(fixture('state_dict.pth'));
  if (!(value instanceof Map)) throw new Error('expected a Map');
  expect(torch.memory().tensors - before).toBe(value.size);
});

test.each([
  ['evil.pth', /refuses 'posix\.system'/],
  ['module.pth', /refuses 'torch\.nn\.modules\.linear\.Linear'.*save a state_dict\(\)/],
  ['complex.pth', /refuses 'torch\.ComplexFloatStorage'/],
  ['legacy.pth', /format before 1\.6, which is not read here\. In Python: torch\.save/],
  ['script.pt', /TorchScript program/],
  ['dtypes.safetensors', /no PyTorch file/],
])('refuses %s', async (name, message) => {
  await expect(loadPth(fixture(name))).rejects.toThrow(message);
  await expect(loadPth(fixture(name))).rejects.toThrow(name);
});

test('a damaged file is an error, wherever the damage lies', async () => {
  const whole = await readFile(fixture('views.pth'));
  const right = JSON.stringify(describeLoaded(await loadPth(fixture('views.pth'))));
  const path = join(await mkdtemp(join(tmpdir(), 'pth-')), 'damaged.pth');
  let refused = 0;
  for (let at = 0; at < whole.length; at += 7) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    await writeFile(path, damaged);
    const outcome = await loadPth(path).catch((error: unknown) => error);
    if (outcome instanceof Error) refused++;
    // Padding, time stamps and the like may change without harm; numbers may not.
    else if (!(outcome instanceof Map)) throw new Error(`byte ${at}: neither an error nor the Map`);
    else expect(JSON.stringify(describeLoaded(outcome))).toBe(right);
  }
  expect(refused).toBeGreaterThan(50);
  for (let length = 0; length < whole.length; length += 97) {
    await writeFile(path, whole.subarray(0, length));
    await expect(loadPth(path)).rejects.toThrow(path);
  }
});

test('a missing file is an error of the file system', async () => {
  await expect(loadPth('/nowhere/x.pth')).rejects.toThrow(/ENOENT.*\/nowhere\/x\.pth/);
});

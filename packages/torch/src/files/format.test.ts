import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fileFormat, loadPth } from './index.js';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'format-'));

test.each([
  ['state_dict.pth', 'model.pth.tar', 'pytorch'],
  ['state_dict.pth', 'model.th', 'pytorch'],
  ['state_dict.pth', 'pytorch_model.bin', 'pytorch'],
  ['state_dict.pth', 'last.ckpt', 'pytorch'],
  ['state_dict.pth', 'odd.safetensors', 'pytorch'],
  ['legacy.pth', 'old.bin', 'pytorch'],
  ['dtypes.safetensors', 'weights.pth', 'safetensors'],
  ['f4.npy', 'numbers', 'npy'],
])('%s is known under the name %s', async (name, as, format) => {
  const path = join(folder, as);
  await copyFile(fixture(name), path);
  expect(await fileFormat(path)).toBe(format);
});

test('what is something else is refused by name, with its first bytes', async () => {
  const [page, empty] = [join(folder, 'model.bin'), join(folder, 'empty.pth')];
  await writeFile(page, '<!DOCTYPE html>');
  await writeFile(empty, '');
  await expect(fileFormat(page)).rejects.toThrow(
    /model\.bin is no file of safetensors, PyTorch or NumPy.*it is a web page/,
  );
  const odd = join(folder, 'odd.bin');
  for (const [bytes, look] of [
    [Buffer.from('version https://git-lfs.github.com/spec/v1'), 'git lfs pull brings the file'],
    [Buffer.from([0x1f, 0x8b, 8, 0]), 'it is compressed with gzip: unpack it before'],
    [Buffer.from([0x89, 0x48, 0x44, 0x46]), '89 48 44 46'],
  ] as const) {
    await writeFile(odd, bytes);
    await expect(fileFormat(odd)).rejects.toThrow(look);
  }
  await expect(fileFormat(empty)).rejects.toThrow(/empty\.pth is no file .*it is empty/);
  await expect(fileFormat(join(folder, 'none.bin'))).rejects.toThrow(/ENOENT/);
});

test('PyTorch files are read under any name, and old ones refused in words', async () => {
  const path = join(folder, 'again.bin');
  await copyFile(fixture('state_dict.pth'), path);
  expect(await loadPth(path)).toBeInstanceOf(Map);
  await copyFile(fixture('legacy.pth'), path);
  await expect(loadPth(path)).rejects.toThrow(/format before 1\.6/);
});

test('a safetensors file is one, whatever the length of its header begins with', async () => {
  // As a zip archive, a pickle and NumPy's file begin.
  for (const start of [0x4b50, 0x0280, 0x93]) {
    const header = '{"__metadata__":{}}'.padEnd(start);
    const path = join(folder, `header-${start}.pth`);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    await writeFile(path, Buffer.concat([length, Buffer.from(header)]));
    expect(await fileFormat(path)).toBe('safetensors');
  }
});

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { URLs, untarData } from '../data/index.js';
import { paperPets } from './paper-pets.js';

const folders: string[] = [];
async function draw(options: { seed?: number; perBreed: number }): Promise<Map<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'paper-pets-'));
  folders.push(folder);
  expect(await paperPets(folder, { ...options, progress: false })).toBe(options.perBreed * 12);
  const names = (await readdir(join(folder, 'images'))).sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, 'images', name))] as const),
    ),
  );
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

test('names are those of the Oxford set: cats with a capital, twelve breeds', async () => {
  const names = [...(await draw({ perBreed: 2 })).keys()];
  expect(names).toHaveLength(24);
  expect(names).toContain('great_pyrenees_2.jpg');
  for (const name of names) expect(name).toMatch(/^(.+)_\d+.jpg$/);
});

test('a table has the labels of all pictures', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paper-pets-'));
  folders.push(folder);
  await paperPets(folder, { perBreed: 1, progress: false });
  const lines = (await readFile(join(folder, 'labels.csv'), 'utf8')).trim().split('\n');
  expect(lines[0]).toBe('fname,label,kind');
  expect(lines).toContain('images/great_pyrenees_1.jpg,great_pyrenees,dog');
  expect(lines).toHaveLength(13);
});

test('what was drawn there before makes way, and nothing else does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paper-pets-'));
  folders.push(folder);
  await paperPets(folder, { perBreed: 2, progress: false });
  await writeFile(join(folder, 'images', 'my_own_1.jpg'), 'kept');
  await paperPets(folder, { perBreed: 1, seed: 2, progress: false });
  const names = await readdir(join(folder, 'images'));
  expect(names).toHaveLength(13);
  expect(names).toContain('my_own_1.jpg');
  const file = join(folder, 'labels.csv');
  await expect(paperPets(file, { perBreed: 1, progress: false })).rejects.toThrow(
    `Paper Pets need a folder to be drawn into, which ${file} cannot be: ENOTDIR`,
  );
});

test('the same seed writes the same bytes, another seed others', async () => {
  const [first, again, other] = [
    await draw({ perBreed: 2 }),
    await draw({ perBreed: 2 }),
    await draw({ perBreed: 2, seed: 2 }),
  ];
  for (const [name, bytes] of first) {
    expect(again.get(name)?.equals(bytes), name).toBe(true);
    expect(other.get(name)?.equals(bytes), name).toBe(false);
  }
});

test('pictures are colour JPEGs of 200 to 600 pixels a side, in many shapes and qualities', async () => {
  const pictures = [...(await draw({ perBreed: 3 })).values()];
  const all = await Promise.all(pictures.map((bytes) => sharp(bytes).metadata()));
  for (const { format, channels, width, height } of all) {
    expect([format, channels]).toEqual(['jpeg', 3]);
    for (const side of [width, height]) expect(side >= 200 && side <= 600).toBe(true);
  }
  expect(new Set(all.map(({ width, height }) => (width / height).toFixed(1))).size).toBeGreaterThan(6);
});

test('a wrong number of pictures is refused', async () => {
  await expect(paperPets('/nowhere', { perBreed: 0 })).rejects.toThrow('not 0');
});

test('untarData draws them into the cache, once', async () => {
  const dest = await mkdtemp(join(tmpdir(), 'paper-pets-'));
  folders.push(dest);
  const path = await untarData(URLs.PAPER_PETS, { dest, progress: false });
  expect(path.join('images').ls()).toHaveLength(720);
  expect(path.join('labels.csv').exists()).toBe(true);
  const { mtimeMs } = await stat(String(path));
  await untarData(URLs.PAPER_PETS, { dest, progress: false });
  expect((await stat(String(path))).mtimeMs).toBe(mtimeMs);
});

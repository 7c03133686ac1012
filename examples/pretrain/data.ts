import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Tensor, torch } from 'onecycle';
import sharp from 'sharp';

/** Tiny ImageNet: 200 classes, pictures of 64 × 64. */
export const side = 64;

/** Pictures as bytes `[N, 64, 64, 3]` and their classes `[N]`. */
export type Pictures = { pictures: Tensor; labels: Tensor };

type Entry = { file: string; label: number };

/**
 * Reads Tiny ImageNet, each picture decoded once: the bytes are kept in `cache` for the next start.
 * @param folder the unpacked `tiny-imagenet-200`
 */
export async function tinyImagenet(
  folder: string,
  cache: string,
): Promise<{ train: Pictures; valid: Pictures; classes: string[] }> {
  const classes = (await readFile(join(folder, 'wnids.txt'), 'utf8')).trim().split(/\s+/).sort();
  const index = new Map(classes.map((wnid, i) => [wnid, i]));
  const label = (wnid: string) => {
    const found = index.get(wnid);
    if (found === undefined)
      throw new Error(`${wnid} is not among the classes of ${join(folder, 'wnids.txt')}`);
    return found;
  };
  await mkdir(cache, { recursive: true });
  const train = await packed(join(cache, 'train.bin'), await trainEntries(folder, classes, label));
  const valid = await packed(join(cache, 'valid.bin'), await validEntries(folder, label));
  return { train, valid, classes };
}

async function trainEntries(
  folder: string,
  classes: string[],
  label: (wnid: string) => number,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const wnid of classes) {
    const images = join(folder, 'train', wnid, 'images');
    for (const name of (await readdir(images)).sort())
      entries.push({ file: join(images, name), label: label(wnid) });
  }
  return entries;
}

async function validEntries(folder: string, label: (wnid: string) => number): Promise<Entry[]> {
  const rows = (await readFile(join(folder, 'val', 'val_annotations.txt'), 'utf8')).trim().split('\n');
  return rows.map((row) => {
    const [name = '', wnid = ''] = row.split('\t');
    return { file: join(folder, 'val', 'images', name), label: label(wnid) };
  });
}

async function packed(file: string, entries: Entry[]): Promise<Pictures> {
  const labels = torch.tensor(entries.map((entry) => entry.label));
  const shape = [entries.length, side, side, 3];
  if (!existsSync(file)) {
    const bytes = await decodeAll(entries);
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
  }
  const bytes = await readFile(file);
  if (bytes.length !== entries.length * side * side * 3)
    throw new Error(`${file} is damaged: remove it and start again`);
  return {
    pictures: torch.fromTypedArray(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), shape),
    labels,
  };
}

async function decodeAll(entries: Entry[]): Promise<Uint8Array> {
  const size = side * side * 3;
  const bytes = new Uint8Array(entries.length * size);
  const queue = entries.entries();
  const work = async () => {
    for (const [i, { file }] of queue) {
      const picture = await sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer();
      if (picture.length !== size) throw new Error(`${file} is not a picture of ${side} × ${side}`);
      bytes.set(picture, i * size);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return bytes;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { torch } from '@onecycle/torch';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { categoryBlock, DataBlock, getImageFiles, indexSplitter, Rng } from '../../data/index.js';
import { imageBlock } from '../blocks/index.js';
import { verifyImages } from '../folders/index.js';
import { resize } from '../resize/index.js';
import { damagedFiles } from '../testing/damaged.js';
import { PictureError } from './index.js';

/** 200 here; `ONECYCLE_DAMAGED=2000` for the long form. */
const count = Number(process.env.ONECYCLE_DAMAGED ?? 200);

const bmp = fileURLToPath(new URL('fixtures/rgb.bmp', import.meta.url));

/** Good pictures of 120 × 90 pixels in all formats, with enough detail that every part of a file matters. */
async function goodFiles(folder: string): Promise<string[]> {
  const [width, height] = [120, 90];
  const rng = new Rng(5);
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i / 7 + 60 * rng.uniform()) & 255);
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  const made: Record<string, Promise<Buffer>> = {
    'baseline.jpg': image.clone().jpeg().toBuffer(),
    'progressive.jpg': image.clone().jpeg({ progressive: true }).toBuffer(),
    'colours.png': image.clone().png().toBuffer(),
    'palette.png': image.clone().png({ palette: true }).toBuffer(),
    'one.gif': image.clone().gif().toBuffer(),
    'lossless.webp': image.clone().webp({ lossless: true }).toBuffer(),
    'lossy.webp': image.clone().webp().toBuffer(),
    'lzw.tif': image.clone().tiff({ compression: 'lzw' }).toBuffer(),
    'some.avif': image.clone().avif().toBuffer(),
  };
  for (const [name, bytes] of Object.entries(made)) writeFileSync(join(folder, name), await bytes);
  return [...Object.keys(made).map((name) => join(folder, name)), bmp];
}

test(`${count} damaged pictures: each an error that names the file, none a crash, a hang or a leak`, async () => {
  const place = mkdtempSync(join(tmpdir(), 'onecycle-damaged-'));
  const source = mkdtempSync(join(tmpdir(), 'onecycle-good-'));
  try {
    const good = await goodFiles(source);
    expect(await verifyImages(good, { progress: false })).toHaveLength(0);
    const files = damagedFiles(good, count, new Rng(11));
    for (const { name, bytes } of files) writeFileSync(join(place, name), bytes);
    await verifyImages(place, { progress: false });
    const before = torch.memory();
    const failed = await verifyImages(place, { progress: false });
    expect(torch.memory()).toEqual(before);

    const named = new Set(failed.map((error) => error.file));
    for (const error of failed) {
      expect(error).toBeInstanceOf(PictureError);
      expect(error.message).toContain(error.file);
      expect(error.reason.length).toBeGreaterThan(5);
    }
    const missed = files.filter(({ name, mayDecode }) => !mayDecode && !named.has(join(place, name)));
    expect(missed.map(({ name }) => name)).toEqual([]);
    expect(failed.length).toBeGreaterThan(count / 2);

    // The data loader names the first, or leaves all of them out and counts them.
    const block = new DataBlock({
      blocks: [imageBlock(), categoryBlock()],
      getItems: getImageFiles,
      // The first file is damaged in any case: all but it are for training.
      splitter: indexSplitter([0]),
      getY: () => 'any',
      itemTfms: resize(32),
    });
    const dls = await block.dataloaders(place, { bs: 1, onError: 'skip' });
    let read = 0;
    for await (const [x, y] of dls.train) {
      read += x.shape[0] ?? 0;
      x.dispose();
      y.dispose();
    }
    const skipped = new Set(
      [...dls.train.failures.values()].map((error) => /\d+-damage/.exec(error.message)?.[0]),
    );
    expect(read + skipped.size).toBe(count - 1);
    expect(skipped.size).toBe(failed.length - 1);
    const strict = await block.dataloaders(place, { bs: 16 });
    await expect(strict.train.oneBatch()).rejects.toThrow(place);
  } finally {
    for (const folder of [place, source]) rmSync(folder, { recursive: true, force: true });
  }
});

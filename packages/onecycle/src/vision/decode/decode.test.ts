import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodePicture } from './index.js';

const folder = fileURLToPath(new URL('fixtures/', import.meta.url));
const { width, height, ...colours } = JSON.parse(readFileSync(`${folder}colours.json`, 'utf8')) as {
  width: number;
  height: number;
} & Record<string, { mode: string; rgb: number[] }>;

/** Interleaved RGB numbers of a decoded fixture. */
async function rgbOf(name: string, options = {}): Promise<number[]> {
  using pixels = await decodePicture(`${folder}${name}`, options);
  using rows = pixels.permute([1, 2, 0]).flatten();
  return rows.tolist() as number[];
}

test.each(Object.entries(colours))('%s has the colours that Pillow gives it', async (name, { mode, rgb }) => {
  const actual = await rgbOf(name);
  const worst = Math.max(...rgb.map((value, i) => Math.abs(value - (actual[i] ?? Number.NaN))));
  expect(worst, `${name} (${mode})`).toBe(0);
});

test('AVIF is decoded, and bytes and names need not agree', async () => {
  const data = Buffer.alloc(3 * 40 * 30, 0);
  for (let i = 0; i < data.length; i += 3) data.set([200, 100, 50], i);
  const raw = { width: 40, height: 30, channels: 3 as const };
  const avif = await sharp(data, { raw }).avif({ quality: 90 }).toBuffer();
  using pixels = await decodePicture(avif);
  expect(pixels.shape).toEqual([3, 30, 40]);
  expect(Math.abs(Number(pixels.float().mean().item()) - 350 / 3)).toBeLessThan(3);
});

test('EXIF orientation is ignored by default and applied on request', async () => {
  using ignored = await decodePicture(`${folder}turned.jpg`);
  expect(ignored.shape).toEqual([3, height, width]);
  using turned = await decodePicture(`${folder}turned.jpg`, { exif: 'rotate' });
  expect(turned.shape).toEqual([3, width, height]);
  // Turned clockwise by a quarter: the first row goes to the last column.
  using expected = ignored.transpose(1, 2).flip([2]);
  expect(turned.equal(expected)).toBe(true);
  const plain = await rgbOf('upside-down.jpg');
  const upright = await rgbOf('upside-down.jpg', { exif: 'rotate' });
  const pixelsOf = (values: number[]) =>
    Array.from({ length: values.length / 3 }, (_, i) => values.slice(3 * i, 3 * i + 3));
  expect(pixelsOf(upright)).toEqual(pixelsOf(plain).reverse());
});

test('a background shows through where a picture is transparent', async () => {
  const plain = await rgbOf('rgba.png');
  const blended = await rgbOf('rgba.png', { background: [255, 0, 10] });
  const background = [255, 0, 10];
  plain.forEach((value, i) => {
    const alpha = ((Math.floor(i / 3) % width) * 25) / 255;
    const expected = value * alpha + (background[i % 3] ?? 0) * (1 - alpha);
    expect(Math.abs((blended[i] ?? 0) - expected)).toBeLessThanOrEqual(0.51);
  });
});

test('files that end too early are errors with the row, and accepted on request', async () => {
  const whole = await readFile(`${folder}full.jpg`);
  const cut = whole.subarray(0, whole.length - 60);
  await expect(decodePicture(cut)).rejects.toThrow(/premature end of JPEG \(row \d+ of 7\)/);
  using tolerated = await decodePicture(cut, { truncated: true });
  expect(tolerated.shape).toEqual([3, height, width]);
  for (const name of ['rgb.png', 'rgb.bmp', 'lossless.webp']) {
    const bytes = await readFile(`${folder}${name}`);
    await expect(decodePicture(bytes.subarray(0, bytes.length - 25)), name).rejects.toThrow(
      'could not decode',
    );
  }
});

test('what is no picture, and pictures too large, are named with a reason', async () => {
  await expect(decodePicture(`${folder}absent.jpg`)).rejects.toThrow(
    `could not decode ${folder}absent.jpg: there is no such file. Remove it, or find all such files with verifyImages(path)`,
  );
  await expect(decodePicture(folder)).rejects.toThrow('it is a folder');
  await expect(decodePicture(Buffer.from(''))).rejects.toThrow('it is empty');
  await expect(decodePicture(Buffer.from('hello, I am a text'))).rejects.toThrow(
    'it is no picture in a known format',
  );
  for (const name of ['rgb.jpg', 'rgb.png', 'rgb.bmp', 'lossless.webp', 'frames.gif']) {
    await expect(decodePicture(`${folder}${name}`, { maxPixels: 50 }), name).rejects.toThrow('limit');
  }
  await expect(decodePicture('x.jpg', { exif: 'turn' as never })).rejects.toThrow(
    "exif is 'rotate' or 'ignore'",
  );
});

import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { imageExtensions } from '../../data/index.js';
import { decodePicture } from './decode.js';

const fixtures = new URL('fixtures/', import.meta.url);
const odd = JSON.parse(readFileSync(new URL('odd.json', fixtures), 'utf8')) as Record<
  string,
  { bytes: string }
>;
const oddBytes = (name: string) => Buffer.from(odd[name]?.bytes ?? '', 'base64');
const fixture = (name: string) => readFileSync(new URL(name, fixtures));

/** A good file for every ending that is listed. */
const examples: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
  '.apng': () => fixture('rgb.png'),
  '.avif': () => sharp(fixture('rgb.png')).avif().toBuffer(),
  '.bmp': () => fixture('rgb.bmp'),
  '.dib': () => fixture('rgb.bmp').subarray(14),
  '.gif': () => fixture('frames.gif'),
  '.ico': () => oddBytes('ico/bmp.ico'),
  '.jfif': () => fixture('rgb.jpg'),
  '.jpe': () => fixture('rgb.jpg'),
  '.jpeg': () => fixture('rgb.jpg'),
  '.jpg': () => fixture('rgb.jpg'),
  '.pbm': () => oddBytes('netpbm/p4.pbm'),
  '.pgm': () => oddBytes('netpbm/p5-65535.pgm'),
  '.png': () => fixture('rgb.png'),
  '.pnm': () => oddBytes('netpbm/p6.ppm'),
  '.ppm': () => oddBytes('netpbm/p6.ppm'),
  '.tif': () => fixture('rgb.tif'),
  '.tiff': () => fixture('rgb.tif'),
  '.webp': () => fixture('lossless.webp'),
};

test('getImageFiles lists the endings of what can be read, and no others', async () => {
  expect([...imageExtensions].sort()).toEqual(Object.keys(examples).sort());
  for (const [ending, bytes] of Object.entries(examples)) {
    using pixels = await decodePicture(await bytes());
    expect(pixels.shape[0], ending).toBe(3);
  }
  // Whatever is a fixture of a decoder has an ending that is listed.
  const names = [...Object.keys(odd), ...readdirSync(fixtures).filter((name) => !/\.(json|py)$/.test(name))];
  for (const name of names) expect(imageExtensions, name).toContain(/\.\w+$/.exec(name)?.[0]);
});

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodePicture } from './decode.js';

/** A header of Windows bitmaps of 13,300 × 13,300 pixels, just inside the limit. */
function bitmapHeader(bits: number, compression: number): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(13_300, 18);
  header.writeInt32LE(13_300, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  return header;
}

test('a file that claims more pixels than it holds is refused before memory is taken for them', async () => {
  const before = process.memoryUsage();
  await expect(decodePicture(bitmapHeader(24, 0))).rejects.toThrow('premature end of BMP (row 0 of 13300)');
  for (const kind of ['P1', 'P2', 'P3', 'P4', 'P5', 'P6']) {
    const file = Buffer.from(`${kind}\n13300 13300\n${kind === 'P1' || kind === 'P4' ? '' : '255\n'}1 1 1`);
    await expect(decodePicture(file), kind).rejects.toThrow('premature end of the picture');
  }
  const { arrayBuffers } = process.memoryUsage();
  expect(arrayBuffers - before.arrayBuffers).toBeLessThan(50e6);
});

/** A progressive JPEG whose last scan stands in it `times` times more. */
async function manyScans(side: number, times: number): Promise<Uint8Array> {
  const blank = { create: { width: side, height: side, channels: 3 as const, background: 'grey' } };
  const jpeg = await sharp(blank).jpeg({ progressive: true }).toBuffer();
  const last = jpeg.subarray(jpeg.lastIndexOf(Buffer.from([0xff, 0xda])), -2);
  return Buffer.concat([
    jpeg.subarray(0, -2),
    ...Array.from({ length: times }, () => last),
    jpeg.subarray(-2),
  ]);
}

test('a JPEG of many scans is refused by what all passes over it would cost', async () => {
  using few = await decodePicture(await manyScans(64, 80));
  expect(few.shape).toEqual([3, 64, 64]);
  await expect(decodePicture(await manyScans(64, 490))).rejects.toThrow(
    /the JPEG has \d+ scans, more than the limit of 100 for its size/,
  );
  // Of a picture near the limit of pixels only so many scans as encoders write.
  await expect(decodePicture(await manyScans(64, 40), { maxPixels: 64 * 64 })).rejects.toThrow('limit of 12');
  using ordinary = await decodePicture(await manyScans(64, 0), { maxPixels: 64 * 64 });
  expect(ordinary.shape).toEqual([3, 64, 64]);
});

test('samples that take more memory than pictures may are refused by the header', async () => {
  const odd = JSON.parse(readFileSync(new URL('fixtures/odd.json', import.meta.url), 'utf8')) as Record<
    string,
    { bytes: string }
  >;
  const wide = Buffer.from(odd['png/c6-16-interlaced.png']?.bytes ?? '', 'base64');
  // 45 × 31 pixels of 8 bytes.
  await expect(decodePicture(wide, { maxPixels: 45 * 31 })).rejects.toThrow(
    'its pixels take 11160 bytes, more than the limit of 8370 (raise maxPixels if it is to be trusted)',
  );
  using read = await decodePicture(wide, { maxPixels: 2 * 45 * 31 });
  expect(read.shape).toEqual([3, 31, 45]);
});

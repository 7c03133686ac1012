import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Tensor } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { decodePicture, decodeWithWarnings } from './decode.js';
import { decodeOptions } from './decode-options.js';
import { drawSvg } from './svg.js';

interface Odd {
  bytes: string;
  width: number;
  height: number;
  /** Of Pillow's pixels; of those over the background and of those that stand upright, where these are others. */
  sha256: string;
  over?: string;
  upright?: string;
  error?: string;
}

/** Odd and damaged files of scripts/pictures/make.py, with the SHA-256 of Pillow's pixels, or its refusal. */
const odd: Record<string, Odd> = JSON.parse(
  readFileSync(new URL('fixtures/odd.json', import.meta.url), 'utf8'),
);

/** That of make.py. */
const background: [number, number, number] = [250, 20, 90];

const bytesOf = (name: string): Uint8Array => Buffer.from(odd[name]?.bytes ?? '', 'base64');

const digestOf = (pixels: Tensor): string => {
  using rows = pixels.permute([1, 2, 0]).contiguous().flatten();
  return createHash('sha256').update(rows.toTypedArray()).digest('hex');
};

test.each(Object.entries(odd))(
  '%s is as Pillow has it',
  async (name, { width, height, sha256, over, upright, error }) => {
    if (error !== undefined) {
      await expect(decodePicture(bytesOf(name))).rejects.toThrow('could not decode the picture: ');
      return;
    }
    using pixels = await decodePicture(bytesOf(name));
    expect(pixels.shape).toEqual([3, height, width]);
    expect(digestOf(pixels)).toBe(sha256);
    // Pillow forgets what is transparent in 16-bit grey.
    if (name !== 'png/c0-16-trns.png') {
      using shown = await decodePicture(bytesOf(name), { background });
      expect(digestOf(shown)).toBe(over ?? sha256);
    }
    using turned = await decodePicture(bytesOf(name), { exif: 'rotate' });
    expect(digestOf(turned)).toBe(upright ?? sha256);
  },
);

test('what is missing behind the rows is a warning, and strict refuses it', async () => {
  const warned = {
    'jpeg/no-eoi-zeros.jpg': /Corrupt JPEG data|end marker of the JPEG is missing/,
    'png/crc-idat.png': /checksum/,
    'png/no-adler.png': /checksum/,
  };
  for (const [name, reason] of Object.entries(warned)) {
    const { pixels, warnings } = await decodeWithWarnings(bytesOf(name));
    pixels.dispose();
    expect(warnings.join(), name).toMatch(reason);
    await expect(decodePicture(bytesOf(name), { strict: true }), name).rejects.toThrow(reason);
  }
  const { pixels, warnings } = await decodeWithWarnings(bytesOf('jpeg/trailer.jpg'), { strict: true });
  pixels.dispose();
  expect(warnings).toEqual([]);
});

test('truncated accepts what ends too early, in every format', async () => {
  for (const name of ['png/row-cut.png', 'gif/few-pixels.gif', 'netpbm/p6-cut.ppm', 'jpeg/no-eoi.jpg']) {
    using pixels = await decodePicture(bytesOf(name), { truncated: true });
    expect(pixels.shape, name).toEqual([3, 31, 45]);
  }
});

test('HEIC, SVG and files of unknown kinds are refused in a sentence, under any name', async () => {
  const heic = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic\0\0\0\0mif1heic'),
    Buffer.alloc(300),
  ]);
  await expect(decodePicture(heic)).rejects.toThrow(
    'could not decode the picture: it is a HEIC picture, and HEIC is not read: convert it to JPEG or PNG',
  );
  const avif = Buffer.from(heic);
  avif.write('avif', 8);
  await expect(decodePicture(avif)).rejects.toThrow(
    /^could not decode the picture: it is an AVIF picture that is damaged[^\n]*$/,
  );
  const svg = Buffer.from(
    '<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><rect width="9" height="6" fill="#f80"/></svg>',
  );
  await expect(decodePicture(svg)).rejects.toThrow('drawn only when asked for ({ svg: true })');
  using drawn = await decodePicture(svg, { svg: true });
  expect(drawn.shape).toEqual([3, 6, 9]);
  using corner = drawn.select(1, 0).select(1, 0);
  expect(corner.tolist()).toEqual([255, 136, 0]);
  for (const text of ['%PDF-1.4 and more of it', 'icns and some more bytes', 'P9 1 1 1 1'])
    await expect(decodePicture(Buffer.from(text))).rejects.toThrow('it is no picture in a known format');
});

test('a drawing that computes for ever ends with its time', async () => {
  const octaves = '<feTurbulence numOctaves="2000" baseFrequency="0.5"/>';
  const drawing = (size: number, filter: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><filter id="f">${filter}</filter><rect width="${size}" height="${size}" filter="url(#f)"/></svg>`,
    );
  await expect(drawSvg(drawing(4000, octaves), decodeOptions({ svg: true }), 1)).rejects.toThrow(
    'it is an SVG drawing that takes longer than 1 s to draw, which is the limit',
  );
  await expect(decodePicture(drawing(4000, ''), { svg: true, maxPixels: 1000 })).rejects.toThrow(
    /an SVG drawing that cannot be drawn: Input image exceeds pixel limit/,
  );
  await expect(decodePicture(Buffer.from('<svg><'), { svg: true })).rejects.toThrow(
    'an SVG drawing that cannot be drawn: ',
  );
});

test('portable pixmaps as text: comments anywhere, and errors that say what does not belong', async () => {
  const decode = (text: string) => decodePicture(Buffer.from(text));
  using pixels = await decode('P3 # a comment\n#another\n2 1 # size\n100\n100 50 0 # one\n#more\n 0 1 2');
  using rows = pixels.permute([1, 2, 0]).flatten();
  // Halves go to the even neighbour, as in Python: 127.5 to 128, 2.55 to 3, 5.1 to 5.
  expect(rows.tolist()).toEqual([255, 128, 0, 0, 3, 5]);
  await expect(decode('P3 2 1 255 1 2 three 4 5 6')).rejects.toThrow("'t' among its numbers");
  await expect(decode('P3 2 1 255 1 2 300 4 5 6')).rejects.toThrow(
    'a value of 300, more than its maximum of 255',
  );
  await expect(decode('P3 2 1 255 1 2 3 4 55')).rejects.toThrow('premature end of the picture');
  await expect(decode('P2 2 x 255 1 2')).rejects.toThrow('its height is no number');
  await expect(decode('P5 2 2 70000 ')).rejects.toThrow('its maximum is 70000, not 1 … 65535');
});

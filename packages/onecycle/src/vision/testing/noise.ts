import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Rng } from '../../data/index.js';

/** Of pictures of noise, by their number. */
export interface NoisePictures {
  count: number;
  seed: number;
  /** Width and height. */
  size(i: number): readonly [number, number];
  /** Between two steps of brightness lie so many bytes, and one more from picture to picture. */
  slope: number;
  /** How strong the noise is. */
  noise: number;
  /** The name of a file; one in `.png` is a PNG, all others are JPEGs. */
  name(i: number): string;
  /** Whether the JPEGs are turned in each of the eight ways that EXIF knows. */
  turned?: boolean;
}

/** Writes pictures of noise on a slope into a folder: each differs, and the same call writes the same bytes. */
export async function writeNoise(folder: string, pictures: NoisePictures): Promise<void> {
  const { count, seed, size, slope, noise, turned = false } = pictures;
  const rng = new Rng(seed);
  for (let i = 0; i < count; i++) {
    const [width, height] = size(i);
    const data = Uint8Array.from(
      { length: 3 * width * height },
      (_, k) => (k / (slope + i) + noise * rng.uniform()) & 255,
    );
    const image = sharp(data, { raw: { width, height, channels: 3 } });
    const name = pictures.name(i);
    const jpeg = () => (turned ? image.jpeg().withMetadata({ orientation: (i % 8) + 1 }) : image.jpeg());
    writeFileSync(join(folder, name), await (name.endsWith('.png') ? image.png() : jpeg()).toBuffer());
  }
}

/** A two-digit number with an ending: the files of a folder in their order. */
export const numbered = (i: number, ending: string): string => `${String(i).padStart(2, '0')}.${ending}`;

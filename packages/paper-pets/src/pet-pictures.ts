import { createRequire } from 'node:module';
import { type Breed, breeds } from './breeds.js';
import { grain } from './grain.js';
import { drawPet } from './picture.js';
import type { RandomStream } from './random.js';

/** A picture that is drawn when it is asked for. */
export interface PetPicture {
  /** `great_pyrenees_17.jpg`; cats' names begin with a capital. */
  fname: string;
  /** The breed. */
  label: string;
  kind: 'cat' | 'dog';
  /** Draws it, on libvips' threads: a JPEG of 200 to 600 pixels a side. */
  jpeg(): Promise<Buffer>;
}

export interface PetPicturesOptions {
  /** Another seed draws other pictures. Default 1. */
  seed?: number;
  /** Pictures per breed. Default 60. */
  perBreed?: number;
  /** The random numbers of picture `n` of a breed, counted from 0; the same stream draws the same picture. */
  random: (seed: number, breed: number, n: number) => RandomStream;
}

/** The pictures of a data set, breed by breed. */
export function petPictures({ seed = 1, perBreed = 60, random }: PetPicturesOptions): PetPicture[] {
  if (!(Number.isInteger(perBreed) && perBreed > 0))
    throw new RangeError(`Paper Pets needs a positive whole number of pictures per breed, not ${perBreed}`);
  const paper = grain(random(0, 0, 0));
  const picture = (breed: Breed, b: number, n: number): PetPicture => ({
    fname: `${breed.name}_${n + 1}.jpg`,
    label: breed.name,
    kind: breed.kind,
    async jpeg() {
      // As CommonJS: its ES modules use an import attribute, which Node 20.9 does not know.
      const sharp: typeof import('sharp').default = createRequire(import.meta.url)('sharp');
      const { svg, quality } = drawPet(breed, random(seed, b, n));
      return sharp(Buffer.from(svg)).composite([paper]).flatten().jpeg({ quality }).toBuffer();
    },
  });
  return breeds.flatMap((breed, b) => Array.from({ length: perBreed }, (_, n) => picture(breed, b, n)));
}

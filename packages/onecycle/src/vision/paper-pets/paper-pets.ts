import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { Rng } from '../../data/index.js';
import { ProgressBar, Table } from '../../display/index.js';
import { type Breed, breeds } from './breeds.js';
import { grain } from './grain.js';
import { drawPet } from './picture.js';

/** Options of {@link paperPets}. */
export interface PaperPetsOptions {
  /** Another seed draws other pictures; default 1. */
  seed?: number;
  /** Pictures per breed; default 60. */
  perBreed?: number;
  /** Shows a progress bar; default true. */
  progress?: boolean;
}

const AT_ONCE = 4;

/**
 * Draws Paper Pets: twelve breeds of cats and dogs cut from paper, named like the Oxford-IIIT Pet data set
 * (`images/great_pyrenees_17.jpg`; cats' names begin with a capital). The same seed writes the same bytes.
 *
 * @param folder gets a folder `images` and a table `labels.csv` (fname, label, kind); it is made where missing.
 * @returns how many pictures were written.
 */
export async function paperPets(
  folder: { toString(): string },
  options: PaperPetsOptions = {},
): Promise<number> {
  const { seed = 1, perBreed = 60, progress = true } = options;
  if (!(Number.isInteger(perBreed) && perBreed > 0)) {
    throw new Error(`paperPets needs a positive whole number of pictures per breed, not ${perBreed}`);
  }
  const images = join(String(folder), 'images');
  await mkdir(images, { recursive: true });
  const jobs = breeds.flatMap((breed, b) => Array.from({ length: perBreed }, (_, n) => ({ breed, b, n })));
  const bar = progress ? new ProgressBar(jobs.length, { label: 'Drawing Paper Pets' }) : undefined;
  const paper = grain();
  let done = 0;
  const waiting = jobs.values();
  // libvips works on threads of its own: a few pictures at once keep every core busy.
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const { breed, b, n } of waiting) {
      const { svg, quality } = drawPet(breed, new Rng(seed, b, n));
      const jpeg = await sharp(Buffer.from(svg)).composite([paper]).flatten().jpeg({ quality }).toBuffer();
      await writeFile(join(images, fileName(breed, n)), jpeg);
      bar?.update(++done);
    }
  });
  try {
    await Promise.all(workers);
  } finally {
    bar?.close();
  }
  const rows = jobs.map(({ breed, n }) => [`images/${fileName(breed, n)}`, breed.name, breed.kind]);
  await new Table(['fname', 'label', 'kind'], rows).save(join(String(folder), 'labels.csv'));
  return jobs.length;
}

const fileName = (breed: Breed, n: number) => `${breed.name}_${n + 1}.jpg`;

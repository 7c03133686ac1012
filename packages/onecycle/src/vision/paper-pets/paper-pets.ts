import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { Rng } from '../../data/index.js';
import { Table } from '../../display/index.js';
import { atOnce } from '../at-once.js';
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

/**
 * Draws Paper Pets: twelve breeds of cats and dogs cut from paper, named like the Oxford-IIIT Pet data set
 * (`images/great_pyrenees_17.jpg`; cats' names begin with a capital). The same seed writes the same bytes. Paper Pets
 * that are there already make way for the new ones.
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
  await mkdir(images, { recursive: true }).catch((error: Error) => {
    throw new Error(`Paper Pets need a folder to be drawn into, which ${folder} cannot be: ${error.message}`);
  });
  await removePets(images);
  const jobs = breeds.flatMap((breed, b) => Array.from({ length: perBreed }, (_, n) => ({ breed, b, n })));
  const paper = grain();
  // libvips works on threads of its own: a few pictures at once keep every core busy.
  await atOnce(jobs, { label: 'Drawing Paper Pets', progress, workers: 4 }, async ({ breed, b, n }) => {
    const { svg, quality } = drawPet(breed, new Rng(seed, b, n));
    const jpeg = await sharp(Buffer.from(svg)).composite([paper]).flatten().jpeg({ quality }).toBuffer();
    await writeFile(join(images, fileName(breed, n)), jpeg);
  });
  const rows = jobs.map(({ breed, n }) => [`images/${fileName(breed, n)}`, breed.name, breed.kind]);
  await new Table(['fname', 'label', 'kind'], rows).save(join(String(folder), 'labels.csv'));
  return jobs.length;
}

/** Pets of an earlier drawing, of another seed or another number, would be mixed with the new ones. */
async function removePets(images: string): Promise<void> {
  const isPet = new RegExp(`^(${breeds.map(({ name }) => name).join('|')})_\\d+\\.jpg$`);
  for (const name of await readdir(images)) if (isPet.test(name)) await rm(join(images, name));
}

const fileName = (breed: Breed, n: number) => `${breed.name}_${n + 1}.jpg`;

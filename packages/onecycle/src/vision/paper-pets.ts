import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOptions, is, tidy, writeWhole } from '../base/index.js';
import { Rng, registerDataSet, URLs } from '../data/index.js';
import { Table } from '../display/index.js';
import { atOnce } from './folders/index.js';

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
  given: PaperPetsOptions = {},
): Promise<number> {
  checkOptions(given, { seed: is.seed, perBreed: is.count(1), progress: is.flag }, 'paperPets');
  const { progress = true, ...options } = given;
  const { petPictures } = await import('@onecycle/paper-pets');
  const pictures = petPictures({ ...options, random: (...at) => new Rng(...at) });
  const images = join(String(folder), 'images');
  await mkdir(images, { recursive: true }).catch((error: Error) => {
    throw new Error(`Paper Pets need a folder to be drawn into, which ${folder} cannot be: ${error.message}`);
  });
  await checkTable(join(String(folder), 'labels.csv'));
  await removePets(images, new Set(pictures.map(({ label }) => label)));
  // libvips works on threads of its own: a few pictures at once keep every core busy.
  await atOnce(pictures, { label: 'Drawing Paper Pets', progress, workers: 4 }, async ({ fname, jpeg }) => {
    await writeWhole(join(images, fname), await jpeg(), { kept, oneOfMany: true });
  });
  const rows = pictures.map(({ fname, label, kind }) => [`images/${fname}`, label, kind]);
  await new Table(['fname', 'label', 'kind'], rows).save(join(String(folder), 'labels.csv'));
  return pictures.length;
}

const kept = 'What was drawn before it is there.';

/** Throws where a table lies there that no earlier drawing wrote. */
async function checkTable(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined || /^fname,label,kind\n(images\/\w+_\d+\.jpg,\w+,\w+\n)*$/.test(text)) return;
  throw new Error(
    `there is a ${file} that is not of Paper Pets: draw them into another folder, or move it away`,
  );
}

/** Pets of an earlier drawing, of another seed or another number, would be mixed with the new ones. */
async function removePets(images: string, breeds: ReadonlySet<string>): Promise<void> {
  await tidy(images);
  for (const name of await readdir(images)) {
    const [, breed = ''] = /^(.+)_\d+\.jpg$/.exec(name) ?? [];
    if (breeds.has(breed)) await rm(join(images, name));
  }
}

registerDataSet(URLs.PAPER_PETS, async (folder) => {
  await paperPets(folder);
});

import { counted } from '../base/index.js';
import { paperPets } from '../vision/index.js';
import type { Streams } from './streams.js';

export interface PaperPetsOptions {
  seed: number;
  perBreed: number;
}

/** `onecycle paper-pets`: draws the data set into a folder. */
export async function drawPaperPets(
  folder: string,
  options: PaperPetsOptions,
  streams: Streams,
): Promise<void> {
  const count = await paperPets(folder, options);
  streams.out(`drew ${counted(count, 'picture')} in ${folder}/images\n`);
}

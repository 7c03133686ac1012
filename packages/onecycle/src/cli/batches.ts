import { torch } from '@onecycle/torch';
import { counted, defaultBs } from '../base/index.js';
import type { DataLoaders } from '../data/index.js';

/** An epoch has so many batches at least: each is a step to learn in, and some pictures may turn out to be unreadable. */
const LEAST = 4;

/**
 * Pictures in a batch where nothing is said: the largest power of two up to `defaultBs` of which the pictures make `LEAST` batches, but 2 at
 * least, which batch norms want. (Of 39 Paper Pets of four classes, fine-tuned for three epochs, batches of 8 left 15 % errors, one
 * batch of all of them 56 %.)
 */
export const fittingBs = (pictures: number): number =>
  Math.min(defaultBs, Math.max(2, 2 ** Math.floor(Math.log2(Math.max(1, pictures / LEAST)))));

/**
 * Has pictures that are too few for batches of `defaultBs` trained in smaller ones.
 *
 * @returns what was chosen, in words; nothing where the default fits
 */
export function fitBatches<B>(dls: DataLoaders<B>): string {
  const { train } = dls;
  const bs = fittingBs(train.n / (torch.distributed.launch()?.worldSize ?? 1));
  if (bs === train.bs || train.n === 0) return '';
  dls.loaders[0] = train.new<B>({ bs });
  return `Note: trains in batches of ${bs}, since ${counted(train.n, 'picture is', 'pictures are')} few for ${defaultBs} in each; --bs sets another size.\n`;
}

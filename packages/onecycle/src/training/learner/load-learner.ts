import type { PathLike } from '../../data/index.js';
import { type ReadLearnerOptions, readLearner } from '../persistence/index.js';
import { Learner } from './learner.js';

/** Options of {@link loadLearner}. */
export type LoadLearnerOptions = ReadLearnerOptions;

/**
 * Reads what `learn.export` wrote: a learner for predictions. Nothing in the file is executed.
 *
 * @throws Error for a file that is damaged or holds no exported learner, and for a model, transform or loss that is not
 *   part of the library and was not handed in
 */
export async function loadLearner(path: PathLike, options: LoadLearnerOptions = {}): Promise<Learner> {
  const { dls, model, lossFunc, architecture, settings } = await readLearner(String(path), options);
  const learn = new Learner(dls, model, { ...settings, lossFunc });
  learn.architecture = architecture;
  return learn;
}

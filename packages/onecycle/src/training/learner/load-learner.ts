import { checkOptions, is, withoutUndefined } from '../../base/index.js';
import { type LearnerSource, type ReadLearnerOptions, readLearner } from '../persistence/index.js';
import { Learner } from './learner.js';

/** Options of {@link loadLearner}. */
export type LoadLearnerOptions = ReadLearnerOptions;

/**
 * Reads what `learn.export` wrote: a learner for predictions. Nothing in the file is executed.
 *
 * @param source the file, its address (`URL`, or a text with `http:` or `https:`), or its bytes
 * @throws Error for a file that is damaged or holds no exported learner, and for a model, transform or loss that is not
 *   part of the library and was not handed in
 */
export async function loadLearner(source: LearnerSource, options: LoadLearnerOptions = {}): Promise<Learner> {
  checkOptions(options, { model: true, lossFunc: true, device: true, name: is.name }, 'loadLearner');
  const { dls, model, lossFunc, architecture, settings } = await readLearner(source, options);
  const learn = new Learner(dls, model, withoutUndefined({ ...settings, lossFunc }));
  learn.architecture = architecture;
  return learn;
}

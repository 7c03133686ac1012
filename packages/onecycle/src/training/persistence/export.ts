import type { nn, Tensor } from '@onecycle/torch';
import {
  type DataLoaders,
  Datasets,
  type Described,
  isDescribed,
  type Path,
  unregistered,
} from '../../data/index.js';
import { hasOwnMeaning, type LossFunc, type Meaning, meaningOf } from '../losses/index.js';
import { checkNotForInference } from '../predict/index.js';
import { writeTensors } from './disk.js';
import { dispose, forFile, type Saveable } from './model-file.js';

/** Settings of a learner that an exported file keeps. */
export interface LearnerSettings {
  modelDir: string;
  wd?: number | undefined;
  wdBnBias: boolean;
  trainBn: boolean;
  /** Momentum of 1cycle at the start, the top and the end. */
  moms: readonly [number, number, number];
}

/** What an exported file holds beside the weights. */
export interface LearnerDescription {
  /** Of the format; others are refused. */
  version: 1;
  dls: unknown;
  lossFunc: Described | null;
  /**
   * Of a loss that the file cannot hold, what the model's outputs are to it: 'own' where only its own code knows. Absent
   * from older files.
   */
  outputs?: Meaning | 'own' | null;
  /** How to build the model again; null for a model of the user's own. */
  architecture: Described | null;
  /** The model's class, for messages. */
  modelName: string;
  settings: LearnerSettings;
}

/** A learner, as far as an exported file has room for it. */
export interface Exportable<B extends readonly Tensor[] = Tensor[]> extends Readonly<LearnerSettings> {
  readonly model: nn.Module<Tensor[]>;
  readonly dls: DataLoaders<B>;
  readonly lossFunc: LossFunc;
  readonly architecture: Described | null;
  readonly path: Path;
  readonly loop: Saveable['loop'];
}

/** The entry of a safetensors file's metadata that makes it an exported learner. */
export const learnerKey = 'onecycle.learner';

/**
 * Writes the model, and how to rebuild data transforms, loss and architecture, to one file; warns of what is not
 * registered. See `learn.export`.
 */
export async function exportLearner<B extends readonly Tensor[]>(
  learn: Exportable<B>,
  name: Path | string,
): Promise<Path> {
  checkNotForInference(learn.model);
  const file = learn.path.join(name);
  if (learn.loop.strategy.rank > 0) return file;
  const { modelDir, wd, wdBnBias, trainBn, moms } = learn;
  const description: LearnerDescription = {
    version: 1,
    dls: learn.dls.newEmpty().toJSON(),
    ...describeLoss(learn.lossFunc),
    architecture: learn.architecture,
    modelName: learn.model.constructor.name,
    settings: { modelDir, wd, wdBnBias, trainBn, moms },
  };
  const tensors = await learn.loop.betweenBatches(() => forFile(learn.model.namedState()));
  try {
    await writeTensors(String(file), tensors, { [learnerKey]: JSON.stringify(description) });
  } finally {
    dispose(tensors);
  }
  if (description.outputs === 'own') {
    console.warn(
      `${file} cannot hold the loss, ${learn.lossFunc.constructor.name}, which says what the model's outputs mean: whoever loads it hands it in with loadLearner(file, { lossFunc })`,
    );
  }
  for (const name of missedByPredictions(learn.dls)) {
    console.warn(
      `${file} cannot hold ${name}, a function of your own that predictions go through: give it a toJSON() and register it, here and before loading`,
    );
  }
  for (const type of unregistered(JSON.parse(JSON.stringify(description)))) {
    console.warn(
      `${file} names a '${type}', which nothing is registered under: whoever loads it calls register('${type}', …) before`,
    );
  }
  return file;
}

/** The functions of one's own that inputs go through; labels are not needed for predictions. */
function missedByPredictions<B extends readonly Tensor[]>(dls: DataLoaders<B>): string[] {
  const { dataset, afterItem, beforeBatch, afterBatch } = dls.train;
  const inputs = dataset instanceof Datasets ? dataset.pipelines.slice(0, dls.nInp) : [];
  return ownFunctions(JSON.parse(JSON.stringify([inputs, afterItem, beforeBatch, afterBatch])));
}

function ownFunctions(description: unknown): string[] {
  if (typeof description !== 'object' || description === null) return [];
  const { type, f, name }: Record<string, unknown> = { ...description };
  const isOwn = type === 'ownFunction' || (type === 'function' && f === null);
  const inner = Object.values(description).flatMap(ownFunctions);
  return [...new Set([...(isOwn ? [String(name)] : []), ...inner])];
}

/** A loss that can be built again says how; of another one the file holds what predictions need of it. */
function describeLoss(loss: LossFunc): Pick<LearnerDescription, 'lossFunc' | 'outputs'> {
  const description: unknown = 'toJSON' in loss && typeof loss.toJSON === 'function' ? loss.toJSON() : null;
  if (isDescribed(description)) return { lossFunc: description };
  return { lossFunc: null, outputs: hasOwnMeaning(loss) ? 'own' : (meaningOf(loss) ?? null) };
}

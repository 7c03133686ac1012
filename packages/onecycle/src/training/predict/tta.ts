import { type Tensor, torch } from '@onecycle/torch';
import { checkOptions, is, type OptionNames } from '../../base/index.js';
import { checkTfms, DataLoader, Datasets, type TransformLike } from '../../data/index.js';
import { getPreds, type Predicting } from './predictions.js';

/** Options of `learn.tta`. */
export interface TtaOptions<B extends readonly Tensor[]> {
  /** 0 for the training data, 1 (the default) for the validation data. */
  dsIdx?: number;
  /** Other data. */
  dl?: DataLoader<B>;
  /** How many augmented passes. Default 4. */
  n?: number;
  /** Other transforms of the items and of the batches than the data's own. */
  itemTfms?: TransformLike;
  batchTfms?: TransformLike;
  /** The weight of the plain prediction; null gives both apart. Default 0.25. */
  beta?: number | null;
  /** Takes the largest of all predictions, the plain one included, instead of means. Default false. */
  useMax?: boolean;
}

/** What `learn.tta` gives. */
export interface TtaPredictions {
  preds: Tensor;
  /** Null where the data have no labels. */
  targs: Tensor | null;
  /** With `beta: null` the plain predictions; `preds` is then the mean of the augmented ones. */
  plain?: Tensor;
}

const ttaNames: OptionNames<TtaOptions<Tensor[]>> = {
  dsIdx: true,
  dl: is.orNull(is.instance('a data loader', DataLoader)),
  n: is.count(1),
  itemTfms: checkTfms,
  batchTfms: checkTfms,
  beta: is.orNull(is.share),
  useMax: is.flag,
};

/** Test-time augmentation; see `learn.tta`. Source: fastai's Learner.tta. */
export async function tta<B extends readonly Tensor[]>(
  learn: Predicting<B>,
  options: TtaOptions<B>,
): Promise<TtaPredictions> {
  checkOptions<TtaOptions<B>>(options, ttaNames, 'learn.tta');
  const { n = 4, beta = 0.25, useMax = false, itemTfms, batchTfms } = options;
  const given = options.dl ?? learn.dls.at(options.dsIdx ?? 1);
  const dl = given.new({
    shuffle: false,
    dropLast: false,
    ...(itemTfms === undefined ? {} : { afterItem: itemTfms }),
    ...(batchTfms === undefined ? {} : { afterBatch: batchTfms }),
  });
  const augmented = withSplit(dl, 0);
  const passes: Tensor[] = [];
  try {
    for (let pass = 0; pass < n; pass++) {
      // Each pass is another epoch of the same loader: its random numbers differ.
      const { preds, targs } = await getPreds(learn, { dl: augmented, reorder: false });
      targs?.dispose();
      passes.push(preds);
    }
    const { preds: plain, targs } = await getPreds(learn, { dl: withSplit(dl, 1), reorder: false });
    const combined = combine(passes, plain, useMax, beta);
    if (combined.plain !== plain) plain.dispose();
    return { ...combined, targs };
  } finally {
    for (const pass of passes) pass.dispose();
  }
}

/** Averages of the augmented passes, weighed against the plain one; or the largest value of them all. */
export function combine(
  passes: readonly Tensor[],
  plain: Tensor,
  useMax: boolean,
  beta: number | null,
): { preds: Tensor; plain?: Tensor } {
  return torch.scope(() => {
    const all = torch.stack([...passes]);
    if (useMax) return { preds: torch.maximum(all.amax([0]), plain) };
    const mean = all.mean([0]);
    return beta === null ? { preds: mean, plain } : { preds: mean.lerp(plain, beta) };
  });
}

/** The same data with the transforms of the training set (0) or the validation set (1). */
function withSplit<B>(dl: DataLoader<B>, splitIdx: 0 | 1): DataLoader<B> {
  const { dataset } = dl;
  return dataset instanceof Datasets ? dl.new({ dataset: dataset.withSplit(splitIdx) }) : dl;
}

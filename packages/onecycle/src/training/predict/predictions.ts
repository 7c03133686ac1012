import { type Tensor, torch } from '@onecycle/torch';
import { checkOptions, is, type OptionNames, withoutUndefined } from '../../base/index.js';
import { DataLoader, type DataLoaders } from '../../data/index.js';
import { callbackList, type GetPredsOptions, type Predictions } from '../events/index.js';
import type { TrainingLoop } from '../loop/index.js';
import { type LossFunc, outputMeaning } from '../losses/index.js';
import { type Batches, batchesOf } from '../state/index.js';
import { GatherPredsCallback } from './gather-preds.js';

/** What predictions are made with: data, a loss that knows what the model's outputs mean, and the loop. */
export interface Predicting<B extends readonly Tensor[] = Tensor[]> {
  readonly dls: DataLoaders<B>;
  readonly lossFunc: LossFunc;
  readonly loop: TrainingLoop<B>;
  /** Runs `fn` without progress bars. */
  noBar<T>(fn: () => Promise<T>): Promise<T>;
}

const getPredsNames: OptionNames<GetPredsOptions<readonly Tensor[]>> = {
  dsIdx: true,
  dl: true,
  withInput: is.flag,
  withLoss: is.flag,
  withDecoded: is.flag,
  act: is.orNull(is.func),
  reorder: is.flag,
  concatDim: is.whole,
  inner: is.flag,
  cbs: true,
};

interface Gathered {
  preds: Tensor;
  targs: Tensor | null;
  inputs: Tensor | null;
  losses: Tensor | null;
  decoded: Tensor | null;
}

/** See `learn.getPreds`. */
export function getPreds<B extends readonly Tensor[], const O extends GetPredsOptions<B>>(
  learn: Predicting<B>,
  options?: O,
): Promise<Predictions<O>>;
export async function getPreds<B extends readonly Tensor[]>(
  learn: Predicting<B>,
  options: GetPredsOptions<B> = {},
): Promise<Gathered> {
  checkOptions<GetPredsOptions<B>>(options, getPredsNames, 'learn.getPreds');
  const { withInput, withLoss, withDecoded = false, concatDim, inner = false, reorder = true } = options;
  const { dl, order } = inOrder(
    options.dl === undefined ? learn.dls.at(options.dsIdx ?? 1) : batchesOf(options.dl),
    options.dl === undefined,
    reorder,
  );
  const gather = new GatherPredsCallback(withoutUndefined({ withInput, withLoss, concatDim }));
  const cbs = [...callbackList(options.cbs ?? []), gather];
  const { loop } = learn;
  const { perItemLoss } = loop.state;
  try {
    loop.state.perItemLoss = withLoss ?? false;
    await loop.validation(cbs, inner, () => loop.passOver(dl));
    return torch.noGrad(() =>
      torch.scope(() => {
        const places = order?.();
        const sorted = (tensor: Tensor | null) =>
          tensor && places ? tensor.indexSelect(0, torch.tensor(places)) : tensor;
        const output = gather.gathered('preds');
        if (!output) throw new Error('there is nothing to predict: the data have no batches');
        const meaning = outputMeaning(learn.lossFunc, learn.dls);
        const preds = (options.act ?? meaning.activation)(output);
        return {
          inputs: sorted(gather.gathered('inputs')),
          preds: sorted(preds) ?? preds,
          targs: sorted(gather.gathered('targs')),
          decoded: withDecoded ? sorted(meaning.decodes(preds)) : null,
          losses: sorted(gather.gathered('losses')),
        };
      }),
    );
  } finally {
    loop.state.perItemLoss = perItemLoss;
    gather.dispose();
  }
}

/**
 * The data without leaving anything out, and what gives, after the pass, the order that brings what came of them back to
 * that of the items: null where it is that already.
 */
function inOrder<B extends readonly Tensor[]>(
  dl: Batches<B>,
  own: boolean,
  reorder: boolean,
): { dl: Batches<B>; order: (() => number[]) | null } {
  if (!(dl instanceof DataLoader)) return { dl, order: null };
  const whole = own || dl.dropLast ? dl.new({ shuffle: false, dropLast: false }) : dl;
  if (!reorder || !whole.shuffle) return { dl: whole, order: null };
  const indices = [...whole.getIdxs()];
  const fixed = whole.new();
  fixed.getIdxs = () => indices;
  const order = () => {
    const read = indices.filter((index) => !fixed.failures.has(index));
    return read.map((_, row) => row).sort((a, b) => (read[a] ?? 0) - (read[b] ?? 0));
  };
  return { dl: fixed, order };
}

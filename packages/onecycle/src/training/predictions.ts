import { type Tensor, torch } from '@onecycle/torch';
import { DataLoader } from '../data/index.js';
import type { Batches } from './batches.js';
import { type Callbacks, callbackList } from './callback.js';
import { GatherPredsCallback } from './callbacks/index.js';
import type { Learner } from './learner.js';
import { activationOf, decodesOf } from './loss-func.js';

/** Options of `learn.validate`. */
export interface ValidateOptions<B extends readonly Tensor[]> {
  /** 0 for the training data, 1 (the default) for the validation data. */
  dsIdx?: number;
  /** Other data. */
  dl?: Batches<B>;
  /** Callbacks for this call only. */
  cbs?: Callbacks;
}

/** Options of `learn.getPreds`. */
export interface GetPredsOptions<B extends readonly Tensor[]> {
  /** 0 for the training data (in order, yet with its augmentation), 1 (the default) for the validation data. */
  dsIdx?: number;
  /** Other data: a loader, such as `dls.testDl(items)`, or a list of batches. */
  dl?: Batches<B>;
  /** Also the inputs (of several in a batch the first, as of several targets). */
  withInput?: boolean;
  /** Also one loss per item. */
  withLoss?: boolean;
  /** Also the decisions: the classes of the highest probability, say. */
  withDecoded?: boolean;
  /** What turns the model's output into predictions. Default: the loss's activation. */
  act?: (output: Tensor) => Tensor;
  /** Whether predictions stand in the order of the items, however the loader shuffles. Default true. */
  reorder?: boolean;
  /** The axis along which batches are put together. Default 0. */
  concatDim?: number;
  /** True in the middle of a fit: `beforeFit` and the like are not heard again. Default false. */
  inner?: boolean;
  /** Callbacks for this call only. */
  cbs?: Callbacks;
}

/** What `learn.getPreds` gives: predictions and targets, and what was asked for beside them. */
export type Predictions<O> = {
  preds: Tensor;
  /** Null where the data have no labels. */
  targs: O extends { dl: Batches<readonly [Tensor]> } ? Tensor | null : Tensor;
} & (O extends { withInput: true } ? { inputs: Tensor } : unknown) &
  (O extends { withLoss: true } ? { losses: Tensor } : unknown) &
  (O extends { withDecoded: true } ? { decoded: Tensor } : unknown);

interface Gathered {
  preds: Tensor;
  targs: Tensor | null;
  inputs: Tensor | null;
  losses: Tensor | null;
  decoded: Tensor | null;
}

/** See `learn.getPreds`. */
export function getPreds<B extends readonly Tensor[], const O extends GetPredsOptions<B>>(
  learn: Learner<B>,
  options?: O,
): Promise<Predictions<O>>;
export async function getPreds<B extends readonly Tensor[]>(
  learn: Learner<B>,
  options: GetPredsOptions<B> = {},
): Promise<Gathered> {
  const { withInput, withLoss, withDecoded = false, concatDim, inner = false, reorder = true } = options;
  const { dl, order } = inOrder(
    options.dl ?? learn.dls.at(options.dsIdx ?? 1),
    options.dl === undefined,
    reorder,
  );
  const gather = new GatherPredsCallback({ withInput, withLoss, concatDim });
  const cbs = [...callbackList(options.cbs ?? []), gather];
  const pass = () => learn.validationContext(cbs, inner, () => learn.passOver(dl));
  try {
    await (withLoss ? learn.lossNotReduced(pass) : pass());
    return torch.noGrad(() =>
      torch.scope(() => {
        const places = order?.();
        const sorted = (tensor: Tensor | null) =>
          tensor && places ? tensor.indexSelect(0, torch.tensor(places)) : tensor;
        const output = gather.gathered('preds');
        if (!output) throw new Error('there is nothing to predict: the data have no batches');
        const preds = (options.act ?? activationOf(learn.lossFunc))(output);
        return {
          inputs: sorted(gather.gathered('inputs')),
          preds: sorted(preds) ?? preds,
          targs: sorted(gather.gathered('targs')),
          decoded: withDecoded ? sorted(decodesOf(learn.lossFunc)(preds)) : null,
          losses: sorted(gather.gathered('losses')),
        };
      }),
    );
  } finally {
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

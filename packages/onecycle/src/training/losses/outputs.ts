import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { isLoss, type LossFunc } from './base-loss.js';
import { BCEWithLogitsLossFlat } from './value-losses.js';

/** What a model's outputs mean: how they become predictions, and predictions decisions. */
export interface OutputMeaning {
  activation(pred: Tensor): Tensor;
  decodes(pred: Tensor): Tensor;
}

/** What PyTorch's losses take outputs for; classes lie along axis 1 there. */
const meanings = {
  /** One class of several, in logits. */
  classes: {
    activation: (pred) => torch.softmax(pred, Math.min(1, pred.ndim - 1)),
    decodes: (pred) => pred.argmax(Math.min(1, pred.ndim - 1)),
  },
  /** A yes or no each, in logits. */
  labels: { activation: (pred) => pred.sigmoid(), decodes: (pred) => pred.gt(0.5) },
  /** A yes or no each, in probabilities. */
  probabilities: { activation: (pred) => pred, decodes: (pred) => pred.gt(0.5) },
  /** Numbers. */
  values: { activation: (pred) => pred, decodes: (pred) => pred },
} satisfies Record<string, OutputMeaning>;

/** The name of a meaning that a plain loss of PyTorch's has, as an exported file holds it. */
export type Meaning = keyof typeof meanings;

export const isMeaning = (value: unknown): value is Meaning =>
  typeof value === 'string' && Object.hasOwn(meanings, value);

/** What outputs of that meaning become. */
export const outputsOf = (meaning: Meaning): OutputMeaning => meanings[meaning];

const plain: readonly [Meaning, readonly unknown[]][] = [
  ['classes', [nn.CrossEntropyLoss, nn.NLLLoss, nn.MultiMarginLoss, F.crossEntropy, F.nllLoss]],
  ['labels', [nn.BCEWithLogitsLoss, nn.MultiLabelSoftMarginLoss, F.binaryCrossEntropyWithLogits]],
  ['probabilities', [nn.BCELoss, F.binaryCrossEntropy]],
  [
    'values',
    [nn.MSELoss, nn.L1Loss, nn.SmoothL1Loss, nn.HuberLoss, F.mseLoss, F.l1Loss, F.smoothL1Loss, F.huberLoss],
  ],
];

/** Losses that stand for others, and what outputs are to those. */
const standIns = new WeakMap<LossFunc, Meaning>();

/** Says what outputs are to a loss that stands for one of PyTorch's. */
export function standsFor<T extends LossFunc>(loss: T, meaning: Meaning): T {
  standIns.set(loss, meaning);
  return loss;
}

/** What outputs are to a plain loss of PyTorch's; undefined for any other loss. */
export const meaningOf = (loss: LossFunc): Meaning | undefined =>
  standIns.get(loss) ??
  plain.find(([, losses]) => losses.includes(typeof loss === 'function' ? loss : loss.constructor))?.[0];

/** Whether a loss says itself what outputs are. */
export const hasOwnMeaning = (loss: LossFunc): boolean =>
  typeof loss !== 'function' && (loss.activation !== undefined || loss.decodes !== undefined);

/** Data, as far as they say what their targets are. */
export interface TargetData {
  /** The loss that fits the targets, where there is one. */
  readonly lossFunc: object | undefined;
  /** The classes of the targets, if they are any. */
  readonly vocab: readonly unknown[];
}

/**
 * What a model's outputs mean to a loss: what it says itself, or what PyTorch's loss of that name takes them for, or,
 * for a function of one's own, what the targets are: classes or labels of a vocabulary, or numbers.
 */
export function outputMeaning(loss: LossFunc, data: TargetData): OutputMeaning {
  if (typeof loss !== 'function' && hasOwnMeaning(loss)) {
    return {
      activation: (pred) => loss.activation?.(pred) ?? pred,
      decodes: (pred) => (loss.decodes ? loss.decodes(pred) : ofTargets(data).decodes(pred)),
    };
  }
  const meaning = meaningOf(loss);
  // Losses for numbers on classes: outputs are no logits, and which class is meant the targets know.
  if (meaning === 'values') return { ...meanings.values, decodes: ofTargets(data).decodes };
  // One class of several on items with several labels: the label is that class alone.
  if (meaning === 'classes' && data.lossFunc instanceof BCEWithLogitsLossFlat)
    return {
      ...meanings.classes,
      decodes: (pred) => F.oneHot(meanings.classes.decodes(pred), pred.shape.at(-1) ?? -1),
    };
  return meaning ? meanings[meaning] : ofTargets(data);
}

function ofTargets({ lossFunc, vocab }: TargetData): OutputMeaning {
  if (lossFunc && isLoss(lossFunc) && lossFunc.activation && lossFunc.decodes) {
    const { activation, decodes } = lossFunc;
    return { activation: activation.bind(lossFunc), decodes: decodes.bind(lossFunc) };
  }
  return vocab.length > 0 ? meanings.classes : meanings.values;
}

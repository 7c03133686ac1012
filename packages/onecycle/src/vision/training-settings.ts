import { wrongKind } from '../base/index.js';
import { augTransforms } from './augment/index.js';
import { resize } from './resize/index.js';

/** What a fine-tuning is asked for by `onecycle train` and in the studio, in words and numbers. */
export interface TrainingSettings {
  /** The network's name: `resnet18`. */
  arch: string;
  /**
   * The learned weights that it starts from: a file, a repository of the hub, `default` (the hub's for the network),
   * `@onecycle/resnet18-tiny` (small, comes with the library), or `none`.
   */
  weights: string;
  /** Epochs of the whole network, after `freezeEpochs` of its head alone. */
  epochs: number;
  freezeEpochs: number;
  /** Pictures in a batch. */
  bs: number;
  /** Side of the pictures that the network sees, in pixels, and of those that they are cut from. */
  size: number;
  presize: number;
  /** The base learning rate. */
  lr: number;
  /** The share of the pictures that is kept for validation. */
  validPct: number;
  /** Of the split, the augmentation and the head. */
  seed: number;
  /** Whether it computes in mixed precision. */
  fp16: boolean;
}

/** Presizing and augmentation by the settings, as options of data blocks and loaders. */
export function trainingTransforms(settings: Pick<TrainingSettings, 'presize' | 'size'>) {
  if (typeof settings !== 'object' || settings === null)
    throw wrongKind('trainingTransforms', '{ presize, size }', settings);
  const { presize, size } = settings;
  return { itemTfms: resize(presize), batchTfms: augTransforms({ size, minScale: 0.75 }) };
}

/** Where the weights come from, as options of `visionLearner`. */
export function weightsNamed(weights: TrainingSettings['weights']): {
  pretrained?: boolean;
  weights?: string;
} {
  if (weights === 'none') return { pretrained: false };
  return weights === 'default' ? {} : { weights };
}

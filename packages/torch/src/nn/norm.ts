import { checkTensor } from '../core/index.js';
import { checkSize, checkWhole } from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { inFloat32, isCpuBfloat16 } from './bfloat16.js';
import { checkModule, Module } from './module.js';
import { Parameter } from './parameter.js';
import { pyBool, pyFloat, pyTuple } from './repr.js';
import { type NormSharing, syncBatchNorm } from './sync-batch-norm.js';

/** Options of batch norms; the names and defaults are PyTorch's. */
export type BatchNormOptions = {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Share of the new batch in the running statistics; null averages over all batches. Default 0.1. */
  momentum?: number | null;
  /** Whether it learns a weight and a bias. Default true. */
  affine?: boolean;
  /** Whether it keeps running statistics; otherwise evaluation uses the batch's too. Default true. */
  trackRunningStats?: boolean;
};

/** The names of {@link BatchNormOptions}. */
export const batchNormOptions = { eps: true, momentum: true, affine: true, trackRunningStats: true } as const;

/** What {@link BatchNorm1d}, {@link BatchNorm2d} and {@link BatchNorm3d} share: normalisation of every channel over batch and positions. */
export abstract class BatchNorm extends Module {
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight: Parameter | null;
  bias: Parameter | null;
  runningMean: Tensor | null;
  runningVar: Tensor | null;
  numBatchesTracked: Tensor | null;
  /** In training, with which processes statistics are shared; see {@link syncBatchNorms}. */
  sharing: NormSharing | null = null;

  constructor(
    readonly numFeatures: number,
    options: BatchNormOptions = {},
  ) {
    checkOptions(options, batchNormOptions, new.target.name);
    checkWhole(`${new.target.name}: numFeatures`, numFeatures);
    super();
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? new Parameter(torch.ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(torch.zeros([numFeatures])) : null;
    const buffer = (name: string, make: () => Tensor) =>
      this.registerBuffer(name, trackRunningStats ? make() : null);
    this.runningMean = buffer('runningMean', () => torch.zeros([numFeatures]));
    this.runningVar = buffer('runningVar', () => torch.ones([numFeatures]));
    this.numBatchesTracked = buffer('numBatchesTracked', () => torch.tensor(0, { dtype: 'int64' }));
  }

  protected abstract accepts(ndim: number): boolean;
  protected abstract readonly expected: string;

  protected checkShape(x: Tensor): void {
    checkTensor(this.constructor.name, x);
    if (!this.accepts(x.ndim))
      throw new Error(`${this.constructor.name} needs ${this.expected}, got [${x.shape.join(', ')}]`);
  }

  forward(x: Tensor): Tensor {
    this.checkShape(x);
    const { runningMean, runningVar } = this;
    const batchStatistics = this.training || runningMean === null;
    const average = this.training ? this.countBatch() : 0;
    if (this.training && this.sharing) return syncBatchNorm(x, this, this.sharing, average);
    if (batchStatistics && x.numel() === (x.shape[1] ?? 0)) {
      throw new Error(
        `batch norm in training mode needs more than one value per channel, got [${x.shape.join(', ')}]: ` +
          'use a larger batch (a last batch of one is dropped with dropLast), or eval()',
      );
    }
    return torch.batchNorm(
      x,
      this.weight,
      this.bias,
      runningMean,
      runningVar,
      batchStatistics,
      average,
      this.eps,
      true,
    );
  }

  /** Counts the batch and says how much of it goes into the running statistics. */
  private countBatch(): number {
    const { numBatchesTracked, momentum } = this;
    if (numBatchesTracked === null) return momentum ?? 0;
    numBatchesTracked.add_(1);
    return momentum ?? 1 / Number(numBatchesTracked.item());
  }

  override extraRepr(): string {
    const { numFeatures, eps, momentum, affine, trackRunningStats } = this;
    const share = momentum === null ? 'None' : pyFloat(momentum);
    const flags = `affine=${pyBool(affine)}, track_running_stats=${pyBool(trackRunningStats)}`;
    return `${numFeatures}, eps=${pyFloat(eps)}, momentum=${share}, ${flags}`;
  }
}

/**
 * Lets all batch norms of a model take their statistics, in training, over the batches of all processes of a group; null
 * leaves each process to itself again. Every process calls it with the same model. Source: PyTorch's
 * SyncBatchNorm.convert_sync_batchnorm, which puts other modules into the model; here they stay.
 */
export function syncBatchNorms(model: Module, sharing: NormSharing | null): void {
  checkModule('syncBatchNorms', model);
  if (sharing !== null) checkOptions(sharing, { group: true, counts: true }, 'syncBatchNorms');
  for (const module of model.modules()) if (module instanceof BatchNorm) module.sharing = sharing;
}

/** Batch normalisation (Ioffe and Szegedy, 2015) of `[N, C]` or `[N, C, L]`. */
export class BatchNorm1d extends BatchNorm {
  protected get expected(): string {
    return 'a batch [N, C] or [N, C, L]';
  }

  protected accepts(ndim: number): boolean {
    return ndim === 2 || ndim === 3;
  }
}

/** Batch normalisation (Ioffe and Szegedy, 2015) of `[N, C, H, W]`. */
export class BatchNorm2d extends BatchNorm {
  protected get expected(): string {
    return 'a batch [N, C, H, W]';
  }

  protected accepts(ndim: number): boolean {
    return ndim === 4;
  }
}

/** Batch normalisation (Ioffe and Szegedy, 2015) of `[N, C, D, H, W]`. */
export class BatchNorm3d extends BatchNorm {
  protected get expected(): string {
    return 'a batch [N, C, D, H, W]';
  }

  protected accepts(ndim: number): boolean {
    return ndim === 5;
  }
}

/** Normalises groups of channels of `[N, C, …]` (Wu and He, 2018). */
export class GroupNorm extends Module {
  readonly eps: number;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;

  constructor(
    readonly numGroups: number,
    readonly numChannels: number,
    options: { eps?: number; affine?: boolean } = {},
  ) {
    checkOptions(options, { eps: true, affine: true }, new.target.name);
    checkWhole(`${new.target.name}: numGroups`, numGroups);
    checkWhole(`${new.target.name}: numChannels`, numChannels);
    super();
    if (numChannels % numGroups)
      throw new Error(`${numChannels} channels do not divide into ${numGroups} groups`);
    const { eps = 1e-5, affine = true } = options;
    this.eps = eps;
    this.weight = affine ? new Parameter(torch.ones([numChannels])) : null;
    this.bias = affine ? new Parameter(torch.zeros([numChannels])) : null;
  }

  forward(x: Tensor): Tensor {
    const { numGroups, weight, bias, eps } = this;
    const norm = (input: Tensor) => torch.groupNorm(input, numGroups, weight, bias, eps);
    return isNarrower(x, weight) ? inFloat32(x, norm) : norm(x);
  }

  override extraRepr(): string {
    return `${this.numGroups}, ${this.numChannels}, eps=${pyFloat(this.eps)}, affine=${pyBool(this.weight !== null)}`;
  }
}

/** Normalises the last dimensions, whose sizes are `normalizedShape` (Ba et al., 2016). */
export class LayerNorm extends Module {
  readonly normalizedShape: number[];
  readonly eps: number;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;

  constructor(
    normalizedShape: number | number[],
    options: { eps?: number; elementwiseAffine?: boolean } = {},
  ) {
    checkOptions(options, { eps: true, elementwiseAffine: true }, new.target.name);
    super();
    const { eps = 1e-5, elementwiseAffine = true } = options;
    checkSize('LayerNorm: normalizedShape', normalizedShape);
    this.normalizedShape = typeof normalizedShape === 'number' ? [normalizedShape] : normalizedShape;
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(torch.ones(this.normalizedShape)) : null;
    this.bias = elementwiseAffine ? new Parameter(torch.zeros(this.normalizedShape)) : null;
  }

  forward(x: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    const norm = (input: Tensor) => torch.layerNorm(input, normalizedShape, weight, bias, eps);
    return isNarrower(x, weight) ? inFloat32(x, norm) : norm(x);
  }

  override extraRepr(): string {
    const affine = `elementwise_affine=${pyBool(this.weight !== null)}`;
    return `${pyTuple(this.normalizedShape)}, eps=${pyFloat(this.eps)}, ${affine}`;
  }
}

/** Under autocast what comes in has 16 bits, and weights have 32. */
const isNarrower = (x: Tensor, weight: Tensor | null): boolean =>
  isCpuBfloat16(x) && weight?.dtype === 'float32';

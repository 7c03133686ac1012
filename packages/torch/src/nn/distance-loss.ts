import type { Reduction } from '../functional/index.js';
import * as functional from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { Module } from './module.js';

type MarginOptions = { margin?: number; reduction?: Reduction };

/** The cosine of the angle between vectors along `dim` (default 1), whose lengths count as `eps` (default 1e-8) at least. */
export class CosineSimilarity extends Module<[Tensor, Tensor]> {
  readonly dim: number;
  readonly eps: number;

  constructor(options: { dim?: number; eps?: number } = {}) {
    checkOptions(options, { dim: true, eps: true }, new.target.name);
    super();
    this.dim = options.dim ?? 1;
    this.eps = options.eps ?? 1e-8;
  }

  forward(x1: Tensor, x2: Tensor): Tensor {
    return torch.cosineSimilarity(x1, x2, this.dim, this.eps);
  }
}

/** The p-norm (default 2) of x1 − x2 + eps (default 1e-6) along the last dimension: `[N, D]` → `[N]`. */
export class PairwiseDistance extends Module<[Tensor, Tensor]> {
  readonly p: number;
  readonly eps: number;
  readonly keepdim: boolean;

  constructor(options: { p?: number; eps?: number; keepdim?: boolean } = {}) {
    checkOptions(options, { p: true, eps: true, keepdim: true }, new.target.name);
    super();
    this.p = options.p ?? 2;
    this.eps = options.eps ?? 1e-6;
    this.keepdim = options.keepdim ?? false;
  }

  forward(x1: Tensor, x2: Tensor): Tensor {
    return torch.pairwiseDistance(x1, x2, this.p, this.eps, this.keepdim);
  }
}

/** Of pairs and which of them ranks higher; see {@link functional.marginRankingLoss}. */
export class MarginRankingLoss extends Module<[Tensor, Tensor, Tensor]> {
  constructor(readonly options: MarginOptions = {}) {
    checkOptions(options, { margin: true, reduction: true }, new.target.name);
    super();
  }

  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return functional.marginRankingLoss(input1, input2, target, this.options);
  }
}

/** Of an anchor, one like it and one unlike it; see {@link functional.tripletMarginLoss}. */
export class TripletMarginLoss extends Module<[Tensor, Tensor, Tensor]> {
  constructor(readonly options: MarginOptions & { p?: number } = {}) {
    checkOptions(options, { margin: true, reduction: true, p: true }, new.target.name);
    super();
  }

  forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return functional.tripletMarginLoss(anchor, positive, negative, this.options);
  }
}

/** Of pairs that are alike (1) or not (−1), by their angle; see {@link functional.cosineEmbeddingLoss}. */
export class CosineEmbeddingLoss extends Module<[Tensor, Tensor, Tensor]> {
  constructor(readonly options: MarginOptions = {}) {
    checkOptions(options, { margin: true, reduction: true }, new.target.name);
    super();
  }

  forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    return functional.cosineEmbeddingLoss(input1, input2, target, this.options);
  }
}

/** Of distances of pairs that are alike (1) or not (−1); see {@link functional.hingeEmbeddingLoss}. */
export class HingeEmbeddingLoss extends Module<[Tensor, Tensor]> {
  constructor(readonly options: MarginOptions = {}) {
    checkOptions(options, { margin: true, reduction: true }, new.target.name);
    super();
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return functional.hingeEmbeddingLoss(input, target, this.options);
  }
}

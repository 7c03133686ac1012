import { checkTensor } from '../core/index.js';
import { checkWhole, embedding, paddingRow } from '../functional/index.js';
import { checkOptions, shown } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { resetWeights } from './conv.js';
import { normal_ } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { pyBool, pyTuple } from './repr.js';

/** x·Wᵀ + b over the last dimension: `[…, inFeatures]` → `[…, outFeatures]`. */
export class Linear extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: { bias?: boolean } = {},
  ) {
    checkOptions(options, { bias: true }, new.target.name);
    checkWhole(`${new.target.name}: inFeatures`, inFeatures);
    checkWhole(`${new.target.name}: outFeatures`, outFeatures);
    super();
    this.weight = new Parameter(torch.empty([outFeatures, inFeatures]));
    this.bias = (options.bias ?? true) ? new Parameter(torch.empty([outFeatures])) : null;
    resetWeights(this.weight, this.bias);
  }

  forward(x: Tensor): Tensor {
    return torch.linear(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${pyBool(this.bias !== null)}`;
  }
}

/** Gives back what it gets. */
export class Identity<T = Tensor> extends Module<[T], T> {
  forward(x: T): T {
    return x;
  }
}

/** Merges dimensions `startDim` (default 1) to `endDim` (default −1): `[N, C, H, W]` → `[N, C·H·W]`. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(options: { startDim?: number; endDim?: number } = {}) {
    checkOptions(options, { startDim: true, endDim: true }, new.target.name);
    super();
    this.startDim = options.startDim ?? 1;
    this.endDim = options.endDim ?? -1;
  }

  forward(x: Tensor): Tensor {
    return torch.flatten(x, this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

/** Splits dimension `dim` into `size`. */
export class Unflatten extends Module {
  constructor(
    readonly dim: number,
    readonly size: number[],
  ) {
    if (!Array.isArray(size)) throw new TypeError(`Unflatten: size is a list of sizes, not ${shown(size)}`);
    super();
  }

  forward(x: Tensor): Tensor {
    checkTensor('Unflatten', x);
    const at = this.dim < 0 ? this.dim + x.ndim : this.dim;
    return x.reshape([...x.shape.slice(0, at), ...this.size, ...x.shape.slice(at + 1)]);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${pyTuple(this.size)}`;
  }
}

/**
 * A table of vectors: int64 indices `[…]` → `[…, embeddingDim]`. The row `paddingIdx` (−1 is the last) is zero and stays so.
 */
export class Embedding extends Module {
  readonly weight: Parameter;
  readonly paddingIdx: number | null;

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    options: { paddingIdx?: number } = {},
  ) {
    checkOptions(options, { paddingIdx: true }, new.target.name);
    checkWhole(`${new.target.name}: numEmbeddings`, numEmbeddings);
    checkWhole(`${new.target.name}: embeddingDim`, embeddingDim);
    super();
    const { paddingIdx } = options;
    this.paddingIdx = paddingIdx === undefined ? null : paddingRow(paddingIdx, numEmbeddings);
    this.weight = normal_(new Parameter(torch.empty([numEmbeddings, embeddingDim])));
    const { paddingIdx: row, weight } = this;
    if (row !== null) torch.noGrad(() => void weight.select(0, row).zero_());
  }

  forward(indices: Tensor): Tensor {
    return embedding(indices, this.weight, this.paddingIdx === null ? {} : { paddingIdx: this.paddingIdx });
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? '' : `, padding_idx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}`;
  }
}

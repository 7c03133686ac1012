import { checkTensor } from '../core/index.js';
import { checkWhole } from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { xavierUniform_, zeros_ } from './init.js';
import { Linear } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/** Options of {@link MultiheadAttention}. */
export type AttentionOptions = {
  /** Dropped share of the attention weights while training. Default 0. */
  dropout?: number;
  /** Default true. */
  bias?: boolean;
  /** Whether batches come as `[N, L, E]`; the default, as PyTorch's, is `[L, N, E]`. */
  batchFirst?: boolean;
  /** Width of the keys. Default: `embedDim`. */
  kdim?: number;
  /** Width of the values. Default: `embedDim`. */
  vdim?: number;
};

/** What one call of {@link MultiheadAttention} may take besides query, key and value. */
export type AttentionCall = {
  /** `[L, S]` or `[N·heads, L, S]`: true forbids a position, numbers are added to the scores. */
  attnMask?: Tensor;
  /** `[N, S]`, without a batch `[S]`: true leaves out a key. */
  keyPaddingMask?: Tensor;
  /** Whether the weights (mean over the heads, `[N, L, S]`, without a batch `[L, S]`) come back too. Default true. */
  needWeights?: boolean;
};

/**
 * Scaled dot-product attention in `numHeads` heads (Vaswani et al., 2017), with PyTorch's parameter names.
 * `forward(query, key, value)` → `[output, weights | null]`. All three may come without a batch, as `[L, E]`.
 */
export class MultiheadAttention extends Module<
  [Tensor, Tensor, Tensor, AttentionCall?],
  [Tensor, Tensor | null]
> {
  /** `[3·embedDim, embedDim]`; null where keys or values have another width, and each of the three a weight of its own. */
  readonly inProjWeight: Parameter | null;
  readonly qProjWeight: Parameter | null = null;
  readonly kProjWeight: Parameter | null = null;
  readonly vProjWeight: Parameter | null = null;
  readonly inProjBias: Parameter | null;
  readonly outProj: Linear;
  readonly dropout: number;
  readonly batchFirst: boolean;

  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    options: AttentionOptions = {},
  ) {
    checkOptions(
      options,
      { dropout: true, bias: true, batchFirst: true, kdim: true, vdim: true },
      'nn.MultiheadAttention',
    );
    checkWhole('MultiheadAttention: embedDim', embedDim);
    checkWhole('MultiheadAttention: numHeads', numHeads);
    super();
    if (embedDim % numHeads) throw new Error(`embedDim ${embedDim} is not divisible by numHeads ${numHeads}`);
    const { dropout = 0, bias = true, batchFirst = false, kdim = embedDim, vdim = embedDim } = options;
    this.dropout = dropout;
    this.batchFirst = batchFirst;
    const weightFor = (width: number, rows = embedDim) => new Parameter(torch.empty([rows, width]));
    if (kdim === embedDim && vdim === embedDim) {
      this.inProjWeight = weightFor(embedDim, 3 * embedDim);
    } else {
      this.inProjWeight = null;
      this.qProjWeight = weightFor(embedDim);
      this.kProjWeight = weightFor(kdim);
      this.vProjWeight = weightFor(vdim);
    }
    this.inProjBias = bias ? zeros_(new Parameter(torch.empty([3 * embedDim]))) : null;
    this.outProj = new OutputProjection(embedDim, embedDim, { bias });
    for (const weight of this.inProjWeight ? [this.inProjWeight] : this.projections()) xavierUniform_(weight);
    if (this.outProj.bias) zeros_(this.outProj.bias);
  }

  forward(query: Tensor, key: Tensor, value: Tensor, call: AttentionCall = {}): [Tensor, Tensor | null] {
    checkTensor('MultiheadAttention', query, 'query');
    checkTensor('MultiheadAttention', key, 'key');
    checkTensor('MultiheadAttention', value, 'value');
    if (query.ndim === 2) return this.withoutBatch(query, key, value, call);
    const [q, k, v] = this.project(query, key, value);
    const scores = q.mul(1 / Math.sqrt(this.embedDim / this.numHeads)).matmul(k.transpose(-2, -1));
    const weights = torch.softmax(this.masked(scores, call), -1);
    const kept = this.training && this.dropout > 0 ? torch.dropout(weights, this.dropout, true) : weights;
    const merged = kept.matmul(v).transpose(1, 2).flatten(2);
    const projected = this.outProj.forward(merged);
    const output = this.batchFirst ? projected : projected.transpose(0, 1);
    return [output, (call.needWeights ?? true) ? weights.mean([1]) : null];
  }

  private withoutBatch(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    call: AttentionCall,
  ): [Tensor, Tensor | null] {
    const dim = this.batchFirst ? 0 : 1;
    const keyPaddingMask = call.keyPaddingMask?.unsqueeze(0);
    const [output, weights] = this.forward(query.unsqueeze(dim), key.unsqueeze(dim), value.unsqueeze(dim), {
      ...call,
      ...(keyPaddingMask && { keyPaddingMask }),
    });
    return [output.squeeze(dim), weights?.squeeze(0) ?? null];
  }

  /** Projects and splits each of the three into `[N, heads, length, E / heads]`. */
  private project(...inputs: [Tensor, Tensor, Tensor]): [Tensor, Tensor, Tensor] {
    const weights = this.projections();
    const biases = this.inProjBias?.chunk(3, 0);
    const head = (x: Tensor, i: number): Tensor => {
      const weight = weights[i];
      if (!weight) throw new Error('the projection of an attention has three parts');
      const projected = torch.linear(this.batchFirst ? x : x.transpose(0, 1), weight, biases?.[i] ?? null);
      return projected.unflatten(-1, [this.numHeads, this.embedDim / this.numHeads]).transpose(1, 2);
    };
    return [head(inputs[0], 0), head(inputs[1], 1), head(inputs[2], 2)];
  }

  /** The weights of query, key and value. */
  private projections(): Tensor[] {
    if (this.inProjWeight) return this.inProjWeight.chunk(3, 0);
    return [this.qProjWeight, this.kProjWeight, this.vProjWeight].filter((weight) => weight !== null);
  }

  private masked(scores: Tensor, { attnMask, keyPaddingMask }: AttentionCall): Tensor {
    const forbid = (from: Tensor, mask: Tensor) =>
      mask.dtype === 'bool' ? from.maskedFill(mask, Number.NEGATIVE_INFINITY) : from.add(mask);
    let masked = scores;
    if (attnMask) masked = forbid(masked, attnMask.ndim === 3 ? attnMask.reshape(scores.shape) : attnMask);
    if (keyPaddingMask) masked = forbid(masked, keyPaddingMask.unsqueeze(1).unsqueeze(1));
    return masked;
  }
}

/** A plain linear layer; PyTorch prints it under this name. */
class OutputProjection extends Linear {
  protected override reprName(): string {
    return 'NonDynamicallyQuantizableLinear';
  }
}

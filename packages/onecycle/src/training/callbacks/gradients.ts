import { Tensor, torch } from '@onecycle/torch';
import { checkCount, checkInstance, checkNumber, wrongKind } from '../../base/index.js';
import { Callback, type CallbackState, CancelBatchException } from '../events/index.js';
import { multiplyAll, vectorNorms } from '../optimizer/index.js';

/**
 * Takes a step only when at least `nAcc` items were seen, with the mean of their gradients: the effect of a batch of
 * `nAcc` items with the memory of a small one. Each batch counts with its share of `nAcc`, for which the loss is a mean
 * over its items. A fit that ends before its first step warns. Source: fastai's GradientAccumulation.
 */
export class GradientAccumulation extends Callback {
  override order = 6;
  override runValid = false;
  #count = 0;
  /** Whether the fit has taken a step. */
  #hasStepped = false;

  constructor(readonly nAcc = 32) {
    super();
    checkCount('nAcc', nAcc, 1);
  }

  override beforeFit(): void {
    this.#count = 0;
    this.#hasStepped = false;
  }

  override afterEpoch(): void {
    const { learn } = this;
    const isLast = learn.isFitting && learn.epoch === learn.nEpoch - 1;
    if (!isLast || this.#hasStepped || this.#count === 0) return;
    console.warn(
      `gradientAccumulation(${this.nAcc}): the fit has taken no step and learned nothing, of ${this.#count} items: give it fewer than those, or more epochs`,
    );
  }

  override afterLoss(): void {
    const { learn } = this;
    if (!learn.hasLoss) return;
    learn.lossGrad = learn.lossGrad.mul(this.#items / this.nAcc);
    if (learn.training) learn.strategy.steps = this.#count + this.#items >= this.nAcc;
  }

  override afterBackward(): void {
    this.#count += this.#items;
    if (this.#count < this.nAcc) throw new CancelBatchException('more gradients are waited for');
    this.#count = 0;
    this.#hasStepped = true;
  }

  get #items(): number {
    const { strategy, yb } = this.learn;
    return strategy.items(yb[0]?.shape[0] ?? 1);
  }

  override state(): CallbackState {
    return { values: { count: this.#count, hasStepped: this.#hasStepped } };
  }

  override restoreState({ values }: CallbackState): void {
    this.#count = Number(values?.count);
    this.#hasStepped = values?.hasStepped !== false;
  }
}

/** Scales all gradients so that their common norm is at most `maxNorm`. Source: fastai's GradientClip. */
export class GradientClip extends Callback {
  override order = 11;
  override capturable = true;

  /** @param normType which norm: 2 (the default), 1, Infinity, … */
  constructor(
    readonly maxNorm = 1,
    readonly normType = 2,
  ) {
    super();
    checkNumber('maxNorm', maxNorm, { above: 0 });
  }

  override beforeStep(): void {
    clip(this.learn.model.parameters(), this.maxNorm, this.normType);
  }
}

/**
 * Scales the parameters' gradients in place so that the norm of all of them together is at most `maxNorm`.
 * Source: PyTorch's clip_grad_norm_.
 *
 * @returns the norm before
 */
export function clipGradNorm(parameters: readonly Tensor[], maxNorm: number, normType = 2): number {
  if (!Array.isArray(parameters))
    throw wrongKind('clipGradNorm', 'a list of parameters, model.parameters()', parameters);
  for (const parameter of parameters) checkInstance('clipGradNorm takes parameters', parameter, Tensor);
  // An infinite one measures the norm, and changes nothing.
  if (maxNorm !== Number.POSITIVE_INFINITY) checkNumber('maxNorm', maxNorm, { least: 0 });
  return clip(parameters, maxNorm, normType);
}

function clip(parameters: readonly Tensor[], maxNorm: number, normType: number): number {
  return torch.noGrad(() =>
    torch.scope(() => {
      const grads = parameters.flatMap(({ grad }) => grad ?? []);
      if (grads.length === 0) return 0;
      const norm = Number(torch.linalg.vectorNorm(torch.stack(vectorNorms(grads, normType)), normType));
      const factor = maxNorm / (norm + 1e-6);
      if (factor < 1) multiplyAll(grads, factor);
      return norm;
    }),
  );
}

/** Takes a step once `nAcc` items were seen; see {@link GradientAccumulation}. */
export const gradientAccumulation = (nAcc = 32): GradientAccumulation => new GradientAccumulation(nAcc);
/** Keeps the gradients' norm at `maxNorm` or below; see {@link GradientClip}. */
export const gradientClip = (maxNorm = 1, normType = 2): GradientClip => new GradientClip(maxNorm, normType);

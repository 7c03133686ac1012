import { Tensor, torch } from '@onecycle/torch';
import { checkNumber } from '../../base/index.js';
import { Callback } from '../events/index.js';
import { type LossFunc, lossOf, lossPerItem, outputMeaning, reduce } from '../losses/index.js';

/**
 * Mixes the items of a training batch with those of the same batch in another order, and the targets likewise: class
 * numbers by mixing the losses against both, other targets by mixing them. Source: fastai's MixHandler.
 */
abstract class MixHandler extends Callback {
  override runValid = false;
  #original: LossFunc | null = null;
  /** The weight of the items themselves, one for each or one for all; the others have the rest. */
  protected lam: Tensor | null = null;
  /** The targets of the items that were mixed in. */
  protected others: Tensor[] = [];

  /** @param alpha both parameters of the beta distribution that the weights are drawn from */
  constructor(readonly alpha: number) {
    super();
    checkNumber('alpha', alpha, { above: 0 });
  }

  override beforeFit(): void {
    if (this.learn.cbs.filter((cb) => cb instanceof MixHandler).length > 1)
      throw new Error('two callbacks that mix items would each undo what the other did to the loss: use one');
  }

  override beforeTrain(): void {
    const { learn } = this;
    const original = learn.lossFunc;
    this.#original = original;
    learn.lossFunc = this.#mixing(original);
  }

  override afterTrain(): void {
    if (this.#original) this.learn.lossFunc = this.#original;
    this.#original = null;
  }

  override afterCancelTrain(): void {
    this.afterTrain();
  }

  override afterFit(): void {
    this.afterTrain();
  }

  /** The loss of mixed items; what outputs mean to it does not change. */
  #mixing(loss: LossFunc): LossFunc {
    const mixed = (pred: Tensor, ...targets: Tensor[]) => this.#mixedLoss(loss, pred, targets);
    if (typeof loss === 'function') return mixed;
    const { activation, decodes } = outputMeaning(loss, this.learn.dls);
    return { forward: mixed, activation, decodes };
  }

  /** Class numbers cannot be averaged, so that their losses are. In the middle of the epoch others may ask, too. */
  #mixedLoss(loss: LossFunc, pred: Tensor, targets: readonly Tensor[]): Tensor {
    if (!this.learn.training || !this.lam || !targets.some(isClasses)) return lossOf(loss, pred, targets);
    const mixed = lossPerItem(loss, pred, this.others).lerp(lossPerItem(loss, pred, targets), this.lam);
    return reduce(mixed, 'reduction' in loss && loss.reduction === 'sum' ? 'sum' : 'mean');
  }

  /** Draws weights from Beta(alpha, alpha), as a quotient of two gamma variates. */
  protected beta(n: number): Tensor {
    const [a, b] = [gamma(n, this.alpha), gamma(n, this.alpha)];
    return a.div(a.add(b)).to(this.learn.x.device);
  }

  /** The order in which the batch is mixed into itself. */
  protected permutation(): Tensor {
    return torch.randperm(this.learn.y.shape[0] ?? 1).to(this.learn.x.device);
  }

  /** Remembers the targets of the items that are mixed in, and mixes targets that are numbers. */
  protected mixTargets(order: Tensor, lam: Tensor): void {
    const { learn } = this;
    this.lam = lam;
    this.others = learn.yb.map((target) => target.indexSelect(0, order));
    learn.yb = learn.yb.map((target, i) =>
      isClasses(target) ? target : (this.others[i] ?? target).lerp(target, perItem(lam, target.ndim)),
    );
  }
}

/** `n` draws from the gamma distribution of that shape. */
function gamma(n: number, shape: number): Tensor {
  const drawn: unknown = torch.ops.aten?._standard_gamma?.(torch.full([n], shape, { dtype: 'float32' }));
  if (drawn instanceof Tensor) return drawn;
  throw new Error('this libtorch lacks aten::_standard_gamma, which the weights of a mix are drawn with');
}

const isClasses = (target: Tensor): boolean => !target.isFloatingPoint() && target.ndim === 1;

/** Weights with as many axes as what they weigh, so that they broadcast. */
const perItem = (lam: Tensor, ndim: number): Tensor =>
  lam.ndim === 0 ? lam : lam.reshape([-1, ...Array(ndim - 1).fill(1)]);

/**
 * Trains on weighted averages of two items and of their targets: Zhang et al. 2018. Source: fastai's MixUp.
 */
export class MixUp extends MixHandler {
  constructor(alpha = 0.4) {
    super(alpha);
  }

  override beforeBatch(): void {
    const { learn } = this;
    const drawn = this.beta(learn.y.shape[0] ?? 1);
    // The larger weight goes to the item itself, so that mixing two items both ways does not give the same twice.
    const lam = torch.maximum(drawn, drawn.rsub(1));
    const order = this.permutation();
    learn.xb = learn.xb.map((x) => x.indexSelect(0, order).lerp(x, perItem(lam, x.ndim)));
    this.mixTargets(order, lam);
  }
}

/**
 * Trains on pictures with a rectangle of another one in them, and on targets weighted by area: Yun et al. 2019.
 * Source: fastai's CutMix.
 */
export class CutMix extends MixHandler {
  constructor(alpha = 1) {
    super(alpha);
  }

  override beforeBatch(): void {
    const { learn } = this;
    const [height = 1, width = 1] = learn.x.shape.slice(-2);
    const order = this.permutation();
    const { x1, x2, y1, y2 } = this.rectangle(width, height, Number(this.beta(1)));
    const mixed = learn.x.clone();
    mixed.put(
      ['...', `${y1}:${y2}`, `${x1}:${x2}`],
      learn.x.indexSelect(0, order).at('...', `${y1}:${y2}`, `${x1}:${x2}`),
    );
    learn.xb = [mixed, ...learn.xb.slice(1)];
    const share = 1 - ((x2 - x1) * (y2 - y1)) / (width * height);
    this.mixTargets(order, torch.tensor(share, { dtype: 'float32', device: mixed.device }));
  }

  /** A rectangle around a random point, with a share `1 - lam` of the picture where the border does not cut it. */
  private rectangle(width: number, height: number, lam: number): Record<'x1' | 'x2' | 'y1' | 'y2', number> {
    const side = Math.sqrt(1 - lam);
    const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value));
    const [cx, cy] = [width, height].map((size) => Number(torch.randint(size, [1])));
    const [halfW, halfH] = [
      Math.floor(Math.round(width * side) / 2),
      Math.floor(Math.round(height * side) / 2),
    ];
    return {
      x1: clamp((cx ?? 0) - halfW, width),
      x2: clamp((cx ?? 0) + halfW, width),
      y1: clamp((cy ?? 0) - halfH, height),
      y2: clamp((cy ?? 0) + halfH, height),
    };
  }
}

/** Trains on averages of items; see {@link MixUp}. */
export const mixUp = (alpha = 0.4): MixUp => new MixUp(alpha);
/** Trains on pictures with pieces of others; see {@link CutMix}. */
export const cutMix = (alpha = 1): CutMix => new CutMix(alpha);

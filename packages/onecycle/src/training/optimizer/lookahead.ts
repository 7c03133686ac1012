import { type Tensor, torch } from '@onecycle/torch';
import { checkInstance, checkOptions, is } from '../../base/index.js';
import { keptCopy } from './kept-copy.js';
import { Optimizer, type OptimizerState } from './optimizer.js';

/** Options of {@link Lookahead}. */
export interface LookaheadOptions {
  /** Steps between two corrections; default 6. */
  k?: number;
  /** How far the slow weights go towards the fast ones; default 0.5. */
  alpha?: number;
}

/** What a Lookahead saves: also its count of steps, and the slow weights where it took a step. */
export interface LookaheadState extends OptimizerState {
  count: number;
  slowWeights: Tensor[];
}

/**
 * Lets the wrapped optimizer run ahead for `k` steps, then moves slow weights, which start as the weights before the
 * first step, a share `alpha` towards it and goes on from there.
 *
 * Source: fastai's Lookahead; Zhang et al. 2019.
 */
export class Lookahead extends Optimizer {
  readonly k: number;
  readonly alpha: number;
  private count = 0;
  private slowWeights: Tensor[] = [];

  constructor(
    readonly fast: Optimizer,
    options: LookaheadOptions = {},
  ) {
    checkInstance('lookahead takes an optimizer, such as adam(params, { lr })', fast, Optimizer);
    super(fast.paramLists, fast.steps, {});
    checkOptions(options, { k: is.count(1), alpha: is.share }, 'lookahead');
    const { k = 6, alpha = 0.5 } = options;
    this.hypers = fast.hypers;
    this.k = k;
    this.alpha = alpha;
  }

  override step(): void {
    if (this.slowWeights.length === 0) this.slowWeights = this.allParams().map(keptCopy);
    super.step();
    this.count += 1;
    if (this.count % this.k !== 0) return;
    torch.noGrad(() => {
      this.allParams().forEach((param, i) => {
        const slow = this.#slowWeight(i, param);
        if (!slow) return;
        torch.scope(() => {
          // Not `lerp_`, which makes NaN of an infinite weight at once.
          slow.add_(param.sub(slow), { alpha: this.alpha });
          param.copy_(slow);
        });
      });
    });
  }

  /** The slow weight of parameter `i`, on its device: the model may have gone to another one since. */
  #slowWeight(i: number, { device }: Tensor): Tensor | undefined {
    const slow = this.slowWeights[i];
    if (slow === undefined || slow.device === device) return slow;
    const moved = torch.keep(slow.to(device));
    slow.dispose();
    this.slowWeights[i] = moved;
    return moved;
  }

  override clearState(): void {
    super.clearState();
    for (const slow of this.slowWeights) slow.dispose();
    this.slowWeights = [];
    this.count = 0;
  }

  override stateDict(): LookaheadState {
    return { ...super.stateDict(), count: this.count, slowWeights: [...this.slowWeights] };
  }

  override loadStateDict(saved: OptimizerState & Partial<LookaheadState>): void {
    const slowWeights = (saved?.slowWeights ?? []).map(keptCopy);
    super.loadStateDict(saved);
    this.slowWeights = slowWeights;
    this.count = saved.count ?? 0;
  }
}

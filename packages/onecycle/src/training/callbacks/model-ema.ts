import { type Tensor, torch } from '@onecycle/torch';
import { checkOptions, is, type OptionNames } from '../../base/index.js';
import { Callback, type CallbackState } from '../events/index.js';
import { keptCopy } from '../optimizer/index.js';

/** Options of {@link modelEma}. */
export interface ModelEmaOptions {
  /** The share of an average that is kept in a step, 0 … 1. Default 0.9999, which wants some ten thousand steps. */
  decay?: number;
  /** Whether the decay grows towards `decay`: 1 − (1 + steps)^(−2/3). Default false. */
  warmup?: boolean;
  /** So many of the optimizer's steps go by before averages begin. Default 0. */
  updateAfterStep?: number;
}

const optionNames: OptionNames<ModelEmaOptions> = {
  decay: is.number({ least: 0, most: 1 }),
  warmup: is.flag,
  updateAfterStep: is.count(0),
};
/** timm's default. */
const WARMUP_POWER = 2 / 3;

/**
 * Keeps exponential moving averages of parameters and buffers, after every step of the optimizer. The averages stand in the
 * model from the beginning of a validation to that of the next epoch, so that they are measured and what `saveModel` saves, and after
 * the fit; the weights that learn stand there in between. Each fit begins averages anew. A checkpoint holds both.
 * Source: timm's ModelEmaV3; what is no floating-point number is copied.
 */
export class ModelEma extends Callback {
  override order = 5;
  override capturable = true;
  override runValid = false;
  override onlyFits = true;
  readonly decay: number;
  readonly warmup: boolean;
  readonly updateAfterStep: number;
  /** The optimizer's steps of this fit. */
  steps = 0;
  /** What does not stand in the model: the averages, or, while these do, the weights that learn. */
  #others = new Map<string, Tensor>();
  #averagesAreIn = false;
  #skipped = false;

  constructor(options: ModelEmaOptions = {}) {
    super();
    checkOptions(options, optionNames, 'modelEma');
    const { decay = 0.9999, warmup = false, updateAfterStep = 0 } = options;
    this.decay = decay;
    this.warmup = warmup;
    this.updateAfterStep = updateAfterStep;
  }

  /** The decay at a step of the optimizer, counted from 1. */
  decayAt(step: number): number {
    const since = step - this.updateAfterStep - 1;
    if (since <= 0) return 0;
    return this.warmup ? Math.min(1 - (1 + since) ** -WARMUP_POWER, this.decay) : this.decay;
  }

  override beforeFit(): void {
    this.#forget();
    this.steps = 0;
    for (const [name, tensor] of this.learn.model.namedState()) this.#others.set(name, keptCopy(tensor));
  }

  override beforeTrain(): void {
    if (this.#averagesAreIn) this.#swap();
  }

  override afterCancelStep(): void {
    this.#skipped = true;
  }

  override afterStep(): void {
    if (this.#skipped) {
      this.#skipped = false;
      return;
    }
    this.steps += 1;
    const share = 1 - this.decayAt(this.steps);
    this.#each((average, tensor) => {
      if (average.isFloatingPoint()) average.lerp_(tensor, share);
      else average.copy_(tensor);
    });
  }

  override beforeValidate(): void {
    if (!this.#averagesAreIn) this.#swap();
  }

  override afterFit(): void {
    // A fit that diverged has put back the weights of before; averages that met what is no number are of no use.
    if (!this.#averagesAreIn && this.#areFinite()) this.#swap();
    this.#forget();
  }

  override state(): CallbackState {
    const values = { steps: this.steps, averagesAreIn: this.#averagesAreIn };
    return { values, tensors: Object.fromEntries(this.#others) };
  }

  override restoreState({ values, tensors = {} }: CallbackState): void {
    this.steps = Number(values?.steps);
    this.#averagesAreIn = values?.averagesAreIn === true;
    torch.noGrad(() => {
      for (const [name, other] of this.#others) {
        const saved = tensors[name];
        if (!saved) throw new Error(`the checkpoint has no average of ${name}: it is of another model`);
        other.copy_(saved);
      }
    });
  }

  #areFinite(): boolean {
    return [...this.#others.values()].every(
      (tensor) => !tensor.isFloatingPoint() || torch.scope(() => tensor.isfinite().all().item() === true),
    );
  }

  #swap(): void {
    this.#each((other, tensor) => {
      const before = tensor.clone();
      tensor.copy_(other);
      other.copy_(before);
    });
    this.#averagesAreIn = !this.#averagesAreIn;
  }

  #each(change: (other: Tensor, tensor: Tensor) => void): void {
    const state = new Map(this.learn.model.namedState());
    torch.noGrad(() =>
      torch.scope(() => {
        for (const [name, other] of this.#others) {
          const tensor = state.get(name);
          if (tensor) change(other, tensor.detach());
        }
      }),
    );
  }

  #forget(): void {
    for (const tensor of this.#others.values()) tensor[Symbol.dispose]();
    this.#others.clear();
    this.#averagesAreIn = false;
    this.#skipped = false;
  }
}

/** Moving averages of the weights for validation and afterwards; see {@link ModelEma}. */
export const modelEma = (options: ModelEmaOptions = {}): ModelEma => new ModelEma(options);

import { Tensor, torch } from '@onecycle/torch';
import { checkChoice, checkOptions, is, type OptionCheck, shown, wrongKind } from '../../base/index.js';
import type { Described } from '../../data/index.js';

/** How the losses of a batch become one: averaged, kept apart, or added up. */
export type Reduction = 'mean' | 'none' | 'sum';

/** What a learner needs of a loss; PyTorch's `nn` losses will do, too. */
export interface Loss {
  forward(pred: Tensor, ...targets: Tensor[]): Tensor;
  /** Turns the model's output into predictions: probabilities, say. */
  activation?(pred: Tensor): Tensor;
  /** Turns predictions into decisions: the index of the class, say. */
  decodes?(pred: Tensor): Tensor;
}

/** Whether an object is a loss. */
export const isLoss = (value: object): value is Loss =>
  'forward' in value && typeof value.forward === 'function';

/** The losses of a batch as a reduction wants them. */
export const reduce = (losses: Tensor, reduction: Reduction): Tensor =>
  reduction === 'none' ? losses : reduction === 'sum' ? losses.sum() : losses.mean();

/**
 * A loss, or any function of predictions and targets that gives one, such as `F.crossEntropy`. Where a batch has several
 * targets, a function gets all of them; to have them typed, write an object with `forward`.
 */
export type LossFunc = Loss | ((pred: Tensor, target: Tensor) => Tensor);

/** Options of every loss. */
export interface LossOptions {
  /** Default 'mean'. */
  reduction?: Reduction;
  /** The axis of the classes, default -1 (the last). */
  axis?: number;
  /** Whether predictions and targets are flattened; if not, the losses of 'none' keep their shape. Default true. */
  flatten?: boolean;
}

const whole = ['int8', 'int16', 'int32', 'uint8', 'bool'];

/**
 * A loss that flattens: the class axis of predictions (and of targets) is swapped with the last one, everything
 * before it becomes one axis. With the activation and the decoding that belong to it.
 *
 * Source: fastai's BaseLoss.
 */
export abstract class BaseLoss implements Loss {
  reduction: Reduction;
  readonly axis: number;
  readonly flatten: boolean;
  /** Whether classes are a dimension of the predictions and numbers in the targets. */
  protected readonly is2d: boolean = true;
  /** Whether targets become floats. */
  protected readonly floatify: boolean = false;
  readonly #tensors = new Map<string, Tensor>();

  /** The options that the loss has, which `new` checks. */
  protected static readonly optionNames: Readonly<Record<string, true | OptionCheck>> = {
    reduction: true,
    axis: true,
    flatten: is.flag,
  };

  constructor(options: LossOptions = {}) {
    checkOptions<object>(options, new.target.optionNames, new.target.name);
    const { reduction = 'mean', axis = -1, flatten = true } = options;
    checkChoice('reduction', reduction, ['mean', 'none', 'sum']);
    if (!Number.isInteger(axis)) throw new RangeError(`axis is a whole number, and not ${shown(axis)}`);
    this.reduction = reduction;
    this.axis = axis;
    this.flatten = flatten;
  }

  toString(): string {
    return `${this.constructor.name}()`;
  }

  /** The loss of predictions against targets: a number, or one per flattened item where the reduction is 'none'. */
  forward(pred: Tensor, target: Tensor): Tensor {
    const x = this.last(pred);
    const y = this.numeric(this.last(target));
    if (!this.flatten) return this.compute(x, y);
    const classes = x.shape.at(-1) ?? 1;
    const [flat, items] = this.is2d ? [x.reshape([-1, classes]), 'rows'] : [x.reshape([-1]), 'values'];
    const targets = y.reshape([-1]);
    if (flat.shape[0] !== targets.shape[0]) {
      throw new Error(
        `${this.constructor.name}: predictions of shape [${pred.shape.join(', ')}] have ${flat.shape[0]} ${items}, targets of shape [${target.shape.join(', ')}] have ${targets.shape[0]} values.`,
      );
    }
    return this.compute(flat, targets);
  }

  activation(pred: Tensor): Tensor {
    return pred;
  }

  decodes(pred: Tensor): Tensor {
    return pred;
  }

  /** What an exported file holds; see `register`. */
  toJSON(): Described {
    const { reduction, axis, flatten } = this;
    return { type: this.constructor.name, reduction, axis, flatten };
  }

  protected abstract compute(pred: Tensor, target: Tensor): Tensor;

  /** Weights as a tensor of the kind of `like`: the same one in each step, so that they go to a GPU once. */
  protected vector(values: readonly number[] | null, { dtype, device }: Tensor): Tensor | null {
    if (values === null) return null;
    const name = `${dtype} ${device} ${values.join()}`;
    const known = this.#tensors.get(name);
    if (known) return known;
    const made = torch.tensor([...values], { dtype, device });
    // No training step could use what was made in inference mode.
    if (!made.isInference()) this.#tensors.set(name, torch.keep(made));
    return made;
  }

  private last(x: Tensor): Tensor {
    if (!(x instanceof Tensor))
      throw wrongKind(this.constructor.name, 'predictions and targets, a tensor each', x);
    const axis = this.axis < 0 ? x.ndim + this.axis : this.axis;
    return axis === x.ndim - 1 ? x : x.transpose(axis, -1).contiguous();
  }

  private numeric(target: Tensor): Tensor {
    if (this.floatify && target.dtype !== 'float16') return target.float();
    return whole.includes(target.dtype) ? target.long() : target;
  }
}

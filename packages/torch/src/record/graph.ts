import type { Constant } from '../core/index.js';

/** A whole number that follows the size of the batch: `slope · N + offset`. */
export class BatchSize {
  constructor(
    readonly slope: number,
    readonly offset: number,
  ) {}

  toString(): string {
    const { slope, offset } = this;
    const head = slope === 1 ? 'N' : slope === -1 ? '-N' : `${slope}N`;
    return offset === 0 ? head : `${head}${offset < 0 ? '-' : '+'}${Math.abs(offset)}`;
  }
}

/** A dimension of a recorded tensor: fixed, or following the batch. */
export type GraphSize = number | BatchSize;

/** A tensor of a program: its number there and what it is like. */
export interface GraphTensor {
  /** Its number in the program: the same in every step that takes or gives it. -1 is none. */
  readonly value: number;
  readonly shape: readonly GraphSize[];
  readonly dtype: string;
}

/** A tensor that was there before the function ran: a parameter, a buffer, a constant. */
export interface CapturedTensor extends GraphTensor {
  /** Its path in the module, such as `layer1.0.conv1.weight`, or null where it has none. */
  readonly name: string | null;
}

/** A number, text or list that an operator is called with; whole numbers may follow the batch. */
export type GraphConstant = Constant | BatchSize | readonly GraphConstant[];

/** An argument of a step: a tensor or several by their numbers (-1: none), or a constant. */
export type GraphArgument = { readonly name: string } & (
  | { readonly tensor: number }
  | { readonly tensors: readonly number[] }
  | { readonly constant: GraphConstant; readonly isDefault: boolean; readonly fraction?: boolean }
);

/** One call of an operator. */
export interface GraphStep {
  /** Its place among all steps, where changes of mode (gradients, autocast) count too. */
  readonly index: number;
  /** With its namespace: `aten::conv2d`. */
  readonly operator: string;
  /** Which of its overloads: `Tensor` of `aten::add.Tensor`, empty where it has but one. */
  readonly overload: string;
  readonly arguments: readonly GraphArgument[];
  /** All tensors that it gives. An in-place operator gives the value that it takes. */
  readonly results: readonly GraphTensor[];
  /** The module whose `forward` called it, such as `layer1.0.conv1 (Conv2d)`; empty outside of any. */
  readonly module: string;
}

/** What a program does, for printing and for translating it, without changes of mode. */
export interface Graph {
  readonly inputs: readonly GraphTensor[];
  readonly captured: readonly CapturedTensor[];
  readonly steps: readonly GraphStep[];
  readonly outputs: readonly GraphTensor[];
}

import { Tensor } from '@onecycle/torch';

/**
 * A tensor that says what it means: a picture, classes, a mask. It prints under its own name, and transforms that
 * return a plain tensor for it have it turned back into its class. Operators give plain tensors.
 *
 * `TensorCategory.from(tensor)` makes one of a plain tensor without copying. fastai: `TensorBase`.
 */
export class TensorBase extends Tensor {
  /** `tensor`, without copying, as one of this one's class. */
  retype(tensor: Tensor): this {
    const typed: this = Reflect.construct(this.constructor, [tensor]);
    return typed;
  }
}

/** Classes as numbers, one for each item. fastai: `TensorCategory`. */
export class TensorCategory extends TensorBase {}

/** Several classes for each item, as numbers or one-hot encoded. fastai: `TensorMultiCategory`. */
export class TensorMultiCategory extends TensorBase {}

/** A plain result for a tensor with a meaning gets that meaning back; anything else is left as it is. */
export function retainType(result: Tensor, input: unknown): Tensor;
export function retainType(result: unknown, input: unknown): unknown;
export function retainType(result: unknown, input: unknown): unknown {
  const isPlain = result instanceof Tensor && result.constructor === Tensor;
  return isPlain && input instanceof TensorBase ? input.retype(result) : result;
}

import { type Tensor, torch } from '@onecycle/torch';
import { Rng } from '../../data/index.js';
import { numbers, type ReferenceTensor } from '../../testing/reference.js';

/** A tensor of the reference: float32, or 8-bit. */
export function tensorOf(t: ReferenceTensor, dtype: 'float32' | 'uint8' = 'float32'): Tensor {
  const values = numbers(t.data);
  return torch.fromTypedArray(
    dtype === 'uint8' ? Uint8Array.from(values) : Float32Array.from(values),
    t.shape,
  );
}

/** The largest difference to a tensor of the reference; NaN where the shapes differ. */
export function difference(actual: Tensor, expected: ReferenceTensor): number {
  if (String(actual.shape) !== String(expected.shape)) return Number.NaN;
  return torch.scope(() => Number(actual.double().sub(tensorOf(expected).double()).abs().max().item()));
}

/** A stream of given uniform numbers, with a count of those used. */
export class ScriptedRng extends Rng {
  used = 0;

  constructor(readonly script: readonly number[]) {
    super(0);
  }

  override uniform(low = 0, high = 1): number {
    const u = this.script[this.used++];
    if (u === undefined) throw new RangeError('the script of random numbers is used up');
    return low + u * (high - low);
  }

  override fork(): Rng {
    return this;
  }
}

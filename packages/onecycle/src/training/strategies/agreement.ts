import { type Tensor, torch } from '@onecycle/torch';

/** Whether two ways of computing the same gave the same; unknown where it overflowed, both times. */
export type Verdict = 'same' | 'different' | 'unknown';

/** Tensors that were computed in two ways, and are of one kind: distances of small ones are seen beside the size of the others. */
export interface Compared {
  readonly pairs: readonly (readonly [Tensor, Tensor])[];
  /** Whether they must be equal. Default: up to rounding. */
  readonly isExact?: boolean;
}

/**
 * How far two results may be from each other, as a share of their size. The same kernels compute both, and few add up in an order of
 * the moment: in 16 bits that comes to less, and whatever is wrong (numbers of another batch, another mask of dropout, another scale)
 * to as much as the results themselves.
 */
const TOLERANCE = 1e-2;

/** Compares tensors that were computed in two ways, with one wait for the device. */
export function agreement(kinds: readonly Compared[]): Verdict {
  return torch.noGrad(() =>
    torch.scope(() => {
      const pairs = kinds.flatMap((kind) => kind.pairs);
      if (pairs.some(([one, two]) => one.shape.join() !== two.shape.join())) return 'different';
      // A scope each: copies of all gradients at once would take more memory than the step.
      const norms = pairs.flatMap(([one, two]) =>
        torch.scope(() => {
          const [a, b] = [one.double(), two.double()];
          return [a.norm(), b.norm(), a.sub(b).norm()];
        }),
      );
      const sizes = norms.length === 0 ? [] : Array.from(torch.stack(norms).cpu().toTypedArray(), Number);
      let verdict: Verdict = 'same';
      let next = 0;
      for (const { pairs: own, isExact = false } of kinds) {
        const measured = own.map(() => {
          const [one = 0, two = 0, apart = 0] = sizes.slice(next, next + 3);
          next += 3;
          return { one, two, apart };
        });
        const found = verdictOf(measured, isExact ? 0 : TOLERANCE);
        if (found === 'different') return found;
        if (found === 'unknown') verdict = found;
      }
      return verdict;
    }),
  );
}

interface Measured {
  one: number;
  two: number;
  apart: number;
}

function verdictOf(measured: readonly Measured[], tolerance: number): Verdict {
  const finite = measured.filter(({ one, two }) => Number.isFinite(one) && Number.isFinite(two));
  const overflowed = measured.some(({ one, two }) => !Number.isFinite(one) && !Number.isFinite(two));
  // In a step that overflows, some come so close to it that their last bit decides.
  if (!overflowed && measured.some(({ one, two }) => Number.isFinite(one) !== Number.isFinite(two)))
    return 'different';
  // What is almost nothing beside its like (the gradient of a bias before a norm) is rounding alone.
  const usual = Math.sqrt(finite.reduce((sum, { one }) => sum + one * one, 0) / Math.max(1, finite.length));
  if (finite.some(({ one, apart }) => apart > tolerance * Math.max(one, usual))) return 'different';
  return finite.length < measured.length ? 'unknown' : 'same';
}

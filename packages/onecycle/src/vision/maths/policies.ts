import type { Rng } from '../../data/index.js';
import type { PixelSize } from '../native/index.js';
import { roundHalfEven } from './draws.js';

/** What TrivialAugment and RandAugment do to pictures, in torchvision's order. */
export const policyOps = [
  'identity',
  'shearX',
  'shearY',
  'translateX',
  'translateY',
  'rotate',
  'brightness',
  'color',
  'contrast',
  'sharpness',
  'posterize',
  'solarize',
  'autoContrast',
  'equalize',
] as const;

/** One of the operations of `trivialAugment` and `randAugment`. */
export type PolicyOp = (typeof policyOps)[number];

/** How far a policy goes: the magnitudes of its last bin. */
export interface PolicyReach {
  shear: number;
  /** In pixels of a side. */
  translate: (side: number) => number;
  /** Degrees. */
  rotate: number;
  /** Of brightness, color, contrast and sharpness: the factor is 1 more or less. */
  light: number;
  /** How many of a value's bits posterizing takes away. */
  bits: number;
}

/** torchvision's `TrivialAugmentWide`. */
export const trivialReach: PolicyReach = {
  shear: 0.99,
  translate: () => 32,
  rotate: 135,
  light: 0.99,
  bits: 6,
};
/** torchvision's `RandAugment`. */
export const randReach: PolicyReach = {
  shear: 0.3,
  translate: (side) => (150 / 331) * side,
  rotate: 30,
  light: 0.9,
  bits: 4,
};

/** The operations that move pixels, and may go either way, as those of light may. */
export const geometricOps: readonly PolicyOp[] = ['shearX', 'shearY', 'translateX', 'translateY', 'rotate'];
const lightOps: readonly PolicyOp[] = ['brightness', 'color', 'contrast', 'sharpness'];

/** Whether the sign of an operation's magnitude is drawn. */
export const isSigned = (op: PolicyOp): boolean => geometricOps.includes(op) || lightOps.includes(op);

/** Number `i` of `n` from `low` to `high`. torch's `linspace` gives the same but for the last of 32 bits, which depends on the processor. */
const spaced = (low: number, high: number, n: number, i: number): number =>
  Math.fround(low + ((high - low) * i) / (n - 1));

/** An operation's magnitude in a bin, without its sign; 0 where it has none. */
export function magnitudeOf(
  op: PolicyOp,
  reach: PolicyReach,
  { bin, bins, width, height }: PixelSize & { bin: number; bins: number },
): number {
  const up = (high: number) => spaced(0, high, bins, bin);
  if (op === 'shearX' || op === 'shearY') return up(reach.shear);
  if (op === 'translateX') return up(reach.translate(width));
  if (op === 'translateY') return up(reach.translate(height));
  if (op === 'rotate') return up(reach.rotate);
  if (lightOps.includes(op)) return up(reach.light);
  if (op === 'posterize') return 8 - roundHalfEven(Math.fround(bin / ((bins - 1) / reach.bits)));
  return op === 'solarize' ? spaced(255, 0, bins, bin) : 0;
}

/** An operation, drawn with the same chance as any other, and its magnitude in the bin that `binOf` gives, signed by chance. */
export function drawOp(
  rng: Rng,
  reach: PolicyReach,
  space: PixelSize & { bins: number; binOf: (rng: Rng) => number },
): { op: PolicyOp; magnitude: number } {
  const op = policyOps[rng.int(policyOps.length)] ?? 'identity';
  const magnitude = magnitudeOf(op, reach, { ...space, bin: space.binOf(rng) });
  return { op, magnitude: isSigned(op) && rng.int(2) === 1 ? -magnitude : magnitude };
}

import { checkFunction, checkNumber, checkNumbers, kindOf } from '../../base/index.js';
import { Rng } from '../../data/index.js';

/** Given numbers instead of random ones: one for all pictures, one for each, or a function of their count. */
export type Draw = number | readonly number[] | ((n: number) => readonly number[]);

/** Options of everything random that is drawn once for each picture of a batch. */
export interface DrawOptions {
  /** The chance of a picture to be changed. */
  p?: number | undefined;
  /** Fixed draws in place of random ones. */
  draw?: Draw | undefined;
  /** Whether all pictures of a batch get the same draw. Default false. */
  batch?: boolean | undefined;
}

/** A number for each of `n` pictures, `neutral` with probability 1 − p. fastai: `_draw_mask`, `mask_tensor`. */
export function drawMasked(
  n: number,
  rng: Rng,
  sample: (rng: Rng) => number,
  { p = 0.5, draw, batch = false }: DrawOptions,
  neutral = 0,
): number[] {
  if (!(rng instanceof Rng))
    throw new TypeError(
      `random numbers are drawn from an Rng, the rng of a transform's context, not from ${kindOf(rng)}`,
    );
  const values = draw === undefined ? sampled(n, batch, () => sample(rng)) : givenDraws(n, draw);
  return maskDraws(values, rng, { p, batch, neutral });
}

function sampled(n: number, batch: boolean, next: () => number): number[] {
  if (batch) return new Array<number>(n).fill(next());
  const values: number[] = [];
  for (let i = 0; i < n; i++) values.push(next());
  return values;
}

function givenDraws(n: number, draw: Draw): number[] {
  checkDraw('draw', draw);
  if (typeof draw === 'number') return new Array<number>(n).fill(draw);
  const values = typeof draw === 'function' ? draw(n) : draw;
  checkNumbers('draw', values);
  if (values.length < n)
    throw new RangeError(`${values.length} draws were given for a batch of ${n} pictures`);
  return values.slice(0, n);
}

/** Puts `neutral` in place of values, of each with probability 1 − p, or of all (`batch`). fastai: `mask_tensor`. */
function maskDraws(
  values: readonly number[],
  rng: Rng,
  { p = 0.5, batch = false, neutral = 0 }: { p?: number; batch?: boolean; neutral?: number } = {},
): number[] {
  if (p === 1) return [...values];
  if (batch) return rng.uniform() < p ? [...values] : values.map(() => neutral);
  return values.map((value) => (rng.uniform() < p ? value : neutral));
}

/** Uniform in an interval. */
export const uniformIn =
  (low: number, high: number) =>
  (rng: Rng): number =>
    rng.uniform(low, high);

/** A whole number from `low` to `high`, both included. */
export const integerIn = (rng: Rng, low: number, high: number): number => low + rng.int(high - low + 1);

/** To the nearest whole number, from the middle to the even one, as Python rounds. */
export function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  const rest = x - down;
  if (rest !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}

/** Throws where something is no draw: no number, list of numbers or function that gives one. */
export function checkDraw(what: string, draw: unknown): void {
  if (typeof draw === 'function') checkFunction(what, draw);
  else if (typeof draw === 'number') checkNumber(what, draw);
  else checkNumbers(what, draw);
}

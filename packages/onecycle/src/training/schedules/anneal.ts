import { checkFunction, checkNumbers, checkShare, shown, wrongKind } from '../../base/index.js';

/** A hyper-parameter's value at a position in [0, 1] of the training; with arrays, one value per parameter group. */
export type Schedule<T extends number | readonly number[] = number> = (position: number) => T;

interface Annealer {
  (start: number, end: number): Schedule<number>;
  (start: readonly number[], end: readonly number[]): Schedule<number[]>;
}

const annealer = (value: (start: number, end: number, position: number) => number): Annealer => {
  function anneal(start: number, end: number): Schedule<number>;
  function anneal(start: readonly number[], end: readonly number[]): Schedule<number[]>;
  function anneal(start: number | readonly number[], end: number | readonly number[]) {
    if (typeof start === 'number' && typeof end === 'number') {
      return (position: number) => value(start, end, position);
    }
    if (!Array.isArray(start) || !Array.isArray(end) || start.length !== end.length) {
      throw new TypeError(
        `a schedule takes two numbers, or two lists of equal length (one value per parameter group), not ${shown(start)} and ${shown(end)}`,
      );
    }
    return (position: number) => start.map((from, group) => value(from, end[group] ?? from, position));
  }
  return anneal;
};

/** A straight line from `start` to `end`. Source: fastai's SchedLin. */
export const schedLin = annealer((start, end, position) => start + position * (end - start));

/** Half a cosine from `start` to `end`. Source: fastai's SchedCos. */
export const schedCos = annealer(
  (start, end, position) => start + ((1 + Math.cos(Math.PI * (1 - position))) * (end - start)) / 2,
);

/** Stays at `start`. Source: fastai's SchedNo. */
export const schedNo = annealer((start) => start);

/** Exponential from `start` to `end`, both of the same sign and not 0. Source: fastai's SchedExp. */
export const schedExp = annealer((start, end, position) => start * (end / start) ** position);

/** `start + (end - start) * position ** power`. Source: fastai's SchedPoly. */
export const schedPoly = (start: number, end: number, power: number): Schedule<number> => {
  return (position) => start + (end - start) * position ** power;
};

/**
 * Plays `schedules` one after another, each over its share of the training; `shares` sum to exactly 1.
 * A position on a border belongs to the later one, a position past 1 runs on in the last one. Borders and
 * positions within a share are 32-bit floats, as in fastai's combine_scheds.
 */
export function combineScheds<T extends number | readonly number[]>(
  shares: readonly number[],
  schedules: readonly Schedule<T>[],
): Schedule<T> {
  checkNumbers('shares', shares);
  if (!Array.isArray(schedules))
    throw wrongKind('combineScheds', 'a list of schedules, [schedLin(0, 1), schedCos(1, 0)] say', schedules);
  for (const schedule of schedules) checkFunction('each place in the list of schedules', schedule);
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (shares.length !== schedules.length || total !== 1 || shares.some((share) => share < 0)) {
    throw new Error(
      `combineScheds needs one share per schedule, none negative, that sum to 1: got [${shares.join(', ')}] (sum ${total}) for ${schedules.length} schedules.`,
    );
  }
  // Each border is rounded to 32 bits while the sum goes on in 64, which is what libtorch's cumsum does.
  const borders = [0];
  shares.reduce((sum, share) => {
    const border = sum + Math.fround(share);
    borders.push(Math.fround(border));
    return border;
  }, 0);
  const border = (index: number) => borders[index] ?? 1;
  return (position) => {
    const at = Math.fround(position);
    const index = Math.min(
      borders.findLastIndex((start) => at >= start),
      schedules.length - 1,
    );
    const schedule = schedules[index];
    if (!schedule) throw new Error(`A schedule has no value at position ${position}: positions start at 0.`);
    const width = Math.fround(border(index + 1) - border(index));
    return schedule(Math.fround(Math.fround(at - border(index)) / width));
  };
}

/** Two cosines: `start` to `middle` over the first `share`, then `middle` to `end`. Source: fastai's combined_cos. */
export function combinedCos(share: number, start: number, middle: number, end: number): Schedule<number>;
export function combinedCos(
  share: number,
  start: readonly number[],
  middle: readonly number[],
  end: readonly number[],
): Schedule<number[]>;
export function combinedCos(
  share: number,
  start: number | readonly number[],
  middle: number | readonly number[],
  end: number | readonly number[],
): Schedule<number> | Schedule<number[]> {
  checkShare('share', share);
  const shares = [share, 1 - share];
  if (typeof start === 'number' && typeof middle === 'number' && typeof end === 'number') {
    return combineScheds(shares, [schedCos(start, middle), schedCos(middle, end)]);
  }
  const list = (level: number | readonly number[]) => (typeof level === 'number' ? [level] : level);
  return combineScheds(shares, [schedCos(list(start), list(middle)), schedCos(list(middle), list(end))]);
}

/** From which input positions, with which weights, each position along one axis of a picture is made. */
export interface Taps {
  /** Where the taps of each position begin in the lists below; one more at the end. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

/** One tap: an input position and its weight. */
export type Tap = readonly [index: number, weight: number];

/** The taps of `count` positions, from those of each. */
export function tapsOf(count: number, at: (position: number) => readonly Tap[]): Taps {
  const rows = Array.from({ length: count }, (_, i) => at(i));
  const starts = new Int32Array(count + 1);
  for (const [i, row] of rows.entries()) starts[i + 1] = (starts[i] ?? 0) + row.length;
  const all = rows.flat();
  return {
    starts,
    indices: Int32Array.from(all, ([index]) => index),
    weights: Float64Array.from(all, ([, weight]) => weight),
  };
}

/** How many positions there are. */
export const lengthOf = ({ starts }: Taps): number => starts.length - 1;

function rowOf({ starts, indices, weights }: Taps, i: number): Tap[] {
  const [from = 0, to = 0] = starts.subarray(i, i + 2);
  return Array.from(indices.subarray(from, to), (index, k) => [index, weights[from + k] ?? 0] as const);
}

/** `second` of what `first` gives, in one go. */
export const composed = (first: Taps, second: Taps): Taps =>
  tapsOf(lengthOf(second), (i) =>
    rowOf(second, i).flatMap(([middle, w]) =>
      rowOf(first, middle).map(([index, v]) => [index, v * w] as const),
    ),
  );

/** The first and the last input position that is looked at. */
export function extentOf({ indices }: Taps): readonly [first: number, last: number] {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const index of indices) {
    first = Math.min(first, index);
    last = Math.max(last, index);
  }
  return [Math.min(first, last), last];
}

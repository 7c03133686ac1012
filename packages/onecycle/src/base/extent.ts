/**
 * The least and the largest of some numbers, NaN where one of them is; infinities the wrong way round of none. A call
 * of `Math.min(...values)` dies of more values than fit onto the stack, some 120,000.
 */
export const extent = (values: readonly number[]): [least: number, largest: number] => [
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
];

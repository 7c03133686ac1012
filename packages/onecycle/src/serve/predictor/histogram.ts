/** Counts of values in buckets, as Prometheus has them. */
export class Histogram {
  /** How many values were at most each of `bounds`, the ones of smaller buckets included. */
  readonly counts: number[];
  sum = 0;
  count = 0;

  /** @param bounds the buckets' upper bounds, ascending; one without a bound follows them */
  constructor(readonly bounds: readonly number[]) {
    this.counts = bounds.map(() => 0);
  }

  add(value: number): void {
    this.sum += value;
    this.count += 1;
    for (const [i, bound] of this.bounds.entries())
      if (value <= bound) this.counts[i] = (this.counts[i] ?? 0) + 1;
  }
}

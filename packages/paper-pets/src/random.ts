/** Where the drawings take their chance from: a stream of random numbers. */
export interface RandomStream {
  /** Uniform in [`low`, `high`); default [0, 1). */
  uniform(low?: number, high?: number): number;
  /** Normally distributed; default mean 0 and standard deviation 1. */
  normal(mean?: number, deviation?: number): number;
  /** A whole number from 0 to `n` − 1. */
  int(n: number): number;
}

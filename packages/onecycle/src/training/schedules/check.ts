/** Throws where a number of epochs, say, is not whole or less than `least`. */
export function checkCount(what: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`${what} is a whole number, at least ${least}, and not ${value}`);
}

/** Throws where a share of the training is not between 0 and 1. */
export function checkShare(what: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new RangeError(`${what} is a share of the training, from 0 to 1, and not ${value}`);
}

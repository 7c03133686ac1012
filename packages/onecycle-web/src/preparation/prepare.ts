import { type Pixels, type Rows, resampled } from './apply.js';
import type { Preparation, Step } from './steps.js';

/** Brings a picture to the model's size, in bytes: red, green and blue of each pixel, row by row. */
export function prepared(picture: Rows, { steps }: Preparation): Uint8ClampedArray {
  const [first, ...more] = steps;
  if (!first) throw new Error('the classifier does not say to which size pictures are brought');
  const through = (rows: Rows, step: Step): Pixels => {
    const { x, y, rounding } = step.plan(rows);
    return resampled(rows, x, y, rounding);
  };
  const { data } = more.reduce(through, through(picture, first));
  // The model takes bytes; where validation keeps fractions, they are rounded here.
  return data instanceof Float32Array ? Uint8ClampedArray.from(data) : data;
}

import type { Tensor } from '@onecycle/torch';
import { callNow, callSoon, ownThreads } from './library.js';

/** What is done to each picture of a batch, one after the other. */
export interface PolicyPass {
  /** Names of operations, as many for each picture: the first picture's, then the second's, … */
  ops: readonly string[];
  /** One for each of them. */
  magnitudes: readonly number[];
  bilinear: boolean;
  /** What is seen beyond the edges, 0 … 255: of all channels, or of each; none: black. */
  fill: readonly number[];
}

const argumentsFor = (batch: Tensor, { ops, magnitudes, bilinear, fill }: PolicyPass): unknown[] => [
  batch,
  ops,
  magnitudes,
  bilinear,
  fill,
  ...ownThreads(),
];

/** A batch of 8-bit pictures [n, 1 or 3, height, width] on the CPU, with torchvision's pixels. */
export const policyBatch = (batch: Tensor, pass: PolicyPass): Tensor =>
  callNow('onecycle::policy', argumentsFor(batch, pass));

/** The same off the main thread. */
export const policyBatchAsync = (batch: Tensor, pass: PolicyPass): Promise<Tensor> =>
  callSoon('onecycle::policy', argumentsFor(batch, pass));

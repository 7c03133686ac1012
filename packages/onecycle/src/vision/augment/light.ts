import { type Tensor, torch } from '@onecycle/torch';
import type { Rng } from '../../data/index.js';
import { pictureThreads, tensorNow } from '../pictures/native.js';
import { type DrawOptions, drawMasked, uniformIn } from './draws.js';
import { asFloat, isNative } from './sample.js';

/** A change of the logits of pixels; plain data, so that it can be exported. */
export interface LightSpec extends DrawOptions {
  fn: 'brightness' | 'contrast' | 'saturation';
  maxLighting: number;
}

/** On logits: three rows [from red, from green, from blue, shift]. */
export type LightMatrix = readonly number[];

const unchanged: LightMatrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
/** What red, green and blue contribute to grey (ITU-R 601-2). */
const greyShares = [0.2989, 0.587, 0.114] as const;

/** In 32 bits, where 1 − 1e-7 is not far enough from 1: black has the logit −16.118, white 15.942. */
const [lowest, highest] = [Math.fround(1e-7), Math.fround(1 - 1e-7)];

export function logit(x: number): number {
  const clamped = Math.min(Math.max(Math.fround(x), lowest), highest);
  return -Math.log(1 / clamped - 1);
}

/** e^u with u uniform between log(1 − max) and its opposite. */
const drawFactor = (max: number) => (rng: Rng) =>
  Math.exp(uniformIn(Math.log(1 - max), -Math.log(1 - max))(rng));

/** The step's change for each of `n` pictures. */
function drawLight(n: number, rng: Rng, { fn, maxLighting, ...options }: LightSpec): LightMatrix[] {
  if (fn === 'brightness') {
    const sample = uniformIn(0.5 * (1 - maxLighting), 0.5 * (1 + maxLighting));
    return drawMasked(n, rng, sample, options, 0.5).map((level) => diagonal(1, logit(level)));
  }
  const factors = drawMasked(n, rng, drawFactor(maxLighting), options, 1);
  return factors.map((factor) => (fn === 'contrast' ? diagonal(factor, 0) : towardsGrey(factor)));
}

const diagonal = (scale: number, shift: number): LightMatrix => [
  scale,
  0,
  0,
  shift,
  0,
  scale,
  0,
  shift,
  0,
  0,
  scale,
  shift,
];

const towardsGrey = (factor: number): LightMatrix =>
  [0, 1, 2].flatMap((c) => [
    ...greyShares.map((share, k) => (1 - factor) * share + (k === c ? factor : 0)),
    0,
  ]);

/** First `a`, then `b`. */
function compose(a: LightMatrix, b: LightMatrix): LightMatrix {
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2, 3].map((column) => {
      const sum = [0, 1, 2].reduce((total, k) => total + (b[4 * row + k] ?? 0) * (a[4 * k + column] ?? 0), 0);
      return column === 3 ? sum + (b[4 * row + 3] ?? 0) : sum;
    }),
  );
}

/** All steps' changes, in their order, as one for each of `n` pictures. */
export function drawLights(n: number, rng: Rng, specs: readonly LightSpec[]): LightMatrix[] {
  const steps = specs.map((spec) => drawLight(n, rng, spec));
  return Array.from({ length: n }, (_, i) =>
    steps.reduce((sum: LightMatrix, step) => compose(sum, step[i] ?? unchanged), unchanged),
  );
}

export const lightTensor = (lights: readonly LightMatrix[]): Tensor =>
  torch.fromTypedArray(Float32Array.from(lights.flat()), [lights.length, 3, 4]);

/** Changes a batch [n, 3 or 1, height, width] of pixels 0 … 1: sigmoid(change(logit(x))). fastai: `lighting`. */
export function lightBatch(x: Tensor, lights: readonly LightMatrix[]): Tensor {
  return torch.scope(() => {
    if (isNative(x)) {
      return tensorNow(
        'augment',
        x,
        null,
        [1, 1],
        'zeros',
        true,
        [],
        [],
        lightTensor(lights),
        [],
        [],
        pictureThreads(),
      );
    }
    const logits = logitOf(asFloat(x));
    const changes = lightTensor(lights).to(logits);
    const [n = 0, channels = 0, height = 0, width = 0] = x.shape;
    if (channels === 1) {
      // Grey has the same logit in all three channels, so that a row of the matrix acts by its sum.
      const row = changes.select(1, 0);
      const of = (t: Tensor) => t.view([n, 1, 1, 1]);
      const scaled = logits.mul(of(row.narrow(1, 0, 3).sum([1])));
      return scaled.add(of(row.select(1, 3).contiguous())).sigmoid();
    }
    const mixed = changes
      .narrow(2, 0, 3)
      .matmul(logits.reshape([n, 3, -1]))
      .add(changes.narrow(2, 3, 1));
    return mixed.sigmoid().view([n, 3, height, width]);
  });
}

const logitOf = (x: Tensor): Tensor => x.clamp(lowest, highest).reciprocal().sub(1).log().neg();

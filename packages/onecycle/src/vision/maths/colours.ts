import type { Rng } from '../../data/index.js';
import { type AugmentationOptions, type AugmentationSpec, specOf } from './augmentations.js';
import { drawMasked, uniformIn } from './draws.js';

/** A change of the logits of pixels; plain data, so that it can be exported. */
export type LightSpec = AugmentationSpec<'brightness' | 'contrast' | 'saturation'>;

/** On logits: three rows [from red, from green, from blue, shift]. */
export type LightMatrix = readonly number[];

const unchanged: LightMatrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
/** What red, green and blue contribute to grey (ITU-R 601-2). */
const greyShares = [0.2989, 0.587, 0.114] as const;

/** In 32 bits, where 1 − 1e-7 is not far enough from 1: black has the logit −16.118, white 15.942. */
export const logitRange = [Math.fround(1e-7), Math.fround(1 - 1e-7)] as const;

function logit(x: number): number {
  const [lowest, highest] = logitRange;
  const clamped = Math.min(Math.max(Math.fround(x), lowest), highest);
  return -Math.log(1 / clamped - 1);
}

/** e^u with u uniform between log(1 − max) and its opposite. */
const drawFactor = (max: number) => (rng: Rng) =>
  Math.exp(uniformIn(Math.log(1 - max), -Math.log(1 - max))(rng));

/** The specification's change for each of `n` pictures. */
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
  const product: number[] = [];
  for (let row = 0; row < 12; row += 4) {
    const [red = 0, green = 0, blue = 0, shift = 0] = [b[row], b[row + 1], b[row + 2], b[row + 3]];
    for (let column = 0; column < 4; column++) {
      const sum = 0 + red * (a[column] ?? 0) + green * (a[4 + column] ?? 0) + blue * (a[8 + column] ?? 0);
      product.push(column === 3 ? sum + shift : sum);
    }
  }
  return product;
}

/** The changes of all specifications, in their order, as one for each of `n` pictures. */
export function drawLights(n: number, rng: Rng, specs: readonly LightSpec[]): LightMatrix[] {
  let changes = new Array<LightMatrix>(n).fill(unchanged);
  for (const spec of specs) {
    const drawn = drawLight(n, rng, spec);
    changes = changes.map((change, i) => compose(change, drawn[i] ?? unchanged));
  }
  return changes;
}

/** A change of hue for each of `n` pictures; 0 where it stays. */
export function drawHues(n: number, rng: Rng, options: AugmentationOptions<'hue'>): number[] {
  const { maxHue, ...draws } = specOf('hue', options);
  const limit = -Math.log(1 - maxHue);
  return drawMasked(n, rng, (r) => Math.exp(r.uniform(-limit, limit)), draws);
}

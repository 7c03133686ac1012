import { type Tensor, torch } from '@onecycle/torch';
import type { Fusion, Transform, TransformContext } from '../../data/index.js';
import {
  AffineCoordTfm,
  LightingTfm,
  Normalize,
  RandomResizedCropGPU,
  registerFusion,
} from '../augment/index.js';
import { isRegular, pixelSize } from '../maths/index.js';
import {
  type AugmentPass,
  augmentBatch,
  augmentBatchAsync,
  isNative,
  type PixelSize,
} from '../native/index.js';
import { lightTensor, mapsOf, mapTensor, TensorImage } from '../tensors/index.js';

/** What a batch of `n` pictures is on its way through the pass; a stage may change the size. */
interface Passing {
  readonly n: number;
  size: PixelSize;
}

/**
 * Draws what a stage does to a batch, for its place in the native pass; null where only the general sampler can follow:
 * a map that folds the picture over.
 */
type Drawing = (passing: Passing, ctx: TransformContext) => AugmentPass | null;

const stage =
  <T extends Transform>(
    type: abstract new (...args: never[]) => T,
    isPossible: (tfm: T) => boolean,
    draw: (tfm: T, ...at: Parameters<Drawing>) => AugmentPass | null,
  ) =>
  (tfm: Transform | undefined): Drawing | undefined =>
    tfm instanceof type && isPossible(tfm) ? (...at) => draw(tfm, ...at) : undefined;

/** The stages of the native pass, in its order; a pass may leave out any. */
const stages = [
  stage(
    AffineCoordTfm,
    ({ mode }) => mode === 'bilinear',
    (tfm, passing, ctx) => {
      const { height, width } = passing.size;
      if (ctx.splitIdx === 1 && tfm.size === undefined) return {};
      const maps = mapsOf(passing.n, tfm.draw(passing.n, height, width, ctx));
      if (tfm.size !== undefined) passing.size = pixelSize(tfm.size);
      const { padMode, alignCorners } = tfm;
      return maps.every(isRegular)
        ? { sampling: { maps: mapTensor(maps), size: passing.size, padMode, alignCorners } }
        : null;
    },
  ),
  stage(
    RandomResizedCropGPU,
    ({ options }) => options.mode === 'bilinear',
    (tfm, passing, ctx) => {
      const part = tfm.draw(passing.size.height, passing.size.width, ctx);
      passing.size = tfm.size === undefined ? part : pixelSize(tfm.size);
      return { crop: { ...part, size: passing.size } };
    },
  ),
  stage(
    LightingTfm,
    () => true,
    (tfm, { n }, ctx) => ({ lights: lightTensor(tfm.draw(n, ctx)) }),
  ),
  stage(
    Normalize,
    ({ mean }) => mean?.length === 3,
    ({ mean = [], std = [] }) => ({ normalization: { mean, std } }),
  ),
];

/** The stages that the first of these transforms are. */
function stagesOf(tfms: readonly Transform[]): Drawing[] {
  const found: Drawing[] = [];
  for (const match of stages) {
    const drawing = match(tfms[found.length]);
    if (drawing) found.push(drawing);
  }
  return found;
}

/**
 * From 8-bit pictures to normalized ones without a float batch in between: the pixels that a stage needs are computed
 * when it needs them, and the numbers are the same. Null where nothing known follows.
 */
function fuseAugmentation(next: readonly Transform[]): Fusion | null {
  const drawings = stagesOf(next);
  if (drawings.length === 0) return null;
  return {
    length: 1 + drawings.length,
    accepts: (x) => x instanceof TensorImage && x.dtype === 'uint8' && isNative(x),
    encodes(x, [, ...contexts]) {
      const picture = asPicture(x);
      using plain = torch.scope((): Tensor | null => {
        const pass = passFor(picture, drawings, contexts);
        return pass && augmentBatch(picture, pass);
      });
      return plain && picture.retype(plain);
    },
    encodesAsync(x, [, ...contexts]) {
      const picture = asPicture(x);
      const pass = passFor(picture, drawings, contexts);
      return (
        pass &&
        augmentBatchAsync(picture, pass).finally(() => {
          pass.sampling?.maps.dispose();
          pass.lights?.dispose();
        })
      );
    },
  };
}

registerFusion(fuseAugmentation);

function missing(): never {
  throw new RangeError('every transform needs a context');
}

function asPicture(x: unknown): TensorImage {
  if (x instanceof TensorImage) return x;
  throw new TypeError('only pictures are augmented in one pass');
}

/** What the stages draw for a batch; null where one of them cannot be done in the pass. */
function passFor(
  x: TensorImage,
  drawings: readonly Drawing[],
  contexts: readonly TransformContext[],
): AugmentPass | null {
  const [n = 0, , height = 1, width = 1] = x.shape;
  const passing: Passing = { n, size: { height, width } };
  const pass: AugmentPass = {};
  for (const [i, draw] of drawings.entries()) {
    const drawn = draw(passing, contexts[i] ?? missing());
    if (drawn === null) return null;
    Object.assign(pass, drawn);
  }
  return pass;
}

import { type Tensor, torch } from '@onecycle/torch';
import type { Fusion, Transform, TransformContext } from '../../data/index.js';
import { pictureThreads, tensorNow } from '../pictures/native.js';
import { TensorImage } from '../tensors.js';
import { AffineCoordTfm } from './affine-tfm.js';
import { lightTensor } from './light.js';
import { LightingTfm } from './lighting-tfm.js';
import { Normalize } from './normalize.js';
import { RandomResizedCropGPU } from './random-crop-batch.js';
import { isNative, mapsOf, mapTensor, sizeOf } from './sample.js';
import { isRegular } from './warp.js';

/** The steps that one pass over the pictures can do, in this order; any may be missing. */
interface Steps {
  affine?: AffineCoordTfm;
  crop?: RandomResizedCropGPU;
  lighting?: LightingTfm;
  normalize?: Normalize;
  /** How many of the given transforms they are. */
  length: number;
}

function stepsOf(tfms: readonly Transform[]): Steps {
  const steps: Steps = { length: 0 };
  const next = () => tfms[steps.length];
  const affine = next();
  if (affine instanceof AffineCoordTfm && affine.mode === 'bilinear') {
    steps.affine = affine;
    steps.length++;
  }
  const crop = next();
  if (crop instanceof RandomResizedCropGPU && crop.options.mode === 'bilinear') {
    steps.crop = crop;
    steps.length++;
  }
  const lighting = next();
  if (lighting instanceof LightingTfm) {
    steps.lighting = lighting;
    steps.length++;
  }
  const normalize = next();
  if (normalize instanceof Normalize && normalize.mean?.length === 3) {
    steps.normalize = normalize;
    steps.length++;
  }
  return steps;
}

/**
 * From 8-bit pictures to normalized ones without a float batch in between: the pixels that a step needs are computed
 * when it needs them, and the numbers are the same. `first` makes floats of bytes; null where nothing known follows.
 */
export function fuseAugmentation(first: Transform, next: readonly Transform[]): Fusion | null {
  const steps = stepsOf(next);
  if (steps.length === 0) return null;
  const tfms = [first, ...next.slice(0, steps.length)];
  return {
    length: tfms.length,
    accepts: (x) => x instanceof TensorImage && x.dtype === 'uint8' && isNative(x),
    encodes(x, contexts) {
      if (!(x instanceof TensorImage)) throw new TypeError('only pictures are augmented in one pass');
      const plan = planOf(x, steps, contexts.slice(1));
      if (plan) return augmented(x, plan);
      return tfms.reduce((value: unknown, t, i) => t.encodes(value, contexts[i] ?? missing()), x);
    },
  };
}

function missing(): never {
  throw new RangeError('every step needs a context');
}

/** What the native operator takes, in its order. */
type AugmentArguments = readonly [
  maps: ReturnType<typeof mapsOf> | null,
  size: readonly number[],
  padMode: string,
  alignCorners: boolean,
  crop: readonly number[],
  cropSize: readonly number[],
  lights: ReturnType<LightingTfm['draw']> | null,
  mean: readonly number[],
  std: readonly number[],
];

/** All draws for a batch; undefined where a map folds the picture over, which only the general sampler can follow. */
function planOf(
  x: TensorImage,
  steps: Steps,
  contexts: readonly TransformContext[],
): AugmentArguments | undefined {
  const { affine, crop, lighting, normalize } = steps;
  const [n = 0, , height = 1, width = 1] = x.shape;
  const remaining = [...contexts];
  const context = () => remaining.shift() ?? missing();

  let size = [height, width];
  let maps: ReturnType<typeof mapsOf> | null = null;
  if (affine) {
    const ctx = context();
    if (affine.size !== undefined) size = sizeOf(affine.size);
    if (ctx.splitIdx !== 1 || affine.size !== undefined) {
      maps = mapsOf(n, affine.draw(n, height, width, ctx));
      if (!maps.every(isRegular)) return undefined;
    }
  }
  const [rows = 1, columns = 1] = size;
  const part = crop?.draw(rows, columns, context());
  return [
    maps,
    size,
    affine?.padMode ?? 'reflection',
    affine?.alignCorners ?? true,
    part ? [part.top, part.left, part.height, part.width] : [],
    part ? sizeOf(crop?.size ?? [part.height, part.width]) : [],
    lighting ? lighting.draw(n, context()) : null,
    normalize?.mean ?? [],
    normalize?.std ?? [],
  ];
}

function augmented(
  x: TensorImage,
  [maps, size, padMode, alignCorners, crop, cropSize, lights, mean, std]: AugmentArguments,
): TensorImage {
  using plain = torch.scope(
    (): Tensor =>
      tensorNow(
        'augment',
        x,
        maps && mapTensor(maps),
        size,
        padMode,
        alignCorners,
        crop,
        cropSize,
        lights && lightTensor(lights),
        mean,
        std,
        pictureThreads(),
      ),
  );
  return x.retype(plain);
}

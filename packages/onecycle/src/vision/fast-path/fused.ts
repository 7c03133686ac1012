import type { Tensor } from '@onecycle/torch';
import type { Fusion, Transform, TransformContext } from '../../data/index.js';
import {
  AffineCoordTfm,
  LightingTfm,
  Normalize,
  RandomResizedCropGPU,
  registerFusion,
} from '../augment/index.js';
import { changeRows, pixelSize } from '../maths/index.js';
import {
  augmentDrawn,
  augmentDrawnAsync,
  type DrawnPass,
  isNative,
  type PixelSize,
} from '../native/index.js';
import { TensorImage } from '../tensors/index.js';

/** What a transform adds to the pass over pictures of this size. Native threads draw for it. */
type Part = (size: PixelSize, ctx: TransformContext) => DrawnPass;

/** What is known of a class of transforms; null of one that has its own way, or numbers given in place of draws. */
const stage =
  <T extends Transform>(type: abstract new (...args: never[]) => T, partOf: (tfm: T) => Part | null) =>
  (tfm: Transform | undefined): Part | null =>
    tfm instanceof type && tfm.constructor === type ? partOf(tfm) : null;

/** The stages of the native pass, in its order; a pass may leave out any. */
const stages = [
  stage(AffineCoordTfm, ({ mode, affine, coordinate, size, padMode, alignCorners }) => {
    const changes = mode === 'bilinear' ? changeRows([...affine, ...coordinate]) : null;
    if (!changes) return null;
    const output = size === undefined ? undefined : pixelSize(size);
    return (input, { rng, splitIdx }) => {
      if (splitIdx === 1 && !output) return {};
      const drawn = splitIdx === 1 ? [] : changes;
      return {
        sampling: { words: rng.words, changes: drawn, size: output ?? input, padMode, alignCorners },
      };
    };
  }),
  stage(RandomResizedCropGPU, ({ size, options }) => {
    const { mode, minScale, maxScale, ratio, validScale } = options;
    if (mode !== 'bilinear') return null;
    const output = size === undefined ? undefined : pixelSize(size);
    return (_, { rng, splitIdx }) => {
      const shape = { words: rng.words, ratio, size: output };
      return splitIdx === 1
        ? { crop: { ...shape, share: validScale } }
        : { crop: { ...shape, share: 1, areas: [minScale, maxScale] } };
    };
  }),
  stage(LightingTfm, ({ functions }) => {
    const changes = changeRows(functions);
    return changes && ((_, { rng }) => ({ lights: { words: rng.words, changes } }));
  }),
  stage(Normalize, ({ mean, std = [] }) =>
    mean?.length === 3 ? () => ({ normalization: { mean, std } }) : null,
  ),
];

/** What the first of these transforms add. */
function partsOf(tfms: readonly Transform[]): Part[] {
  const parts: Part[] = [];
  for (const match of stages) {
    const part = match(tfms[parts.length]);
    if (part) parts.push(part);
  }
  return parts;
}

/**
 * From 8-bit pictures to normalized ones without a float batch in between: the pixels that a stage needs are computed
 * when it needs them, and the numbers are the same.
 */
export class Augmentation implements Fusion {
  readonly #parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  get length(): number {
    return 1 + this.#parts.length;
  }

  /** What is drawn for a batch of pictures of this size, and done to it. */
  pass(size: PixelSize, [, ...contexts]: readonly TransformContext[]): DrawnPass {
    const pass: DrawnPass = {};
    for (const [i, part] of this.#parts.entries()) Object.assign(pass, part(size, contexts[i] ?? missing()));
    return pass;
  }

  accepts(x: unknown): boolean {
    return x instanceof TensorImage && isNative(x) && x.dtype === 'uint8';
  }

  encodes(x: unknown, contexts: readonly TransformContext[]): Tensor | null {
    const picture = asPicture(x);
    using plain = done(augmentDrawn(picture, this.pass(sizeOf(picture), contexts)));
    return plain && picture.retype(plain);
  }

  async encodesAsync(x: unknown, contexts: readonly TransformContext[]): Promise<Tensor | null> {
    const picture = asPicture(x);
    return done(await augmentDrawnAsync(picture, this.pass(sizeOf(picture), contexts)));
  }
}

/** Null where nothing known follows. */
registerFusion((next) => {
  const parts = partsOf(next);
  return parts.length === 0 ? null : new Augmentation(parts);
});

function sizeOf({ shape: [, , height = 1, width = 1] }: TensorImage): PixelSize {
  return { height, width };
}

/** Null where a map folds its picture over: only the general sampler can follow. */
function done(batch: Tensor): Tensor | null {
  if (batch.ndim === 4) return batch;
  batch.dispose();
  return null;
}

function missing(): never {
  throw new RangeError('every transform needs a context');
}

function asPicture(x: unknown): TensorImage {
  if (x instanceof TensorImage) return x;
  throw new TypeError('only pictures are augmented in one pass');
}

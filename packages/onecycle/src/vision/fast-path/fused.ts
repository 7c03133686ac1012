import type { Tensor } from '@onecycle/torch';
import type { Fusion, SplitIdx, Transform, TransformContext } from '../../data/index.js';
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
  augmentDrawnByOperators,
  type DrawnPass,
  drawingStages,
  type PassSettings,
  type PixelSize,
  passSettings,
} from '../native/index.js';
import { TensorImage } from '../tensors/index.js';

/** What a transform adds to the pass over pictures of this size and set, and what random numbers it needs for that. Native threads draw them. */
interface Part {
  readonly draws?: (typeof drawingStages)[number];
  settings(size: PixelSize, splitIdx: SplitIdx): PassSettings;
}

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
    return {
      draws: 'sampling',
      settings(input, splitIdx) {
        if (splitIdx === 1 && !output) return {};
        const drawn = splitIdx === 1 ? [] : changes;
        return { sampling: { changes: drawn, size: output ?? input, padMode, alignCorners } };
      },
    };
  }),
  stage(RandomResizedCropGPU, ({ size, options }) => {
    const { mode, minScale, maxScale, ratio, validScale } = options;
    if (mode !== 'bilinear') return null;
    const output = size === undefined ? undefined : pixelSize(size);
    return {
      draws: 'crop',
      settings: (_, splitIdx) => ({
        crop:
          splitIdx === 1
            ? { ratio, size: output, share: validScale }
            : { ratio, size: output, share: 1, areas: [minScale, maxScale] },
      }),
    };
  }),
  stage(LightingTfm, ({ functions }) => {
    const changes = changeRows(functions);
    return changes && { draws: 'lights', settings: () => ({ lights: { changes } }) };
  }),
  stage(Normalize, ({ mean, std = [] }) =>
    mean?.length === 3 ? { settings: () => ({ normalization: { mean, std } }) } : null,
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

/** Settings of a pass as native operators take them, and the pictures that they are for. */
interface KnownSettings extends PixelSize {
  readonly splitIdx: SplitIdx;
  readonly settings: readonly unknown[];
}

/**
 * From 8-bit pictures to normalized ones without a float batch in between: the pixels that a stage needs are computed
 * when it needs them, and the numbers are the same.
 */
export class Augmentation implements Fusion {
  readonly #parts: readonly Part[];
  /** Of each stage that draws, the number of the transform whose stream it has; 0 where there is none. */
  readonly #drawing: readonly number[];
  /** Of the batch before: the next one is mostly of the same kind. */
  #known: KnownSettings | undefined;

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
    this.#drawing = drawingStages.map((stage) => 1 + parts.findIndex(({ draws }) => draws === stage));
  }

  get length(): number {
    return 1 + this.#parts.length;
  }

  /** What is drawn for a batch of pictures of this size, and done to it; `contexts` has one for each transform. */
  pass(size: PixelSize, contexts: readonly TransformContext[]): DrawnPass {
    const words: number[] = [];
    for (const number of this.#drawing)
      if (number === 0) words.push(0, 0, 0, 0);
      else (contexts[number] ?? missing()).rng.addWords(words);
    return { words, settings: this.#settings(size, contexts[0]?.splitIdx ?? null) };
  }

  #settings(size: PixelSize, splitIdx: SplitIdx): readonly unknown[] {
    const { width, height } = size;
    const known = this.#known;
    if (known?.width === width && known.height === height && known.splitIdx === splitIdx)
      return known.settings;
    const all: PassSettings = {};
    for (const part of this.#parts) Object.assign(all, part.settings(size, splitIdx));
    const settings = passSettings(all);
    this.#known = { width, height, splitIdx, settings };
    return settings;
  }

  accepts(x: unknown): boolean {
    return x instanceof TensorImage && x.dtype === 'uint8' && x.ndim === 4 && x.shape[1] === 3;
  }

  encodes(x: unknown, contexts: readonly TransformContext[]): Tensor | null {
    const picture = asPicture(x);
    const augmented = picture.device === 'cpu' ? augmentDrawn : augmentDrawnByOperators;
    using plain = done(augmented(picture, this.pass(sizeOf(picture), contexts)));
    return plain && picture.retype(plain);
  }

  async encodesAsync(x: unknown, contexts: readonly TransformContext[]): Promise<Tensor | null> {
    const picture = asPicture(x);
    // Work on a GPU is queued in the stream of this thread.
    if (picture.device !== 'cpu') return this.encodes(picture, contexts);
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

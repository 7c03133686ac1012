import { type Tensor, torch } from '@onecycle/torch';
import { checkNumber, checkOptions, is, type OptionNames, shown } from '../../base/index.js';
import { type Fusion, type Rng, revivable, Transform, type TransformContext } from '../../data/index.js';
import {
  drawOp,
  geometricOps,
  type PolicyOp,
  type PolicyReach,
  policyOps,
  randReach,
  runOrder,
  trivialReach,
} from '../maths/index.js';
import { checkName, type PolicyPass, policyBatch, policyBatchAsync } from '../native/index.js';
import { type TensorImage, TensorMask, type TensorPicture } from '../tensors/index.js';
import { isImageOrMask } from './affine-tfm.js';

/** How the operations of a policy sample pictures. */
export interface PolicySampling {
  /** Default `'nearest'`. */
  interpolation?: 'nearest' | 'bilinear';
  /** What is seen beyond the edges, 0 … 255: a number, or one for each channel. Default null: black. */
  fill?: number | readonly number[] | null;
}

/** Options of {@link trivialAugment}. */
export interface TrivialAugmentOptions extends PolicySampling {
  /** How many magnitudes there are, at least 2. Default 31. */
  numMagnitudeBins?: number;
}

/** Options of {@link randAugment}. */
export interface RandAugmentOptions extends TrivialAugmentOptions {
  /** How many operations each picture takes, one after the other. Default 2. */
  numOps?: number;
  /** Which of the magnitudes, 0 … numMagnitudeBins − 1. Default 9. */
  magnitude?: number;
}

/** The operations drawn for the pictures of a batch, and their magnitudes: the first picture's, then the second's, … */
export interface DrawnOps {
  ops: PolicyOp[];
  magnitudes: number[];
}

const samplingNames = { interpolation: true, fill: true } as const satisfies OptionNames<PolicySampling>;

/** Sampling with everything said. Throws a RangeError where it has no sense. */
function samplingOf({ interpolation = 'nearest', fill = null }: PolicySampling): Required<PolicySampling> {
  checkName('interpolation', interpolation, ['nearest', 'bilinear']);
  const values = fill === null ? [] : typeof fill === 'number' ? [fill] : fill;
  if (!Array.isArray(values) || (fill !== null && values.length !== 1 && values.length !== 3))
    throw new RangeError(`fill is a number, one for each channel, or null for black, not ${shown(fill)}`);
  for (const value of values) checkNumber('fill', value, { least: 0, most: 255 });
  return { interpolation, fill };
}

/** What a native pass does to pictures, or to masks: these move with their pictures, and keep their values. */
function passFor(x: TensorPicture, drawn: DrawnOps, sampling: Required<PolicySampling>): PolicyPass {
  const { interpolation, fill } = sampling;
  if (x instanceof TensorMask) {
    const ops = drawn.ops.map((op) => (geometricOps.includes(op) ? op : 'identity'));
    return { ...drawn, ops, bilinear: false, fill: [] };
  }
  return { ...drawn, bilinear: interpolation === 'bilinear', fill: fill === null ? [] : [fill].flat() };
}

/** Pictures or masks as a batch [n, channels, height, width]; a view of the caller's. Throws where they are not of 8 bits. */
function batchOf(x: TensorPicture, what: string): Tensor {
  if (x.dtype !== 'uint8')
    throw new TypeError(
      `${what} takes 8-bit pictures (uint8), before they become numbers from 0 to 1, not ${x.dtype}: x.mul(255).round().byte() makes them of such numbers`,
    );
  const channels = x instanceof TensorMask ? 1 : (x.shape.at(-3) ?? 0);
  if (channels !== 1 && channels !== 3)
    throw new TypeError(`${what} takes pictures of 1 or 3 channels, not [${x.shape.join(', ')}]`);
  return x.reshape([-1, channels, ...x.shape.slice(-2)]);
}

function applied<T extends TensorPicture>(
  x: T,
  drawn: DrawnOps,
  sampling: Required<PolicySampling>,
  what: string,
): T {
  using plain = torch.scope((): Tensor => {
    const batch = batchOf(x, what).cpu();
    return policyBatch(batch, passFor(x, drawn, sampling))
      .reshape(x.shape)
      .to(x.device);
  });
  return x.retype(plain);
}

/** What {@link TrivialAugment} and {@link RandAugment} share: operations of torchvision's, drawn for each picture. */
abstract class Policy extends Transform<TensorImage | TensorMask, TensorImage | TensorMask> {
  override order = runOrder.policy;
  override splitIdx = 0 as const;
  override makesNew = true;
  protected abstract readonly reach: PolicyReach;
  protected abstract readonly numOps: number;
  abstract readonly options: Required<TrivialAugmentOptions>;

  /** The bin that a magnitude is taken from. */
  protected abstract binOf(rng: Rng): number;

  override accepts(x: unknown): x is TensorImage | TensorMask {
    return isImageOrMask(x);
  }

  /** The operations of `n` pictures of this size. */
  draw(n: number, height: number, width: number, { rng }: TransformContext): DrawnOps {
    const space = { height, width, bins: this.options.numMagnitudeBins, binOf: (r: Rng) => this.binOf(r) };
    const drawn = Array.from({ length: n * this.numOps }, () => drawOp(rng, this.reach, space));
    return { ops: drawn.map(({ op }) => op), magnitudes: drawn.map(({ magnitude }) => magnitude) };
  }

  #drawFor(x: TensorImage | TensorMask, ctx: TransformContext): DrawnOps {
    const [height = 1, width = 1] = x.shape.slice(-2);
    const single = x instanceof TensorMask ? 2 : 3;
    return this.draw(x.ndim === single ? 1 : (x.shape[0] ?? 0), height, width, ctx);
  }

  encodes(x: TensorImage | TensorMask, ctx: TransformContext): TensorImage | TensorMask {
    return applied(x, this.#drawFor(x, ctx), this.options, this.name);
  }

  /** By itself, off the main thread; and, where batches go to a GPU, before they are sent there. */
  override fuse(): Fusion {
    return {
      length: 1,
      onProcessor: true,
      accepts: (x) => this.accepts(x) && x.dtype === 'uint8' && x.device === 'cpu',
      encodes: () => null,
      encodesAsync: (x, [ctx]) => {
        if (!ctx || !this.accepts(x)) return null;
        const batch = batchOf(x, this.name);
        const pass = passFor(x, this.#drawFor(x, ctx), this.options);
        return policyBatchAsync(batch, pass)
          .then((changed) => {
            if (changed.ndim === x.ndim) return changed;
            using whole = changed;
            return whole.reshape(x.shape);
          })
          .finally(() => batch.dispose());
      },
    };
  }

  override settings(): Record<string, unknown> {
    return { ...this.options };
  }
}

const trivialNames = {
  numMagnitudeBins: is.count(2),
  ...samplingNames,
} as const satisfies OptionNames<TrivialAugmentOptions>;

/**
 * One operation of random strength for each training picture. Source: Müller and Hutter, "TrivialAugment: Tuning-free Yet
 * State-of-the-Art Data Augmentation", 2021; torchvision's `TrivialAugmentWide`, with its pixels.
 */
export class TrivialAugment extends Policy {
  protected readonly reach = trivialReach;
  protected readonly numOps = 1;
  readonly options: Required<TrivialAugmentOptions>;

  constructor(options: TrivialAugmentOptions = {}) {
    super();
    checkOptions(options, trivialNames, 'trivialAugment');
    const { numMagnitudeBins = 31 } = options;
    this.options = { numMagnitudeBins, ...samplingOf(options) };
  }

  protected binOf(rng: Rng): number {
    return rng.int(this.options.numMagnitudeBins);
  }
}

revivable('TrivialAugment', TrivialAugment);

/**
 * A few operations of one strength for each training picture. Source: Cubuk, Zoph, Shlens and Le, "RandAugment: Practical
 * automated data augmentation with a reduced search space", 2019; torchvision's `RandAugment`, with its pixels.
 */
export class RandAugment extends Policy {
  protected readonly reach = randReach;
  protected readonly numOps: number;
  readonly options: Required<RandAugmentOptions>;

  constructor(options: RandAugmentOptions = {}) {
    super();
    checkOptions(options, { numOps: is.count(1), magnitude: is.count(0), ...trivialNames }, 'randAugment');
    const { numOps = 2, magnitude = 9, numMagnitudeBins = 31 } = options;
    if (magnitude >= numMagnitudeBins)
      throw new RangeError(
        `magnitude is one of the ${numMagnitudeBins} of numMagnitudeBins, 0 to ${numMagnitudeBins - 1}, not ${shown(magnitude)}`,
      );
    this.numOps = numOps;
    this.options = { numOps, magnitude, numMagnitudeBins, ...samplingOf(options) };
  }

  protected binOf(): number {
    return this.options.magnitude;
  }
}

revivable('RandAugment', RandAugment);

/**
 * TrivialAugment: one of fourteen operations, of random strength, for each training picture. A batch transform that works on 8-bit
 * pictures, after resizing and before everything else; masks move with their pictures. torchvision: `TrivialAugmentWide`.
 */
export const trivialAugment = (options: TrivialAugmentOptions = {}): TrivialAugment =>
  new TrivialAugment(options);

/**
 * RandAugment: `numOps` (2) of fourteen operations, of the strength `magnitude` (9 of 0 … 30), for each training picture. A batch
 * transform that works on 8-bit pictures, after resizing and before everything else; masks move with their pictures.
 * torchvision: `RandAugment`.
 */
export const randAugment = (options: RandAugmentOptions = {}): RandAugment => new RandAugment(options);

/**
 * One operation of the policies on 8-bit pictures, [channels, height, width] or a batch. `magnitude`: of shears the tangent, of
 * translations pixels, of `rotate` degrees (against the clock), of brightness, color, contrast and sharpness what is added to the factor 1,
 * of `posterize` the bits that are kept, of `solarize` the threshold; default 0. torchvision: `_apply_op` of its policies.
 */
export function policyOp<T extends TensorImage>(
  picture: T,
  op: PolicyOp,
  magnitude = 0,
  options: PolicySampling = {},
): T {
  checkOptions(options, samplingNames, 'policyOp');
  checkName('operation', op, policyOps);
  const n = picture.ndim === 3 ? 1 : (picture.shape[0] ?? 0);
  const drawn = { ops: new Array<PolicyOp>(n).fill(op), magnitudes: new Array<number>(n).fill(magnitude) };
  return applied(picture, drawn, samplingOf(options), 'policyOp');
}

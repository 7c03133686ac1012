import { checkOptions, is } from '../../base/index.js';
import { revivable, Transform, type TransformContext } from '../../data/index.js';
import {
  type AffineSpec,
  type Augmentation,
  type AugmentationOptions,
  type AugmentationSpec,
  checkSpec,
  drawMatrices,
  drawWarps,
  identity,
  type Matrix,
  multiply,
  optionNamesOf,
  prepareMat,
  runOrder,
  type Size,
  specOf,
  type WarpSpec,
  warpsInTurn,
} from '../maths/index.js';
import type { PadMode } from '../native/index.js';
import {
  checkSampling,
  type SampleMode,
  type Sampling,
  sampleBatch,
  sampleMasks,
  TensorImage,
  TensorMask,
} from '../tensors/index.js';

/** Where and how a geometric transform samples. */
export interface PlacingOptions {
  /** Of the output. Default: the input's. */
  size?: Size;
  /** Default `'bilinear'`; masks are sampled with `'nearest'`. */
  mode?: SampleMode;
  /** What is seen beyond the edges. Default `'reflection'`. */
  padMode?: PadMode;
  /** Default true. */
  alignCorners?: boolean;
}

/** Options of {@link AffineCoordTfm}. */
export interface AffineCoordTfmOptions extends PlacingOptions {
  affine?: readonly AffineSpec[];
  coordinate?: readonly WarpSpec[];
  /** What `summary` calls it. Default: its first map. */
  name?: string;
}

/** What `AffineCoordTfm` has drawn for a batch. */
export interface DrawnGeometry {
  matrices: Matrix[];
  warps: number[][] | undefined;
}

const titled = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

export const isImageOrMask = (x: unknown): x is TensorImage | TensorMask =>
  x instanceof TensorImage || x instanceof TensorMask;

/**
 * Matrices and warps of a batch, composed into one map for each picture and sampled once: on training items and
 * outside of data loaders; validation items are only resized. fastai: `AffineCoordTfm`.
 */
export class AffineCoordTfm extends Transform<TensorImage | TensorMask, TensorImage | TensorMask> {
  override order = runOrder.geometry;
  override makesNew = true;
  readonly affine: readonly AffineSpec[];
  readonly coordinate: readonly WarpSpec[];
  readonly size: Size | undefined;
  readonly mode: SampleMode;
  readonly padMode: PadMode;
  readonly alignCorners: boolean;
  readonly #name: string;
  /** How masks are sampled. */
  readonly modeMask = 'nearest';

  constructor(options: AffineCoordTfmOptions = {}) {
    super();
    const known = { affine: true, coordinate: true, name: is.name, ...placingNames } as const;
    checkOptions<AffineCoordTfmOptions>(options, known, 'AffineCoordTfm');
    const { affine = [], coordinate = [], size, mode = 'bilinear', padMode = 'reflection' } = options;
    checkSampling({ mode, padMode, size });
    for (const spec of [...affine, ...coordinate]) checkSpec(spec);
    this.affine = affine;
    this.coordinate = coordinate;
    this.size = size;
    this.mode = mode;
    this.padMode = padMode;
    this.alignCorners = options.alignCorners ?? true;
    this.#name = options.name ?? titled([...affine, ...coordinate][0]?.fn ?? 'affineCoordTfm');
  }

  /** This one's maps, then the other's; size and modes are this one's. */
  compose({ affine, coordinate }: AffineCoordTfm): AffineCoordTfm {
    return new AffineCoordTfm({
      ...this.#placing(),
      affine: [...this.affine, ...affine],
      coordinate: [...this.coordinate, ...coordinate],
      name: this.#name,
    });
  }

  #placing(): PlacingOptions {
    const { size, mode, padMode, alignCorners } = this;
    return { ...(size !== undefined && { size }), mode, padMode, alignCorners };
  }

  override accepts(x: unknown): x is TensorImage | TensorMask {
    return isImageOrMask(x);
  }

  /** The maps of `n` pictures: the product of the matrices, in the picture's proportions, and the warp. */
  draw(n: number, height: number, width: number, { rng, splitIdx }: TransformContext): DrawnGeometry {
    if (splitIdx === 1) return { matrices: new Array<Matrix>(n).fill(identity), warps: undefined };
    let matrices = new Array<Matrix>(n).fill(identity);
    for (const spec of this.affine) {
      const drawn = drawMatrices(n, rng, spec);
      matrices = matrices.map((matrix, i) => multiply(matrix, drawn[i] ?? identity, Math.fround));
    }
    matrices = matrices.map((matrix) => prepareMat(matrix, height, width));
    const drawn = this.coordinate.map((spec) => drawWarps(n, rng, spec));
    return { matrices, warps: drawn.length > 0 ? warpsInTurn(drawn) : undefined };
  }

  encodes(x: TensorImage | TensorMask, ctx: TransformContext): TensorImage | TensorMask {
    const isMask = x instanceof TensorMask;
    const [height = 1, width = 1] = x.shape.slice(-2);
    const { matrices, warps } = this.draw(x.shape[0] ?? 0, height, width, ctx);
    const { size, padMode, alignCorners } = this;
    const mode = isMask ? this.modeMask : this.mode;
    return sampled(x, { size, mode, padMode, alignCorners, matrices, warps });
  }

  override get name(): string {
    return this.#name;
  }

  /** A flip replaces a flip, not a rotation: in fastai each has a class of its own. */
  override get identity(): unknown {
    return this.#name;
  }

  override settings(): Record<string, unknown> {
    return { ...this.#placing(), affine: this.affine, coordinate: this.coordinate };
  }

  override toJSON() {
    return { type: 'AffineCoordTfm', name: this.#name, ...this.settings() };
  }
}

revivable('AffineCoordTfm', AffineCoordTfm);

/** Samples pictures or masks. */
export function sampled(x: TensorImage | TensorMask, sampling: Sampling): TensorImage | TensorMask {
  using plain = x instanceof TensorMask ? sampleMasks(x, sampling) : sampleBatch(x, sampling);
  return x.retype(plain);
}

/** Options of {@link flip}. */
export type FlipOptions = AugmentationOptions<'flip'> & PlacingOptions;
export type RotateTfmOptions = AugmentationOptions<'rotate'> & PlacingOptions;
/** `drawX` and `drawY` fix where the zoom's centre lies, 0 … 1. */
export type ZoomTfmOptions = AugmentationOptions<'zoom'> & PlacingOptions;
/** Options of {@link warp}. */
export type WarpTfmOptions = AugmentationOptions<'warp'> & PlacingOptions;

const placingNames = { size: true, mode: true, padMode: true, alignCorners: is.flag } as const;

/** Throws where a transform has not all of these options. */
const checkFor = (fn: Augmentation, options: object): void =>
  checkOptions<object>(options, { ...optionNamesOf(fn), ...placingNames }, fn);

const geometric = <F extends AffineSpec['fn']>(
  fn: F,
  options: AugmentationOptions<F> & PlacingOptions,
): PlacingOptions & { affine: AugmentationSpec<F>[] } => {
  checkFor(fn, options);
  return { ...placingOf(options), affine: [specOf(fn, options)] };
};

const placingOf = ({ size, mode, padMode, alignCorners }: PlacingOptions): PlacingOptions => ({
  ...(size !== undefined && { size }),
  ...(mode !== undefined && { mode }),
  ...(padMode !== undefined && { padMode }),
  ...(alignCorners !== undefined && { alignCorners }),
});

/** Mirrors pictures from left to right with probability `p` (0.5). fastai: `Flip`. */
export const flip = (options: FlipOptions = {}): AffineCoordTfm =>
  new AffineCoordTfm(geometric('flip', options));

/** One of the square's eight symmetries with probability `p` (0.5). fastai: `Dihedral`. */
export const dihedral = (options: FlipOptions = {}): AffineCoordTfm =>
  new AffineCoordTfm(geometric('dihedral', options));

/** Rotates by at most `maxDeg` (10) degrees with probability `p` (0.5). fastai: `Rotate`. */
export const rotate = (options: RotateTfmOptions = {}): AffineCoordTfm =>
  new AffineCoordTfm(geometric('rotate', options));

/** Zooms by `minZoom` (1) to `maxZoom` (1.1) into a random place with probability `p` (0.5). fastai: `Zoom`. */
export const zoom = (options: ZoomTfmOptions = {}): AffineCoordTfm =>
  new AffineCoordTfm(geometric('zoom', options));

/** Changes the perspective by at most `magnitude` (0.2) with probability `p` (0.5). fastai: `Warp`. */
export const warp = (options: WarpTfmOptions = {}): AffineCoordTfm => {
  checkFor('warp', options);
  return new AffineCoordTfm({ ...placingOf(options), coordinate: [specOf('warp', options)] });
};

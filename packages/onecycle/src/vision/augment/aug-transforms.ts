import { checkList, checkOptions, is, type OptionNames } from '../../base/index.js';
import { Transform } from '../../data/index.js';
import { checkScale, type Size, settingsOf } from '../maths/index.js';
import type { PadMode } from '../native/index.js';
import type { SampleMode } from '../tensors/index.js';
import { AffineCoordTfm, dihedral, flip, rotate, warp, zoom } from './affine-tfm.js';
import { brightness, contrast, LightingTfm } from './lighting-tfm.js';
import { RandomResizedCropGPU } from './random-crop-batch.js';

/** Options of {@link augTransforms}. */
export interface AugTransformsOptions {
  /** Multiplies maxRotate, maxLighting and maxWarp. Default 1. */
  mult?: number;
  /** Whether pictures are mirrored. Default true. */
  doFlip?: boolean;
  /** Whether they are turned by quarters and mirrored top to bottom, too. Default false. */
  flipVert?: boolean;
  /** Degrees. Default 10. */
  maxRotate?: number;
  /** Default 1. */
  minZoom?: number;
  /** Default 1.1. */
  maxZoom?: number;
  /** Default 0.2. */
  maxLighting?: number;
  /** Default 0.2. */
  maxWarp?: number;
  /** The chance of each of rotation, zoom and warp. Default 0.75. */
  pAffine?: number;
  /** The chance of each of brightness and contrast. Default 0.75. */
  pLighting?: number;
  /** More batch transforms. */
  xtraTfms?: Transform | readonly Transform[];
  /** Of the output. Default: as it is. */
  size?: Size;
  /** Default `'bilinear'`. */
  mode?: SampleMode;
  /** Default `'reflection'`. */
  padMode?: PadMode;
  /** Default true. */
  alignCorners?: boolean;
  /** Whether all pictures of a batch are changed alike. Default false. */
  batch?: boolean;
  /** Below 1: a random part of at least this share of the area, resized to `size` where that is given. Default 1. */
  minScale?: number;
}

/** The names of {@link AugTransformsOptions}. */
export const augOptions = {
  mult: is.number({ least: 0 }),
  doFlip: is.flag,
  flipVert: is.flag,
  maxRotate: is.number(),
  minZoom: is.number(),
  maxZoom: is.number(),
  maxLighting: is.number(),
  maxWarp: is.number(),
  pAffine: is.share,
  pLighting: is.share,
  xtraTfms: true,
  size: true,
  mode: true,
  padMode: true,
  alignCorners: is.flag,
  batch: is.flag,
  minScale: true,
} as const satisfies OptionNames<AugTransformsOptions>;

/** The first of several, its `compose` called with each of the others. */
const composed = <T extends { compose(next: T): T }>([first, ...rest]: readonly T[]): T[] =>
  first ? [rest.reduce((sum, next) => sum.compose(next), first)] : [];

/**
 * Merges all geometric transforms into the first and all lighting transforms into the first of them, so that pictures
 * are sampled once; size and modes of the first geometric one hold for all. fastai: `setup_aug_tfms`.
 */
export function setupAugTfms(tfms: readonly Transform[]): Transform[] {
  checkList('setupAugTfms', 'a list of transforms', tfms, (tfm) => tfm instanceof Transform);
  const affine = tfms.filter((t) => t instanceof AffineCoordTfm);
  const lighting = tfms.filter((t) => t instanceof LightingTfm);
  const others = tfms.filter((t) => !(t instanceof AffineCoordTfm || t instanceof LightingTfm));
  return [...composed(affine), ...composed(lighting), ...others];
}

/** The geometric part of `augTransforms`, merged; undefined where there is none. */
export function geometryOf(options: AugTransformsOptions): AffineCoordTfm | undefined {
  const { mult = 1, doFlip = true, flipVert = false, pAffine = 0.75 } = options;
  const { minZoom = settingsOf('zoom').minZoom, maxZoom = settingsOf('zoom').maxZoom } = options;
  const { mode = 'bilinear', padMode = 'reflection', alignCorners = true, batch = false, size } = options;
  const maxRotate = (options.maxRotate ?? settingsOf('rotate').maxDeg) * mult;
  const maxWarp = (options.maxWarp ?? settingsOf('warp').magnitude) * mult;
  const placing = { ...(size !== undefined && { size }), mode, padMode, alignCorners, batch };
  const tfms: AffineCoordTfm[] = [];
  if (doFlip) tfms.push((flipVert ? dihedral : flip)({ p: 0.5, ...placing }));
  if (maxWarp !== 0) tfms.push(warp({ magnitude: maxWarp, p: pAffine, ...placing }));
  if (maxRotate !== 0) tfms.push(rotate({ maxDeg: maxRotate, p: pAffine, ...placing }));
  if (minZoom < 1 || maxZoom > 1) tfms.push(zoom({ minZoom, maxZoom, p: pAffine, ...placing }));
  return composed(tfms)[0];
}

/**
 * The usual augmentation: flip, rotation, zoom, warp, brightness and contrast, and with `minScale` a random resized
 * crop. Batch transforms, run on the device. fastai: `aug_transforms`.
 */
export function augTransforms(options: AugTransformsOptions = {}): Transform[] {
  checkOptions(options, augOptions, 'augTransforms');
  const { mult = 1, pLighting = 0.75, batch = false, minScale = 1, size, xtraTfms = [] } = options;
  checkScale(minScale, 'minScale');
  const maxLighting = (options.maxLighting ?? settingsOf('brightness').maxLighting) * mult;
  const crops = minScale !== 1;
  const { size: _, ...unsized } = options;
  const geometry = geometryOf(crops ? unsized : options);
  const tfms: Transform[] = geometry ? [geometry] : [];
  if (maxLighting !== 0) {
    tfms.push(
      brightness({ maxLighting, p: pLighting, batch }),
      contrast({ maxLighting, p: pLighting, batch }),
    );
  }
  if (crops) tfms.push(new RandomResizedCropGPU(size, { minScale, ratio: [1, 1] }));
  return setupAugTfms([...tfms, ...[xtraTfms].flat()]);
}

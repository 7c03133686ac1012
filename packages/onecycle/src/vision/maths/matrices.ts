import { shown, wrongKind } from '../../base/index.js';
import type { Rng } from '../../data/index.js';
import { type AugmentationOptions, type AugmentationSpec, specOf } from './augmentations.js';
import { type Draw, drawMasked, uniformIn } from './draws.js';

// Matrices are made in 32 bits, step by step as torch does it: the last bit may decide whether a batch is shrunk by area
// before it is sampled.
const { fround } = Math;

/** A 3 × 3 matrix, row-major: it takes output positions (x, y, 1) in [-1, 1] to input positions. */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** An affine matrix of its first two rows. fastai: `affine_mat`. */
export const affineMat = (a: number, b: number, c: number, d: number, e: number, f: number): Matrix => [
  a,
  b,
  c,
  d,
  e,
  f,
  0,
  0,
  1,
];

/** The product. `round` is applied to whatever is computed on the way: `Math.fround` gives torch's, in 32 bits. */
export function multiply(a: Matrix, b: Matrix, round: (x: number) => number = (x) => x): Matrix {
  // Written out: every picture of every batch comes through here.
  const dot = (x: number, y: number, z: number, u: number, v: number, w: number) =>
    round(round(0 + round(x * u) + round(y * v)) + round(z * w));
  return [
    dot(a[0], a[1], a[2], b[0], b[3], b[6]),
    dot(a[0], a[1], a[2], b[1], b[4], b[7]),
    dot(a[0], a[1], a[2], b[2], b[5], b[8]),
    dot(a[3], a[4], a[5], b[0], b[3], b[6]),
    dot(a[3], a[4], a[5], b[1], b[4], b[7]),
    dot(a[3], a[4], a[5], b[2], b[5], b[8]),
    dot(a[6], a[7], a[8], b[0], b[3], b[6]),
    dot(a[6], a[7], a[8], b[1], b[4], b[7]),
    dot(a[6], a[7], a[8], b[2], b[5], b[8]),
  ];
}

/** What {@link flipMat} makes matrices of. */
export type FlipSpec = AugmentationSpec<'flip'>;
/** What {@link dihedralMat} makes matrices of. */
export type DihedralSpec = AugmentationSpec<'dihedral'>;
/** What {@link rotateMat} makes matrices of. */
export type RotateSpec = AugmentationSpec<'rotate'>;
/** `drawX` and `drawY` fix where the centre of the zoom lies, 0 (left, top) … 1. */
export type ZoomSpec = AugmentationSpec<'zoom'>;

/** What draws one matrix for each picture of a batch; plain data, so that it can be exported. */
export type AffineSpec = FlipSpec | DihedralSpec | RotateSpec | ZoomSpec;

/** Random mirroring from left to right. fastai: `flip_mat`. */
export const flipMat = (n: number, rng: Rng, options: AugmentationOptions<'flip'> = {}): Matrix[] =>
  drawMasked(n, rng, () => 1, specOf('flip', options)).map((flipped) =>
    affineMat(1 - 2 * flipped, 0, 0, 0, 1, 0),
  );

/** Signs of x and y for the eight symmetries of a square, and which of them keep the axes. */
const signsX = [1, -1, 1, -1, -1, 1, 1, -1];
const signsY = [1, 1, -1, 1, -1, -1, 1, -1];
const keepsAxes = [1, 1, 1, 0, 1, 0, 0, 0];

/** A random one of the square's eight symmetries. fastai: `dihedral_mat`. */
export function dihedralMat(n: number, rng: Rng, options: AugmentationOptions<'dihedral'> = {}): Matrix[] {
  return drawMasked(n, rng, (r) => r.int(8), specOf('dihedral', options)).map((drawn) => {
    const k = Math.trunc(drawn);
    const [x, y, kept] = [signsX[k], signsY[k], keepsAxes[k]];
    if (x === undefined || y === undefined || kept === undefined) {
      throw new RangeError(`a dihedral draw is a whole number from 0 to 7, not ${shown(drawn)}`);
    }
    return affineMat(x * kept, x * (1 - kept), 0, y * (1 - kept), y * kept, 0);
  });
}

/** A random rotation of at most `maxDeg` degrees. fastai: `rotate_mat`. */
export function rotateMat(n: number, rng: Rng, options: AugmentationOptions<'rotate'> = {}): Matrix[] {
  const { maxDeg, ...draws } = specOf('rotate', options);
  return drawMasked(n, rng, uniformIn(-maxDeg, maxDeg), draws).map((degrees) => {
    const angle = fround(fround(fround(degrees) * fround(Math.PI)) / 180);
    const [cos, sin] = [fround(Math.cos(angle)), fround(Math.sin(angle))];
    return affineMat(cos, sin, 0, -sin, cos, 0);
  });
}

/** A random zoom into a random place. fastai: `zoom_mat`. */
export function zoomMat(n: number, rng: Rng, options: AugmentationOptions<'zoom'> = {}): Matrix[] {
  const { minZoom, maxZoom, drawX, drawY, ...draws } = specOf('zoom', options);
  const zooms = drawMasked(n, rng, uniformIn(minZoom, maxZoom), draws, 1);
  const centre = (draw: Draw | undefined) =>
    drawMasked(n, rng, uniformIn(0, 1), { p: 1, draw, batch: draws.batch });
  const [xs, ys] = [centre(drawX), centre(drawY)];
  return zooms.map((zoom, i) => {
    const s = fround(1 / fround(zoom));
    const offset = (at = 0) => fround(fround(1 - s) * fround(2 * fround(at) - 1));
    return affineMat(s, 0, offset(xs[i]), 0, s, offset(ys[i]));
  });
}

/** One matrix for each of `n` pictures. */
export function drawMatrices(n: number, rng: Rng, spec: AffineSpec): Matrix[] {
  switch (spec?.fn) {
    case 'flip':
      return flipMat(n, rng, spec);
    case 'dihedral':
      return dihedralMat(n, rng, spec);
    case 'rotate':
      return rotateMat(n, rng, spec);
    case 'zoom':
      return zoomMat(n, rng, spec);
    default:
      throw new TypeError(
        `drawMatrices takes what is to be drawn, { fn: 'rotate', maxDeg: 10 }, not ${shown(spec)}`,
      );
  }
}

/** Makes a matrix turn pixels and not the unit square: x and y are as long as the picture is wide and high. fastai: `_prepare_mat`. */
export function prepareMat(m: Matrix, height: number, width: number): Matrix {
  if (!Array.isArray(m)) throw wrongKind('prepareMat', 'a matrix of nine numbers', m);
  const scaled = (entry: number, by: number) => fround(entry * fround(by));
  return affineMat(m[0], scaled(m[1], height / width), m[2], scaled(m[3], width / height), m[4], m[5]);
}

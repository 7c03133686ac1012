import { wrongKind } from '../../base/index.js';
import type { Rng } from '../../data/index.js';
import { type AugmentationOptions, type AugmentationSpec, specOf } from './augmentations.js';
import { drawMasked, uniformIn } from './draws.js';
import { type Matrix, multiply } from './matrices.js';

/** How far a perspective is turned. */
export type WarpSpec = AugmentationSpec<'warp'>;

/** A point, [x, y]. */
export type Point = readonly [x: number, y: number];

const corners: readonly Point[] = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
];

/** Where the corners go for the draws x and y. */
export const warpTargets = (x: number, y: number): Point[] => [
  [-1 - y, -1 - x],
  [-1 + y, 1 + x],
  [1 + y, -1 + x],
  [1 - y, 1 - x],
];

/**
 * The eight coefficients of the perspective map that takes `p2` to `p1` (four points each): x = (a·u + b·v + c) /
 * (g·u + h·v + 1), y = (d·u + e·v + f) / (g·u + h·v + 1). fastai: `find_coeffs`.
 */
export function findCoeffs(p1: readonly Point[], p2: readonly Point[]): number[] {
  for (const points of [p1, p2])
    if (!Array.isArray(points) || points.length !== 4 || !points.every(Array.isArray))
      throw wrongKind('findCoeffs', 'two lists of four points, [x, y] each', points);
  const rows: number[][] = [];
  for (const [i, [x, y]] of p1.entries()) {
    const [u, v] = p2[i] ?? [0, 0];
    rows.push([u, v, 1, 0, 0, 0, -x * u, -x * v, x], [0, 0, 0, u, v, 1, -y * u, -y * v, y]);
  }
  return solve(rows);
}

/** Solves linear equations (the right-hand side is the last column) by Gauss and Jordan's elimination. */
function solve(rows: number[][]): number[] {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    let largest = 0;
    for (let r = column; r < n; r++) {
      const size = Math.abs(rows[r]?.[column] ?? 0);
      if (size > largest) [pivot, largest] = [r, size];
    }
    const chosen = rows[pivot] ?? [];
    if (chosen[column] === 0) throw new RangeError('these points define no perspective map');
    rows[pivot] = rows[column] ?? [];
    rows[column] = chosen;
    for (let r = 0; r < n; r++) {
      const row = rows[r];
      if (r === column || row === undefined) continue;
      const factor = (row[column] ?? 0) / (chosen[column] ?? 1);
      for (let k = column; k <= n; k++) row[k] = (row[k] ?? 0) - factor * (chosen[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}

/** Eight coefficients for each of `n` pictures; `invert` gives the map back. fastai: `_WarpCoord`. */
export function drawWarps(
  n: number,
  rng: Rng,
  options: AugmentationOptions<'warp'> = {},
  { invert = false }: { invert?: boolean } = {},
): number[][] {
  const { magnitude, drawX, drawY, ...draws } = specOf('warp', options);
  const sample = uniformIn(-magnitude, magnitude);
  const xs = drawMasked(n, rng, sample, { ...draws, draw: drawX });
  const ys = drawMasked(n, rng, sample, { ...draws, draw: drawY });
  return xs.map((x, i) => {
    const targets = warpTargets(x, ys[i] ?? 0);
    return invert ? findCoeffs(targets, corners) : findCoeffs(corners, targets);
  });
}

/** The coefficients as the matrix of a projective map. */
const warpMatrix = ([a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0]: readonly number[]): Matrix => [
  a,
  b,
  c,
  d,
  e,
  f,
  g,
  h,
  1,
];

/** First the affine matrix, then the warp: one projective map. */
export const warpAfter = (matrix: Matrix, coefficients: readonly number[]): Matrix =>
  multiply(warpMatrix(coefficients), matrix);

/** Warps in a row, one list of coefficients a picture each, as the coefficients of all one after the other. */
export const warpsInTurn = ([first = [], ...rest]: readonly number[][][]): number[][] =>
  rest.reduce(
    (before, after) => before.map((warp, i) => coefficientsOf(warpAfter(warpMatrix(warp), after[i] ?? []))),
    first,
  );

/** The coefficients of a projective map, whose last entry they have as 1. */
const coefficientsOf = (m: Matrix): number[] => m.slice(0, 8).map((entry) => entry / m[8]);

/** Whether the map's denominator is positive on the whole square of the grid; it is linear, so its corners tell. */
export const isRegular = (m: Matrix): boolean => corners.every(([x, y]) => m[6] * x + m[7] * y + m[8] > 0);

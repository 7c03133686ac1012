import { F, Tensor, torch } from '@onecycle/torch';
import { wrongKind } from '../../base/index.js';
import { identity, isRegular, type Matrix, pixelSize, type Size, warpAfter } from '../maths/index.js';
import {
  augmentBatch,
  checkName,
  checkPadMode,
  isNative,
  type PadMode,
  type PixelSize,
} from '../native/index.js';

/** How values between pixels are had: from the four around them, or the nearest one. */
export type SampleMode = keyof typeof modes;

/** How a batch is sampled along maps. */
export interface Sampling {
  /** An affine matrix for each picture, its axes already in the picture's proportions (`prepareMat`). */
  matrices?: readonly Matrix[] | undefined;
  /** Eight coefficients of a perspective map for each picture, applied after the matrix. */
  warps?: readonly (readonly number[])[] | undefined;
  /** A change of the whole grid [n, height, width, 2], applied after all. */
  coordTfm?: ((coords: Tensor) => Tensor) | undefined;
  /** Of the output. Default: the input's. */
  size?: Size | undefined;
  mode: SampleMode;
  padMode: PadMode;
  alignCorners: boolean;
}

const modes = { bilinear: 0, nearest: 1, bicubic: 2 } as const;
const padModes = { zeros: 0, border: 1, reflection: 2 } as const;

export const checkMode = (mode: SampleMode): void => checkName('mode', mode, Object.keys(modes));

/** Throws where a mode, a pad mode or a size is none. */
export function checkSampling({ mode, padMode, size }: Pick<Sampling, 'mode' | 'padMode' | 'size'>): void {
  checkMode(mode);
  checkPadMode(padMode);
  if (size !== undefined) pixelSize(size);
}

/** 8-bit pixels as 0 … 1; others as they are. */
export const asFloat = (x: Tensor): Tensor => (x.dtype === 'uint8' ? x.float().div_(255) : x);

/** One map for each picture, matrix and warp together. */
export function mapsOf(n: number, { matrices, warps }: Pick<Sampling, 'matrices' | 'warps'>): Matrix[] {
  const maps: Matrix[] = [];
  for (let i = 0; i < n; i++) {
    const matrix = matrices?.[i] ?? identity;
    const warp = warps?.[i];
    maps.push(warp ? warpAfter(matrix, warp) : matrix);
  }
  return maps;
}

export const mapTensor = (maps: readonly Matrix[]): Tensor =>
  torch.fromTypedArray(floatsOf(maps, 9), [maps.length, 3, 3]);

/** Rows of `width` numbers, one after the other. */
export function floatsOf(rows: readonly (readonly number[])[], width: number): Float32Array {
  const floats = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) floats.set(row, i * width);
  return floats;
}

/**
 * Samples a batch [n, channels, height, width] along a map for each picture. 8-bit batches come out as 0 … 1.
 *
 * Where the output is less than half as large as the input, the input is first shrunk by area. fastai: `affine_coord`
 * with `_grid_sample`.
 */
export function sampleBatch(x: Tensor, sampling: Sampling): Tensor {
  checkSampling(sampling);
  const { mode, padMode, alignCorners, coordTfm } = sampling;
  const [height = 1, width = 1] = x.shape.slice(-2);
  const size = sampling.size === undefined ? { height, width } : pixelSize(sampling.size);
  const maps = mapsOf(x.shape[0] ?? 0, sampling);
  if (isNative(x) && mode === 'bilinear' && !coordTfm && maps.every(isRegular)) {
    return torch.scope(() =>
      augmentBatch(x, { sampling: { maps: mapTensor(maps), size, padMode, alignCorners } }),
    );
  }
  return torch.scope(() => {
    let coords = gridOf(x, sampling, size);
    if (coordTfm) coords = coordTfm(coords);
    // What the maps say of the grid is known here; what a GPU has made of them would have to be waited for.
    const reach = coordTfm || !maps.every(isRegular) ? null : reachOf(maps, size, alignCorners);
    const input = mode === 'bilinear' ? shrinkByArea(asFloat(x), coords, reach) : asFloat(x);
    return torch.gridSampler(input, coords.to(input.dtype), modes[mode], padModes[padMode], alignCorners);
  });
}

/** As `sampleBatch`, for the classes of masks [n, height, width], or [n, channels, height, width]. */
export function sampleMasks(x: Tensor, sampling: Sampling): Tensor {
  return torch.scope(() => {
    const hasChannel = x.ndim === 4;
    const sampled = sampleBatch((hasChannel ? x : x.unsqueeze(1)).float(), sampling).long();
    return hasChannel ? sampled : sampled.squeeze(1);
  });
}

/** The grid of input positions [n, height, width, 2]. */
function gridOf(
  x: Tensor,
  { matrices, warps, alignCorners }: Sampling,
  { height, width }: PixelSize,
): Tensor {
  const [n = 0, channels = 1] = x.shape;
  const rows = Array.from({ length: n }, (_, i) => (matrices?.[i] ?? identity).slice(0, 6));
  const theta = torch.fromTypedArray(Float32Array.from(rows.flat()), [n, 2, 3], { device: x.device });
  const coords = torch.affineGridGenerator(theta, [n, channels, height, width], alignCorners);
  if (!warps) return coords;
  return applyPerspective(
    coords,
    torch.fromTypedArray(Float32Array.from(warps.flat()), [n, 8], { device: x.device }),
  );
}

/**
 * Takes a grid [n, …, 2] through perspective maps with the coefficients [n, 8]; leaves it as it is where a denominator
 * is zero. fastai: `apply_perspective`.
 */
export function applyPerspective(coords: Tensor, coeffs: Tensor): Tensor {
  for (const tensor of [coords, coeffs])
    if (!(tensor instanceof Tensor))
      throw wrongKind('applyPerspective', 'a grid and coefficients, two tensors', tensor);
  return torch.scope(() => {
    const n = coeffs.shape[0] ?? 0;
    const points = coords.reshape([n, -1, 2]);
    const matrix = torch.cat([coeffs, torch.onesLike(coeffs.narrow(1, 0, 1))], 1).view([n, 3, 3]);
    const mapped = points
      .matmul(matrix.narrow(2, 0, 2).transpose(1, 2))
      .add(matrix.select(2, 2).unsqueeze(1));
    const denominators = mapped.narrow(2, 2, 1);
    const divided = mapped.narrow(2, 0, 2).div(denominators).view(coords.shape);
    return torch.where(denominators.eq(0).any(), coords, divided);
  });
}

/** From the least to the largest coordinate of the grids that regular maps make: it lies at their corners. */
function reachOf(maps: readonly Matrix[], { height, width }: PixelSize, alignCorners: boolean): number {
  const [right, bottom] = alignCorners ? [1, 1] : [(width - 1) / width, (height - 1) / height];
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const m of maps)
    for (const x of [-right, right])
      for (const y of [-bottom, bottom]) {
        const w = m[6] * x + m[7] * y + m[8];
        const [across, down] = [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w];
        least = Math.min(least, across, down);
        largest = Math.max(largest, across, down);
      }
  return largest - least;
}

/**
 * fastai's guard against missed pixels; its comparison reads the wrong axis of the grid, and so does ours. In 32 bits, as the grid is.
 *
 * @param reach of the coordinates, up to rounding, where it is known; the grid itself is asked where that leaves the answer open
 */
function shrinkByArea(x: Tensor, coords: Tensor, reach: number | null): Tensor {
  const [height = 1, width = 1] = x.shape.slice(-2);
  const d = Math.min(height / (coords.shape[2] ?? 1), width / 2) / 2;
  if (d <= 1) return x;
  const isClear = reach !== null && Math.abs(d * reach - 2) > 1e-3;
  const extent = isClear ? reach : Math.fround(Number(coords.max().item()) - Number(coords.min().item()));
  if (!(d > 2 / extent)) return x;
  return F.interpolate(x, {
    size: [Math.floor(height * (1 / d)), Math.floor(width * (1 / d))],
    mode: 'area',
  });
}

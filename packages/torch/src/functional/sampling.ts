import { checkTensor } from '../core/index.js';
import { checkOptions, counted } from '../options/index.js';
import { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { sizes } from './sizes.js';

/** How values between pixels are made. */
export type InterpolateMode =
  | 'nearest'
  | 'nearest-exact'
  | 'linear'
  | 'bilinear'
  | 'bicubic'
  | 'trilinear'
  | 'area';

/** Options of {@link interpolate}: one of `size` and `scaleFactor` is needed. */
export type InterpolateOptions = {
  /** Size of the output, one number or one a dimension; or: */
  size?: number | number[];
  /** by which factor it grows. */
  scaleFactor?: number | number[];
  /** Default `nearest`. */
  mode?: InterpolateMode;
  /** Whether the outer pixels' centres stay where they are; only for the linear and cubic modes. Default false. */
  alignCorners?: boolean;
  /** Whether the factor is computed anew from the (rounded) output size. Default false. */
  recomputeScaleFactor?: boolean;
  /** Whether shrinking filters first; bilinear and bicubic only. Default false. */
  antialias?: boolean;
};

/** The modes that suit a number of spatial dimensions, with the operator of each. */
const upsamplers: Record<number, Partial<Record<InterpolateMode, string>>> = {
  1: {
    nearest: 'upsample_nearest1d',
    'nearest-exact': '_upsample_nearest_exact1d',
    linear: 'upsample_linear1d',
  },
  2: {
    nearest: 'upsample_nearest2d',
    'nearest-exact': '_upsample_nearest_exact2d',
    bilinear: 'upsample_bilinear2d',
    bicubic: 'upsample_bicubic2d',
  },
  3: {
    nearest: 'upsample_nearest3d',
    'nearest-exact': '_upsample_nearest_exact3d',
    trilinear: 'upsample_trilinear3d',
  },
};

/**
 * Resamples `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]` to another size.
 * @throws where neither or both of `size` and `scaleFactor` are given, or the mode does not suit the dimensions.
 */
export function interpolate(x: Tensor, options: InterpolateOptions = {}): Tensor {
  checkOptions(
    options,
    {
      size: true,
      scaleFactor: true,
      mode: true,
      alignCorners: true,
      recomputeScaleFactor: true,
      antialias: true,
    },
    'F.interpolate',
  );
  checkTensor('interpolate', x);
  const { mode = 'nearest', alignCorners, antialias = false } = options;
  const dims = x.ndim - 2;
  const linear = mode !== 'nearest' && mode !== 'nearest-exact' && mode !== 'area';
  if (alignCorners !== undefined && !linear)
    throw new Error(`alignCorners has no meaning with mode '${mode}'`);
  const { size, scales } = target(x, options, dims);
  if (mode === 'area') return adaptiveAverage(x, size, dims);
  const plain = upsamplers[dims]?.[mode];
  if (!plain) throw new Error(`interpolate cannot use mode '${mode}' on an input [${x.shape.join(', ')}]`);
  if (antialias && mode !== 'bilinear' && mode !== 'bicubic') {
    throw new Error(`antialias needs mode 'bilinear' or 'bicubic', not '${mode}'`);
  }
  const operator = torch.ops.aten?.[antialias ? `_${plain}_aa` : plain];
  const result = linear
    ? operator?.(x, size, alignCorners ?? false, ...scales)
    : operator?.(x, size, ...scales);
  if (!(result instanceof Tensor)) throw new TypeError(`${plain} gave no tensor`);
  return result;
}

/** The output's size, and the factors as the operators want them: null where they follow from the sizes. */
function target(
  x: Tensor,
  options: InterpolateOptions,
  dims: number,
): { size: number[]; scales: (number | null)[] } {
  const { size, scaleFactor, recomputeScaleFactor = false } = options;
  if ((size === undefined) === (scaleFactor === undefined)) {
    throw new Error('interpolate needs either size or scaleFactor');
  }
  const each = (value: number | number[]): number[] => {
    const list = sizes(value, dims, `interpolate: ${size === undefined ? 'scaleFactor' : 'size'}`);
    if (list.length !== dims)
      throw new Error(
        `interpolate of [${x.shape.join(', ')}] needs ${counted(dims, 'size')}, got ${list.length}`,
      );
    return list;
  };
  if (size !== undefined) return { size: each(size), scales: Array(dims).fill(null) };
  const factors = each(scaleFactor ?? 1);
  const scaled = factors.map((factor, i) => Math.floor(x.size(i + 2) * factor));
  return { size: scaled, scales: recomputeScaleFactor ? Array(dims).fill(null) : factors };
}

const adaptiveAverage = (x: Tensor, size: number[], dims: number): Tensor =>
  dims === 1
    ? torch.adaptiveAvgPool1d(x, size)
    : dims === 2
      ? torch.adaptiveAvgPool2d(x, size)
      : torch.adaptiveAvgPool3d(x, size);

/**
 * Where an affine map takes every output pixel: `theta` `[N, 2, 3]` and an output `[N, C, H, W]` give `[N, H, W, 2]`,
 * x before y, −1 to 1 across the picture (its outer pixels' centres with `alignCorners`, its edges without, the default).
 */
export function affineGrid(theta: Tensor, size: number[], options: { alignCorners?: boolean } = {}): Tensor {
  checkOptions(options, { alignCorners: true }, 'F.affineGrid');
  return torch.affineGridGenerator(theta, size, options.alignCorners ?? false);
}

/** Options of {@link gridSample}. */
export type GridSampleOptions = {
  /** Default `bilinear`. */
  mode?: 'bilinear' | 'nearest' | 'bicubic';
  /** What lies outside. Default `zeros`. */
  paddingMode?: 'zeros' | 'border' | 'reflection';
  /** As in {@link affineGrid}. Default false. */
  alignCorners?: boolean;
};

const sampling = { bilinear: 0, nearest: 1, bicubic: 2 } as const;
const outside = { zeros: 0, border: 1, reflection: 2 } as const;

/** Values of `[N, C, H, W]` at the places of a grid `[N, H', W', 2]` → `[N, C, H', W']`. */
export function gridSample(x: Tensor, grid: Tensor, options: GridSampleOptions = {}): Tensor {
  checkOptions(options, { mode: true, paddingMode: true, alignCorners: true }, 'F.gridSample');
  const { mode = 'bilinear', paddingMode = 'zeros', alignCorners = false } = options;
  if (!(mode in sampling))
    throw new Error(`gridSample knows ${Object.keys(sampling).join(', ')}, not '${mode}'`);
  if (!(paddingMode in outside))
    throw new Error(`gridSample pads with ${Object.keys(outside).join(', ')}, not '${paddingMode}'`);
  return torch.gridSampler(x, grid, sampling[mode], outside[paddingMode], alignCorners);
}

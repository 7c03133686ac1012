import { type Tensor, torch } from '@onecycle/torch';
import { Rng, type SplitIdx, type Transform } from '../../data/index.js';
import { camelCased } from '../../testing/against-fastai.js';
import { type ReferenceTensor, reference } from '../../testing/reference.js';
import {
  brightness,
  contrast,
  dihedral,
  flip,
  hue,
  intToFloatTensor,
  normalize,
  randomErasing,
  randomResizedCropGPU,
  rotate,
  saturation,
  warp,
  zoom,
} from '../augment/index.js';
import { ToTensor } from '../decode/index.js';
import type { Matrix, Size } from '../maths/index.js';
import { cropPad, dihedralItem, flipItem, randomCrop, randomResizedCrop, resize } from '../resize/index.js';
import { TensorImage } from '../tensors/index.js';
import { tensorOf } from './numbers.js';

export type Json = Record<string, unknown>;
interface CropDraw extends Json {
  height: number;
  width: number;
  uniform_numbers: number[];
  numbers_used: number;
  crop_height_width: [number, number];
  top_left: [number, number];
}
interface Erasing extends Json {
  height: number;
  width: number;
  uniform_numbers: number[];
  numbers_used: number;
  rectangles_row_low_row_high_col_low_col_high: number[][];
}
interface Reference {
  batches: Record<string, ReferenceTensor>;
  matrices: { fn: string; matrices: ReferenceTensor; [arg: string]: unknown }[];
  neutral: { fn: string; p: number; args: Json; result: ReferenceTensor }[];
  prepared_matrices: {
    order: string[];
    height_width: [number, number];
    draws: Record<string, number[]>;
    matrices: ReferenceTensor;
  }[];
  warp: Record<
    'corners' | 'targets' | 'coefficients' | 'inverse_coefficients' | 'points' | 'mapped' | 'mapped_back',
    ReferenceTensor
  > & {
    draw_x: number[];
    draw_y: number[];
  };
  pipelines: {
    batch: string;
    transforms: [string, Json][];
    split_idx: SplitIdx;
    size: number | [number, number] | null;
    mode: 'bilinear' | 'nearest' | 'bicubic';
    pad_mode: 'reflection' | 'zeros' | 'border';
    align_corners: boolean | null;
    matrix: ReferenceTensor;
    output: ReferenceTensor;
  }[];
  presizing_comparison: {
    batch: string;
    size: number | [number, number];
    draws: Record<string, number>;
    after_resize_only: ReferenceTensor;
    after_rotate: ReferenceTensor;
    after_zoom: ReferenceTensor;
    one_after_another: ReferenceTensor;
    composed: ReferenceTensor;
  };
  random_resized_crop: Json[];
  crop_draws: CropDraw[];
  lighting: { batch: string; transforms: [string, Json][]; output: ReferenceTensor }[];
  lighting_ranges: {
    name: string;
    max_lighting?: number;
    max_hue?: number;
    low: number;
    high: number;
    neutral: number;
    draw?: string;
  }[];
  hsv: { batch: string; hsv: ReferenceTensor; back: ReferenceTensor };
  int_to_float: {
    uint8: ReferenceTensor;
    float: ReferenceTensor;
    decode_input: ReferenceTensor;
    decoded: ReferenceTensor;
  };
  normalize: {
    mean: number[];
    std: number[];
    batch: string;
    output: ReferenceTensor;
    decoded: ReferenceTensor;
    from_batch: { batch: string; mean: ReferenceTensor; std: ReferenceTensor };
  };
  whole_batch_pipeline: {
    /** In words: 'first image of batch A'. */
    uint8: string;
    given_order: string[];
    draws: Record<string, number>;
    run_order: [string, number][];
    size: number | [number, number];
    output: ReferenceTensor;
  };
  dihedral_tensor: { input: ReferenceTensor; cases: { k: number; result: ReferenceTensor }[] };
  aug_transforms: { args: Json; transforms: Json[] }[];
  setup_aug_tfms: { given: Json[]; combined: Json[] }[];
  random_erasing: Erasing[];
  orders: Record<string, number>;
}

export const data = reference<Reference>('augment');
export const cases = <K extends keyof Reference>(key: K) => data[key];
export const rng = () => new Rng(1);

/** The reference's argument names in ours. Where fastai has None, ours has nothing, but for align_corners, where None is false. */
export const camel = (args: Json) =>
  camelCased(
    Object.fromEntries(
      Object.entries(args)
        .map(([key, value]) => [key, key === 'align_corners' ? (value ?? false) : value] as const)
        .filter(([, value]) => value !== null),
    ),
  ) as never;

interface Sized {
  size: Size;
}
interface Statistics {
  mean?: number[];
  std?: number[];
}
const factories: Record<string, (args: never) => Transform> = {
  Flip: flip,
  Dihedral: dihedral,
  Rotate: rotate,
  Zoom: zoom,
  Warp: warp,
  Brightness: brightness,
  Contrast: contrast,
  Saturation: saturation,
  Hue: hue,
  IntToFloatTensor: intToFloatTensor,
  RandomErasing: randomErasing,
  RandomResizedCropGPU: ({ size, ...args }: Sized) => randomResizedCropGPU(size, args),
  Normalize: ({ mean, std }: Statistics) => normalize(mean && std ? [mean, std] : undefined),
  ToTensor: () => new ToTensor(),
  Resize: ({ size, ...args }: Sized) => resize(size, args),
  RandomCrop: ({ size }: Sized) => randomCrop(size),
  RandomResizedCrop: ({ size, ...args }: Sized) => randomResizedCrop(size, args),
  CropPad: ({ size, ...args }: Sized) => cropPad(size, args),
  FlipItem: flipItem,
  DihedralItem: dihedralItem,
};
export const make = (name: string, args: Json): Transform => {
  const factory = factories[name];
  if (!factory) throw new Error(`no factory for ${name}`);
  return factory(camel(args));
};

export const image = (t: ReferenceTensor | undefined): TensorImage => {
  if (!t) throw new Error('no such batch');
  return TensorImage.from(tensorOf(t, 'uint8').float().div(255));
};

export const flat = (matrices: readonly Matrix[]): Tensor =>
  torch.tensor(matrices.map((m) => [...m])).view([-1, 3, 3]);

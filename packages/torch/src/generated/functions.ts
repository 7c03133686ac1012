// Written by `npm run generate` from the operator schemas of libtorch 2.14.1. Do not edit.
import type { Device, DType, Layout, MemoryFormat } from '../core/index.js';
import type { Generator } from '../random/index.js';
import type { Tensor } from '../tensor/index.js';

export interface TorchFunctions {
  /**
   * Absolute value of each element. Any shape → the same.
   *
   * - `abs(Tensor self) -> Tensor`
   */
  abs(self: Tensor): Tensor;
  /**
   * Absolute value of each element. Any shape → the same. In place.
   *
   * - `abs_(Tensor(a!) self) -> Tensor(a!)`
   */
  abs_(self: Tensor): Tensor;
  /** `absolute(Tensor self) -> Tensor` */
  absolute(self: Tensor): Tensor;
  /** `absolute_(Tensor(a!) self) -> Tensor(a!)` */
  absolute_(self: Tensor): Tensor;
  /** `acos(Tensor self) -> Tensor` */
  acos(self: Tensor): Tensor;
  /** `acos_(Tensor(a!) self) -> Tensor(a!)` */
  acos_(self: Tensor): Tensor;
  /** `acosh(Tensor self) -> Tensor` */
  acosh(self: Tensor): Tensor;
  /** `acosh_(Tensor(a!) self) -> Tensor(a!)` */
  acosh_(self: Tensor): Tensor;
  /** `adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor` */
  adaptiveAvgPool1d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  /**
   * Averages over a grid of `outputSize` cells. [N, C, H, W] → [N, C, h, w].
   *
   * - `adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor`
   */
  adaptiveAvgPool2d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  /** `adaptive_avg_pool3d(Tensor self, SymInt[3] output_size) -> Tensor` */
  adaptiveAvgPool3d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  /** `adaptive_max_pool1d(Tensor self, int[1] output_size) -> (Tensor, Tensor)` */
  adaptiveMaxPool1d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  /** `adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor, Tensor)` */
  adaptiveMaxPool2d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  /** `adaptive_max_pool3d(Tensor self, int[3] output_size) -> (Tensor, Tensor)` */
  adaptiveMaxPool3d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  /**
   * Sum, element by element: `self + alpha * other`. Shapes are broadcast together: [n, 1] + [m] → [n, m].
   *
   * - `add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor`
   * - `add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`
   */
  add(self: Tensor, other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  add(self: Tensor, other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  add(self: Tensor, other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * Sum, element by element: `self + alpha * other`. Shapes are broadcast together: [n, 1] + [m] → [n, m]. In place.
   *
   * - `add_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)`
   * - `add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)`
   */
  add_(self: Tensor, other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  add_(self: Tensor, other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  add_(self: Tensor, other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /** `addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  addbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addbmm_(Tensor(a!) self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  addbmm_(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
  addcdiv(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: number | bigint | boolean }): Tensor;
  /** `addcdiv_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
  addcdiv_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: number | bigint | boolean }): Tensor;
  /** `addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
  addcmul(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: number | bigint | boolean }): Tensor;
  /** `addcmul_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
  addcmul_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: number | bigint | boolean }): Tensor;
  /**
   * - `addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor`
   * - `addmm.dtype(Tensor self, Tensor mat1, Tensor mat2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor` (since libtorch 2.13)
   */
  addmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  addmm(self: Tensor, mat1: Tensor, mat2: Tensor, outDtype: DType, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addmm_(Tensor(a!) self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  addmm_(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  addmv(self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addmv_(Tensor(a!) self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  addmv_(self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  addr(self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addr_(Tensor(a!) self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  addr_(self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `adjoint(Tensor(a) self) -> Tensor(a)` */
  adjoint(self: Tensor): Tensor;
  /** `affine_grid_generator(Tensor theta, SymInt[] size, bool align_corners) -> Tensor` */
  affineGridGenerator(theta: Tensor, size: number | readonly number[], alignCorners: boolean): Tensor;
  /** `alias(Tensor(a) self) -> Tensor(a)` */
  alias(self: Tensor): Tensor;
  /**
   * Whether all elements are true, → []; or all along `dim`, which goes, or stays as 1 with `keepdim`. → bool.
   *
   * - `all(Tensor self) -> Tensor`
   * - `all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor`
   * - `all.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` (since libtorch 2.6)
   */
  all(self: Tensor): Tensor;
  all(self: Tensor, dim: number, options?: { keepdim?: boolean }): Tensor;
  all(self: Tensor, dim: number, keepdim: boolean): Tensor;
  all(self: Tensor, options?: { dim?: number | readonly number[] | null; keepdim?: boolean }): Tensor;
  all(self: Tensor, dim: number | readonly number[] | null, options?: { keepdim?: boolean }): Tensor;
  all(self: Tensor, dim: number | readonly number[] | null, keepdim: boolean): Tensor;
  /** `allclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> bool` */
  allclose(self: Tensor, other: Tensor, options?: { rtol?: number; atol?: number; equalNan?: boolean }): boolean;
  allclose(self: Tensor, other: Tensor, rtol: number, options?: { atol?: number; equalNan?: boolean }): boolean;
  allclose(self: Tensor, other: Tensor, rtol: number, atol: number, options?: { equalNan?: boolean }): boolean;
  allclose(self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean): boolean;
  /** `alpha_dropout(Tensor input, float p, bool train) -> Tensor` */
  alphaDropout(input: Tensor, p: number, train: boolean): Tensor;
  /** `alpha_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  alphaDropout_(self: Tensor, p: number, train: boolean): Tensor;
  /**
   * Largest value along dimensions; ties share the gradient. [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor`
   */
  amax(self: Tensor, options?: { dim?: number | readonly number[]; keepdim?: boolean }): Tensor;
  amax(self: Tensor, dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  amax(self: Tensor, dim: number | readonly number[], keepdim: boolean): Tensor;
  /**
   * Smallest value along dimensions; ties share the gradient. [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor`
   */
  amin(self: Tensor, options?: { dim?: number | readonly number[]; keepdim?: boolean }): Tensor;
  amin(self: Tensor, dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  amin(self: Tensor, dim: number | readonly number[], keepdim: boolean): Tensor;
  /** `aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)` */
  aminmax(self: Tensor, options?: { dim?: number | null; keepdim?: boolean }): [min: Tensor, max: Tensor];
  /** `angle(Tensor self) -> Tensor` */
  angle(self: Tensor): Tensor;
  /**
   * Whether any element is true, → []; or any along `dim`, which goes, or stays as 1 with `keepdim`. → bool.
   *
   * - `any(Tensor self) -> Tensor`
   * - `any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor`
   * - `any.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` (since libtorch 2.6)
   */
  any(self: Tensor): Tensor;
  any(self: Tensor, dim: number, options?: { keepdim?: boolean }): Tensor;
  any(self: Tensor, dim: number, keepdim: boolean): Tensor;
  any(self: Tensor, options?: { dim?: number | readonly number[] | null; keepdim?: boolean }): Tensor;
  any(self: Tensor, dim: number | readonly number[] | null, options?: { keepdim?: boolean }): Tensor;
  any(self: Tensor, dim: number | readonly number[] | null, keepdim: boolean): Tensor;
  /**
   * Numbers from `start` (0) up to, not including, `end`, in steps of `step` (1). → [⌈(end − start) / step⌉], int64 where all are whole.
   *
   * - `arange(Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `arange.start(Scalar start, Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  arange(end: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  arange(start: number | bigint | boolean, end: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  arange(start: number | bigint | boolean, end: number | bigint | boolean, options?: { step?: number | bigint | boolean; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  arange(start: number | bigint | boolean, end: number | bigint | boolean, step: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `arccos(Tensor self) -> Tensor` */
  arccos(self: Tensor): Tensor;
  /** `arccos_(Tensor(a!) self) -> Tensor(a!)` */
  arccos_(self: Tensor): Tensor;
  /** `arccosh(Tensor self) -> Tensor` */
  arccosh(self: Tensor): Tensor;
  /** `arccosh_(Tensor(a!) self) -> Tensor(a!)` */
  arccosh_(self: Tensor): Tensor;
  /** `arcsin(Tensor self) -> Tensor` */
  arcsin(self: Tensor): Tensor;
  /** `arcsin_(Tensor(a!) self) -> Tensor(a!)` */
  arcsin_(self: Tensor): Tensor;
  /** `arcsinh(Tensor self) -> Tensor` */
  arcsinh(self: Tensor): Tensor;
  /** `arcsinh_(Tensor(a!) self) -> Tensor(a!)` */
  arcsinh_(self: Tensor): Tensor;
  /** `arctan(Tensor self) -> Tensor` */
  arctan(self: Tensor): Tensor;
  /** `arctan2(Tensor self, Tensor other) -> Tensor` */
  arctan2(self: Tensor, other: Tensor): Tensor;
  /** `arctan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  arctan2_(self: Tensor, other: Tensor): Tensor;
  /** `arctan_(Tensor(a!) self) -> Tensor(a!)` */
  arctan_(self: Tensor): Tensor;
  /** `arctanh(Tensor self) -> Tensor` */
  arctanh(self: Tensor): Tensor;
  /** `arctanh_(Tensor(a!) self) -> Tensor(a!)` */
  arctanh_(self: Tensor): Tensor;
  /**
   * Index of the largest element of the flattened tensor, → []; or along `dim`, [n, m], dim 1 → [n]. → int64.
   *
   * - `argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor`
   */
  argmax(self: Tensor, options?: { dim?: number | null; keepdim?: boolean }): Tensor;
  argmax(self: Tensor, dim: number | null, options?: { keepdim?: boolean }): Tensor;
  argmax(self: Tensor, dim: number | null, keepdim: boolean): Tensor;
  /**
   * Index of the smallest element of the flattened tensor, → []; or along `dim`, [n, m], dim 1 → [n]. → int64.
   *
   * - `argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor`
   */
  argmin(self: Tensor, options?: { dim?: number | null; keepdim?: boolean }): Tensor;
  argmin(self: Tensor, dim: number | null, options?: { keepdim?: boolean }): Tensor;
  argmin(self: Tensor, dim: number | null, keepdim: boolean): Tensor;
  /**
   * The indices that sort the tensor along `dim` (last). Any shape → the same, int64.
   *
   * - `argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor`
   * - `argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor`
   */
  argsort(self: Tensor, options?: { dim?: number; descending?: boolean }): Tensor;
  argsort(self: Tensor, dim: number, options?: { descending?: boolean }): Tensor;
  argsort(self: Tensor, dim: number, descending: boolean): Tensor;
  argsort(self: Tensor, options: { stable: boolean; dim?: number; descending?: boolean }): Tensor;
  /** `argwhere(Tensor self) -> Tensor` */
  argwhere(self: Tensor): Tensor;
  /** `as_strided(Tensor(a) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a)` */
  asStrided(self: Tensor, size: number | readonly number[], stride: number | readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStrided(self: Tensor, size: number | readonly number[], stride: number | readonly number[], storageOffset: number | null): Tensor;
  /** `as_strided_scatter(Tensor self, Tensor src, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor` */
  asStridedScatter(self: Tensor, src: Tensor, size: number | readonly number[], stride: number | readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStridedScatter(self: Tensor, src: Tensor, size: number | readonly number[], stride: number | readonly number[], storageOffset: number | null): Tensor;
  /** `as_strided_(Tensor(a!) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a!)` */
  asStrided_(self: Tensor, size: number | readonly number[], stride: number | readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStrided_(self: Tensor, size: number | readonly number[], stride: number | readonly number[], storageOffset: number | null): Tensor;
  /** `asin(Tensor self) -> Tensor` */
  asin(self: Tensor): Tensor;
  /** `asin_(Tensor(a!) self) -> Tensor(a!)` */
  asin_(self: Tensor): Tensor;
  /** `asinh(Tensor self) -> Tensor` */
  asinh(self: Tensor): Tensor;
  /** `asinh_(Tensor(a!) self) -> Tensor(a!)` */
  asinh_(self: Tensor): Tensor;
  /** `atan(Tensor self) -> Tensor` */
  atan(self: Tensor): Tensor;
  /** `atan2(Tensor self, Tensor other) -> Tensor` */
  atan2(self: Tensor, other: Tensor): Tensor;
  /** `atan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  atan2_(self: Tensor, other: Tensor): Tensor;
  /** `atan_(Tensor(a!) self) -> Tensor(a!)` */
  atan_(self: Tensor): Tensor;
  /** `atanh(Tensor self) -> Tensor` */
  atanh(self: Tensor): Tensor;
  /** `atanh_(Tensor(a!) self) -> Tensor(a!)` */
  atanh_(self: Tensor): Tensor;
  /**
   * - `atleast_1d(Tensor self) -> Tensor`
   * - `atleast_1d.Sequence(Tensor[] tensors) -> Tensor[]`
   */
  atleast1d(self: Tensor): Tensor;
  atleast1d(tensors: readonly Tensor[]): Tensor[];
  /**
   * - `atleast_2d(Tensor self) -> Tensor`
   * - `atleast_2d.Sequence(Tensor[] tensors) -> Tensor[]`
   */
  atleast2d(self: Tensor): Tensor;
  atleast2d(tensors: readonly Tensor[]): Tensor[];
  /**
   * - `atleast_3d(Tensor self) -> Tensor`
   * - `atleast_3d.Sequence(Tensor[] tensors) -> Tensor[]`
   */
  atleast3d(self: Tensor): Tensor;
  atleast3d(tensors: readonly Tensor[]): Tensor[];
  /** `avg_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], bool ceil_mode=False, bool count_include_pad=True) -> Tensor` */
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, options?: { countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean): Tensor;
  /**
   * Averages windows of `kernelSize`. [N, C, H, W] → [N, C, h, w].
   *
   * - `avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor`
   */
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, options?: { countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, options?: { divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  /** `avg_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, options?: { countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, options?: { divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  /**
   * - `baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor`
   * - `baddbmm.dtype(Tensor self, Tensor batch1, Tensor batch2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor` (since libtorch 2.13)
   */
  baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, outDtype: DType, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `baddbmm_(Tensor(a!) self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  baddbmm_(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /**
   * - `bartlett_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `bartlett_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  bartlettWindow(windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  bartlettWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * Normalises each channel by the batch (training) or by running statistics. [N, C, …] → the same.
   *
   * - `batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor`
   */
  batchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
  /** `batch_norm_elemt(Tensor input, Tensor? weight, Tensor? bias, Tensor mean, Tensor invstd, float eps) -> Tensor` */
  batchNormElemt(input: Tensor, weight: Tensor | null, bias: Tensor | null, mean: Tensor, invstd: Tensor, eps: number): Tensor;
  /** `batch_norm_gather_stats(Tensor input, Tensor mean, Tensor invstd, Tensor? running_mean, Tensor? running_var, float momentum, float eps, int count) -> (Tensor, Tensor)` */
  batchNormGatherStats(input: Tensor, mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, count: number): [Tensor, Tensor];
  /** `batch_norm_gather_stats_with_counts(Tensor input, Tensor mean, Tensor invstd, Tensor? running_mean, Tensor? running_var, float momentum, float eps, Tensor counts) -> (Tensor, Tensor)` */
  batchNormGatherStatsWithCounts(input: Tensor, mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, counts: Tensor): [Tensor, Tensor];
  /** `batch_norm_stats(Tensor input, float eps) -> (Tensor, Tensor)` */
  batchNormStats(input: Tensor, eps: number): [Tensor, Tensor];
  /** `batch_norm_update_stats(Tensor input, Tensor? running_mean, Tensor? running_var, float momentum) -> (Tensor, Tensor)` */
  batchNormUpdateStats(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number): [Tensor, Tensor];
  /**
   * Draws 0 or 1 with each element as the probability of 1. Any shape → the same.
   *
   * - `bernoulli(Tensor self, *, Generator? generator=None) -> Tensor`
   * - `bernoulli.Tensor(Tensor self, Tensor p, *, Generator? generator=None) -> Tensor`
   * - `bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor`
   */
  bernoulli(self: Tensor, p: Tensor, options?: { generator?: Generator | null }): Tensor;
  bernoulli(self: Tensor, options?: { generator?: Generator | null }): Tensor;
  bernoulli(self: Tensor, p: number, options?: { generator?: Generator | null }): Tensor;
  /**
   * Draws 0 or 1 with each element as the probability of 1. Any shape → the same. In place.
   *
   * - `bernoulli_.Tensor(Tensor(a!) self, Tensor p, *, Generator? generator=None) -> Tensor(a!)`
   * - `bernoulli_.float(Tensor(a!) self, float p=0.5, *, Generator? generator=None) -> Tensor(a!)`
   */
  bernoulli_(self: Tensor, p: Tensor, options?: { generator?: Generator | null }): Tensor;
  bernoulli_(self: Tensor, options?: { p?: number; generator?: Generator | null }): Tensor;
  bernoulli_(self: Tensor, p: number, options?: { generator?: Generator | null }): Tensor;
  /** `bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor` */
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, options?: { bias?: Tensor | null }): Tensor;
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | null): Tensor;
  /** `binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor` */
  binaryCrossEntropy(self: Tensor, target: Tensor, options?: { weight?: Tensor | null; reduction?: number }): Tensor;
  binaryCrossEntropy(self: Tensor, target: Tensor, weight: Tensor | null, options?: { reduction?: number }): Tensor;
  binaryCrossEntropy(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number): Tensor;
  /**
   * Binary cross-entropy of logits against targets of the same shape. → [], or that shape without a reduction.
   *
   * - `binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor`
   */
  binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, options?: { weight?: Tensor | null; posWeight?: Tensor | null; reduction?: number }): Tensor;
  binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, weight: Tensor | null, options?: { posWeight?: Tensor | null; reduction?: number }): Tensor;
  binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, weight: Tensor | null, posWeight: Tensor | null, options?: { reduction?: number }): Tensor;
  binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, weight: Tensor | null, posWeight: Tensor | null, reduction: number): Tensor;
  /** `bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor` */
  bincount(self: Tensor, options?: { weights?: Tensor | null; minlength?: number }): Tensor;
  bincount(self: Tensor, weights: Tensor | null, options?: { minlength?: number }): Tensor;
  bincount(self: Tensor, weights: Tensor | null, minlength: number): Tensor;
  /** `binomial(Tensor count, Tensor prob, Generator? generator=None) -> Tensor` */
  binomial(count: Tensor, prob: Tensor, options?: { generator?: Generator | null }): Tensor;
  binomial(count: Tensor, prob: Tensor, generator: Generator | null): Tensor;
  /**
   * - `bitwise_and.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `bitwise_and.Scalar_Tensor(Scalar self, Tensor other) -> Tensor`
   * - `bitwise_and.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  bitwiseAnd(self: Tensor, other: Tensor): Tensor;
  bitwiseAnd(self: Tensor, other: number | bigint | boolean): Tensor;
  bitwiseAnd(self: number | bigint | boolean, other: Tensor): Tensor;
  /**
   * - `bitwise_and_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `bitwise_and_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  bitwiseAnd_(self: Tensor, other: Tensor): Tensor;
  bitwiseAnd_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_left_shift.Scalar_Tensor(Scalar self, Tensor other) -> Tensor`
   * - `bitwise_left_shift.Tensor(Tensor self, Tensor other) -> Tensor`
   * - `bitwise_left_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor`
   */
  bitwiseLeftShift(self: Tensor, other: Tensor): Tensor;
  bitwiseLeftShift(self: number | bigint | boolean, other: Tensor): Tensor;
  bitwiseLeftShift(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_left_shift_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   * - `bitwise_left_shift_.Tensor_Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   */
  bitwiseLeftShift_(self: Tensor, other: Tensor): Tensor;
  bitwiseLeftShift_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `bitwise_not(Tensor self) -> Tensor` */
  bitwiseNot(self: Tensor): Tensor;
  /** `bitwise_not_(Tensor(a!) self) -> Tensor(a!)` */
  bitwiseNot_(self: Tensor): Tensor;
  /**
   * - `bitwise_or.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `bitwise_or.Scalar_Tensor(Scalar self, Tensor other) -> Tensor`
   * - `bitwise_or.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  bitwiseOr(self: Tensor, other: Tensor): Tensor;
  bitwiseOr(self: Tensor, other: number | bigint | boolean): Tensor;
  bitwiseOr(self: number | bigint | boolean, other: Tensor): Tensor;
  /**
   * - `bitwise_or_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `bitwise_or_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  bitwiseOr_(self: Tensor, other: Tensor): Tensor;
  bitwiseOr_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_right_shift.Scalar_Tensor(Scalar self, Tensor other) -> Tensor`
   * - `bitwise_right_shift.Tensor(Tensor self, Tensor other) -> Tensor`
   * - `bitwise_right_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor`
   */
  bitwiseRightShift(self: Tensor, other: Tensor): Tensor;
  bitwiseRightShift(self: number | bigint | boolean, other: Tensor): Tensor;
  bitwiseRightShift(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_right_shift_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   * - `bitwise_right_shift_.Tensor_Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   */
  bitwiseRightShift_(self: Tensor, other: Tensor): Tensor;
  bitwiseRightShift_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_xor.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `bitwise_xor.Scalar_Tensor(Scalar self, Tensor other) -> Tensor`
   * - `bitwise_xor.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  bitwiseXor(self: Tensor, other: Tensor): Tensor;
  bitwiseXor(self: Tensor, other: number | bigint | boolean): Tensor;
  bitwiseXor(self: number | bigint | boolean, other: Tensor): Tensor;
  /**
   * - `bitwise_xor_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `bitwise_xor_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  bitwiseXor_(self: Tensor, other: Tensor): Tensor;
  bitwiseXor_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `blackman_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `blackman_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  blackmanWindow(windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  blackmanWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `block_diag(Tensor[] tensors) -> Tensor` */
  blockDiag(tensors: readonly Tensor[]): Tensor;
  /**
   * Matrix products of a batch. [B, n, m] × [B, m, p] → [B, n, p].
   *
   * - `bmm(Tensor self, Tensor mat2) -> Tensor`
   * - `bmm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor` (since libtorch 2.13)
   */
  bmm(self: Tensor, mat2: Tensor): Tensor;
  bmm(self: Tensor, mat2: Tensor, outDtype: DType): Tensor;
  /** `broadcast_tensors(Tensor[] tensors) -> Tensor[]` */
  broadcastTensors(tensors: readonly Tensor[]): Tensor[];
  /** `broadcast_to(Tensor(a) self, SymInt[] size) -> Tensor(a)` */
  broadcastTo(self: Tensor, size: number | readonly number[]): Tensor;
  /**
   * - `bucketize.Scalar(Scalar self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor`
   * - `bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor`
   */
  bucketize(self: Tensor, boundaries: Tensor, options?: { outInt32?: boolean; right?: boolean }): Tensor;
  bucketize(self: number | bigint | boolean, boundaries: Tensor, options?: { outInt32?: boolean; right?: boolean }): Tensor;
  /** `can_cast(ScalarType from_, ScalarType to) -> bool` */
  canCast(from_: DType, to: DType): boolean;
  /** `cartesian_prod(Tensor[] tensors) -> Tensor` */
  cartesianProd(tensors: readonly Tensor[]): Tensor;
  /**
   * Joins tensors along an existing dimension; the other sizes must agree. [n, m] and [k, m], dim 0 → [n + k, m].
   *
   * - `cat(Tensor[] tensors, int dim=0) -> Tensor`
   */
  cat(tensors: readonly Tensor[], options?: { dim?: number }): Tensor;
  cat(tensors: readonly Tensor[], dim: number): Tensor;
  /** `cauchy(Tensor self, float median=0., float sigma=1., *, Generator? generator=None) -> Tensor` */
  cauchy(self: Tensor, options?: { median?: number; sigma?: number; generator?: Generator | null }): Tensor;
  cauchy(self: Tensor, median: number, options?: { sigma?: number; generator?: Generator | null }): Tensor;
  cauchy(self: Tensor, median: number, sigma: number, options?: { generator?: Generator | null }): Tensor;
  /** `cauchy_(Tensor(a!) self, float median=0., float sigma=1., *, Generator? generator=None) -> Tensor(a!)` */
  cauchy_(self: Tensor, options?: { median?: number; sigma?: number; generator?: Generator | null }): Tensor;
  cauchy_(self: Tensor, median: number, options?: { sigma?: number; generator?: Generator | null }): Tensor;
  cauchy_(self: Tensor, median: number, sigma: number, options?: { generator?: Generator | null }): Tensor;
  /** `cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor` */
  cdist(x1: Tensor, x2: Tensor, options?: { p?: number; computeMode?: number | null }): Tensor;
  cdist(x1: Tensor, x2: Tensor, p: number, options?: { computeMode?: number | null }): Tensor;
  cdist(x1: Tensor, x2: Tensor, p: number, computeMode: number | null): Tensor;
  /**
   * Smallest whole number not below each element. Any shape → the same.
   *
   * - `ceil(Tensor self) -> Tensor`
   */
  ceil(self: Tensor): Tensor;
  /**
   * Smallest whole number not below each element. Any shape → the same. In place.
   *
   * - `ceil_(Tensor(a!) self) -> Tensor(a!)`
   */
  ceil_(self: Tensor): Tensor;
  /** `celu(Tensor self, Scalar alpha=1.) -> Tensor` */
  celu(self: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  celu(self: Tensor, alpha: number | bigint | boolean): Tensor;
  /** `celu_(Tensor(a!) self, Scalar alpha=1.) -> Tensor(a!)` */
  celu_(self: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  celu_(self: Tensor, alpha: number | bigint | boolean): Tensor;
  /** `chain_matmul(Tensor[] matrices) -> Tensor` */
  chainMatmul(matrices: readonly Tensor[]): Tensor;
  /** `chalf(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor` */
  chalf(self: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `channel_shuffle(Tensor self, SymInt groups) -> Tensor` */
  channelShuffle(self: Tensor, groups: number): Tensor;
  /** `cholesky(Tensor self, bool upper=False) -> Tensor` */
  cholesky(self: Tensor, options?: { upper?: boolean }): Tensor;
  cholesky(self: Tensor, upper: boolean): Tensor;
  /** `cholesky_inverse(Tensor self, bool upper=False) -> Tensor` */
  choleskyInverse(self: Tensor, options?: { upper?: boolean }): Tensor;
  choleskyInverse(self: Tensor, upper: boolean): Tensor;
  /** `cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor` */
  choleskySolve(self: Tensor, input2: Tensor, options?: { upper?: boolean }): Tensor;
  choleskySolve(self: Tensor, input2: Tensor, upper: boolean): Tensor;
  /**
   * Cuts into at most `chunks` views along `dim`. [n, …] → `chunks` × [⌈n / chunks⌉, …], the last one perhaps shorter.
   *
   * - `chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]`
   */
  chunk(self: Tensor, chunks: number, options?: { dim?: number }): Tensor[];
  chunk(self: Tensor, chunks: number, dim: number): Tensor[];
  /**
   * Limits each element to [min, max]; either bound may be null. Any shape → the same, or broadcast with bounds that are tensors.
   *
   * - `clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor`
   * - `clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor`
   */
  clamp(self: Tensor, options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clamp(self: Tensor, min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clamp(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor;
  clamp(self: Tensor, options?: { min?: number | bigint | boolean | null; max?: number | bigint | boolean | null }): Tensor;
  clamp(self: Tensor, min: number | bigint | boolean | null, options?: { max?: number | bigint | boolean | null }): Tensor;
  clamp(self: Tensor, min: number | bigint | boolean | null, max: number | bigint | boolean | null): Tensor;
  /**
   * - `clamp_max(Tensor self, Scalar max) -> Tensor`
   * - `clamp_max.Tensor(Tensor self, Tensor max) -> Tensor`
   */
  clampMax(self: Tensor, max: Tensor): Tensor;
  clampMax(self: Tensor, max: number | bigint | boolean): Tensor;
  /**
   * - `clamp_max_(Tensor(a!) self, Scalar max) -> Tensor(a!)`
   * - `clamp_max_.Tensor(Tensor(a!) self, Tensor max) -> Tensor(a!)`
   */
  clampMax_(self: Tensor, max: Tensor): Tensor;
  clampMax_(self: Tensor, max: number | bigint | boolean): Tensor;
  /**
   * - `clamp_min(Tensor self, Scalar min) -> Tensor`
   * - `clamp_min.Tensor(Tensor self, Tensor min) -> Tensor`
   */
  clampMin(self: Tensor, min: Tensor): Tensor;
  clampMin(self: Tensor, min: number | bigint | boolean): Tensor;
  /**
   * - `clamp_min_(Tensor(a!) self, Scalar min) -> Tensor(a!)`
   * - `clamp_min_.Tensor(Tensor(a!) self, Tensor min) -> Tensor(a!)`
   */
  clampMin_(self: Tensor, min: Tensor): Tensor;
  clampMin_(self: Tensor, min: number | bigint | boolean): Tensor;
  /**
   * Limits each element to [min, max]; either bound may be null. Any shape → the same, or broadcast with bounds that are tensors. In place.
   *
   * - `clamp_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)`
   * - `clamp_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)`
   */
  clamp_(self: Tensor, options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clamp_(self: Tensor, min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clamp_(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor;
  clamp_(self: Tensor, options?: { min?: number | bigint | boolean | null; max?: number | bigint | boolean | null }): Tensor;
  clamp_(self: Tensor, min: number | bigint | boolean | null, options?: { max?: number | bigint | boolean | null }): Tensor;
  clamp_(self: Tensor, min: number | bigint | boolean | null, max: number | bigint | boolean | null): Tensor;
  /**
   * - `clip(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor`
   * - `clip.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor`
   */
  clip(self: Tensor, options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clip(self: Tensor, min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clip(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor;
  clip(self: Tensor, options?: { min?: number | bigint | boolean | null; max?: number | bigint | boolean | null }): Tensor;
  clip(self: Tensor, min: number | bigint | boolean | null, options?: { max?: number | bigint | boolean | null }): Tensor;
  clip(self: Tensor, min: number | bigint | boolean | null, max: number | bigint | boolean | null): Tensor;
  /**
   * - `clip_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)`
   * - `clip_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)`
   */
  clip_(self: Tensor, options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clip_(self: Tensor, min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clip_(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor;
  clip_(self: Tensor, options?: { min?: number | bigint | boolean | null; max?: number | bigint | boolean | null }): Tensor;
  clip_(self: Tensor, min: number | bigint | boolean | null, options?: { max?: number | bigint | boolean | null }): Tensor;
  clip_(self: Tensor, min: number | bigint | boolean | null, max: number | bigint | boolean | null): Tensor;
  /**
   * A copy with memory of its own, through which gradients flow. Any shape → the same.
   *
   * - `clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor`
   */
  clone(self: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `col2im(Tensor self, SymInt[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
  col2im(self: Tensor, outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
  /** `col_indices(Tensor(a) self) -> Tensor(a)` */
  colIndices(self: Tensor): Tensor;
  /** `column_stack(Tensor[] tensors) -> Tensor` */
  columnStack(tensors: readonly Tensor[]): Tensor;
  /** `combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor` */
  combinations(self: Tensor, options?: { r?: number; withReplacement?: boolean }): Tensor;
  combinations(self: Tensor, r: number, options?: { withReplacement?: boolean }): Tensor;
  combinations(self: Tensor, r: number, withReplacement: boolean): Tensor;
  /** `complex(Tensor real, Tensor imag) -> Tensor` */
  complex(real: Tensor, imag: Tensor): Tensor;
  /** `concat(Tensor[] tensors, int dim=0) -> Tensor` */
  concat(tensors: readonly Tensor[], options?: { dim?: number }): Tensor;
  concat(tensors: readonly Tensor[], dim: number): Tensor;
  /** `concatenate(Tensor[] tensors, int dim=0) -> Tensor` */
  concatenate(tensors: readonly Tensor[], options?: { dim?: number }): Tensor;
  concatenate(tensors: readonly Tensor[], dim: number): Tensor;
  /** `conj(Tensor(a) self) -> Tensor(a)` */
  conj(self: Tensor): Tensor;
  /** `conj_physical(Tensor self) -> Tensor` */
  conjPhysical(self: Tensor): Tensor;
  /** `conj_physical_(Tensor(a!) self) -> Tensor(a!)` */
  conjPhysical_(self: Tensor): Tensor;
  /** `constant_pad_nd(Tensor self, SymInt[] pad, Scalar value=0) -> Tensor` */
  constantPadNd(self: Tensor, pad: number | readonly number[], options?: { value?: number | bigint | boolean }): Tensor;
  constantPadNd(self: Tensor, pad: number | readonly number[], value: number | bigint | boolean): Tensor;
  /**
   * The tensor with its elements in row-major order (or in `memoryFormat`); itself where they are already. Any shape → the same.
   *
   * - `contiguous(Tensor(a) self, *, MemoryFormat memory_format=0) -> Tensor(a)`
   */
  contiguous(self: Tensor, options?: { memoryFormat?: MemoryFormat }): Tensor;
  /**
   * Convolution. [N, Cin, L], weight [Cout, Cin/groups, k] → [N, Cout, l].
   *
   * - `conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] dilation=[1], SymInt groups=1) -> Tensor`
   * - `conv1d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], str padding="valid", SymInt[1] dilation=[1], SymInt groups=1) -> Tensor`
   */
  conv1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], groups: number): Tensor;
  conv1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], groups: number): Tensor;
  /**
   * Convolution. [N, Cin, H, W], weight [Cout, Cin/groups, kh, kw] → [N, Cout, h, w].
   *
   * - `conv2d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor`
   * - `conv2d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], str padding="valid", SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor`
   */
  conv2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], groups: number): Tensor;
  conv2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], groups: number): Tensor;
  /**
   * - `conv3d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor`
   * - `conv3d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], str padding="valid", SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor`
   */
  conv3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], groups: number): Tensor;
  conv3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], groups: number): Tensor;
  /** `conv_depthwise3d(Tensor self, Tensor weight, SymInt[3] kernel_size, Tensor? bias, SymInt[3] stride, SymInt[3] padding, SymInt[3] dilation) -> Tensor` */
  convDepthwise3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[]): Tensor;
  /** `conv_tbc(Tensor self, Tensor weight, Tensor bias, int pad=0) -> Tensor` */
  convTbc(self: Tensor, weight: Tensor, bias: Tensor, options?: { pad?: number }): Tensor;
  convTbc(self: Tensor, weight: Tensor, bias: Tensor, pad: number): Tensor;
  /** `conv_transpose1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] output_padding=[0], SymInt groups=1, SymInt[1] dilation=[1]) -> Tensor` */
  convTranspose1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], options?: { groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, options?: { dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): Tensor;
  /** `conv_transpose2d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] output_padding=[0, 0], SymInt groups=1, SymInt[2] dilation=[1, 1]) -> Tensor` */
  convTranspose2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], options?: { groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, options?: { dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): Tensor;
  /** `conv_transpose3d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] output_padding=[0, 0, 0], SymInt groups=1, SymInt[3] dilation=[1, 1, 1]) -> Tensor` */
  convTranspose3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], options?: { groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, options?: { dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): Tensor;
  /** `convolution(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor` */
  convolution(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], transposed: boolean, outputPadding: number | readonly number[], groups: number): Tensor;
  /** `convolution_overrideable(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor` */
  convolutionOverrideable(input: Tensor, weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], transposed: boolean, outputPadding: number | readonly number[], groups: number): Tensor;
  /** `copy(Tensor self, Tensor src, bool non_blocking=False) -> Tensor` */
  copy(self: Tensor, src: Tensor, options?: { nonBlocking?: boolean }): Tensor;
  copy(self: Tensor, src: Tensor, nonBlocking: boolean): Tensor;
  /** `copy_sparse_to_sparse(Tensor self, Tensor src, bool non_blocking=False) -> Tensor` */
  copySparseToSparse(self: Tensor, src: Tensor, options?: { nonBlocking?: boolean }): Tensor;
  copySparseToSparse(self: Tensor, src: Tensor, nonBlocking: boolean): Tensor;
  /** `copy_sparse_to_sparse_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
  copySparseToSparse_(self: Tensor, src: Tensor, options?: { nonBlocking?: boolean }): Tensor;
  copySparseToSparse_(self: Tensor, src: Tensor, nonBlocking: boolean): Tensor;
  /** `copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
  copy_(self: Tensor, src: Tensor, options?: { nonBlocking?: boolean }): Tensor;
  copy_(self: Tensor, src: Tensor, nonBlocking: boolean): Tensor;
  /**
   * - `copysign.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `copysign.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  copysign(self: Tensor, other: Tensor): Tensor;
  copysign(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `copysign_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `copysign_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  copysign_(self: Tensor, other: Tensor): Tensor;
  copysign_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `corrcoef(Tensor self) -> Tensor` */
  corrcoef(self: Tensor): Tensor;
  /**
   * Cosine of each element, in radians. Any shape → the same.
   *
   * - `cos(Tensor self) -> Tensor`
   */
  cos(self: Tensor): Tensor;
  /**
   * Cosine of each element, in radians. Any shape → the same. In place.
   *
   * - `cos_(Tensor(a!) self) -> Tensor(a!)`
   */
  cos_(self: Tensor): Tensor;
  /** `cosh(Tensor self) -> Tensor` */
  cosh(self: Tensor): Tensor;
  /** `cosh_(Tensor(a!) self) -> Tensor(a!)` */
  cosh_(self: Tensor): Tensor;
  /** `cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor` */
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, options?: { margin?: number; reduction?: number }): Tensor;
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin: number, options?: { reduction?: number }): Tensor;
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin: number, reduction: number): Tensor;
  /** `cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor` */
  cosineSimilarity(x1: Tensor, x2: Tensor, options?: { dim?: number; eps?: number }): Tensor;
  cosineSimilarity(x1: Tensor, x2: Tensor, dim: number, options?: { eps?: number }): Tensor;
  cosineSimilarity(x1: Tensor, x2: Tensor, dim: number, eps: number): Tensor;
  /**
   * - `count_nonzero(Tensor self, int? dim=None) -> Tensor`
   * - `count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor`
   */
  countNonzero(self: Tensor, options?: { dim?: number | null }): Tensor;
  countNonzero(self: Tensor, dim: number | null): Tensor;
  countNonzero(self: Tensor, dim: number | readonly number[]): Tensor;
  /** `cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor` */
  cov(self: Tensor, options?: { correction?: number; fweights?: Tensor | null; aweights?: Tensor | null }): Tensor;
  /** `cross(Tensor self, Tensor other, int? dim=None) -> Tensor` */
  cross(self: Tensor, other: Tensor, options?: { dim?: number | null }): Tensor;
  cross(self: Tensor, other: Tensor, dim: number | null): Tensor;
  /**
   * Cross-entropy of scores [N, C, …] against class indices [N, …] or probabilities [N, C, …]. → [], or [N, …] without a reduction.
   *
   * - `cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor`
   */
  crossEntropyLoss(self: Tensor, target: Tensor, options?: { weight?: Tensor | null; reduction?: number; ignoreIndex?: number; labelSmoothing?: number }): Tensor;
  crossEntropyLoss(self: Tensor, target: Tensor, weight: Tensor | null, options?: { reduction?: number; ignoreIndex?: number; labelSmoothing?: number }): Tensor;
  crossEntropyLoss(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, options?: { ignoreIndex?: number; labelSmoothing?: number }): Tensor;
  crossEntropyLoss(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number, options?: { labelSmoothing?: number }): Tensor;
  crossEntropyLoss(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number, labelSmoothing: number): Tensor;
  /**
   * - `ctc_loss.IntList(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor`
   * - `ctc_loss.Tensor(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor`
   */
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, options?: { blank?: number; reduction?: number; zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, options?: { reduction?: number; zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, reduction: number, options?: { zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, reduction: number, zeroInfinity: boolean): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: number | readonly number[], targetLengths: number | readonly number[], options?: { blank?: number; reduction?: number; zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: number | readonly number[], targetLengths: number | readonly number[], blank: number, options?: { reduction?: number; zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: number | readonly number[], targetLengths: number | readonly number[], blank: number, reduction: number, options?: { zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: number | readonly number[], targetLengths: number | readonly number[], blank: number, reduction: number, zeroInfinity: boolean): Tensor;
  /** `cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
  cummax(self: Tensor, dim: number): [values: Tensor, indices: Tensor];
  /** `cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
  cummin(self: Tensor, dim: number): [values: Tensor, indices: Tensor];
  /** `cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
  cumprod(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  /** `cumprod_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)` */
  cumprod_(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  /**
   * Running sums along `dim`. Any shape → the same.
   *
   * - `cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor`
   */
  cumsum(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  /**
   * Running sums along `dim`. Any shape → the same. In place.
   *
   * - `cumsum_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)`
   */
  cumsum_(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  /**
   * - `cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor`
   * - `cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`
   */
  cumulativeTrapezoid(y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
  cumulativeTrapezoid(y: Tensor, options?: { dx?: number | bigint | boolean; dim?: number }): Tensor;
  /** `data(Tensor self) -> Tensor` */
  data(self: Tensor): Tensor;
  /** `deg2rad(Tensor self) -> Tensor` */
  deg2rad(self: Tensor): Tensor;
  /** `deg2rad_(Tensor(a!) self) -> Tensor(a!)` */
  deg2rad_(self: Tensor): Tensor;
  /** `dense_dim(Tensor self) -> int` */
  denseDim(self: Tensor): number;
  /**
   * - `dequantize.self(Tensor self) -> Tensor`
   * - `dequantize.tensors(Tensor[] tensors) -> Tensor[]`
   */
  dequantize(self: Tensor): Tensor;
  dequantize(tensors: readonly Tensor[]): Tensor[];
  /** `det(Tensor self) -> Tensor` */
  det(self: Tensor): Tensor;
  /**
   * The same memory outside the graph: gradients do not flow through. Any shape → the same.
   *
   * - `detach(Tensor(a) self) -> Tensor(a)`
   */
  detach(self: Tensor): Tensor;
  /**
   * The same memory outside the graph: gradients do not flow through. Any shape → the same. In place.
   *
   * - `detach_(Tensor(a!) self) -> Tensor(a!)`
   */
  detach_(self: Tensor): Tensor;
  /**
   * The diagonal of a matrix, [n, m] → [min(n, m)], or a matrix with a vector as its diagonal, [n] → [n, n].
   *
   * - `diag(Tensor self, int diagonal=0) -> Tensor`
   */
  diag(self: Tensor, options?: { diagonal?: number }): Tensor;
  diag(self: Tensor, diagonal: number): Tensor;
  /** `diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor` */
  diagEmbed(self: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagEmbed(self: Tensor, offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagEmbed(self: Tensor, offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagEmbed(self: Tensor, offset: number, dim1: number, dim2: number): Tensor;
  /** `diagflat(Tensor self, int offset=0) -> Tensor` */
  diagflat(self: Tensor, options?: { offset?: number }): Tensor;
  diagflat(self: Tensor, offset: number): Tensor;
  /** `diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)` */
  diagonal(self: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagonal(self: Tensor, offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagonal(self: Tensor, offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagonal(self: Tensor, offset: number, dim1: number, dim2: number): Tensor;
  /** `diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor` */
  diagonalScatter(self: Tensor, src: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagonalScatter(self: Tensor, src: Tensor, offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagonalScatter(self: Tensor, src: Tensor, offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagonalScatter(self: Tensor, src: Tensor, offset: number, dim1: number, dim2: number): Tensor;
  /** `diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor` */
  diff(self: Tensor, options?: { n?: number; dim?: number; prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(self: Tensor, n: number, options?: { dim?: number; prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(self: Tensor, n: number, dim: number, options?: { prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(self: Tensor, n: number, dim: number, prepend: Tensor | null, options?: { append?: Tensor | null }): Tensor;
  diff(self: Tensor, n: number, dim: number, prepend: Tensor | null, append: Tensor | null): Tensor;
  /** `digamma(Tensor self) -> Tensor` */
  digamma(self: Tensor): Tensor;
  /** `digamma_(Tensor(a!) self) -> Tensor(a!)` */
  digamma_(self: Tensor): Tensor;
  /** `dist(Tensor self, Tensor other, Scalar p=2) -> Tensor` */
  dist(self: Tensor, other: Tensor, options?: { p?: number | bigint | boolean }): Tensor;
  dist(self: Tensor, other: Tensor, p: number | bigint | boolean): Tensor;
  /**
   * Quotient, element by element, as floating point; `roundingMode` `trunc` or `floor` rounds. Shapes are broadcast together.
   *
   * - `div.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `div.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor`
   * - `div.Tensor(Tensor self, Tensor other) -> Tensor`
   * - `div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor`
   */
  div(self: Tensor, other: Tensor): Tensor;
  div(self: Tensor, other: Tensor, options?: { roundingMode?: string | null }): Tensor;
  div(self: Tensor, other: number | bigint | boolean): Tensor;
  div(self: Tensor, other: number | bigint | boolean, options?: { roundingMode?: string | null }): Tensor;
  /**
   * Quotient, element by element, as floating point; `roundingMode` `trunc` or `floor` rounds. Shapes are broadcast together. In place.
   *
   * - `div_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `div_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)`
   * - `div_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   * - `div_.Tensor_mode(Tensor(a!) self, Tensor other, *, str? rounding_mode) -> Tensor(a!)`
   */
  div_(self: Tensor, other: Tensor): Tensor;
  div_(self: Tensor, other: Tensor, options?: { roundingMode?: string | null }): Tensor;
  div_(self: Tensor, other: number | bigint | boolean): Tensor;
  div_(self: Tensor, other: number | bigint | boolean, options?: { roundingMode?: string | null }): Tensor;
  /**
   * - `divide.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `divide.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor`
   * - `divide.Tensor(Tensor self, Tensor other) -> Tensor`
   * - `divide.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor`
   */
  divide(self: Tensor, other: Tensor): Tensor;
  divide(self: Tensor, other: Tensor, options?: { roundingMode?: string | null }): Tensor;
  divide(self: Tensor, other: number | bigint | boolean): Tensor;
  divide(self: Tensor, other: number | bigint | boolean, options?: { roundingMode?: string | null }): Tensor;
  /**
   * - `divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `divide_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)`
   * - `divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   * - `divide_.Tensor_mode(Tensor(a!) self, Tensor other, *, str? rounding_mode) -> Tensor(a!)`
   */
  divide_(self: Tensor, other: Tensor): Tensor;
  divide_(self: Tensor, other: Tensor, options?: { roundingMode?: string | null }): Tensor;
  divide_(self: Tensor, other: number | bigint | boolean): Tensor;
  divide_(self: Tensor, other: number | bigint | boolean, options?: { roundingMode?: string | null }): Tensor;
  /** `dot(Tensor self, Tensor tensor) -> Tensor` */
  dot(self: Tensor, tensor: Tensor): Tensor;
  /**
   * In training, zeroes elements with probability `p` and scales the others by 1 / (1 − p). Any shape → the same.
   *
   * - `dropout(Tensor input, float p, bool train) -> Tensor`
   */
  dropout(input: Tensor, p: number, train: boolean): Tensor;
  /**
   * In training, zeroes elements with probability `p` and scales the others by 1 / (1 − p). Any shape → the same. In place.
   *
   * - `dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)`
   */
  dropout_(self: Tensor, p: number, train: boolean): Tensor;
  /**
   * - `dsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]`
   * - `dsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]`
   */
  dsplit(self: Tensor, indices: number | readonly number[]): Tensor[];
  dsplit(self: Tensor, sections: number): Tensor[];
  /** `dstack(Tensor[] tensors) -> Tensor` */
  dstack(tensors: readonly Tensor[]): Tensor;
  /** `einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor` */
  einsum(equation: string, tensors: readonly Tensor[], options?: { path?: number | readonly number[] | null }): Tensor;
  /** `elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor` */
  elu(self: Tensor, options?: { alpha?: number | bigint | boolean; scale?: number | bigint | boolean; inputScale?: number | bigint | boolean }): Tensor;
  elu(self: Tensor, alpha: number | bigint | boolean, options?: { scale?: number | bigint | boolean; inputScale?: number | bigint | boolean }): Tensor;
  elu(self: Tensor, alpha: number | bigint | boolean, scale: number | bigint | boolean, options?: { inputScale?: number | bigint | boolean }): Tensor;
  elu(self: Tensor, alpha: number | bigint | boolean, scale: number | bigint | boolean, inputScale: number | bigint | boolean): Tensor;
  /** `elu_(Tensor(a!) self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor(a!)` */
  elu_(self: Tensor, options?: { alpha?: number | bigint | boolean; scale?: number | bigint | boolean; inputScale?: number | bigint | boolean }): Tensor;
  elu_(self: Tensor, alpha: number | bigint | boolean, options?: { scale?: number | bigint | boolean; inputScale?: number | bigint | boolean }): Tensor;
  elu_(self: Tensor, alpha: number | bigint | boolean, scale: number | bigint | boolean, options?: { inputScale?: number | bigint | boolean }): Tensor;
  elu_(self: Tensor, alpha: number | bigint | boolean, scale: number | bigint | boolean, inputScale: number | bigint | boolean): Tensor;
  /**
   * Rows of `weight` [V, D] by index. indices […] → […, D].
   *
   * - `embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor`
   */
  embedding(weight: Tensor, indices: Tensor, options?: { paddingIdx?: number; scaleGradByFreq?: boolean; sparse?: boolean }): Tensor;
  embedding(weight: Tensor, indices: Tensor, paddingIdx: number, options?: { scaleGradByFreq?: boolean; sparse?: boolean }): Tensor;
  embedding(weight: Tensor, indices: Tensor, paddingIdx: number, scaleGradByFreq: boolean, options?: { sparse?: boolean }): Tensor;
  embedding(weight: Tensor, indices: Tensor, paddingIdx: number, scaleGradByFreq: boolean, sparse: boolean): Tensor;
  /**
   * - `embedding_bag(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False) -> (Tensor, Tensor, Tensor, Tensor)`
   * - `embedding_bag.padding_idx(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq, int mode, bool sparse, Tensor? per_sample_weights, bool include_last_offset, int? padding_idx) -> (Tensor, Tensor, Tensor, Tensor)`
   */
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, options?: { scaleGradByFreq?: boolean; mode?: number; sparse?: boolean; perSampleWeights?: Tensor | null; includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, options?: { mode?: number; sparse?: boolean; perSampleWeights?: Tensor | null; includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, options?: { sparse?: boolean; perSampleWeights?: Tensor | null; includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, options?: { perSampleWeights?: Tensor | null; includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, perSampleWeights: Tensor | null, options?: { includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, perSampleWeights: Tensor | null, includeLastOffset: boolean): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, perSampleWeights: Tensor | null, includeLastOffset: boolean, paddingIdx: number | null): [Tensor, Tensor, Tensor, Tensor];
  /**
   * A tensor with whatever its memory holds. → the shape `size`.
   *
   * - `empty.memory_format(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   */
  empty(size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `empty_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  emptyLike(self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `empty_permuted(SymInt[] size, int[] physical_layout, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  emptyPermuted(size: number | readonly number[], physicalLayout: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `empty_quantized(int[] size, Tensor qtensor, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  emptyQuantized(size: number | readonly number[], qtensor: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `empty_strided(SymInt[] size, SymInt[] stride, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  emptyStrided(size: number | readonly number[], stride: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * Whether elements are equal. Shapes are broadcast together; → bool.
   *
   * - `eq.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `eq.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  eq(self: Tensor, other: Tensor): Tensor;
  eq(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Whether elements are equal. Shapes are broadcast together; → bool. In place.
   *
   * - `eq_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `eq_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  eq_(self: Tensor, other: Tensor): Tensor;
  eq_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Whether two tensors have the same shape and elements: true or false, not a tensor.
   *
   * - `equal(Tensor self, Tensor other) -> bool`
   */
  equal(self: Tensor, other: Tensor): boolean;
  /** `erf(Tensor self) -> Tensor` */
  erf(self: Tensor): Tensor;
  /** `erf_(Tensor(a!) self) -> Tensor(a!)` */
  erf_(self: Tensor): Tensor;
  /** `erfc(Tensor self) -> Tensor` */
  erfc(self: Tensor): Tensor;
  /** `erfc_(Tensor(a!) self) -> Tensor(a!)` */
  erfc_(self: Tensor): Tensor;
  /** `erfinv(Tensor self) -> Tensor` */
  erfinv(self: Tensor): Tensor;
  /** `erfinv_(Tensor(a!) self) -> Tensor(a!)` */
  erfinv_(self: Tensor): Tensor;
  /**
   * e to the power of each element. Any shape → the same.
   *
   * - `exp(Tensor self) -> Tensor`
   */
  exp(self: Tensor): Tensor;
  /** `exp2(Tensor self) -> Tensor` */
  exp2(self: Tensor): Tensor;
  /** `exp2_(Tensor(a!) self) -> Tensor(a!)` */
  exp2_(self: Tensor): Tensor;
  /**
   * e to the power of each element. Any shape → the same. In place.
   *
   * - `exp_(Tensor(a!) self) -> Tensor(a!)`
   */
  exp_(self: Tensor): Tensor;
  /**
   * A view in which dimensions of size 1 are repeated without copying; −1 keeps a size. [n, 1], (n, m) → [n, m].
   *
   * - `expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)`
   */
  expand(self: Tensor, size: number | readonly number[], options?: { implicit?: boolean }): Tensor;
  /** `expand_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  expandAs(self: Tensor, other: Tensor): Tensor;
  /**
   * exp(x) − 1, exact for small x. Any shape → the same.
   *
   * - `expm1(Tensor self) -> Tensor`
   */
  expm1(self: Tensor): Tensor;
  /**
   * exp(x) − 1, exact for small x. Any shape → the same. In place.
   *
   * - `expm1_(Tensor(a!) self) -> Tensor(a!)`
   */
  expm1_(self: Tensor): Tensor;
  /** `exponential(Tensor self, float lambd=1., *, Generator? generator=None) -> Tensor` */
  exponential(self: Tensor, options?: { lambd?: number; generator?: Generator | null }): Tensor;
  exponential(self: Tensor, lambd: number, options?: { generator?: Generator | null }): Tensor;
  /** `exponential_(Tensor(a!) self, float lambd=1., *, Generator? generator=None) -> Tensor(a!)` */
  exponential_(self: Tensor, options?: { lambd?: number; generator?: Generator | null }): Tensor;
  exponential_(self: Tensor, lambd: number, options?: { generator?: Generator | null }): Tensor;
  /**
   * The identity matrix. → [n, m] (m = n).
   *
   * - `eye(SymInt n, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `eye.m(SymInt n, SymInt m, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  eye(n: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  eye(n: number, m: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `feature_alpha_dropout(Tensor input, float p, bool train) -> Tensor` */
  featureAlphaDropout(input: Tensor, p: number, train: boolean): Tensor;
  /** `feature_alpha_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  featureAlphaDropout_(self: Tensor, p: number, train: boolean): Tensor;
  /** `feature_dropout(Tensor input, float p, bool train) -> Tensor` */
  featureDropout(input: Tensor, p: number, train: boolean): Tensor;
  /** `feature_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  featureDropout_(self: Tensor, p: number, train: boolean): Tensor;
  /**
   * A tensor with one value everywhere. Any shape → the same.
   *
   * - `fill.Scalar(Tensor self, Scalar value) -> Tensor`
   * - `fill.Tensor(Tensor self, Tensor value) -> Tensor`
   */
  fill(self: Tensor, value: Tensor): Tensor;
  fill(self: Tensor, value: number | bigint | boolean): Tensor;
  /** `fill_diagonal_(Tensor(a!) self, Scalar fill_value, bool wrap=False) -> Tensor(a!)` */
  fillDiagonal_(self: Tensor, fillValue: number | bigint | boolean, options?: { wrap?: boolean }): Tensor;
  fillDiagonal_(self: Tensor, fillValue: number | bigint | boolean, wrap: boolean): Tensor;
  /**
   * A tensor with one value everywhere. Any shape → the same. In place.
   *
   * - `fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)`
   * - `fill_.Tensor(Tensor(a!) self, Tensor value) -> Tensor(a!)`
   */
  fill_(self: Tensor, value: Tensor): Tensor;
  fill_(self: Tensor, value: number | bigint | boolean): Tensor;
  /** `fix(Tensor self) -> Tensor` */
  fix(self: Tensor): Tensor;
  /** `fix_(Tensor(a!) self) -> Tensor(a!)` */
  fix_(self: Tensor): Tensor;
  /**
   * Joins the dimensions from `startDim` to `endDim` into one. [N, C, H, W], from 1 → [N, C·H·W].
   *
   * - `flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)`
   */
  flatten(self: Tensor, options?: { startDim?: number; endDim?: number }): Tensor;
  flatten(self: Tensor, startDim: number, options?: { endDim?: number }): Tensor;
  flatten(self: Tensor, startDim: number, endDim: number): Tensor;
  /** `flatten_dense_tensors(Tensor[] tensors) -> Tensor` */
  flattenDenseTensors(tensors: readonly Tensor[]): Tensor;
  /**
   * Reverses the order along dimensions. Any shape → the same.
   *
   * - `flip(Tensor self, int[] dims) -> Tensor`
   */
  flip(self: Tensor, dims: number | readonly number[]): Tensor;
  /** `fliplr(Tensor self) -> Tensor` */
  fliplr(self: Tensor): Tensor;
  /** `flipud(Tensor self) -> Tensor` */
  flipud(self: Tensor): Tensor;
  /**
   * - `float_power.Scalar(Scalar self, Tensor exponent) -> Tensor`
   * - `float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor`
   * - `float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor`
   */
  floatPower(self: Tensor, exponent: Tensor): Tensor;
  floatPower(self: number | bigint | boolean, exponent: Tensor): Tensor;
  floatPower(self: Tensor, exponent: number | bigint | boolean): Tensor;
  /**
   * - `float_power_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)`
   * - `float_power_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)`
   */
  floatPower_(self: Tensor, exponent: Tensor): Tensor;
  floatPower_(self: Tensor, exponent: number | bigint | boolean): Tensor;
  /**
   * Largest whole number not above each element. Any shape → the same.
   *
   * - `floor(Tensor self) -> Tensor`
   */
  floor(self: Tensor): Tensor;
  /**
   * - `floor_divide(Tensor self, Tensor other) -> Tensor`
   * - `floor_divide.Scalar(Tensor self, Scalar other) -> Tensor`
   */
  floorDivide(self: Tensor, other: Tensor): Tensor;
  floorDivide(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `floor_divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `floor_divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  floorDivide_(self: Tensor, other: Tensor): Tensor;
  floorDivide_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Largest whole number not above each element. Any shape → the same. In place.
   *
   * - `floor_(Tensor(a!) self) -> Tensor(a!)`
   */
  floor_(self: Tensor): Tensor;
  /** `fmax(Tensor self, Tensor other) -> Tensor` */
  fmax(self: Tensor, other: Tensor): Tensor;
  /** `fmin(Tensor self, Tensor other) -> Tensor` */
  fmin(self: Tensor, other: Tensor): Tensor;
  /**
   * - `fmod.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `fmod.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  fmod(self: Tensor, other: Tensor): Tensor;
  fmod(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `fmod_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `fmod_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  fmod_(self: Tensor, other: Tensor): Tensor;
  fmod_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `frac(Tensor self) -> Tensor` */
  frac(self: Tensor): Tensor;
  /** `frac_(Tensor(a!) self) -> Tensor(a!)` */
  frac_(self: Tensor): Tensor;
  /** `fractional_max_pool2d(Tensor self, int[2] kernel_size, int[2] output_size, Tensor random_samples) -> (Tensor, Tensor)` */
  fractionalMaxPool2d(self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  /** `fractional_max_pool3d(Tensor self, int[3] kernel_size, int[3] output_size, Tensor random_samples) -> (Tensor, Tensor)` */
  fractionalMaxPool3d(self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  /** `frexp.Tensor(Tensor self) -> (Tensor mantissa, Tensor exponent)` */
  frexp(self: Tensor): [mantissa: Tensor, exponent: Tensor];
  /** `frobenius_norm.dim(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
  frobeniusNorm(self: Tensor, dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  frobeniusNorm(self: Tensor, dim: number | readonly number[], keepdim: boolean): Tensor;
  /**
   * A tensor with one value everywhere. → the shape `size`.
   *
   * - `full(SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  full(size: number | readonly number[], fillValue: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  fullLike(self: Tensor, fillValue: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * Picks elements along `dim` by index: out[i][j] = self[index[i][j]][j] for dim 0. index → its own shape.
   *
   * - `gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor`
   */
  gather(self: Tensor, dim: number, index: Tensor, options?: { sparseGrad?: boolean }): Tensor;
  /** `gcd(Tensor self, Tensor other) -> Tensor` */
  gcd(self: Tensor, other: Tensor): Tensor;
  /** `gcd_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  gcd_(self: Tensor, other: Tensor): Tensor;
  /**
   * Whether self ≥ other. Shapes are broadcast together; → bool.
   *
   * - `ge.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `ge.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  ge(self: Tensor, other: Tensor): Tensor;
  ge(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Whether self ≥ other. Shapes are broadcast together; → bool. In place.
   *
   * - `ge_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `ge_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  ge_(self: Tensor, other: Tensor): Tensor;
  ge_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Gaussian error linear unit of each element. Any shape → the same.
   *
   * - `gelu(Tensor self, *, str approximate="none") -> Tensor`
   */
  gelu(self: Tensor, options?: { approximate?: string }): Tensor;
  /**
   * Gaussian error linear unit of each element. Any shape → the same. In place.
   *
   * - `gelu_(Tensor(a!) self, *, str approximate="none") -> Tensor(a!)`
   */
  gelu_(self: Tensor, options?: { approximate?: string }): Tensor;
  /** `geometric(Tensor self, float p, *, Generator? generator=None) -> Tensor` */
  geometric(self: Tensor, p: number, options?: { generator?: Generator | null }): Tensor;
  /** `geometric_(Tensor(a!) self, float p, *, Generator? generator=None) -> Tensor(a!)` */
  geometric_(self: Tensor, p: number, options?: { generator?: Generator | null }): Tensor;
  /**
   * - `geqrf(Tensor self) -> (Tensor a, Tensor tau)`
   * - `geqrf.a(Tensor self, *, Tensor(a!) a, Tensor(b!) tau) -> (Tensor(a!) a, Tensor(b!) tau)`
   */
  geqrf(self: Tensor): [a: Tensor, tau: Tensor];
  /** `ger(Tensor self, Tensor vec2) -> Tensor` */
  ger(self: Tensor, vec2: Tensor): Tensor;
  /** `glu(Tensor self, int dim=-1) -> Tensor` */
  glu(self: Tensor, options?: { dim?: number }): Tensor;
  glu(self: Tensor, dim: number): Tensor;
  /**
   * - `gradient.array(Tensor self, *, int[] dim, int edge_order=1) -> Tensor[]`
   * - `gradient.scalararray(Tensor self, *, Scalar spacing, int[] dim, int edge_order=1) -> Tensor[]`
   * - `gradient.scalarint(Tensor self, *, Scalar? spacing=None, int? dim=None, int edge_order=1) -> Tensor[]`
   * - `gradient.scalarrayarray(Tensor self, *, Scalar[] spacing, int[] dim, int edge_order=1) -> Tensor[]`
   * - `gradient.scalarrayint(Tensor self, *, Scalar[] spacing, int? dim=None, int edge_order=1) -> Tensor[]`
   * - `gradient.tensorarray(Tensor self, *, Tensor[] spacing, int[] dim, int edge_order=1) -> Tensor[]`
   * - `gradient.tensorarrayint(Tensor self, *, Tensor[] spacing, int? dim=None, int edge_order=1) -> Tensor[]`
   */
  gradient(self: Tensor, options: { spacing: readonly Tensor[]; dim: number | readonly number[]; edgeOrder?: number }): Tensor[];
  gradient(self: Tensor, options: { spacing: readonly Tensor[]; dim?: number | null; edgeOrder?: number }): Tensor[];
  gradient(self: Tensor, options: { dim: number | readonly number[]; edgeOrder?: number }): Tensor[];
  gradient(self: Tensor, options: { spacing: number | bigint | boolean; dim: number | readonly number[]; edgeOrder?: number }): Tensor[];
  gradient(self: Tensor, options?: { spacing?: number | bigint | boolean | null; dim?: number | null; edgeOrder?: number }): Tensor[];
  gradient(self: Tensor, options: { spacing: readonly number[]; dim: number | readonly number[]; edgeOrder?: number }): Tensor[];
  gradient(self: Tensor, options: { spacing: readonly number[]; dim?: number | null; edgeOrder?: number }): Tensor[];
  /**
   * - `greater.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `greater.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  greater(self: Tensor, other: Tensor): Tensor;
  greater(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `greater_equal.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `greater_equal.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  greaterEqual(self: Tensor, other: Tensor): Tensor;
  greaterEqual(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `greater_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `greater_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  greaterEqual_(self: Tensor, other: Tensor): Tensor;
  greaterEqual_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `greater_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `greater_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  greater_(self: Tensor, other: Tensor): Tensor;
  greater_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Samples pictures [N, C, H, W] at the points of a grid [N, h, w, 2] in [−1, 1]. → [N, C, h, w].
   *
   * - `grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor`
   */
  gridSampler(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  /** `grid_sampler_2d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
  gridSampler2d(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  /** `grid_sampler_3d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
  gridSampler3d(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  /** `group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor` */
  groupNorm(input: Tensor, numGroups: number, options?: { weight?: Tensor | null; bias?: Tensor | null; eps?: number; cudnnEnabled?: boolean }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, options?: { bias?: Tensor | null; eps?: number; cudnnEnabled?: boolean }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, bias: Tensor | null, options?: { eps?: number; cudnnEnabled?: boolean }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, bias: Tensor | null, eps: number, options?: { cudnnEnabled?: boolean }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, bias: Tensor | null, eps: number, cudnnEnabled: boolean): Tensor;
  /**
   * - `gru.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)`
   * - `gru.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)`
   */
  gru(data: Tensor, batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  gru(input: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  /** `gru_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  gruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options?: { bIh?: Tensor | null; bHh?: Tensor | null }): Tensor;
  gruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, options?: { bHh?: Tensor | null }): Tensor;
  gruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, bHh: Tensor | null): Tensor;
  /**
   * Whether self > other. Shapes are broadcast together; → bool.
   *
   * - `gt.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `gt.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  gt(self: Tensor, other: Tensor): Tensor;
  gt(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Whether self > other. Shapes are broadcast together; → bool. In place.
   *
   * - `gt_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `gt_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  gt_(self: Tensor, other: Tensor): Tensor;
  gt_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `hamming_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `hamming_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `hamming_window.periodic_alpha(int window_length, bool periodic, float alpha, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `hamming_window.periodic_alpha_beta(int window_length, bool periodic, float alpha, float beta, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  hammingWindow(windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  hammingWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  hammingWindow(windowLength: number, periodic: boolean, alpha: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  hammingWindow(windowLength: number, periodic: boolean, alpha: number, beta: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `hann_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `hann_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  hannWindow(windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  hannWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor` */
  hardshrink(self: Tensor, options?: { lambd?: number | bigint | boolean }): Tensor;
  hardshrink(self: Tensor, lambd: number | bigint | boolean): Tensor;
  /** `hardsigmoid(Tensor self) -> Tensor` */
  hardsigmoid(self: Tensor): Tensor;
  /** `hardsigmoid_(Tensor(a!) self) -> Tensor(a!)` */
  hardsigmoid_(self: Tensor): Tensor;
  /** `hardswish(Tensor self) -> Tensor` */
  hardswish(self: Tensor): Tensor;
  /** `hardswish_(Tensor(a!) self) -> Tensor(a!)` */
  hardswish_(self: Tensor): Tensor;
  /** `hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor` */
  hardtanh(self: Tensor, options?: { minVal?: number | bigint | boolean; maxVal?: number | bigint | boolean }): Tensor;
  hardtanh(self: Tensor, minVal: number | bigint | boolean, options?: { maxVal?: number | bigint | boolean }): Tensor;
  hardtanh(self: Tensor, minVal: number | bigint | boolean, maxVal: number | bigint | boolean): Tensor;
  /** `hardtanh_(Tensor(a!) self, Scalar min_val=-1, Scalar max_val=1) -> Tensor(a!)` */
  hardtanh_(self: Tensor, options?: { minVal?: number | bigint | boolean; maxVal?: number | bigint | boolean }): Tensor;
  hardtanh_(self: Tensor, minVal: number | bigint | boolean, options?: { maxVal?: number | bigint | boolean }): Tensor;
  hardtanh_(self: Tensor, minVal: number | bigint | boolean, maxVal: number | bigint | boolean): Tensor;
  /**
   * - `hash_tensor(Tensor self, int[1] dim=[], *, bool keepdim=False, int mode=0) -> Tensor`
   *
   * Since libtorch 2.13, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  hashTensor(self: Tensor, options?: { dim?: number | readonly number[]; keepdim?: boolean; mode?: number }): Tensor;
  hashTensor(self: Tensor, dim: number | readonly number[], options?: { keepdim?: boolean; mode?: number }): Tensor;
  /** `heaviside(Tensor self, Tensor values) -> Tensor` */
  heaviside(self: Tensor, values: Tensor): Tensor;
  /** `heaviside_(Tensor(a!) self, Tensor values) -> Tensor(a!)` */
  heaviside_(self: Tensor, values: Tensor): Tensor;
  /** `hinge_embedding_loss(Tensor self, Tensor target, float margin=1., int reduction=1) -> Tensor` */
  hingeEmbeddingLoss(self: Tensor, target: Tensor, options?: { margin?: number; reduction?: number }): Tensor;
  hingeEmbeddingLoss(self: Tensor, target: Tensor, margin: number, options?: { reduction?: number }): Tensor;
  hingeEmbeddingLoss(self: Tensor, target: Tensor, margin: number, reduction: number): Tensor;
  /** `histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor` */
  histc(self: Tensor, options?: { bins?: number; min?: number | bigint | boolean; max?: number | bigint | boolean }): Tensor;
  histc(self: Tensor, bins: number, options?: { min?: number | bigint | boolean; max?: number | bigint | boolean }): Tensor;
  histc(self: Tensor, bins: number, min: number | bigint | boolean, options?: { max?: number | bigint | boolean }): Tensor;
  histc(self: Tensor, bins: number, min: number | bigint | boolean, max: number | bigint | boolean): Tensor;
  /**
   * - `histogram.bin_ct(Tensor self, int bins=100, *, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)`
   * - `histogram.bins_tensor(Tensor self, Tensor bins, *, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)`
   */
  histogram(self: Tensor, bins: Tensor, options?: { weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor];
  histogram(self: Tensor, options?: { bins?: number; range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor];
  histogram(self: Tensor, bins: number, options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor];
  /**
   * - `histogramdd(Tensor self, int[] bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)`
   * - `histogramdd.TensorList_bins(Tensor self, Tensor[] bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)`
   * - `histogramdd.int_bins(Tensor self, int bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)`
   */
  histogramdd(self: Tensor, bins: readonly Tensor[], options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: readonly Tensor[], range: readonly number[] | null, options?: { weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: readonly Tensor[], range: readonly number[] | null, weight: Tensor | null, options?: { density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: readonly Tensor[], range: readonly number[] | null, weight: Tensor | null, density: boolean): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: number | readonly number[], options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: number | readonly number[], range: readonly number[] | null, options?: { weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: number | readonly number[], range: readonly number[] | null, weight: Tensor | null, options?: { density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: number | readonly number[], range: readonly number[] | null, weight: Tensor | null, density: boolean): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: number, options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: number, range: readonly number[] | null, options?: { weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: number, range: readonly number[] | null, weight: Tensor | null, options?: { density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(self: Tensor, bins: number, range: readonly number[] | null, weight: Tensor | null, density: boolean): [hist: Tensor, binEdges: Tensor[]];
  /**
   * - `hsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]`
   * - `hsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]`
   */
  hsplit(self: Tensor, indices: number | readonly number[]): Tensor[];
  hsplit(self: Tensor, sections: number): Tensor[];
  /** `hstack(Tensor[] tensors) -> Tensor` */
  hstack(tensors: readonly Tensor[]): Tensor;
  /** `huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor` */
  huberLoss(self: Tensor, target: Tensor, options?: { reduction?: number; delta?: number }): Tensor;
  huberLoss(self: Tensor, target: Tensor, reduction: number, options?: { delta?: number }): Tensor;
  huberLoss(self: Tensor, target: Tensor, reduction: number, delta: number): Tensor;
  /** `hypot(Tensor self, Tensor other) -> Tensor` */
  hypot(self: Tensor, other: Tensor): Tensor;
  /** `hypot_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  hypot_(self: Tensor, other: Tensor): Tensor;
  /** `i0(Tensor self) -> Tensor` */
  i0(self: Tensor): Tensor;
  /** `i0_(Tensor(a!) self) -> Tensor(a!)` */
  i0_(self: Tensor): Tensor;
  /** `igamma(Tensor self, Tensor other) -> Tensor` */
  igamma(self: Tensor, other: Tensor): Tensor;
  /** `igamma_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  igamma_(self: Tensor, other: Tensor): Tensor;
  /** `igammac(Tensor self, Tensor other) -> Tensor` */
  igammac(self: Tensor, other: Tensor): Tensor;
  /** `igammac_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  igammac_(self: Tensor, other: Tensor): Tensor;
  /** `im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
  im2col(self: Tensor, kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
  /** `imag(Tensor(a) self) -> Tensor(a)` */
  imag(self: Tensor): Tensor;
  /** `index.Tensor(Tensor self, Tensor?[] indices) -> Tensor` */
  index(self: Tensor, indices: readonly (Tensor | null)[]): Tensor;
  /** `index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor` */
  indexAdd(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  /** `index_add_(Tensor(a!) self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor(a!)` */
  indexAdd_(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  /** `index_copy_(Tensor(a!) self, int dim, Tensor index, Tensor source) -> Tensor(a!)` */
  indexCopy_(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor;
  /**
   * - `index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor`
   * - `index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor`
   */
  indexFill(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  indexFill(self: Tensor, dim: number, index: Tensor, value: number | bigint | boolean): Tensor;
  /**
   * - `index_fill_.int_Scalar(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)`
   * - `index_fill_.int_Tensor(Tensor(a!) self, int dim, Tensor index, Tensor value) -> Tensor(a!)`
   */
  indexFill_(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  indexFill_(self: Tensor, dim: number, index: Tensor, value: number | bigint | boolean): Tensor;
  /** `index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor` */
  indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean }): Tensor;
  indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): Tensor;
  /** `index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)` */
  indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean }): Tensor;
  indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): Tensor;
  /** `index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor` */
  indexReduce(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** `index_reduce_(Tensor(a!) self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor(a!)` */
  indexReduce_(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /**
   * The rows (along `dim`) that `index` names, copied. [n, m], dim 0, index [k] → [k, m].
   *
   * - `index_select(Tensor self, int dim, Tensor index) -> Tensor`
   */
  indexSelect(self: Tensor, dim: number, index: Tensor): Tensor;
  /** `indices(Tensor(a) self) -> Tensor(a)` */
  indices(self: Tensor): Tensor;
  /** `inner(Tensor self, Tensor other) -> Tensor` */
  inner(self: Tensor, other: Tensor): Tensor;
  /** `instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
  instanceNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, useInputStats: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
  /** `int_repr(Tensor self) -> Tensor` */
  intRepr(self: Tensor): Tensor;
  /** `inverse(Tensor self) -> Tensor` */
  inverse(self: Tensor): Tensor;
  /** `is_coalesced(Tensor self) -> bool` */
  isCoalesced(self: Tensor): boolean;
  /** `is_complex(Tensor self) -> bool` */
  isComplex(self: Tensor): boolean;
  /** `is_conj(Tensor self) -> bool` */
  isConj(self: Tensor): boolean;
  /** `is_distributed(Tensor self) -> bool` */
  isDistributed(self: Tensor): boolean;
  /** `is_floating_point(Tensor self) -> bool` */
  isFloatingPoint(self: Tensor): boolean;
  /** `is_inference(Tensor self) -> bool` */
  isInference(self: Tensor): boolean;
  /** `is_neg(Tensor self) -> bool` */
  isNeg(self: Tensor): boolean;
  /** `is_nonzero(Tensor self) -> bool` */
  isNonzero(self: Tensor): boolean;
  /** `is_pinned(Tensor self, Device? device=None) -> bool` */
  isPinned(self: Tensor, options?: { device?: Device | null }): boolean;
  isPinned(self: Tensor, device: Device | null): boolean;
  /** `is_same_size(Tensor self, Tensor other) -> bool` */
  isSameSize(self: Tensor, other: Tensor): boolean;
  /** `is_signed(Tensor self) -> bool` */
  isSigned(self: Tensor): boolean;
  /** `isclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> Tensor` */
  isclose(self: Tensor, other: Tensor, options?: { rtol?: number; atol?: number; equalNan?: boolean }): Tensor;
  isclose(self: Tensor, other: Tensor, rtol: number, options?: { atol?: number; equalNan?: boolean }): Tensor;
  isclose(self: Tensor, other: Tensor, rtol: number, atol: number, options?: { equalNan?: boolean }): Tensor;
  isclose(self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean): Tensor;
  /**
   * Whether each element is neither infinite nor nan. Any shape → the same, bool.
   *
   * - `isfinite(Tensor self) -> Tensor`
   */
  isfinite(self: Tensor): Tensor;
  /**
   * - `isin.Scalar_Tensor(Scalar element, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor`
   * - `isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False) -> Tensor`
   * - `isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor`
   */
  isin(elements: Tensor, testElements: Tensor, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
  isin(element: number | bigint | boolean, testElements: Tensor, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
  isin(elements: Tensor, testElement: number | bigint | boolean, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
  /** `isinf(Tensor self) -> Tensor` */
  isinf(self: Tensor): Tensor;
  /**
   * Whether each element is nan. Any shape → the same, bool.
   *
   * - `isnan(Tensor self) -> Tensor`
   */
  isnan(self: Tensor): Tensor;
  /** `isneginf(Tensor self) -> Tensor` */
  isneginf(self: Tensor): Tensor;
  /** `isposinf(Tensor self) -> Tensor` */
  isposinf(self: Tensor): Tensor;
  /** `isreal(Tensor self) -> Tensor` */
  isreal(self: Tensor): Tensor;
  /** `istft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, bool normalized=False, bool? onesided=None, int? length=None, bool return_complex=False) -> Tensor` */
  istft(self: Tensor, nFft: number, options?: { hopLength?: number | null; winLength?: number | null; window?: Tensor | null; center?: boolean; normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(self: Tensor, nFft: number, hopLength: number | null, options?: { winLength?: number | null; window?: Tensor | null; center?: boolean; normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, options?: { window?: Tensor | null; center?: boolean; normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, options?: { center?: boolean; normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, options?: { normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, normalized: boolean, options?: { onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, normalized: boolean, onesided: boolean | null, options?: { length?: number | null; returnComplex?: boolean }): Tensor;
  istft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, normalized: boolean, onesided: boolean | null, length: number | null, options?: { returnComplex?: boolean }): Tensor;
  istft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, normalized: boolean, onesided: boolean | null, length: number | null, returnComplex: boolean): Tensor;
  /**
   * - `kaiser_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `kaiser_window.beta(int window_length, bool periodic, float beta, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `kaiser_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  kaiserWindow(windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  kaiserWindow(windowLength: number, periodic: boolean, beta: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  kaiserWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor` */
  klDiv(self: Tensor, target: Tensor, options?: { reduction?: number; logTarget?: boolean }): Tensor;
  klDiv(self: Tensor, target: Tensor, reduction: number, options?: { logTarget?: boolean }): Tensor;
  /** `kron(Tensor self, Tensor other) -> Tensor` */
  kron(self: Tensor, other: Tensor): Tensor;
  /**
   * - `kthvalue(Tensor self, SymInt k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `kthvalue.values(Tensor self, SymInt k, int dim=-1, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  kthvalue(self: Tensor, k: number, options?: { dim?: number; keepdim?: boolean }): [values: Tensor, indices: Tensor];
  kthvalue(self: Tensor, k: number, dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  kthvalue(self: Tensor, k: number, dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  /** `l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  l1Loss(self: Tensor, target: Tensor, options?: { reduction?: number }): Tensor;
  l1Loss(self: Tensor, target: Tensor, reduction: number): Tensor;
  /**
   * Normalises over the last dimensions `normalizedShape`. Any shape → the same.
   *
   * - `layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor`
   */
  layerNorm(input: Tensor, normalizedShape: number | readonly number[], options?: { weight?: Tensor | null; bias?: Tensor | null; eps?: number; cudnnEnable?: boolean }): Tensor;
  layerNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null, options?: { bias?: Tensor | null; eps?: number; cudnnEnable?: boolean }): Tensor;
  layerNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null, bias: Tensor | null, options?: { eps?: number; cudnnEnable?: boolean }): Tensor;
  layerNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number, options?: { cudnnEnable?: boolean }): Tensor;
  layerNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number, cudnnEnable: boolean): Tensor;
  /** `lcm(Tensor self, Tensor other) -> Tensor` */
  lcm(self: Tensor, other: Tensor): Tensor;
  /** `lcm_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  lcm_(self: Tensor, other: Tensor): Tensor;
  /** `ldexp.Tensor(Tensor self, Tensor other) -> Tensor` */
  ldexp(self: Tensor, other: Tensor): Tensor;
  /** `ldexp_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  ldexp_(self: Tensor, other: Tensor): Tensor;
  /**
   * Whether self ≤ other. Shapes are broadcast together; → bool.
   *
   * - `le.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `le.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  le(self: Tensor, other: Tensor): Tensor;
  le(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Whether self ≤ other. Shapes are broadcast together; → bool. In place.
   *
   * - `le_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `le_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  le_(self: Tensor, other: Tensor): Tensor;
  le_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * x where positive, `negativeSlope` · x elsewhere. Any shape → the same.
   *
   * - `leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor`
   */
  leakyRelu(self: Tensor, options?: { negativeSlope?: number | bigint | boolean }): Tensor;
  leakyRelu(self: Tensor, negativeSlope: number | bigint | boolean): Tensor;
  /**
   * x where positive, `negativeSlope` · x elsewhere. Any shape → the same. In place.
   *
   * - `leaky_relu_(Tensor(a!) self, Scalar negative_slope=0.01) -> Tensor(a!)`
   */
  leakyRelu_(self: Tensor, options?: { negativeSlope?: number | bigint | boolean }): Tensor;
  leakyRelu_(self: Tensor, negativeSlope: number | bigint | boolean): Tensor;
  /**
   * self + weight · (end − self), element by element. Shapes are broadcast together.
   *
   * - `lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor`
   * - `lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor`
   */
  lerp(self: Tensor, end: Tensor, weight: Tensor): Tensor;
  lerp(self: Tensor, end: Tensor, weight: number | bigint | boolean): Tensor;
  /**
   * self + weight · (end − self), element by element. Shapes are broadcast together. In place.
   *
   * - `lerp_.Scalar(Tensor(a!) self, Tensor end, Scalar weight) -> Tensor(a!)`
   * - `lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)`
   */
  lerp_(self: Tensor, end: Tensor, weight: Tensor): Tensor;
  lerp_(self: Tensor, end: Tensor, weight: number | bigint | boolean): Tensor;
  /**
   * - `less.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `less.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  less(self: Tensor, other: Tensor): Tensor;
  less(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `less_equal.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `less_equal.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  lessEqual(self: Tensor, other: Tensor): Tensor;
  lessEqual(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `less_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `less_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  lessEqual_(self: Tensor, other: Tensor): Tensor;
  lessEqual_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `less_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `less_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  less_(self: Tensor, other: Tensor): Tensor;
  less_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `lgamma(Tensor self) -> Tensor` */
  lgamma(self: Tensor): Tensor;
  /** `lgamma_(Tensor(a!) self) -> Tensor(a!)` */
  lgamma_(self: Tensor): Tensor;
  /**
   * x · weightᵀ + bias. […, in], weight [out, in] → […, out].
   *
   * - `linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor`
   */
  linear(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null }): Tensor;
  linear(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor;
  /**
   * `steps` numbers from `start` to `end`, both included. → [steps].
   *
   * - `linspace(Scalar start, Scalar end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `linspace.Scalar_Tensor(Scalar start, Tensor end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` (since libtorch 2.6)
   * - `linspace.Tensor_Scalar(Tensor start, Scalar end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` (since libtorch 2.6)
   * - `linspace.Tensor_Tensor(Tensor start, Tensor end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` (since libtorch 2.6)
   */
  linspace(start: Tensor, end: Tensor, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  linspace(start: number | bigint | boolean, end: Tensor, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  linspace(start: Tensor, end: number | bigint | boolean, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  linspace(start: number | bigint | boolean, end: number | bigint | boolean, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * Natural logarithm of each element; of a negative one, nan. Any shape → the same.
   *
   * - `log(Tensor self) -> Tensor`
   */
  log(self: Tensor): Tensor;
  /** `log10(Tensor self) -> Tensor` */
  log10(self: Tensor): Tensor;
  /** `log10_(Tensor(a!) self) -> Tensor(a!)` */
  log10_(self: Tensor): Tensor;
  /**
   * log(1 + x), exact for small x. Any shape → the same.
   *
   * - `log1p(Tensor self) -> Tensor`
   */
  log1p(self: Tensor): Tensor;
  /**
   * log(1 + x), exact for small x. Any shape → the same. In place.
   *
   * - `log1p_(Tensor(a!) self) -> Tensor(a!)`
   */
  log1p_(self: Tensor): Tensor;
  /** `log2(Tensor self) -> Tensor` */
  log2(self: Tensor): Tensor;
  /** `log2_(Tensor(a!) self) -> Tensor(a!)` */
  log2_(self: Tensor): Tensor;
  /** `log_normal(Tensor self, float mean=1., float std=2., *, Generator? generator=None) -> Tensor` */
  logNormal(self: Tensor, options?: { mean?: number; std?: number; generator?: Generator | null }): Tensor;
  logNormal(self: Tensor, mean: number, options?: { std?: number; generator?: Generator | null }): Tensor;
  logNormal(self: Tensor, mean: number, std: number, options?: { generator?: Generator | null }): Tensor;
  /** `log_normal_(Tensor(a!) self, float mean=1., float std=2., *, Generator? generator=None) -> Tensor(a!)` */
  logNormal_(self: Tensor, options?: { mean?: number; std?: number; generator?: Generator | null }): Tensor;
  logNormal_(self: Tensor, mean: number, options?: { std?: number; generator?: Generator | null }): Tensor;
  logNormal_(self: Tensor, mean: number, std: number, options?: { generator?: Generator | null }): Tensor;
  /** `log_sigmoid(Tensor self) -> Tensor` */
  logSigmoid(self: Tensor): Tensor;
  /**
   * Logarithm of the softmax along `dim`, computed without overflow. Any shape → the same.
   *
   * - `log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor`
   */
  logSoftmax(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  logSoftmax(self: Tensor, dim: number, dtype: DType | null): Tensor;
  /**
   * Natural logarithm of each element; of a negative one, nan. Any shape → the same. In place.
   *
   * - `log_(Tensor(a!) self) -> Tensor(a!)`
   */
  log_(self: Tensor): Tensor;
  /** `logaddexp(Tensor self, Tensor other) -> Tensor` */
  logaddexp(self: Tensor, other: Tensor): Tensor;
  /** `logaddexp2(Tensor self, Tensor other) -> Tensor` */
  logaddexp2(self: Tensor, other: Tensor): Tensor;
  /** `logcumsumexp(Tensor self, int dim) -> Tensor` */
  logcumsumexp(self: Tensor, dim: number): Tensor;
  /** `logdet(Tensor self) -> Tensor` */
  logdet(self: Tensor): Tensor;
  /** `logical_and(Tensor self, Tensor other) -> Tensor` */
  logicalAnd(self: Tensor, other: Tensor): Tensor;
  /** `logical_and_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  logicalAnd_(self: Tensor, other: Tensor): Tensor;
  /** `logical_not(Tensor self) -> Tensor` */
  logicalNot(self: Tensor): Tensor;
  /** `logical_not_(Tensor(a!) self) -> Tensor(a!)` */
  logicalNot_(self: Tensor): Tensor;
  /** `logical_or(Tensor self, Tensor other) -> Tensor` */
  logicalOr(self: Tensor, other: Tensor): Tensor;
  /** `logical_or_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  logicalOr_(self: Tensor, other: Tensor): Tensor;
  /** `logical_xor(Tensor self, Tensor other) -> Tensor` */
  logicalXor(self: Tensor, other: Tensor): Tensor;
  /** `logical_xor_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  logicalXor_(self: Tensor, other: Tensor): Tensor;
  /** `logit(Tensor self, float? eps=None) -> Tensor` */
  logit(self: Tensor, options?: { eps?: number | null }): Tensor;
  logit(self: Tensor, eps: number | null): Tensor;
  /** `logit_(Tensor(a!) self, float? eps=None) -> Tensor(a!)` */
  logit_(self: Tensor, options?: { eps?: number | null }): Tensor;
  logit_(self: Tensor, eps: number | null): Tensor;
  /**
   * - `logspace(Scalar start, Scalar end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `logspace.Scalar_Tensor(Scalar start, Tensor end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` (since libtorch 2.6)
   * - `logspace.Tensor_Scalar(Tensor start, Scalar end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` (since libtorch 2.6)
   * - `logspace.Tensor_Tensor(Tensor start, Tensor end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` (since libtorch 2.6)
   */
  logspace(start: Tensor, end: Tensor, steps: number, options?: { base?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(start: Tensor, end: Tensor, steps: number, base: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(start: number | bigint | boolean, end: Tensor, steps: number, options?: { base?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(start: number | bigint | boolean, end: Tensor, steps: number, base: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(start: Tensor, end: number | bigint | boolean, steps: number, options?: { base?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(start: Tensor, end: number | bigint | boolean, steps: number, base: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(start: number | bigint | boolean, end: number | bigint | boolean, steps: number, options?: { base?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(start: number | bigint | boolean, end: number | bigint | boolean, steps: number, base: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * Logarithm of the sum of exponentials along dimensions, computed without overflow. [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor`
   */
  logsumexp(self: Tensor, dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  logsumexp(self: Tensor, dim: number | readonly number[], keepdim: boolean): Tensor;
  /**
   * - `lstm.data(Tensor data, Tensor batch_sizes, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor, Tensor)`
   * - `lstm.input(Tensor input, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor, Tensor)`
   */
  lstm(data: Tensor, batchSizes: Tensor, hx: readonly Tensor[], params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor, Tensor];
  lstm(input: Tensor, hx: readonly Tensor[], params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor, Tensor];
  /** `lstm_cell(Tensor input, Tensor[] hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> (Tensor, Tensor)` */
  lstmCell(input: Tensor, hx: readonly Tensor[], wIh: Tensor, wHh: Tensor, options?: { bIh?: Tensor | null; bHh?: Tensor | null }): [Tensor, Tensor];
  lstmCell(input: Tensor, hx: readonly Tensor[], wIh: Tensor, wHh: Tensor, bIh: Tensor | null, options?: { bHh?: Tensor | null }): [Tensor, Tensor];
  lstmCell(input: Tensor, hx: readonly Tensor[], wIh: Tensor, wHh: Tensor, bIh: Tensor | null, bHh: Tensor | null): [Tensor, Tensor];
  /**
   * Whether self < other. Shapes are broadcast together; → bool.
   *
   * - `lt.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `lt.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  lt(self: Tensor, other: Tensor): Tensor;
  lt(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Whether self < other. Shapes are broadcast together; → bool. In place.
   *
   * - `lt_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `lt_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  lt_(self: Tensor, other: Tensor): Tensor;
  lt_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor` */
  luSolve(self: Tensor, LUData: Tensor, LUPivots: Tensor): Tensor;
  /** `lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)` */
  luUnpack(LUData: Tensor, LUPivots: Tensor, options?: { unpackData?: boolean; unpackPivots?: boolean }): [P: Tensor, L: Tensor, U: Tensor];
  luUnpack(LUData: Tensor, LUPivots: Tensor, unpackData: boolean, options?: { unpackPivots?: boolean }): [P: Tensor, L: Tensor, U: Tensor];
  luUnpack(LUData: Tensor, LUPivots: Tensor, unpackData: boolean, unpackPivots: boolean): [P: Tensor, L: Tensor, U: Tensor];
  /** `mH(Tensor(a) self) -> Tensor(a)` */
  mH(self: Tensor): Tensor;
  /** `mT(Tensor(a) self) -> Tensor(a)` */
  mT(self: Tensor): Tensor;
  /** `margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor` */
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, options?: { margin?: number; reduction?: number }): Tensor;
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin: number, options?: { reduction?: number }): Tensor;
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin: number, reduction: number): Tensor;
  /**
   * The tensor with `value` wherever `mask` (broadcast) is true. Any shape → the same.
   *
   * - `masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor`
   * - `masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor`
   */
  maskedFill(self: Tensor, mask: Tensor, value: Tensor): Tensor;
  maskedFill(self: Tensor, mask: Tensor, value: number | bigint | boolean): Tensor;
  /**
   * The tensor with `value` wherever `mask` (broadcast) is true. Any shape → the same. In place.
   *
   * - `masked_fill_.Scalar(Tensor(a!) self, Tensor mask, Scalar value) -> Tensor(a!)`
   * - `masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)`
   */
  maskedFill_(self: Tensor, mask: Tensor, value: Tensor): Tensor;
  maskedFill_(self: Tensor, mask: Tensor, value: number | bigint | boolean): Tensor;
  /** `masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor` */
  maskedScatter(self: Tensor, mask: Tensor, source: Tensor): Tensor;
  /** `masked_scatter_(Tensor(a!) self, Tensor mask, Tensor source) -> Tensor(a!)` */
  maskedScatter_(self: Tensor, mask: Tensor, source: Tensor): Tensor;
  /**
   * The elements where `mask` (broadcast) is true, copied. → [how many].
   *
   * - `masked_select(Tensor self, Tensor mask) -> Tensor`
   */
  maskedSelect(self: Tensor, mask: Tensor): Tensor;
  /**
   * Matrix product; leading dimensions are a batch and are broadcast. […, n, m] × […, m, p] → […, n, p].
   *
   * - `matmul(Tensor self, Tensor other) -> Tensor`
   */
  matmul(self: Tensor, other: Tensor): Tensor;
  /** `matrix_exp(Tensor self) -> Tensor` */
  matrixExp(self: Tensor): Tensor;
  /** `matrix_H(Tensor(a) self) -> Tensor(a)` */
  matrixH(self: Tensor): Tensor;
  /** `matrix_power(Tensor self, int n) -> Tensor` */
  matrixPower(self: Tensor, n: number): Tensor;
  /**
   * The largest element, → []; along `dim`, the largest values and their indices, [n, m], dim 1 → [n] each; against another tensor, the larger of each pair.
   *
   * - `max(Tensor self) -> Tensor`
   * - `max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `max.dim_max(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) max, Tensor(b!) max_values) -> (Tensor(a!) values, Tensor(b!) indices)`
   * - `max.other(Tensor self, Tensor other) -> Tensor`
   */
  max(self: Tensor, dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  max(self: Tensor, dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  max(self: Tensor, other: Tensor): Tensor;
  max(self: Tensor): Tensor;
  /** `max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> Tensor` */
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): Tensor;
  /** `max_pool1d_with_indices(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> (Tensor, Tensor)` */
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): [Tensor, Tensor];
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): [Tensor, Tensor];
  /**
   * Largest element of windows of `kernelSize`. [N, C, H, W] → [N, C, h, w].
   *
   * - `max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor`
   */
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): Tensor;
  /** `max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): [Tensor, Tensor];
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): [Tensor, Tensor];
  /** `max_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> Tensor` */
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): Tensor;
  /** `max_pool3d_with_indices(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): [Tensor, Tensor];
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): [Tensor, Tensor];
  /** `max_unpool2d(Tensor self, Tensor indices, SymInt[2] output_size) -> Tensor` */
  maxUnpool2d(self: Tensor, indices: Tensor, outputSize: number | readonly number[]): Tensor;
  /** `max_unpool3d(Tensor self, Tensor indices, SymInt[3] output_size, int[3] stride, int[3] padding) -> Tensor` */
  maxUnpool3d(self: Tensor, indices: Tensor, outputSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[]): Tensor;
  /** `maximum(Tensor self, Tensor other) -> Tensor` */
  maximum(self: Tensor, other: Tensor): Tensor;
  /**
   * Mean of all elements, → []; or along dimensions: [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `mean(Tensor self, *, ScalarType? dtype=None) -> Tensor`
   * - `mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   */
  mean(self: Tensor, options?: { dtype?: DType | null }): Tensor;
  mean(self: Tensor, dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  mean(self: Tensor, dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /**
   * The median (the lower of two) of all elements, → []; or along `dim` with its index, [n, m], dim 1 → [n] each.
   *
   * - `median(Tensor self) -> Tensor`
   * - `median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `median.dim_values(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  median(self: Tensor, dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  median(self: Tensor, dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  median(self: Tensor): Tensor;
  /**
   * - `meshgrid(Tensor[] tensors) -> Tensor[]`
   * - `meshgrid.indexing(Tensor[] tensors, *, str indexing) -> Tensor[]`
   */
  meshgrid(tensors: readonly Tensor[]): Tensor[];
  meshgrid(tensors: readonly Tensor[], options: { indexing: string }): Tensor[];
  /**
   * The smallest element, → []; along `dim`, the smallest values and their indices, [n, m], dim 1 → [n] each; against another tensor, the smaller of each pair.
   *
   * - `min(Tensor self) -> Tensor`
   * - `min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `min.dim_min(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) min, Tensor(b!) min_indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   * - `min.other(Tensor self, Tensor other) -> Tensor`
   */
  min(self: Tensor, dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  min(self: Tensor, dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  min(self: Tensor, other: Tensor): Tensor;
  min(self: Tensor): Tensor;
  /** `minimum(Tensor self, Tensor other) -> Tensor` */
  minimum(self: Tensor, other: Tensor): Tensor;
  /** `mish(Tensor self) -> Tensor` */
  mish(self: Tensor): Tensor;
  /** `mish_(Tensor(a!) self) -> Tensor(a!)` */
  mish_(self: Tensor): Tensor;
  /**
   * Product of two matrices. [n, m] × [m, p] → [n, p].
   *
   * - `mm(Tensor self, Tensor mat2) -> Tensor`
   * - `mm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor` (since libtorch 2.13)
   */
  mm(self: Tensor, mat2: Tensor): Tensor;
  mm(self: Tensor, mat2: Tensor, outDtype: DType): Tensor;
  /**
   * - `mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `mode.values(Tensor self, int dim=-1, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  mode(self: Tensor, options?: { dim?: number; keepdim?: boolean }): [values: Tensor, indices: Tensor];
  mode(self: Tensor, dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  mode(self: Tensor, dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  /**
   * - `moveaxis.int(Tensor(a) self, int source, int destination) -> Tensor(a)`
   * - `moveaxis.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)`
   */
  moveaxis(self: Tensor, source: number, destination: number): Tensor;
  moveaxis(self: Tensor, source: number | readonly number[], destination: number | readonly number[]): Tensor;
  /**
   * - `movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)`
   * - `movedim.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)`
   */
  movedim(self: Tensor, source: number, destination: number): Tensor;
  movedim(self: Tensor, source: number | readonly number[], destination: number | readonly number[]): Tensor;
  /** `mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  mseLoss(self: Tensor, target: Tensor, options?: { reduction?: number }): Tensor;
  mseLoss(self: Tensor, target: Tensor, reduction: number): Tensor;
  /** `msort(Tensor self) -> Tensor` */
  msort(self: Tensor): Tensor;
  /**
   * Product, element by element. Shapes are broadcast together.
   *
   * - `mul.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `mul.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  mul(self: Tensor, other: Tensor): Tensor;
  mul(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Product, element by element. Shapes are broadcast together. In place.
   *
   * - `mul_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `mul_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  mul_(self: Tensor, other: Tensor): Tensor;
  mul_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `multi_margin_loss(Tensor self, Tensor target, Scalar p=1, Scalar margin=1, Tensor? weight=None, int reduction=1) -> Tensor` */
  multiMarginLoss(self: Tensor, target: Tensor, options?: { p?: number | bigint | boolean; margin?: number | bigint | boolean; weight?: Tensor | null; reduction?: number }): Tensor;
  multiMarginLoss(self: Tensor, target: Tensor, p: number | bigint | boolean, options?: { margin?: number | bigint | boolean; weight?: Tensor | null; reduction?: number }): Tensor;
  multiMarginLoss(self: Tensor, target: Tensor, p: number | bigint | boolean, margin: number | bigint | boolean, options?: { weight?: Tensor | null; reduction?: number }): Tensor;
  multiMarginLoss(self: Tensor, target: Tensor, p: number | bigint | boolean, margin: number | bigint | boolean, weight: Tensor | null, options?: { reduction?: number }): Tensor;
  multiMarginLoss(self: Tensor, target: Tensor, p: number | bigint | boolean, margin: number | bigint | boolean, weight: Tensor | null, reduction: number): Tensor;
  /** `multilabel_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  multilabelMarginLoss(self: Tensor, target: Tensor, options?: { reduction?: number }): Tensor;
  multilabelMarginLoss(self: Tensor, target: Tensor, reduction: number): Tensor;
  /**
   * Draws indices with the rows of `self` as weights. [C] → [n] or [N, C] → [N, n].
   *
   * - `multinomial(Tensor self, SymInt num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor`
   */
  multinomial(self: Tensor, numSamples: number, options?: { replacement?: boolean; generator?: Generator | null }): Tensor;
  multinomial(self: Tensor, numSamples: number, replacement: boolean, options?: { generator?: Generator | null }): Tensor;
  /**
   * - `multiply.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `multiply.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  multiply(self: Tensor, other: Tensor): Tensor;
  multiply(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `multiply_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `multiply_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  multiply_(self: Tensor, other: Tensor): Tensor;
  multiply_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `mv(Tensor self, Tensor vec) -> Tensor` */
  mv(self: Tensor, vec: Tensor): Tensor;
  /** `mvlgamma(Tensor self, int p) -> Tensor` */
  mvlgamma(self: Tensor, p: number): Tensor;
  /** `mvlgamma_(Tensor(a!) self, int p) -> Tensor(a!)` */
  mvlgamma_(self: Tensor, p: number): Tensor;
  /** `nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor` */
  nanToNum(self: Tensor, options?: { nan?: number | null; posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum(self: Tensor, nan: number | null, options?: { posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum(self: Tensor, nan: number | null, posinf: number | null, options?: { neginf?: number | null }): Tensor;
  nanToNum(self: Tensor, nan: number | null, posinf: number | null, neginf: number | null): Tensor;
  /** `nan_to_num_(Tensor(a!) self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor(a!)` */
  nanToNum_(self: Tensor, options?: { nan?: number | null; posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum_(self: Tensor, nan: number | null, options?: { posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum_(self: Tensor, nan: number | null, posinf: number | null, options?: { neginf?: number | null }): Tensor;
  nanToNum_(self: Tensor, nan: number | null, posinf: number | null, neginf: number | null): Tensor;
  /** `nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  nanmean(self: Tensor, options?: { dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  nanmean(self: Tensor, dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  nanmean(self: Tensor, dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /**
   * - `nanmedian(Tensor self) -> Tensor`
   * - `nanmedian.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `nanmedian.dim_values(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  nanmedian(self: Tensor, dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  nanmedian(self: Tensor, dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  nanmedian(self: Tensor): Tensor;
  /**
   * - `nanquantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`
   * - `nanquantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`
   */
  nanquantile(self: Tensor, q: Tensor, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: Tensor, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: Tensor, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: number, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: number, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: number, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** `nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  nansum(self: Tensor, options?: { dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  nansum(self: Tensor, dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  nansum(self: Tensor, dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /**
   * A view of `length` items along `dim` from `start` on. [n, m], dim 0 → [length, m].
   *
   * - `narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)`
   * - `narrow.Tensor(Tensor(a) self, int dim, Tensor start, SymInt length) -> Tensor(a)`
   */
  narrow(self: Tensor, dim: number, start: Tensor, length: number): Tensor;
  narrow(self: Tensor, dim: number, start: number, length: number): Tensor;
  /**
   * Whether elements differ. Shapes are broadcast together; → bool.
   *
   * - `ne.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `ne.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  ne(self: Tensor, other: Tensor): Tensor;
  ne(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Whether elements differ. Shapes are broadcast together; → bool. In place.
   *
   * - `ne_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `ne_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  ne_(self: Tensor, other: Tensor): Tensor;
  ne_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * Each element with the other sign. Any shape → the same.
   *
   * - `neg(Tensor self) -> Tensor`
   */
  neg(self: Tensor): Tensor;
  /**
   * Each element with the other sign. Any shape → the same. In place.
   *
   * - `neg_(Tensor(a!) self) -> Tensor(a!)`
   */
  neg_(self: Tensor): Tensor;
  /** `negative(Tensor self) -> Tensor` */
  negative(self: Tensor): Tensor;
  /** `negative_(Tensor(a!) self) -> Tensor(a!)` */
  negative_(self: Tensor): Tensor;
  /** `new_empty(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newEmpty(self: Tensor, size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `new_empty_strided(Tensor self, SymInt[] size, SymInt[] stride, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newEmptyStrided(self: Tensor, size: number | readonly number[], stride: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `new_full(Tensor self, SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newFull(self: Tensor, size: number | readonly number[], fillValue: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `new_ones(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newOnes(self: Tensor, size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `new_zeros(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newZeros(self: Tensor, size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `nextafter(Tensor self, Tensor other) -> Tensor` */
  nextafter(self: Tensor, other: Tensor): Tensor;
  /** `nextafter_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  nextafter_(self: Tensor, other: Tensor): Tensor;
  /**
   * Negative log-likelihood: minus the entry of log-probabilities [N, C] that each target [N] names. → [], or [N] without a reduction.
   *
   * - `nll_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor`
   */
  nllLoss(self: Tensor, target: Tensor, options?: { weight?: Tensor | null; reduction?: number; ignoreIndex?: number }): Tensor;
  nllLoss(self: Tensor, target: Tensor, weight: Tensor | null, options?: { reduction?: number; ignoreIndex?: number }): Tensor;
  nllLoss(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, options?: { ignoreIndex?: number }): Tensor;
  nllLoss(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): Tensor;
  /** `nll_loss2d(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
  nllLoss2d(self: Tensor, target: Tensor, options?: { weight?: Tensor | null; reduction?: number; ignoreIndex?: number }): Tensor;
  nllLoss2d(self: Tensor, target: Tensor, weight: Tensor | null, options?: { reduction?: number; ignoreIndex?: number }): Tensor;
  nllLoss2d(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, options?: { ignoreIndex?: number }): Tensor;
  nllLoss2d(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): Tensor;
  /** `nll_loss_nd(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
  nllLossNd(self: Tensor, target: Tensor, options?: { weight?: Tensor | null; reduction?: number; ignoreIndex?: number }): Tensor;
  nllLossNd(self: Tensor, target: Tensor, weight: Tensor | null, options?: { reduction?: number; ignoreIndex?: number }): Tensor;
  nllLossNd(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, options?: { ignoreIndex?: number }): Tensor;
  nllLossNd(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): Tensor;
  /**
   * Indices of the elements that are not zero. → [count, dimensions].
   *
   * - `nonzero(Tensor self) -> Tensor`
   */
  nonzero(self: Tensor): Tensor;
  /** `nonzero_numpy(Tensor self) -> Tensor[]` */
  nonzeroNumpy(self: Tensor): Tensor[];
  /**
   * - `nonzero_static(Tensor self, *, SymInt size, int fill_value=-1) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  nonzeroStatic(self: Tensor, options: { size: number; fillValue?: number }): Tensor;
  /**
   * Length of the tensor as a vector, → []; or along dimensions, [n, m], dim 1 → [n]. p = 2 unless given.
   *
   * - `norm.Scalar(Tensor self, Scalar p=2) -> Tensor`
   * - `norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor`
   * - `norm.ScalarOpt_dim_dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor`
   * - `norm.ScalarOpt_dtype(Tensor self, Scalar? p, *, ScalarType dtype) -> Tensor`
   */
  norm(self: Tensor, options?: { p?: number | bigint | boolean }): Tensor;
  norm(self: Tensor, p: number | bigint | boolean): Tensor;
  norm(self: Tensor, p: number | bigint | boolean | null, dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  norm(self: Tensor, p: number | bigint | boolean | null, dim: number | readonly number[], keepdim: boolean): Tensor;
  norm(self: Tensor, p: number | bigint | boolean | null, dim: number | readonly number[], keepdim: boolean, options: { dtype: DType }): Tensor;
  norm(self: Tensor, p: number | bigint | boolean | null, options: { dtype: DType }): Tensor;
  /** `norm_except_dim(Tensor v, int pow=2, int dim=0) -> Tensor` */
  normExceptDim(v: Tensor, options?: { pow?: number; dim?: number }): Tensor;
  normExceptDim(v: Tensor, pow: number, options?: { dim?: number }): Tensor;
  normExceptDim(v: Tensor, pow: number, dim: number): Tensor;
  /**
   * - `normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor`
   * - `normal.Tensor_float(Tensor mean, float std=1., *, Generator? generator=None) -> Tensor`
   * - `normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None) -> Tensor`
   * - `normal.float_float(float mean, float std, SymInt[] size, *, Generator? generator=None, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  normal(mean: Tensor, std: Tensor, options?: { generator?: Generator | null }): Tensor;
  normal(mean: Tensor, options?: { std?: number; generator?: Generator | null }): Tensor;
  normal(mean: Tensor, std: number, options?: { generator?: Generator | null }): Tensor;
  normal(mean: number, std: Tensor, options?: { generator?: Generator | null }): Tensor;
  normal(mean: number, std: number, size: number | readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `normal_(Tensor(a!) self, float mean=0., float std=1., *, Generator? generator=None) -> Tensor(a!)` */
  normal_(self: Tensor, options?: { mean?: number; std?: number; generator?: Generator | null }): Tensor;
  normal_(self: Tensor, mean: number, options?: { std?: number; generator?: Generator | null }): Tensor;
  normal_(self: Tensor, mean: number, std: number, options?: { generator?: Generator | null }): Tensor;
  /**
   * - `not_equal.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `not_equal.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  notEqual(self: Tensor, other: Tensor): Tensor;
  notEqual(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `not_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `not_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  notEqual_(self: Tensor, other: Tensor): Tensor;
  notEqual_(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `nuclear_norm(Tensor self, bool keepdim=False) -> Tensor`
   * - `nuclear_norm.dim(Tensor self, int[2] dim, bool keepdim=False) -> Tensor`
   */
  nuclearNorm(self: Tensor, options?: { keepdim?: boolean }): Tensor;
  nuclearNorm(self: Tensor, keepdim: boolean): Tensor;
  nuclearNorm(self: Tensor, dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  nuclearNorm(self: Tensor, dim: number | readonly number[], keepdim: boolean): Tensor;
  /** `numpy_T(Tensor(a) self) -> Tensor(a)` */
  numpyT(self: Tensor): Tensor;
  /**
   * Class indices […] → […, C] with a 1 in the place of the class.
   *
   * - `one_hot(Tensor self, int num_classes=-1) -> Tensor`
   */
  oneHot(self: Tensor, options?: { numClasses?: number }): Tensor;
  oneHot(self: Tensor, numClasses: number): Tensor;
  /**
   * A tensor of ones. → the shape `size`.
   *
   * - `ones(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  ones(size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `ones_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  onesLike(self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `orgqr(Tensor self, Tensor input2) -> Tensor` */
  orgqr(self: Tensor, input2: Tensor): Tensor;
  /** `ormqr(Tensor self, Tensor input2, Tensor input3, bool left=True, bool transpose=False) -> Tensor` */
  ormqr(self: Tensor, input2: Tensor, input3: Tensor, options?: { left?: boolean; transpose?: boolean }): Tensor;
  ormqr(self: Tensor, input2: Tensor, input3: Tensor, left: boolean, options?: { transpose?: boolean }): Tensor;
  ormqr(self: Tensor, input2: Tensor, input3: Tensor, left: boolean, transpose: boolean): Tensor;
  /** `outer(Tensor self, Tensor vec2) -> Tensor` */
  outer(self: Tensor, vec2: Tensor): Tensor;
  /** `pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor` */
  pad(self: Tensor, pad: number | readonly number[], options?: { mode?: string; value?: number | null }): Tensor;
  pad(self: Tensor, pad: number | readonly number[], mode: string, options?: { value?: number | null }): Tensor;
  pad(self: Tensor, pad: number | readonly number[], mode: string, value: number | null): Tensor;
  /** `pad_sequence(Tensor[] sequences, bool batch_first=False, float padding_value=0., str padding_side="right") -> Tensor` */
  padSequence(sequences: readonly Tensor[], options?: { batchFirst?: boolean; paddingValue?: number; paddingSide?: string }): Tensor;
  padSequence(sequences: readonly Tensor[], batchFirst: boolean, options?: { paddingValue?: number; paddingSide?: string }): Tensor;
  padSequence(sequences: readonly Tensor[], batchFirst: boolean, paddingValue: number, options?: { paddingSide?: string }): Tensor;
  padSequence(sequences: readonly Tensor[], batchFirst: boolean, paddingValue: number, paddingSide: string): Tensor;
  /** `pairwise_distance(Tensor x1, Tensor x2, float p=2., float eps=9.9999999999999995e-07, bool keepdim=False) -> Tensor` */
  pairwiseDistance(x1: Tensor, x2: Tensor, options?: { p?: number; eps?: number; keepdim?: boolean }): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, p: number, options?: { eps?: number; keepdim?: boolean }): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, p: number, eps: number, options?: { keepdim?: boolean }): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, p: number, eps: number, keepdim: boolean): Tensor;
  /** `pdist(Tensor self, float p=2.) -> Tensor` */
  pdist(self: Tensor, options?: { p?: number }): Tensor;
  pdist(self: Tensor, p: number): Tensor;
  /**
   * A view with its dimensions in another order. [H, W, C], (2, 0, 1) → [C, H, W].
   *
   * - `permute(Tensor(a) self, int[] dims) -> Tensor(a)`
   */
  permute(self: Tensor, dims: number | readonly number[]): Tensor;
  /** `pin_memory(Tensor(a) self, Device? device=None) -> Tensor(a)` */
  pinMemory(self: Tensor, options?: { device?: Device | null }): Tensor;
  pinMemory(self: Tensor, device: Device | null): Tensor;
  /** `pinverse(Tensor self, float rcond=1.0000000000000001e-15) -> Tensor` */
  pinverse(self: Tensor, options?: { rcond?: number }): Tensor;
  pinverse(self: Tensor, rcond: number): Tensor;
  /** `pixel_shuffle(Tensor self, int upscale_factor) -> Tensor` */
  pixelShuffle(self: Tensor, upscaleFactor: number): Tensor;
  /** `pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor` */
  pixelUnshuffle(self: Tensor, downscaleFactor: number): Tensor;
  /** `poisson(Tensor self, Generator? generator=None) -> Tensor` */
  poisson(self: Tensor, options?: { generator?: Generator | null }): Tensor;
  poisson(self: Tensor, generator: Generator | null): Tensor;
  /** `poisson_nll_loss(Tensor input, Tensor target, bool log_input, bool full, float eps, int reduction) -> Tensor` */
  poissonNllLoss(input: Tensor, target: Tensor, logInput: boolean, full: boolean, eps: number, reduction: number): Tensor;
  /** `polar(Tensor abs, Tensor angle) -> Tensor` */
  polar(abs: Tensor, angle: Tensor): Tensor;
  /** `polygamma(int n, Tensor self) -> Tensor` */
  polygamma(n: number, self: Tensor): Tensor;
  /** `polygamma_(Tensor(a!) self, int n) -> Tensor(a!)` */
  polygamma_(self: Tensor, n: number): Tensor;
  /** `positive(Tensor(a) self) -> Tensor(a)` */
  positive(self: Tensor): Tensor;
  /**
   * Power, element by element. Shapes are broadcast together.
   *
   * - `pow.Scalar(Scalar self, Tensor exponent) -> Tensor`
   * - `pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor`
   * - `pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor`
   */
  pow(self: Tensor, exponent: Tensor): Tensor;
  pow(self: number | bigint | boolean, exponent: Tensor): Tensor;
  pow(self: Tensor, exponent: number | bigint | boolean): Tensor;
  /**
   * Power, element by element. Shapes are broadcast together. In place.
   *
   * - `pow_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)`
   * - `pow_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)`
   */
  pow_(self: Tensor, exponent: Tensor): Tensor;
  pow_(self: Tensor, exponent: number | bigint | boolean): Tensor;
  /** `prelu(Tensor self, Tensor weight) -> Tensor` */
  prelu(self: Tensor, weight: Tensor): Tensor;
  /**
   * Product of all elements, → []; or along `dim`: [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `prod(Tensor self, *, ScalarType? dtype=None) -> Tensor`
   * - `prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   */
  prod(self: Tensor, options?: { dtype?: DType | null }): Tensor;
  prod(self: Tensor, dim: number, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  prod(self: Tensor, dim: number, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** `put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor` */
  put(self: Tensor, index: Tensor, source: Tensor, options?: { accumulate?: boolean }): Tensor;
  put(self: Tensor, index: Tensor, source: Tensor, accumulate: boolean): Tensor;
  /** `put_(Tensor(a!) self, Tensor index, Tensor source, bool accumulate=False) -> Tensor(a!)` */
  put_(self: Tensor, index: Tensor, source: Tensor, options?: { accumulate?: boolean }): Tensor;
  put_(self: Tensor, index: Tensor, source: Tensor, accumulate: boolean): Tensor;
  /**
   * - `qr(Tensor self, bool some=True) -> (Tensor Q, Tensor R)`
   * - `qr.Q(Tensor self, bool some=True, *, Tensor(a!) Q, Tensor(b!) R) -> (Tensor(a!) Q, Tensor(b!) R)`
   */
  qr(self: Tensor, options?: { some?: boolean }): [Q: Tensor, R: Tensor];
  qr(self: Tensor, some: boolean): [Q: Tensor, R: Tensor];
  /**
   * - `quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`
   * - `quantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`
   */
  quantile(self: Tensor, q: Tensor, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(self: Tensor, q: Tensor, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(self: Tensor, q: Tensor, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  quantile(self: Tensor, q: number, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(self: Tensor, q: number, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(self: Tensor, q: number, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** `quantize_per_channel(Tensor self, Tensor scales, Tensor zero_points, int axis, ScalarType dtype) -> Tensor` */
  quantizePerChannel(self: Tensor, scales: Tensor, zeroPoints: Tensor, axis: number, dtype: DType): Tensor;
  /**
   * - `quantize_per_tensor(Tensor self, float scale, int zero_point, ScalarType dtype) -> Tensor`
   * - `quantize_per_tensor.tensor_qparams(Tensor self, Tensor scale, Tensor zero_point, ScalarType dtype) -> Tensor`
   * - `quantize_per_tensor.tensors(Tensor[] tensors, Tensor scales, Tensor zero_points, ScalarType dtype) -> Tensor[]`
   */
  quantizePerTensor(self: Tensor, scale: Tensor, zeroPoint: Tensor, dtype: DType): Tensor;
  quantizePerTensor(tensors: readonly Tensor[], scales: Tensor, zeroPoints: Tensor, dtype: DType): Tensor[];
  quantizePerTensor(self: Tensor, scale: number, zeroPoint: number, dtype: DType): Tensor;
  /** `quantize_per_tensor_dynamic(Tensor self, ScalarType dtype, bool reduce_range) -> Tensor` */
  quantizePerTensorDynamic(self: Tensor, dtype: DType, reduceRange: boolean): Tensor;
  /** `rad2deg(Tensor self) -> Tensor` */
  rad2deg(self: Tensor): Tensor;
  /** `rad2deg_(Tensor(a!) self) -> Tensor(a!)` */
  rad2deg_(self: Tensor): Tensor;
  /**
   * Uniform numbers from [0, 1). → the shape `size`.
   *
   * - `rand(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `rand.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  rand(size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  rand(size: number | readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `rand_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   * - `rand_like.generator(Tensor self, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   */
  randLike(self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randLike(self: Tensor, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * Uniform whole numbers from `low` (0) up to, not including, `high`. → the shape `size`, int64.
   *
   * - `randint(SymInt high, SymInt[] size, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `randint.generator(SymInt high, SymInt[] size, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `randint.low(SymInt low, SymInt high, SymInt[] size, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `randint.low_generator(SymInt low, SymInt high, SymInt[] size, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  randint(high: number, size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  randint(high: number, size: number | readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  randint(low: number, high: number, size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  randint(low: number, high: number, size: number | readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `randint_like(Tensor self, SymInt high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   * - `randint_like.Tensor(Tensor self, Tensor high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   * - `randint_like.Tensor_generator(Tensor self, Tensor high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   * - `randint_like.generator(Tensor self, SymInt high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   * - `randint_like.low_dtype(Tensor self, SymInt low, SymInt high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   * - `randint_like.low_generator_dtype(Tensor self, SymInt low, SymInt high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   */
  randintLike(self: Tensor, high: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(self: Tensor, high: Tensor, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(self: Tensor, high: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(self: Tensor, high: number, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(self: Tensor, low: number, high: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(self: Tensor, low: number, high: number, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * Numbers from the normal distribution with mean 0 and deviation 1. → the shape `size`.
   *
   * - `randn(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `randn.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  randn(size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  randn(size: number | readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `randn_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   * - `randn_like.generator(Tensor self, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   */
  randnLike(self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randnLike(self: Tensor, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `random(Tensor self, *, Generator? generator=None) -> Tensor`
   * - `random.from(Tensor self, int from, int? to, *, Generator? generator=None) -> Tensor`
   * - `random.to(Tensor self, int to, *, Generator? generator=None) -> Tensor`
   */
  random(self: Tensor, options?: { generator?: Generator | null }): Tensor;
  random(self: Tensor, from: number, to: number | null, options?: { generator?: Generator | null }): Tensor;
  random(self: Tensor, to: number, options?: { generator?: Generator | null }): Tensor;
  /**
   * - `random_(Tensor(a!) self, *, Generator? generator=None) -> Tensor(a!)`
   * - `random_.from(Tensor(a!) self, int from, int? to, *, Generator? generator=None) -> Tensor(a!)`
   * - `random_.to(Tensor(a!) self, int to, *, Generator? generator=None) -> Tensor(a!)`
   */
  random_(self: Tensor, options?: { generator?: Generator | null }): Tensor;
  random_(self: Tensor, from: number, to: number | null, options?: { generator?: Generator | null }): Tensor;
  random_(self: Tensor, to: number, options?: { generator?: Generator | null }): Tensor;
  /**
   * The numbers 0 … n − 1 in random order. → [n], int64.
   *
   * - `randperm(SymInt n, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `randperm.generator(SymInt n, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  randperm(n: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  randperm(n: number, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `range(Scalar start, Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `range.step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  range(start: number | bigint | boolean, end: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  range(start: number | bigint | boolean, end: number | bigint | boolean, options?: { step?: number | bigint | boolean; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  range(start: number | bigint | boolean, end: number | bigint | boolean, step: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `ravel(Tensor(a) self) -> Tensor(a)` */
  ravel(self: Tensor): Tensor;
  /** `real(Tensor(a) self) -> Tensor(a)` */
  real(self: Tensor): Tensor;
  /** `reciprocal(Tensor self) -> Tensor` */
  reciprocal(self: Tensor): Tensor;
  /** `reciprocal_(Tensor(a!) self) -> Tensor(a!)` */
  reciprocal_(self: Tensor): Tensor;
  /** `reflection_pad1d(Tensor self, SymInt[2] padding) -> Tensor` */
  reflectionPad1d(self: Tensor, padding: number | readonly number[]): Tensor;
  /** `reflection_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
  reflectionPad2d(self: Tensor, padding: number | readonly number[]): Tensor;
  /** `reflection_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
  reflectionPad3d(self: Tensor, padding: number | readonly number[]): Tensor;
  /**
   * x where positive, 0 elsewhere. Any shape → the same.
   *
   * - `relu(Tensor self) -> Tensor`
   */
  relu(self: Tensor): Tensor;
  /** `relu6(Tensor self) -> Tensor` */
  relu6(self: Tensor): Tensor;
  /** `relu6_(Tensor(a!) self) -> Tensor(a!)` */
  relu6_(self: Tensor): Tensor;
  /**
   * x where positive, 0 elsewhere. Any shape → the same. In place.
   *
   * - `relu_(Tensor(a!) self) -> Tensor(a!)`
   */
  relu_(self: Tensor): Tensor;
  /**
   * - `remainder.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `remainder.Scalar_Tensor(Scalar self, Tensor other) -> Tensor`
   * - `remainder.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  remainder(self: Tensor, other: Tensor): Tensor;
  remainder(self: Tensor, other: number | bigint | boolean): Tensor;
  remainder(self: number | bigint | boolean, other: Tensor): Tensor;
  /**
   * - `remainder_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `remainder_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  remainder_(self: Tensor, other: Tensor): Tensor;
  remainder_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor` */
  renorm(self: Tensor, p: number | bigint | boolean, dim: number, maxnorm: number | bigint | boolean): Tensor;
  /** `renorm_(Tensor(a!) self, Scalar p, int dim, Scalar maxnorm) -> Tensor(a!)` */
  renorm_(self: Tensor, p: number | bigint | boolean, dim: number, maxnorm: number | bigint | boolean): Tensor;
  /**
   * Copies side by side: the size of dimension i is multiplied by repeats[i]. [n, m], (2, 3) → [2n, 3m].
   *
   * - `repeat(Tensor self, SymInt[] repeats) -> Tensor`
   */
  repeat(self: Tensor, repeats: number | readonly number[]): Tensor;
  /**
   * - `repeat_interleave.Tensor(Tensor repeats, *, SymInt? output_size=None) -> Tensor`
   * - `repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor`
   * - `repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor`
   */
  repeatInterleave(self: Tensor, repeats: Tensor, options?: { dim?: number | null; outputSize?: number | null }): Tensor;
  repeatInterleave(self: Tensor, repeats: Tensor, dim: number | null, options?: { outputSize?: number | null }): Tensor;
  repeatInterleave(repeats: Tensor, options?: { outputSize?: number | null }): Tensor;
  repeatInterleave(self: Tensor, repeats: number, options?: { dim?: number | null; outputSize?: number | null }): Tensor;
  repeatInterleave(self: Tensor, repeats: number, dim: number | null, options?: { outputSize?: number | null }): Tensor;
  /** `replication_pad1d(Tensor self, SymInt[2] padding) -> Tensor` */
  replicationPad1d(self: Tensor, padding: number | readonly number[]): Tensor;
  /** `replication_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
  replicationPad2d(self: Tensor, padding: number | readonly number[]): Tensor;
  /** `replication_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
  replicationPad3d(self: Tensor, padding: number | readonly number[]): Tensor;
  /**
   * The same elements in another shape, as a view where possible; one size may be −1. [6, 4], (2, −1) → [2, 12].
   *
   * - `reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)`
   */
  reshape(self: Tensor, shape: number | readonly number[]): Tensor;
  /** `reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  reshapeAs(self: Tensor, other: Tensor): Tensor;
  /** `resize(Tensor self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor` */
  resize(self: Tensor, size: number | readonly number[], options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `resize_as(Tensor self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor` */
  resizeAs(self: Tensor, theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `resize_as_sparse(Tensor self, Tensor the_template) -> Tensor` */
  resizeAsSparse(self: Tensor, theTemplate: Tensor): Tensor;
  /** `resize_as_sparse_(Tensor(a!) self, Tensor the_template) -> Tensor(a!)` */
  resizeAsSparse_(self: Tensor, theTemplate: Tensor): Tensor;
  /** `resize_as_(Tensor(a!) self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor(a!)` */
  resizeAs_(self: Tensor, theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `resize_(Tensor(a!) self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor(a!)` */
  resize_(self: Tensor, size: number | readonly number[], options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `resolve_conj(Tensor(a) self) -> Tensor(a)` */
  resolveConj(self: Tensor): Tensor;
  /** `resolve_neg(Tensor(a) self) -> Tensor(a)` */
  resolveNeg(self: Tensor): Tensor;
  /** `retain_grad(Tensor(a!) self) -> ()` */
  retainGrad(self: Tensor): void;
  /** `retains_grad(Tensor self) -> bool` */
  retainsGrad(self: Tensor): boolean;
  /**
   * - `rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  rmsNorm(input: Tensor, normalizedShape: number | readonly number[], options?: { weight?: Tensor | null; eps?: number | null }): Tensor;
  rmsNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null, options?: { eps?: number | null }): Tensor;
  rmsNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null, eps: number | null): Tensor;
  /**
   * - `rnn_relu.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)`
   * - `rnn_relu.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)`
   */
  rnnRelu(data: Tensor, batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  rnnRelu(input: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  /** `rnn_relu_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  rnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options?: { bIh?: Tensor | null; bHh?: Tensor | null }): Tensor;
  rnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, options?: { bHh?: Tensor | null }): Tensor;
  rnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, bHh: Tensor | null): Tensor;
  /**
   * - `rnn_tanh.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)`
   * - `rnn_tanh.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)`
   */
  rnnTanh(data: Tensor, batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  rnnTanh(input: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  /** `rnn_tanh_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  rnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options?: { bIh?: Tensor | null; bHh?: Tensor | null }): Tensor;
  rnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, options?: { bHh?: Tensor | null }): Tensor;
  rnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, bHh: Tensor | null): Tensor;
  /**
   * Shifts elements along dimensions; what falls off comes in at the other end. Any shape → the same.
   *
   * - `roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor`
   */
  roll(self: Tensor, shifts: number | readonly number[], options?: { dims?: number | readonly number[] }): Tensor;
  roll(self: Tensor, shifts: number | readonly number[], dims: number | readonly number[]): Tensor;
  /** `rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor` */
  rot90(self: Tensor, options?: { k?: number; dims?: number | readonly number[] }): Tensor;
  rot90(self: Tensor, k: number, options?: { dims?: number | readonly number[] }): Tensor;
  rot90(self: Tensor, k: number, dims: number | readonly number[]): Tensor;
  /**
   * Each element to the nearest whole number, halves to even. Any shape → the same.
   *
   * - `round(Tensor self) -> Tensor`
   * - `round.decimals(Tensor self, *, int decimals) -> Tensor`
   */
  round(self: Tensor): Tensor;
  round(self: Tensor, options: { decimals: number }): Tensor;
  /**
   * Each element to the nearest whole number, halves to even. Any shape → the same. In place.
   *
   * - `round_(Tensor(a!) self) -> Tensor(a!)`
   * - `round_.decimals(Tensor(a!) self, *, int decimals) -> Tensor(a!)`
   */
  round_(self: Tensor): Tensor;
  round_(self: Tensor, options: { decimals: number }): Tensor;
  /** `row_indices(Tensor(a) self) -> Tensor(a)` */
  rowIndices(self: Tensor): Tensor;
  /** `row_stack(Tensor[] tensors) -> Tensor` */
  rowStack(tensors: readonly Tensor[]): Tensor;
  /** `rrelu(Tensor self, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor` */
  rrelu(self: Tensor, options?: { lower?: number | bigint | boolean; upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rrelu(self: Tensor, lower: number | bigint | boolean, options?: { upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rrelu(self: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, options?: { training?: boolean; generator?: Generator | null }): Tensor;
  rrelu(self: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, options?: { generator?: Generator | null }): Tensor;
  rrelu(self: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, generator: Generator | null): Tensor;
  /** `rrelu_with_noise(Tensor self, Tensor(b!) noise, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor` */
  rreluWithNoise(self: Tensor, noise: Tensor, options?: { lower?: number | bigint | boolean; upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise(self: Tensor, noise: Tensor, lower: number | bigint | boolean, options?: { upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise(self: Tensor, noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, options?: { training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise(self: Tensor, noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, options?: { generator?: Generator | null }): Tensor;
  rreluWithNoise(self: Tensor, noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, generator: Generator | null): Tensor;
  /** `rrelu_with_noise_(Tensor(a!) self, Tensor(b!) noise, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor(a!)` */
  rreluWithNoise_(self: Tensor, noise: Tensor, options?: { lower?: number | bigint | boolean; upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise_(self: Tensor, noise: Tensor, lower: number | bigint | boolean, options?: { upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise_(self: Tensor, noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, options?: { training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise_(self: Tensor, noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, options?: { generator?: Generator | null }): Tensor;
  rreluWithNoise_(self: Tensor, noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, generator: Generator | null): Tensor;
  /** `rrelu_(Tensor(a!) self, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor(a!)` */
  rrelu_(self: Tensor, options?: { lower?: number | bigint | boolean; upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rrelu_(self: Tensor, lower: number | bigint | boolean, options?: { upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rrelu_(self: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, options?: { training?: boolean; generator?: Generator | null }): Tensor;
  rrelu_(self: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, options?: { generator?: Generator | null }): Tensor;
  rrelu_(self: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, generator: Generator | null): Tensor;
  /**
   * 1 / √x of each element. Any shape → the same.
   *
   * - `rsqrt(Tensor self) -> Tensor`
   */
  rsqrt(self: Tensor): Tensor;
  /**
   * 1 / √x of each element. Any shape → the same. In place.
   *
   * - `rsqrt_(Tensor(a!) self) -> Tensor(a!)`
   */
  rsqrt_(self: Tensor): Tensor;
  /**
   * - `rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor`
   * - `rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`
   */
  rsub(self: Tensor, other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  rsub(self: Tensor, other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  rsub(self: Tensor, other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /** `scalar_tensor(Scalar s, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  scalarTensor(s: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, options?: { attnMask?: Tensor | null; dropoutP?: number; isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null, options?: { dropoutP?: number; isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null, dropoutP: number, options?: { isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null, dropoutP: number, isCausal: boolean, options?: { scale?: number | null; enableGqa?: boolean }): Tensor;
  /**
   * The inverse of gather: puts values along `dim` where `index` says. Any shape → the same; `index` has as many dimensions, and at most the sizes of `src`.
   *
   * - `scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor`
   * - `scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor`
   * - `scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor`
   * - `scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor`
   */
  scatter(self: Tensor, dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  scatter(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  scatter(self: Tensor, dim: number, index: Tensor, value: number | bigint | boolean): Tensor;
  scatter(self: Tensor, dim: number, index: Tensor, value: number | bigint | boolean, options: { reduce: string }): Tensor;
  /** `scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
  scatterAdd(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** `scatter_add_(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` */
  scatterAdd_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** `scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor` */
  scatterReduce(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** `scatter_reduce_.two(Tensor(a!) self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor(a!)` */
  scatterReduce_(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /**
   * The inverse of gather: puts values along `dim` where `index` says. Any shape → the same; `index` has as many dimensions, and at most the sizes of `src`. In place.
   *
   * - `scatter_.reduce(Tensor(a!) self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor(a!)`
   * - `scatter_.src(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)`
   * - `scatter_.value(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)`
   * - `scatter_.value_reduce(Tensor(a!) self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor(a!)`
   */
  scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  scatter_(self: Tensor, dim: number, index: Tensor, value: number | bigint | boolean): Tensor;
  scatter_(self: Tensor, dim: number, index: Tensor, value: number | bigint | boolean, options: { reduce: string }): Tensor;
  /**
   * - `searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor`
   * - `searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor`
   */
  searchsorted(sortedSequence: Tensor, self: Tensor, options?: { outInt32?: boolean; right?: boolean; side?: string | null; sorter?: Tensor | null }): Tensor;
  searchsorted(sortedSequence: Tensor, self: number | bigint | boolean, options?: { outInt32?: boolean; right?: boolean; side?: string | null; sorter?: Tensor | null }): Tensor;
  /**
   * A view without `dim`, at one index of it. [n, m, k], dim 1 → [n, k].
   *
   * - `select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)`
   */
  select(self: Tensor, dim: number, index: number): Tensor;
  /** `select_scatter(Tensor self, Tensor src, int dim, SymInt index) -> Tensor` */
  selectScatter(self: Tensor, src: Tensor, dim: number, index: number): Tensor;
  /** `selu(Tensor self) -> Tensor` */
  selu(self: Tensor): Tensor;
  /** `selu_(Tensor(a!) self) -> Tensor(a!)` */
  selu_(self: Tensor): Tensor;
  /**
   * - `set(Tensor self) -> Tensor`
   * - `set.source_Storage(Tensor self, Storage source) -> Tensor`
   * - `set.source_Storage_storage_offset(Tensor self, Storage source, SymInt storage_offset, SymInt[] size, SymInt[] stride=[]) -> Tensor`
   * - `set.source_Tensor(Tensor self, Tensor source) -> Tensor`
   */
  set(self: Tensor, source: Tensor): Tensor;
  set(self: Tensor): Tensor;
  /**
   * - `set_(Tensor(a!) self) -> Tensor(a!)`
   * - `set_.source_Storage(Tensor(a!) self, Storage source) -> Tensor(a!)`
   * - `set_.source_Storage_storage_offset(Tensor(a!) self, Storage source, SymInt storage_offset, SymInt[] size, SymInt[] stride=[]) -> Tensor(a!)`
   * - `set_.source_Tensor(Tensor(a!) self, Tensor source) -> Tensor(a!)`
   * - `set_.source_Tensor_storage_offset(Tensor(a!) self, Tensor source, SymInt storage_offset, SymInt[] size, SymInt[] stride=[]) -> Tensor(a!)`
   */
  set_(self: Tensor, source: Tensor): Tensor;
  set_(self: Tensor, source: Tensor, storageOffset: number, size: number | readonly number[], options?: { stride?: number | readonly number[] }): Tensor;
  set_(self: Tensor, source: Tensor, storageOffset: number, size: number | readonly number[], stride: number | readonly number[]): Tensor;
  set_(self: Tensor): Tensor;
  /** `sgn(Tensor self) -> Tensor` */
  sgn(self: Tensor): Tensor;
  /** `sgn_(Tensor(a!) self) -> Tensor(a!)` */
  sgn_(self: Tensor): Tensor;
  /**
   * 1 / (1 + e^−x) of each element, in (0, 1). Any shape → the same.
   *
   * - `sigmoid(Tensor self) -> Tensor`
   */
  sigmoid(self: Tensor): Tensor;
  /**
   * 1 / (1 + e^−x) of each element, in (0, 1). Any shape → the same. In place.
   *
   * - `sigmoid_(Tensor(a!) self) -> Tensor(a!)`
   */
  sigmoid_(self: Tensor): Tensor;
  /**
   * −1, 0 or 1 by the sign of each element. Any shape → the same.
   *
   * - `sign(Tensor self) -> Tensor`
   */
  sign(self: Tensor): Tensor;
  /**
   * −1, 0 or 1 by the sign of each element. Any shape → the same. In place.
   *
   * - `sign_(Tensor(a!) self) -> Tensor(a!)`
   */
  sign_(self: Tensor): Tensor;
  /** `signbit(Tensor self) -> Tensor` */
  signbit(self: Tensor): Tensor;
  /** `silu(Tensor self) -> Tensor` */
  silu(self: Tensor): Tensor;
  /** `silu_(Tensor(a!) self) -> Tensor(a!)` */
  silu_(self: Tensor): Tensor;
  /**
   * Sine of each element, in radians. Any shape → the same.
   *
   * - `sin(Tensor self) -> Tensor`
   */
  sin(self: Tensor): Tensor;
  /**
   * Sine of each element, in radians. Any shape → the same. In place.
   *
   * - `sin_(Tensor(a!) self) -> Tensor(a!)`
   */
  sin_(self: Tensor): Tensor;
  /** `sinc(Tensor self) -> Tensor` */
  sinc(self: Tensor): Tensor;
  /** `sinc_(Tensor(a!) self) -> Tensor(a!)` */
  sinc_(self: Tensor): Tensor;
  /** `sinh(Tensor self) -> Tensor` */
  sinh(self: Tensor): Tensor;
  /** `sinh_(Tensor(a!) self) -> Tensor(a!)` */
  sinh_(self: Tensor): Tensor;
  /**
   * A view of items `start` to `end` (not included) along `dim`, every `step`-th. [n, m], dim 0 → [⌈(end − start) / step⌉, m].
   *
   * - `slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)`
   */
  slice(self: Tensor, options?: { dim?: number; start?: number | null; end?: number | null; step?: number }): Tensor;
  slice(self: Tensor, dim: number, options?: { start?: number | null; end?: number | null; step?: number }): Tensor;
  slice(self: Tensor, dim: number, start: number | null, options?: { end?: number | null; step?: number }): Tensor;
  slice(self: Tensor, dim: number, start: number | null, end: number | null, options?: { step?: number }): Tensor;
  slice(self: Tensor, dim: number, start: number | null, end: number | null, step: number): Tensor;
  /** `slice_scatter(Tensor self, Tensor src, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor` */
  sliceScatter(self: Tensor, src: Tensor, options?: { dim?: number; start?: number | null; end?: number | null; step?: number }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim: number, options?: { start?: number | null; end?: number | null; step?: number }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim: number, start: number | null, options?: { end?: number | null; step?: number }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim: number, start: number | null, end: number | null, options?: { step?: number }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim: number, start: number | null, end: number | null, step: number): Tensor;
  /** `slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)` */
  slogdet(self: Tensor): [sign: Tensor, logabsdet: Tensor];
  /** `smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor` */
  smoothL1Loss(self: Tensor, target: Tensor, options?: { reduction?: number; beta?: number }): Tensor;
  smoothL1Loss(self: Tensor, target: Tensor, reduction: number, options?: { beta?: number }): Tensor;
  smoothL1Loss(self: Tensor, target: Tensor, reduction: number, beta: number): Tensor;
  /** `soft_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  softMarginLoss(self: Tensor, target: Tensor, options?: { reduction?: number }): Tensor;
  softMarginLoss(self: Tensor, target: Tensor, reduction: number): Tensor;
  /**
   * exp(x) divided by its sum along `dim`: positive numbers that add up to 1. Any shape → the same.
   *
   * - `softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor`
   */
  softmax(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  softmax(self: Tensor, dim: number, dtype: DType | null): Tensor;
  /** `softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor` */
  softplus(self: Tensor, options?: { beta?: number | bigint | boolean; threshold?: number | bigint | boolean }): Tensor;
  softplus(self: Tensor, beta: number | bigint | boolean, options?: { threshold?: number | bigint | boolean }): Tensor;
  softplus(self: Tensor, beta: number | bigint | boolean, threshold: number | bigint | boolean): Tensor;
  /** `softshrink(Tensor self, Scalar lambd=0.5) -> Tensor` */
  softshrink(self: Tensor, options?: { lambd?: number | bigint | boolean }): Tensor;
  softshrink(self: Tensor, lambd: number | bigint | boolean): Tensor;
  /**
   * Sorted values along `dim` (last), and their indices. Any shape → the same, twice.
   *
   * - `sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)`
   * - `sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)`
   * - `sort.values(Tensor self, int dim=-1, bool descending=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   * - `sort.values_stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  sort(self: Tensor, options?: { dim?: number; descending?: boolean }): [values: Tensor, indices: Tensor];
  sort(self: Tensor, dim: number, options?: { descending?: boolean }): [values: Tensor, indices: Tensor];
  sort(self: Tensor, dim: number, descending: boolean): [values: Tensor, indices: Tensor];
  sort(self: Tensor, options?: { stable?: boolean | null; dim?: number; descending?: boolean }): [values: Tensor, indices: Tensor];
  /**
   * Cuts into views of `splitSize` items (or of the given sizes) along `dim`. [n, …] → ⌈n / splitSize⌉ × [splitSize, …], the last one perhaps shorter.
   *
   * - `split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]`
   * - `split.sizes(Tensor(a -> *) self, SymInt[] split_size, int dim=0) -> Tensor(a)[]`
   */
  split(self: Tensor, splitSize: number, options?: { dim?: number }): Tensor[];
  split(self: Tensor, splitSize: number, dim: number): Tensor[];
  split(self: Tensor, splitSize: number | readonly number[], options?: { dim?: number }): Tensor[];
  split(self: Tensor, splitSize: number | readonly number[], dim: number): Tensor[];
  /** `split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]` */
  splitWithSizes(self: Tensor, splitSizes: number | readonly number[], options?: { dim?: number }): Tensor[];
  splitWithSizes(self: Tensor, splitSizes: number | readonly number[], dim: number): Tensor[];
  /**
   * Square root of each element; of a negative one, nan. Any shape → the same.
   *
   * - `sqrt(Tensor self) -> Tensor`
   */
  sqrt(self: Tensor): Tensor;
  /**
   * Square root of each element; of a negative one, nan. Any shape → the same. In place.
   *
   * - `sqrt_(Tensor(a!) self) -> Tensor(a!)`
   */
  sqrt_(self: Tensor): Tensor;
  /** `square(Tensor self) -> Tensor` */
  square(self: Tensor): Tensor;
  /** `square_(Tensor(a!) self) -> Tensor(a!)` */
  square_(self: Tensor): Tensor;
  /**
   * A view without dimensions of size 1 (or without `dim`, if it has size 1). [n, 1, m, 1] → [n, m].
   *
   * - `squeeze(Tensor(a) self) -> Tensor(a)`
   * - `squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)`
   * - `squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)` (since libtorch 2.6)
   */
  squeeze(self: Tensor): Tensor;
  squeeze(self: Tensor, dim: number): Tensor;
  squeeze(self: Tensor, dim: number | readonly number[]): Tensor;
  /**
   * A view without dimensions of size 1 (or without `dim`, if it has size 1). [n, 1, m, 1] → [n, m]. In place.
   *
   * - `squeeze_(Tensor(a!) self) -> Tensor(a!)`
   * - `squeeze_.dim(Tensor(a!) self, int dim) -> Tensor(a!)`
   * - `squeeze_.dims(Tensor(a!) self, int[] dim) -> Tensor(a!)` (since libtorch 2.6)
   */
  squeeze_(self: Tensor): Tensor;
  squeeze_(self: Tensor, dim: number): Tensor;
  squeeze_(self: Tensor, dim: number | readonly number[]): Tensor;
  /**
   * Joins k tensors of one shape along a new dimension. k × [n, m], dim 0 → [k, n, m].
   *
   * - `stack(Tensor[] tensors, int dim=0) -> Tensor`
   */
  stack(tensors: readonly Tensor[], options?: { dim?: number }): Tensor;
  stack(tensors: readonly Tensor[], dim: number): Tensor;
  /**
   * Standard deviation of all elements, → []; or along dimensions, [n, m], dim 1 → [n]. Divides by n − 1 unless `unbiased` is false.
   *
   * - `std(Tensor self, bool unbiased=True) -> Tensor`
   * - `std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor`
   * - `std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor`
   */
  std(self: Tensor, options?: { unbiased?: boolean }): Tensor;
  std(self: Tensor, unbiased: boolean): Tensor;
  std(self: Tensor, options?: { dim?: number | readonly number[] | null; correction?: number | bigint | boolean | null; keepdim?: boolean }): Tensor;
  std(self: Tensor, dim: number | readonly number[] | null, options?: { correction?: number | bigint | boolean | null; keepdim?: boolean }): Tensor;
  std(self: Tensor, dim: number | readonly number[] | null, options?: { unbiased?: boolean; keepdim?: boolean }): Tensor;
  std(self: Tensor, dim: number | readonly number[] | null, unbiased: boolean, options?: { keepdim?: boolean }): Tensor;
  std(self: Tensor, dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): Tensor;
  /**
   * - `std_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)`
   * - `std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)`
   * - `std_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)`
   */
  stdMean(self: Tensor, options?: { unbiased?: boolean }): [Tensor, Tensor];
  stdMean(self: Tensor, unbiased: boolean): [Tensor, Tensor];
  stdMean(self: Tensor, options?: { dim?: number | readonly number[] | null; correction?: number | bigint | boolean | null; keepdim?: boolean }): [Tensor, Tensor];
  stdMean(self: Tensor, dim: number | readonly number[] | null, options?: { correction?: number | bigint | boolean | null; keepdim?: boolean }): [Tensor, Tensor];
  stdMean(self: Tensor, dim: number | readonly number[] | null, options?: { unbiased?: boolean; keepdim?: boolean }): [Tensor, Tensor];
  stdMean(self: Tensor, dim: number | readonly number[] | null, unbiased: boolean, options?: { keepdim?: boolean }): [Tensor, Tensor];
  stdMean(self: Tensor, dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): [Tensor, Tensor];
  /**
   * - `stft.center(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, str pad_mode="reflect", bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor`
   * - `stft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor`
   */
  stft(self: Tensor, nFft: number, options?: { hopLength?: number | null; winLength?: number | null; window?: Tensor | null; center?: boolean; padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, options?: { winLength?: number | null; window?: Tensor | null; center?: boolean; padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, options?: { window?: Tensor | null; center?: boolean; padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, options?: { center?: boolean; padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, options?: { padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, options?: { normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, normalized: boolean, options?: { onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, normalized: boolean, onesided: boolean | null, options?: { returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, normalized: boolean, onesided: boolean | null, returnComplex: boolean | null, options?: { alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, normalized: boolean, onesided: boolean | null, returnComplex: boolean | null, alignToWindow: boolean | null): Tensor;
  stft(self: Tensor, nFft: number, options?: { hopLength?: number | null; winLength?: number | null; window?: Tensor | null; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, options?: { winLength?: number | null; window?: Tensor | null; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, options?: { window?: Tensor | null; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, options?: { normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, normalized: boolean, options?: { onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, normalized: boolean, onesided: boolean | null, options?: { returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, normalized: boolean, onesided: boolean | null, returnComplex: boolean | null, options?: { alignToWindow?: boolean | null }): Tensor;
  stft(self: Tensor, nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, normalized: boolean, onesided: boolean | null, returnComplex: boolean | null, alignToWindow: boolean | null): Tensor;
  /**
   * Difference, element by element: `self − alpha * other`. Shapes are broadcast together.
   *
   * - `sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor`
   * - `sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`
   */
  sub(self: Tensor, other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  sub(self: Tensor, other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  sub(self: Tensor, other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * Difference, element by element: `self − alpha * other`. Shapes are broadcast together. In place.
   *
   * - `sub_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)`
   * - `sub_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)`
   */
  sub_(self: Tensor, other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  sub_(self: Tensor, other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  sub_(self: Tensor, other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * - `subtract.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor`
   * - `subtract.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`
   */
  subtract(self: Tensor, other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  subtract(self: Tensor, other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  subtract(self: Tensor, other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * - `subtract_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)`
   * - `subtract_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)`
   */
  subtract_(self: Tensor, other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  subtract_(self: Tensor, other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  subtract_(self: Tensor, other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * Sum of all elements, → []; or along dimensions: [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `sum(Tensor self, *, ScalarType? dtype=None) -> Tensor`
   * - `sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   */
  sum(self: Tensor, options?: { dtype?: DType | null }): Tensor;
  sum(self: Tensor, dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  sum(self: Tensor, dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** `sum_to_size(Tensor self, SymInt[] size) -> Tensor` */
  sumToSize(self: Tensor, size: number | readonly number[]): Tensor;
  /**
   * - `svd(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)`
   * - `svd.U(Tensor self, bool some=True, bool compute_uv=True, *, Tensor(a!) U, Tensor(b!) S, Tensor(c!) V) -> (Tensor(a!) U, Tensor(b!) S, Tensor(c!) V)`
   */
  svd(self: Tensor, options?: { some?: boolean; computeUv?: boolean }): [U: Tensor, S: Tensor, V: Tensor];
  svd(self: Tensor, some: boolean, options?: { computeUv?: boolean }): [U: Tensor, S: Tensor, V: Tensor];
  svd(self: Tensor, some: boolean, computeUv: boolean): [U: Tensor, S: Tensor, V: Tensor];
  /** `swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)` */
  swapaxes(self: Tensor, axis0: number, axis1: number): Tensor;
  /** `swapaxes_(Tensor(a!) self, int axis0, int axis1) -> Tensor(a!)` */
  swapaxes_(self: Tensor, axis0: number, axis1: number): Tensor;
  /** `swapdims(Tensor(a) self, int dim0, int dim1) -> Tensor(a)` */
  swapdims(self: Tensor, dim0: number, dim1: number): Tensor;
  /** `swapdims_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)` */
  swapdims_(self: Tensor, dim0: number, dim1: number): Tensor;
  /**
   * - `symeig(Tensor self, bool eigenvectors=False, bool upper=True) -> (Tensor eigenvalues, Tensor eigenvectors)`
   * - `symeig.e(Tensor self, bool eigenvectors=False, bool upper=True, *, Tensor(a!) e, Tensor(b!) V) -> (Tensor(a!) eigenvalues, Tensor(b!) eigenvectors)`
   */
  symeig(self: Tensor, options?: { eigenvectors?: boolean; upper?: boolean }): [eigenvalues: Tensor, eigenvectors: Tensor];
  symeig(self: Tensor, eigenvectors: boolean, options?: { upper?: boolean }): [eigenvalues: Tensor, eigenvectors: Tensor];
  symeig(self: Tensor, eigenvectors: boolean, upper: boolean): [eigenvalues: Tensor, eigenvectors: Tensor];
  /**
   * The transpose of a matrix. [n, m] → [m, n].
   *
   * - `t(Tensor(a) self) -> Tensor(a)`
   */
  t(self: Tensor): Tensor;
  /**
   * The transpose of a matrix. [n, m] → [m, n]. In place.
   *
   * - `t_(Tensor(a!) self) -> Tensor(a!)`
   */
  t_(self: Tensor): Tensor;
  /** `take(Tensor self, Tensor index) -> Tensor` */
  take(self: Tensor, index: Tensor): Tensor;
  /** `take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor` */
  takeAlongDim(self: Tensor, indices: Tensor, options?: { dim?: number | null }): Tensor;
  takeAlongDim(self: Tensor, indices: Tensor, dim: number | null): Tensor;
  /** `tan(Tensor self) -> Tensor` */
  tan(self: Tensor): Tensor;
  /** `tan_(Tensor(a!) self) -> Tensor(a!)` */
  tan_(self: Tensor): Tensor;
  /**
   * Hyperbolic tangent of each element, in (−1, 1). Any shape → the same.
   *
   * - `tanh(Tensor self) -> Tensor`
   */
  tanh(self: Tensor): Tensor;
  /**
   * Hyperbolic tangent of each element, in (−1, 1). Any shape → the same. In place.
   *
   * - `tanh_(Tensor(a!) self) -> Tensor(a!)`
   */
  tanh_(self: Tensor): Tensor;
  /**
   * - `tensor_split.indices(Tensor(a -> *) self, SymInt[] indices, int dim=0) -> Tensor(a)[]`
   * - `tensor_split.sections(Tensor(a -> *) self, SymInt sections, int dim=0) -> Tensor(a)[]`
   * - `tensor_split.tensor_indices_or_sections(Tensor(a -> *) self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor(a)[]`
   */
  tensorSplit(self: Tensor, tensorIndicesOrSections: Tensor, options?: { dim?: number }): Tensor[];
  tensorSplit(self: Tensor, tensorIndicesOrSections: Tensor, dim: number): Tensor[];
  tensorSplit(self: Tensor, indices: number | readonly number[], options?: { dim?: number }): Tensor[];
  tensorSplit(self: Tensor, indices: number | readonly number[], dim: number): Tensor[];
  tensorSplit(self: Tensor, sections: number, options?: { dim?: number }): Tensor[];
  tensorSplit(self: Tensor, sections: number, dim: number): Tensor[];
  /** `tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor` */
  tensordot(self: Tensor, other: Tensor, dimsSelf: number | readonly number[], dimsOther: number | readonly number[]): Tensor;
  /** `threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor` */
  threshold(self: Tensor, threshold: number | bigint | boolean, value: number | bigint | boolean): Tensor;
  /** `threshold_(Tensor(a!) self, Scalar threshold, Scalar value) -> Tensor(a!)` */
  threshold_(self: Tensor, threshold: number | bigint | boolean, value: number | bigint | boolean): Tensor;
  /** `tile(Tensor self, SymInt[] dims) -> Tensor` */
  tile(self: Tensor, dims: number | readonly number[]): Tensor;
  /** `to_dense(Tensor self, ScalarType? dtype=None, *, bool? masked_grad=None) -> Tensor` */
  toDense(self: Tensor, options?: { dtype?: DType | null; maskedGrad?: boolean | null }): Tensor;
  toDense(self: Tensor, dtype: DType | null, options?: { maskedGrad?: boolean | null }): Tensor;
  /**
   * The `k` largest elements along `dim` (last), sorted, and their indices. [n, m] → [n, k] each.
   *
   * - `topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)`
   * - `topk.values(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  topk(self: Tensor, k: number, options?: { dim?: number; largest?: boolean; sorted?: boolean }): [values: Tensor, indices: Tensor];
  topk(self: Tensor, k: number, dim: number, options?: { largest?: boolean; sorted?: boolean }): [values: Tensor, indices: Tensor];
  topk(self: Tensor, k: number, dim: number, largest: boolean, options?: { sorted?: boolean }): [values: Tensor, indices: Tensor];
  topk(self: Tensor, k: number, dim: number, largest: boolean, sorted: boolean): [values: Tensor, indices: Tensor];
  /** `trace(Tensor self) -> Tensor` */
  trace(self: Tensor): Tensor;
  /**
   * A view with two dimensions swapped. [n, m, k], (0, 2) → [k, m, n].
   *
   * - `transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)`
   */
  transpose(self: Tensor, dim0: number, dim1: number): Tensor;
  /**
   * A view with two dimensions swapped. [n, m, k], (0, 2) → [k, m, n]. In place.
   *
   * - `transpose_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)`
   */
  transpose_(self: Tensor, dim0: number, dim1: number): Tensor;
  /**
   * - `trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor`
   * - `trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`
   */
  trapezoid(y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
  trapezoid(y: Tensor, options?: { dx?: number | bigint | boolean; dim?: number }): Tensor;
  /**
   * - `trapz.dx(Tensor y, *, float dx=1., int dim=-1) -> Tensor`
   * - `trapz.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`
   */
  trapz(y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
  trapz(y: Tensor, options?: { dx?: number; dim?: number }): Tensor;
  /**
   * - `triangular_solve(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False) -> (Tensor solution, Tensor cloned_coefficient)`
   * - `triangular_solve.X(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False, *, Tensor(a!) X, Tensor(b!) M) -> (Tensor(a!) solution, Tensor(b!) cloned_coefficient)`
   */
  triangularSolve(self: Tensor, A: Tensor, options?: { upper?: boolean; transpose?: boolean; unitriangular?: boolean }): [solution: Tensor, clonedCoefficient: Tensor];
  triangularSolve(self: Tensor, A: Tensor, upper: boolean, options?: { transpose?: boolean; unitriangular?: boolean }): [solution: Tensor, clonedCoefficient: Tensor];
  triangularSolve(self: Tensor, A: Tensor, upper: boolean, transpose: boolean, options?: { unitriangular?: boolean }): [solution: Tensor, clonedCoefficient: Tensor];
  triangularSolve(self: Tensor, A: Tensor, upper: boolean, transpose: boolean, unitriangular: boolean): [solution: Tensor, clonedCoefficient: Tensor];
  /**
   * The lower triangle of matrices; the rest is zero. […, n, m] → the same.
   *
   * - `tril(Tensor self, SymInt diagonal=0) -> Tensor`
   */
  tril(self: Tensor, options?: { diagonal?: number }): Tensor;
  tril(self: Tensor, diagonal: number): Tensor;
  /** `tril_indices(int row, int col, int offset=0, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  trilIndices(row: number, col: number, options?: { offset?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  trilIndices(row: number, col: number, offset: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * The lower triangle of matrices; the rest is zero. […, n, m] → the same. In place.
   *
   * - `tril_(Tensor(a!) self, SymInt diagonal=0) -> Tensor(a!)`
   */
  tril_(self: Tensor, options?: { diagonal?: number }): Tensor;
  tril_(self: Tensor, diagonal: number): Tensor;
  /** `triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1., float p=2., float eps=9.9999999999999995e-07, bool swap=False, int reduction=1) -> Tensor` */
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, options?: { margin?: number; p?: number; eps?: number; swap?: boolean; reduction?: number }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, options?: { p?: number; eps?: number; swap?: boolean; reduction?: number }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, p: number, options?: { eps?: number; swap?: boolean; reduction?: number }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, options?: { swap?: boolean; reduction?: number }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, swap: boolean, options?: { reduction?: number }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, swap: boolean, reduction: number): Tensor;
  /**
   * The upper triangle of matrices; the rest is zero. […, n, m] → the same.
   *
   * - `triu(Tensor self, SymInt diagonal=0) -> Tensor`
   */
  triu(self: Tensor, options?: { diagonal?: number }): Tensor;
  triu(self: Tensor, diagonal: number): Tensor;
  /** `triu_indices(int row, int col, int offset=0, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  triuIndices(row: number, col: number, options?: { offset?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  triuIndices(row: number, col: number, offset: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * The upper triangle of matrices; the rest is zero. […, n, m] → the same. In place.
   *
   * - `triu_(Tensor(a!) self, SymInt diagonal=0) -> Tensor(a!)`
   */
  triu_(self: Tensor, options?: { diagonal?: number }): Tensor;
  triu_(self: Tensor, diagonal: number): Tensor;
  /**
   * - `true_divide.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `true_divide.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  trueDivide(self: Tensor, other: Tensor): Tensor;
  trueDivide(self: Tensor, other: number | bigint | boolean): Tensor;
  /**
   * - `true_divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `true_divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  trueDivide_(self: Tensor, other: Tensor): Tensor;
  trueDivide_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `trunc(Tensor self) -> Tensor` */
  trunc(self: Tensor): Tensor;
  /** `trunc_(Tensor(a!) self) -> Tensor(a!)` */
  trunc_(self: Tensor): Tensor;
  /** `type_as(Tensor self, Tensor other) -> Tensor` */
  typeAs(self: Tensor, other: Tensor): Tensor;
  /**
   * Views along `dim`, one per index. [n, m], dim 0 → n × [m].
   *
   * - `unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]`
   */
  unbind(self: Tensor, options?: { dim?: number }): Tensor[];
  unbind(self: Tensor, dim: number): Tensor[];
  /** `unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)` */
  unflatten(self: Tensor, dim: number, sizes: number | readonly number[]): Tensor;
  /** `unflatten_dense_tensors(Tensor flat, Tensor[] tensors) -> Tensor[]` */
  unflattenDenseTensors(flat: Tensor, tensors: readonly Tensor[]): Tensor[];
  /** `unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)` */
  unfold(self: Tensor, dimension: number, size: number, step: number): Tensor;
  /** `uniform(Tensor self, float from=0., float to=1., *, Generator? generator=None) -> Tensor` */
  uniform(self: Tensor, options?: { from?: number; to?: number; generator?: Generator | null }): Tensor;
  uniform(self: Tensor, from: number, options?: { to?: number; generator?: Generator | null }): Tensor;
  uniform(self: Tensor, from: number, to: number, options?: { generator?: Generator | null }): Tensor;
  /** `uniform_(Tensor(a!) self, float from=0., float to=1., *, Generator? generator=None) -> Tensor(a!)` */
  uniform_(self: Tensor, options?: { from?: number; to?: number; generator?: Generator | null }): Tensor;
  uniform_(self: Tensor, from: number, options?: { to?: number; generator?: Generator | null }): Tensor;
  uniform_(self: Tensor, from: number, to: number, options?: { generator?: Generator | null }): Tensor;
  /** `unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor, Tensor, Tensor)` */
  uniqueConsecutive(self: Tensor, options?: { returnInverse?: boolean; returnCounts?: boolean; dim?: number | null }): [Tensor, Tensor, Tensor];
  uniqueConsecutive(self: Tensor, returnInverse: boolean, options?: { returnCounts?: boolean; dim?: number | null }): [Tensor, Tensor, Tensor];
  uniqueConsecutive(self: Tensor, returnInverse: boolean, returnCounts: boolean, options?: { dim?: number | null }): [Tensor, Tensor, Tensor];
  uniqueConsecutive(self: Tensor, returnInverse: boolean, returnCounts: boolean, dim: number | null): [Tensor, Tensor, Tensor];
  /** `unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
  uniqueDim(self: Tensor, dim: number, options?: { sorted?: boolean; returnInverse?: boolean; returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDim(self: Tensor, dim: number, sorted: boolean, options?: { returnInverse?: boolean; returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDim(self: Tensor, dim: number, sorted: boolean, returnInverse: boolean, options?: { returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDim(self: Tensor, dim: number, sorted: boolean, returnInverse: boolean, returnCounts: boolean): [Tensor, Tensor, Tensor];
  /** `unique_dim_consecutive(Tensor self, int dim, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
  uniqueDimConsecutive(self: Tensor, dim: number, options?: { returnInverse?: boolean; returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDimConsecutive(self: Tensor, dim: number, returnInverse: boolean, options?: { returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDimConsecutive(self: Tensor, dim: number, returnInverse: boolean, returnCounts: boolean): [Tensor, Tensor, Tensor];
  /**
   * A view with a new dimension of size 1 at `dim`. [n, m], dim 1 → [n, 1, m].
   *
   * - `unsqueeze(Tensor(a) self, int dim) -> Tensor(a)`
   */
  unsqueeze(self: Tensor, dim: number): Tensor;
  /**
   * A view with a new dimension of size 1 at `dim`. [n, m], dim 1 → [n, 1, m]. In place.
   *
   * - `unsqueeze_(Tensor(a!) self, int dim) -> Tensor(a!)`
   */
  unsqueeze_(self: Tensor, dim: number): Tensor;
  /**
   * - `upsample_bicubic2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_bicubic2d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor`
   */
  upsampleBicubic2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleBicubic2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleBicubic2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesH: number | null, scalesW: number | null): Tensor;
  upsampleBicubic2d(input: Tensor, outputSize: number | readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  /**
   * Pictures [N, C, H, W] resized by bilinear interpolation. → [N, C, h, w].
   *
   * - `upsample_bilinear2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_bilinear2d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor`
   */
  upsampleBilinear2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleBilinear2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleBilinear2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesH: number | null, scalesW: number | null): Tensor;
  upsampleBilinear2d(input: Tensor, outputSize: number | readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_linear1d(Tensor self, SymInt[1] output_size, bool align_corners, float? scales=None) -> Tensor`
   * - `upsample_linear1d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor`
   */
  upsampleLinear1d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scales?: number | null }): Tensor;
  upsampleLinear1d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scales: number | null): Tensor;
  upsampleLinear1d(input: Tensor, outputSize: number | readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_nearest1d(Tensor self, SymInt[1] output_size, float? scales=None) -> Tensor`
   * - `upsample_nearest1d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor`
   */
  upsampleNearest1d(self: Tensor, outputSize: number | readonly number[], options?: { scales?: number | null }): Tensor;
  upsampleNearest1d(self: Tensor, outputSize: number | readonly number[], scales: number | null): Tensor;
  upsampleNearest1d(input: Tensor, outputSize: number | readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_nearest2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_nearest2d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor`
   */
  upsampleNearest2d(self: Tensor, outputSize: number | readonly number[], options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleNearest2d(self: Tensor, outputSize: number | readonly number[], scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleNearest2d(self: Tensor, outputSize: number | readonly number[], scalesH: number | null, scalesW: number | null): Tensor;
  upsampleNearest2d(input: Tensor, outputSize: number | readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_nearest3d(Tensor self, SymInt[3] output_size, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_nearest3d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor`
   */
  upsampleNearest3d(self: Tensor, outputSize: number | readonly number[], options?: { scalesD?: number | null; scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleNearest3d(self: Tensor, outputSize: number | readonly number[], scalesD: number | null, options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleNearest3d(self: Tensor, outputSize: number | readonly number[], scalesD: number | null, scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleNearest3d(self: Tensor, outputSize: number | readonly number[], scalesD: number | null, scalesH: number | null, scalesW: number | null): Tensor;
  upsampleNearest3d(input: Tensor, outputSize: number | readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_trilinear3d(Tensor self, SymInt[3] output_size, bool align_corners, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_trilinear3d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor`
   */
  upsampleTrilinear3d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesD?: number | null; scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleTrilinear3d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesD: number | null, options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleTrilinear3d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesD: number | null, scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleTrilinear3d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesD: number | null, scalesH: number | null, scalesW: number | null): Tensor;
  upsampleTrilinear3d(input: Tensor, outputSize: number | readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  /** `values(Tensor(a) self) -> Tensor(a)` */
  values(self: Tensor): Tensor;
  /** `vander(Tensor x, int? N=None, bool increasing=False) -> Tensor` */
  vander(x: Tensor, options?: { N?: number | null; increasing?: boolean }): Tensor;
  vander(x: Tensor, N: number | null, options?: { increasing?: boolean }): Tensor;
  vander(x: Tensor, N: number | null, increasing: boolean): Tensor;
  /**
   * Variance of all elements, → []; or along dimensions, [n, m], dim 1 → [n]. Divides by n − 1 unless `unbiased` is false.
   *
   * - `var(Tensor self, bool unbiased=True) -> Tensor`
   * - `var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor`
   * - `var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor`
   */
  var(self: Tensor, options?: { unbiased?: boolean }): Tensor;
  var(self: Tensor, unbiased: boolean): Tensor;
  var(self: Tensor, options?: { dim?: number | readonly number[] | null; correction?: number | bigint | boolean | null; keepdim?: boolean }): Tensor;
  var(self: Tensor, dim: number | readonly number[] | null, options?: { correction?: number | bigint | boolean | null; keepdim?: boolean }): Tensor;
  var(self: Tensor, dim: number | readonly number[] | null, options?: { unbiased?: boolean; keepdim?: boolean }): Tensor;
  var(self: Tensor, dim: number | readonly number[] | null, unbiased: boolean, options?: { keepdim?: boolean }): Tensor;
  var(self: Tensor, dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): Tensor;
  /**
   * - `var_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)`
   * - `var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)`
   * - `var_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)`
   */
  varMean(self: Tensor, options?: { unbiased?: boolean }): [Tensor, Tensor];
  varMean(self: Tensor, unbiased: boolean): [Tensor, Tensor];
  varMean(self: Tensor, options?: { dim?: number | readonly number[] | null; correction?: number | bigint | boolean | null; keepdim?: boolean }): [Tensor, Tensor];
  varMean(self: Tensor, dim: number | readonly number[] | null, options?: { correction?: number | bigint | boolean | null; keepdim?: boolean }): [Tensor, Tensor];
  varMean(self: Tensor, dim: number | readonly number[] | null, options?: { unbiased?: boolean; keepdim?: boolean }): [Tensor, Tensor];
  varMean(self: Tensor, dim: number | readonly number[] | null, unbiased: boolean, options?: { keepdim?: boolean }): [Tensor, Tensor];
  varMean(self: Tensor, dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): [Tensor, Tensor];
  /** `vdot(Tensor self, Tensor other) -> Tensor` */
  vdot(self: Tensor, other: Tensor): Tensor;
  /**
   * The same memory in another shape; one size may be −1. Fails where that needs a copy: see `reshape`. [6, 4], (2, −1) → [2, 12].
   *
   * - `view(Tensor(a) self, SymInt[] size) -> Tensor(a)`
   * - `view.dtype(Tensor(a) self, ScalarType dtype) -> Tensor(a)`
   */
  view(self: Tensor, size: number | readonly number[]): Tensor;
  view(self: Tensor, dtype: DType): Tensor;
  /** `view_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  viewAs(self: Tensor, other: Tensor): Tensor;
  /** `view_as_complex(Tensor(a) self) -> Tensor(a)` */
  viewAsComplex(self: Tensor): Tensor;
  /** `view_as_real(Tensor(a) self) -> Tensor(a)` */
  viewAsReal(self: Tensor): Tensor;
  /**
   * - `vsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]`
   * - `vsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]`
   */
  vsplit(self: Tensor, indices: number | readonly number[]): Tensor[];
  vsplit(self: Tensor, sections: number): Tensor[];
  /** `vstack(Tensor[] tensors) -> Tensor` */
  vstack(tensors: readonly Tensor[]): Tensor;
  /**
   * Elements of `self` where `condition` is true, of `other` elsewhere; shapes are broadcast together. With the condition alone, its indices, one [count] a dimension.
   *
   * - `where(Tensor condition) -> Tensor[]`
   * - `where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor`
   * - `where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor`
   * - `where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor`
   * - `where.self(Tensor condition, Tensor self, Tensor other) -> Tensor`
   */
  where(condition: Tensor, self: Tensor, other: Tensor): Tensor;
  where(condition: Tensor, self: Tensor, other: number | bigint | boolean): Tensor;
  where(condition: Tensor, self: number | bigint | boolean, other: Tensor): Tensor;
  where(condition: Tensor): Tensor[];
  where(condition: Tensor, self: number | bigint | boolean, other: number | bigint | boolean): Tensor;
  /**
   * - `xlogy.OutScalar_Other(Tensor self, Scalar other, *, Tensor(a!) out) -> Tensor(a!)`
   * - `xlogy.OutScalar_Self(Scalar self, Tensor other, *, Tensor(a!) out) -> Tensor(a!)`
   * - `xlogy.OutTensor(Tensor self, Tensor other, *, Tensor(a!) out) -> Tensor(a!)`
   * - `xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor`
   * - `xlogy.Scalar_Self(Scalar self, Tensor other) -> Tensor`
   * - `xlogy.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  xlogy(self: Tensor, other: Tensor): Tensor;
  xlogy(self: Tensor, other: number | bigint | boolean): Tensor;
  xlogy(self: number | bigint | boolean, other: Tensor): Tensor;
  /**
   * - `xlogy_.Scalar_Other(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `xlogy_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  xlogy_(self: Tensor, other: Tensor): Tensor;
  xlogy_(self: Tensor, other: number | bigint | boolean): Tensor;
  /** `zero(Tensor self) -> Tensor` */
  zero(self: Tensor): Tensor;
  /** `zero_(Tensor(a!) self) -> Tensor(a!)` */
  zero_(self: Tensor): Tensor;
  /**
   * A tensor of zeros. → the shape `size`.
   *
   * - `zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   */
  zeros(size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `zeros_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  zerosLike(self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  linalg: LinalgFunctions;
  special: SpecialFunctions;
  fft: FftFunctions;
}

export interface LinalgFunctions {
  /** `linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor` */
  cholesky(self: Tensor, options?: { upper?: boolean }): Tensor;
  /**
   * - `linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)`
   * - `linalg_cholesky_ex.L(Tensor self, *, bool upper=False, bool check_errors=False, Tensor(a!) L, Tensor(b!) info) -> (Tensor(a!) L, Tensor(b!) info)`
   */
  choleskyEx(self: Tensor, options?: { upper?: boolean; checkErrors?: boolean }): [L: Tensor, info: Tensor];
  /**
   * - `linalg_cond(Tensor self, Scalar? p=None) -> Tensor`
   * - `linalg_cond.p_str(Tensor self, str p) -> Tensor`
   */
  cond(self: Tensor, options?: { p?: number | bigint | boolean | null }): Tensor;
  cond(self: Tensor, p: number | bigint | boolean | null): Tensor;
  cond(self: Tensor, p: string): Tensor;
  /** `linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor` */
  cross(self: Tensor, other: Tensor, options?: { dim?: number }): Tensor;
  /** `linalg_det(Tensor A) -> Tensor` */
  det(A: Tensor): Tensor;
  /** `linalg_diagonal(Tensor(a) A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor(a)` */
  diagonal(A: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  /** `linalg_eig(Tensor self) -> (Tensor eigenvalues, Tensor eigenvectors)` */
  eig(self: Tensor): [eigenvalues: Tensor, eigenvectors: Tensor];
  /**
   * - `linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)`
   * - `linalg_eigh.eigvals(Tensor self, str UPLO="L", *, Tensor(a!) eigvals, Tensor(b!) eigvecs) -> (Tensor(a!) eigenvalues, Tensor(b!) eigenvectors)`
   */
  eigh(self: Tensor, options?: { UPLO?: string }): [eigenvalues: Tensor, eigenvectors: Tensor];
  eigh(self: Tensor, UPLO: string): [eigenvalues: Tensor, eigenvectors: Tensor];
  /** `linalg_eigvals(Tensor self) -> Tensor` */
  eigvals(self: Tensor): Tensor;
  /** `linalg_eigvalsh(Tensor self, str UPLO="L") -> Tensor` */
  eigvalsh(self: Tensor, options?: { UPLO?: string }): Tensor;
  eigvalsh(self: Tensor, UPLO: string): Tensor;
  /** `linalg_householder_product(Tensor input, Tensor tau) -> Tensor` */
  householderProduct(input: Tensor, tau: Tensor): Tensor;
  /** `linalg_inv(Tensor A) -> Tensor` */
  inv(A: Tensor): Tensor;
  /**
   * - `linalg_inv_ex(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)`
   * - `linalg_inv_ex.inverse(Tensor A, *, bool check_errors=False, Tensor(a!) inverse, Tensor(b!) info) -> (Tensor(a!) inverse, Tensor(b!) info)`
   */
  invEx(A: Tensor, options?: { checkErrors?: boolean }): [inverse: Tensor, info: Tensor];
  /** `linalg_ldl_factor(Tensor self, *, bool hermitian=False) -> (Tensor LD, Tensor pivots)` */
  ldlFactor(self: Tensor, options?: { hermitian?: boolean }): [LD: Tensor, pivots: Tensor];
  /** `linalg_ldl_factor_ex(Tensor self, *, bool hermitian=False, bool check_errors=False) -> (Tensor LD, Tensor pivots, Tensor info)` */
  ldlFactorEx(self: Tensor, options?: { hermitian?: boolean; checkErrors?: boolean }): [LD: Tensor, pivots: Tensor, info: Tensor];
  /** `linalg_ldl_solve(Tensor LD, Tensor pivots, Tensor B, *, bool hermitian=False) -> Tensor` */
  ldlSolve(LD: Tensor, pivots: Tensor, B: Tensor, options?: { hermitian?: boolean }): Tensor;
  /** `linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)` */
  lstsq(self: Tensor, b: Tensor, options?: { rcond?: number | null; driver?: string | null }): [solution: Tensor, residuals: Tensor, rank: Tensor, singularValues: Tensor];
  lstsq(self: Tensor, b: Tensor, rcond: number | null, options?: { driver?: string | null }): [solution: Tensor, residuals: Tensor, rank: Tensor, singularValues: Tensor];
  /** `linalg_lu(Tensor A, *, bool pivot=True) -> (Tensor P, Tensor L, Tensor U)` */
  lu(A: Tensor, options?: { pivot?: boolean }): [P: Tensor, L: Tensor, U: Tensor];
  /** `linalg_lu_factor(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)` */
  luFactor(A: Tensor, options?: { pivot?: boolean }): [LU: Tensor, pivots: Tensor];
  /** `linalg_lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False) -> (Tensor LU, Tensor pivots, Tensor info)` */
  luFactorEx(A: Tensor, options?: { pivot?: boolean; checkErrors?: boolean }): [LU: Tensor, pivots: Tensor, info: Tensor];
  /** `linalg_lu_solve(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, bool adjoint=False) -> Tensor` */
  luSolve(LU: Tensor, pivots: Tensor, B: Tensor, options?: { left?: boolean; adjoint?: boolean }): Tensor;
  /**
   * Matrix product; leading dimensions are a batch and are broadcast. […, n, m] × […, m, p] → […, n, p].
   *
   * - `linalg_matmul(Tensor self, Tensor other) -> Tensor`
   */
  matmul(self: Tensor, other: Tensor): Tensor;
  /** `linalg_matrix_exp(Tensor self) -> Tensor` */
  matrixExp(self: Tensor): Tensor;
  /**
   * - `linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   * - `linalg_matrix_norm.str_ord(Tensor self, str ord="fro", int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   */
  matrixNorm(self: Tensor, ord: number | bigint | boolean, options?: { dim?: number | readonly number[]; keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(self: Tensor, ord: number | bigint | boolean, dim: number | readonly number[], options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(self: Tensor, ord: number | bigint | boolean, dim: number | readonly number[], keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  matrixNorm(self: Tensor, options?: { ord?: string; dim?: number | readonly number[]; keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(self: Tensor, ord: string, options?: { dim?: number | readonly number[]; keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(self: Tensor, ord: string, dim: number | readonly number[], options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(self: Tensor, ord: string, dim: number | readonly number[], keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** `linalg_matrix_power(Tensor self, int n) -> Tensor` */
  matrixPower(self: Tensor, n: number): Tensor;
  /**
   * - `linalg_matrix_rank(Tensor self, float tol, bool hermitian=False) -> Tensor`
   * - `linalg_matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor`
   * - `linalg_matrix_rank.atol_rtol_tensor(Tensor input, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor`
   * - `linalg_matrix_rank.tol_tensor(Tensor input, Tensor tol, bool hermitian=False) -> Tensor`
   */
  matrixRank(input: Tensor, options?: { atol?: Tensor | null; rtol?: Tensor | null; hermitian?: boolean }): Tensor;
  matrixRank(input: Tensor, tol: Tensor, options?: { hermitian?: boolean }): Tensor;
  matrixRank(input: Tensor, tol: Tensor, hermitian: boolean): Tensor;
  matrixRank(self: Tensor, tol: number, options?: { hermitian?: boolean }): Tensor;
  matrixRank(self: Tensor, tol: number, hermitian: boolean): Tensor;
  matrixRank(self: Tensor, options?: { atol?: number | null; rtol?: number | null; hermitian?: boolean }): Tensor;
  /**
   * - `linalg_matrix_sqrth(Tensor self) -> Tensor`
   *
   * Since libtorch 2.14, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  matrixSqrth(self: Tensor): Tensor;
  /** `linalg_multi_dot(Tensor[] tensors) -> Tensor` */
  multiDot(tensors: readonly Tensor[]): Tensor;
  /**
   * Length of the tensor as a vector, → []; or along dimensions, [n, m], dim 1 → [n]. p = 2 unless given.
   *
   * - `linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   * - `linalg_norm.ord_str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   */
  norm(self: Tensor, options?: { ord?: number | bigint | boolean | null; dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(self: Tensor, ord: number | bigint | boolean | null, options?: { dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(self: Tensor, ord: number | bigint | boolean | null, dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(self: Tensor, ord: number | bigint | boolean | null, dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  norm(self: Tensor, ord: string, options?: { dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(self: Tensor, ord: string, dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(self: Tensor, ord: string, dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /**
   * - `linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor`
   * - `linalg_pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor`
   * - `linalg_pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor`
   * - `linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False) -> Tensor`
   */
  pinv(self: Tensor, options?: { atol?: Tensor | null; rtol?: Tensor | null; hermitian?: boolean }): Tensor;
  pinv(self: Tensor, rcond: Tensor, options?: { hermitian?: boolean }): Tensor;
  pinv(self: Tensor, rcond: Tensor, hermitian: boolean): Tensor;
  pinv(self: Tensor, rcond: number, options?: { hermitian?: boolean }): Tensor;
  pinv(self: Tensor, rcond: number, hermitian: boolean): Tensor;
  pinv(self: Tensor, options?: { atol?: number | null; rtol?: number | null; hermitian?: boolean }): Tensor;
  /**
   * - `linalg_polar(Tensor A) -> (Tensor U, Tensor H)`
   *
   * Since libtorch 2.14, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  polar(A: Tensor): [U: Tensor, H: Tensor];
  /** `linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)` */
  qr(A: Tensor, options?: { mode?: string }): [Q: Tensor, R: Tensor];
  qr(A: Tensor, mode: string): [Q: Tensor, R: Tensor];
  /** `linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)` */
  slogdet(A: Tensor): [sign: Tensor, logabsdet: Tensor];
  /** `linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor` */
  solve(A: Tensor, B: Tensor, options?: { left?: boolean }): Tensor;
  /** `linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor info)` */
  solveEx(A: Tensor, B: Tensor, options?: { left?: boolean; checkErrors?: boolean }): [result: Tensor, info: Tensor];
  /** `linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor` */
  solveTriangular(self: Tensor, B: Tensor, options: { upper: boolean; left?: boolean; unitriangular?: boolean }): Tensor;
  /**
   * - `linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)`
   * - `linalg_svd.U(Tensor A, bool full_matrices=True, *, str? driver=None, Tensor(a!) U, Tensor(b!) S, Tensor(c!) Vh) -> (Tensor(a!) U, Tensor(b!) S, Tensor(c!) Vh)`
   */
  svd(A: Tensor, options?: { fullMatrices?: boolean; driver?: string | null }): [U: Tensor, S: Tensor, Vh: Tensor];
  svd(A: Tensor, fullMatrices: boolean, options?: { driver?: string | null }): [U: Tensor, S: Tensor, Vh: Tensor];
  /** `linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor` */
  svdvals(A: Tensor, options?: { driver?: string | null }): Tensor;
  /** `linalg_tensorinv(Tensor self, int ind=2) -> Tensor` */
  tensorinv(self: Tensor, options?: { ind?: number }): Tensor;
  tensorinv(self: Tensor, ind: number): Tensor;
  /** `linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None) -> Tensor` */
  tensorsolve(self: Tensor, other: Tensor, options?: { dims?: number | readonly number[] | null }): Tensor;
  tensorsolve(self: Tensor, other: Tensor, dims: number | readonly number[] | null): Tensor;
  /** `linalg_vander(Tensor x, *, SymInt? N=None) -> Tensor` */
  vander(x: Tensor, options?: { N?: number | null }): Tensor;
  /** `linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor` */
  vecdot(x: Tensor, y: Tensor, options?: { dim?: number }): Tensor;
  /** `linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  vectorNorm(self: Tensor, options?: { ord?: number | bigint | boolean; dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  vectorNorm(self: Tensor, ord: number | bigint | boolean, options?: { dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  vectorNorm(self: Tensor, ord: number | bigint | boolean, dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  vectorNorm(self: Tensor, ord: number | bigint | boolean, dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
}

export interface SpecialFunctions {
  /** `special_airy_ai(Tensor x) -> Tensor` */
  airyAi(x: Tensor): Tensor;
  /** `special_bessel_j0(Tensor self) -> Tensor` */
  besselJ0(self: Tensor): Tensor;
  /** `special_bessel_j1(Tensor self) -> Tensor` */
  besselJ1(self: Tensor): Tensor;
  /** `special_bessel_y0(Tensor self) -> Tensor` */
  besselY0(self: Tensor): Tensor;
  /** `special_bessel_y1(Tensor self) -> Tensor` */
  besselY1(self: Tensor): Tensor;
  /**
   * - `special_chebyshev_polynomial_t(Tensor x, Tensor n) -> Tensor`
   * - `special_chebyshev_polynomial_t.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_chebyshev_polynomial_t.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  chebyshevPolynomialT(x: Tensor, n: Tensor): Tensor;
  chebyshevPolynomialT(x: Tensor, n: number | bigint | boolean): Tensor;
  chebyshevPolynomialT(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * - `special_chebyshev_polynomial_u(Tensor x, Tensor n) -> Tensor`
   * - `special_chebyshev_polynomial_u.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_chebyshev_polynomial_u.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  chebyshevPolynomialU(x: Tensor, n: Tensor): Tensor;
  chebyshevPolynomialU(x: Tensor, n: number | bigint | boolean): Tensor;
  chebyshevPolynomialU(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * - `special_chebyshev_polynomial_v(Tensor x, Tensor n) -> Tensor`
   * - `special_chebyshev_polynomial_v.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_chebyshev_polynomial_v.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  chebyshevPolynomialV(x: Tensor, n: Tensor): Tensor;
  chebyshevPolynomialV(x: Tensor, n: number | bigint | boolean): Tensor;
  chebyshevPolynomialV(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * - `special_chebyshev_polynomial_w(Tensor x, Tensor n) -> Tensor`
   * - `special_chebyshev_polynomial_w.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_chebyshev_polynomial_w.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  chebyshevPolynomialW(x: Tensor, n: Tensor): Tensor;
  chebyshevPolynomialW(x: Tensor, n: number | bigint | boolean): Tensor;
  chebyshevPolynomialW(x: number | bigint | boolean, n: Tensor): Tensor;
  /** `special_digamma(Tensor self) -> Tensor` */
  digamma(self: Tensor): Tensor;
  /** `special_entr(Tensor self) -> Tensor` */
  entr(self: Tensor): Tensor;
  /** `special_erf(Tensor self) -> Tensor` */
  erf(self: Tensor): Tensor;
  /** `special_erfc(Tensor self) -> Tensor` */
  erfc(self: Tensor): Tensor;
  /** `special_erfcx(Tensor self) -> Tensor` */
  erfcx(self: Tensor): Tensor;
  /** `special_erfinv(Tensor self) -> Tensor` */
  erfinv(self: Tensor): Tensor;
  /** `special_exp2(Tensor self) -> Tensor` */
  exp2(self: Tensor): Tensor;
  /** `special_expit(Tensor self) -> Tensor` */
  expit(self: Tensor): Tensor;
  /**
   * exp(x) − 1, exact for small x. Any shape → the same.
   *
   * - `special_expm1(Tensor self) -> Tensor`
   */
  expm1(self: Tensor): Tensor;
  /** `special_gammainc(Tensor self, Tensor other) -> Tensor` */
  gammainc(self: Tensor, other: Tensor): Tensor;
  /** `special_gammaincc(Tensor self, Tensor other) -> Tensor` */
  gammaincc(self: Tensor, other: Tensor): Tensor;
  /** `special_gammaln(Tensor self) -> Tensor` */
  gammaln(self: Tensor): Tensor;
  /**
   * - `special_hermite_polynomial_h(Tensor x, Tensor n) -> Tensor`
   * - `special_hermite_polynomial_h.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_hermite_polynomial_h.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  hermitePolynomialH(x: Tensor, n: Tensor): Tensor;
  hermitePolynomialH(x: Tensor, n: number | bigint | boolean): Tensor;
  hermitePolynomialH(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * - `special_hermite_polynomial_he(Tensor x, Tensor n) -> Tensor`
   * - `special_hermite_polynomial_he.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_hermite_polynomial_he.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  hermitePolynomialHe(x: Tensor, n: Tensor): Tensor;
  hermitePolynomialHe(x: Tensor, n: number | bigint | boolean): Tensor;
  hermitePolynomialHe(x: number | bigint | boolean, n: Tensor): Tensor;
  /** `special_i0(Tensor self) -> Tensor` */
  i0(self: Tensor): Tensor;
  /** `special_i0e(Tensor self) -> Tensor` */
  i0e(self: Tensor): Tensor;
  /** `special_i1(Tensor self) -> Tensor` */
  i1(self: Tensor): Tensor;
  /** `special_i1e(Tensor self) -> Tensor` */
  i1e(self: Tensor): Tensor;
  /**
   * - `special_laguerre_polynomial_l(Tensor x, Tensor n) -> Tensor`
   * - `special_laguerre_polynomial_l.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_laguerre_polynomial_l.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  laguerrePolynomialL(x: Tensor, n: Tensor): Tensor;
  laguerrePolynomialL(x: Tensor, n: number | bigint | boolean): Tensor;
  laguerrePolynomialL(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * - `special_legendre_polynomial_p(Tensor x, Tensor n) -> Tensor`
   * - `special_legendre_polynomial_p.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_legendre_polynomial_p.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  legendrePolynomialP(x: Tensor, n: Tensor): Tensor;
  legendrePolynomialP(x: Tensor, n: number | bigint | boolean): Tensor;
  legendrePolynomialP(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * log(1 + x), exact for small x. Any shape → the same.
   *
   * - `special_log1p(Tensor self) -> Tensor`
   */
  log1p(self: Tensor): Tensor;
  /** `special_log_ndtr(Tensor self) -> Tensor` */
  logNdtr(self: Tensor): Tensor;
  /**
   * Logarithm of the softmax along `dim`, computed without overflow. Any shape → the same.
   *
   * - `special_log_softmax(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor`
   */
  logSoftmax(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  /** `special_logit(Tensor self, float? eps=None) -> Tensor` */
  logit(self: Tensor, options?: { eps?: number | null }): Tensor;
  logit(self: Tensor, eps: number | null): Tensor;
  /**
   * Logarithm of the sum of exponentials along dimensions, computed without overflow. [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `special_logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor`
   */
  logsumexp(self: Tensor, dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  logsumexp(self: Tensor, dim: number | readonly number[], keepdim: boolean): Tensor;
  /** `special_modified_bessel_i0(Tensor self) -> Tensor` */
  modifiedBesselI0(self: Tensor): Tensor;
  /** `special_modified_bessel_i1(Tensor self) -> Tensor` */
  modifiedBesselI1(self: Tensor): Tensor;
  /** `special_modified_bessel_k0(Tensor self) -> Tensor` */
  modifiedBesselK0(self: Tensor): Tensor;
  /** `special_modified_bessel_k1(Tensor self) -> Tensor` */
  modifiedBesselK1(self: Tensor): Tensor;
  /** `special_multigammaln(Tensor self, int p) -> Tensor` */
  multigammaln(self: Tensor, p: number): Tensor;
  /** `special_ndtr(Tensor self) -> Tensor` */
  ndtr(self: Tensor): Tensor;
  /** `special_ndtri(Tensor self) -> Tensor` */
  ndtri(self: Tensor): Tensor;
  /** `special_polygamma(int n, Tensor self) -> Tensor` */
  polygamma(n: number, self: Tensor): Tensor;
  /** `special_psi(Tensor self) -> Tensor` */
  psi(self: Tensor): Tensor;
  /**
   * Each element to the nearest whole number, halves to even. Any shape → the same.
   *
   * - `special_round(Tensor self, *, int decimals=0) -> Tensor`
   */
  round(self: Tensor, options?: { decimals?: number }): Tensor;
  /** `special_scaled_modified_bessel_k0(Tensor x) -> Tensor` */
  scaledModifiedBesselK0(x: Tensor): Tensor;
  /** `special_scaled_modified_bessel_k1(Tensor x) -> Tensor` */
  scaledModifiedBesselK1(x: Tensor): Tensor;
  /**
   * - `special_shifted_chebyshev_polynomial_t(Tensor x, Tensor n) -> Tensor`
   * - `special_shifted_chebyshev_polynomial_t.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_shifted_chebyshev_polynomial_t.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  shiftedChebyshevPolynomialT(x: Tensor, n: Tensor): Tensor;
  shiftedChebyshevPolynomialT(x: Tensor, n: number | bigint | boolean): Tensor;
  shiftedChebyshevPolynomialT(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * - `special_shifted_chebyshev_polynomial_u(Tensor x, Tensor n) -> Tensor`
   * - `special_shifted_chebyshev_polynomial_u.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_shifted_chebyshev_polynomial_u.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  shiftedChebyshevPolynomialU(x: Tensor, n: Tensor): Tensor;
  shiftedChebyshevPolynomialU(x: Tensor, n: number | bigint | boolean): Tensor;
  shiftedChebyshevPolynomialU(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * - `special_shifted_chebyshev_polynomial_v(Tensor x, Tensor n) -> Tensor`
   * - `special_shifted_chebyshev_polynomial_v.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_shifted_chebyshev_polynomial_v.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  shiftedChebyshevPolynomialV(x: Tensor, n: Tensor): Tensor;
  shiftedChebyshevPolynomialV(x: Tensor, n: number | bigint | boolean): Tensor;
  shiftedChebyshevPolynomialV(x: number | bigint | boolean, n: Tensor): Tensor;
  /**
   * - `special_shifted_chebyshev_polynomial_w(Tensor x, Tensor n) -> Tensor`
   * - `special_shifted_chebyshev_polynomial_w.n_scalar(Tensor x, Scalar n) -> Tensor`
   * - `special_shifted_chebyshev_polynomial_w.x_scalar(Scalar x, Tensor n) -> Tensor`
   */
  shiftedChebyshevPolynomialW(x: Tensor, n: Tensor): Tensor;
  shiftedChebyshevPolynomialW(x: Tensor, n: number | bigint | boolean): Tensor;
  shiftedChebyshevPolynomialW(x: number | bigint | boolean, n: Tensor): Tensor;
  /** `special_sinc(Tensor self) -> Tensor` */
  sinc(self: Tensor): Tensor;
  /**
   * exp(x) divided by its sum along `dim`: positive numbers that add up to 1. Any shape → the same.
   *
   * - `special_softmax(Tensor self, int dim, ScalarType? dtype=None) -> Tensor`
   */
  softmax(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  softmax(self: Tensor, dim: number, dtype: DType | null): Tensor;
  /** `special_spherical_bessel_j0(Tensor x) -> Tensor` */
  sphericalBesselJ0(x: Tensor): Tensor;
  /**
   * - `special_xlog1py(Tensor self, Tensor other) -> Tensor`
   * - `special_xlog1py.other_scalar(Tensor self, Scalar other) -> Tensor`
   * - `special_xlog1py.self_scalar(Scalar self, Tensor other) -> Tensor`
   */
  xlog1py(self: Tensor, other: Tensor): Tensor;
  xlog1py(self: Tensor, other: number | bigint | boolean): Tensor;
  xlog1py(self: number | bigint | boolean, other: Tensor): Tensor;
  /**
   * - `special_xlogy(Tensor self, Tensor other) -> Tensor`
   * - `special_xlogy.other_scalar(Tensor self, Scalar other) -> Tensor`
   * - `special_xlogy.self_scalar(Scalar self, Tensor other) -> Tensor`
   */
  xlogy(self: Tensor, other: Tensor): Tensor;
  xlogy(self: Tensor, other: number | bigint | boolean): Tensor;
  xlogy(self: number | bigint | boolean, other: Tensor): Tensor;
  /**
   * - `special_zeta(Tensor self, Tensor other) -> Tensor`
   * - `special_zeta.other_scalar(Tensor self, Scalar other) -> Tensor`
   * - `special_zeta.self_scalar(Scalar self, Tensor other) -> Tensor`
   */
  zeta(self: Tensor, other: Tensor): Tensor;
  zeta(self: Tensor, other: number | bigint | boolean): Tensor;
  zeta(self: number | bigint | boolean, other: Tensor): Tensor;
}

export interface FftFunctions {
  /** `fft_fft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  fft(self: Tensor, options?: { n?: number | null; dim?: number; norm?: string | null }): Tensor;
  fft(self: Tensor, n: number | null, options?: { dim?: number; norm?: string | null }): Tensor;
  fft(self: Tensor, n: number | null, dim: number, options?: { norm?: string | null }): Tensor;
  fft(self: Tensor, n: number | null, dim: number, norm: string | null): Tensor;
  /** `fft_fft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  fft2(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[]; norm?: string | null }): Tensor;
  fft2(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[]; norm?: string | null }): Tensor;
  fft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], options?: { norm?: string | null }): Tensor;
  fft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], norm: string | null): Tensor;
  /** `fft_fftfreq(int n, float d=1., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  fftfreq(n: number, options?: { d?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  fftfreq(n: number, d: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `fft_fftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  fftn(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  fftn(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  fftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, options?: { norm?: string | null }): Tensor;
  fftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, norm: string | null): Tensor;
  /** `fft_fftshift(Tensor self, int[1]? dim=None) -> Tensor` */
  fftshift(self: Tensor, options?: { dim?: number | readonly number[] | null }): Tensor;
  fftshift(self: Tensor, dim: number | readonly number[] | null): Tensor;
  /** `fft_hfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  hfft(self: Tensor, options?: { n?: number | null; dim?: number; norm?: string | null }): Tensor;
  hfft(self: Tensor, n: number | null, options?: { dim?: number; norm?: string | null }): Tensor;
  hfft(self: Tensor, n: number | null, dim: number, options?: { norm?: string | null }): Tensor;
  hfft(self: Tensor, n: number | null, dim: number, norm: string | null): Tensor;
  /** `fft_hfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  hfft2(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[]; norm?: string | null }): Tensor;
  hfft2(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[]; norm?: string | null }): Tensor;
  hfft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], options?: { norm?: string | null }): Tensor;
  hfft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], norm: string | null): Tensor;
  /** `fft_hfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  hfftn(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  hfftn(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  hfftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, options?: { norm?: string | null }): Tensor;
  hfftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, norm: string | null): Tensor;
  /** `fft_ifft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  ifft(self: Tensor, options?: { n?: number | null; dim?: number; norm?: string | null }): Tensor;
  ifft(self: Tensor, n: number | null, options?: { dim?: number; norm?: string | null }): Tensor;
  ifft(self: Tensor, n: number | null, dim: number, options?: { norm?: string | null }): Tensor;
  ifft(self: Tensor, n: number | null, dim: number, norm: string | null): Tensor;
  /** `fft_ifft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  ifft2(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[]; norm?: string | null }): Tensor;
  ifft2(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[]; norm?: string | null }): Tensor;
  ifft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], options?: { norm?: string | null }): Tensor;
  ifft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], norm: string | null): Tensor;
  /** `fft_ifftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  ifftn(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  ifftn(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  ifftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, options?: { norm?: string | null }): Tensor;
  ifftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, norm: string | null): Tensor;
  /** `fft_ifftshift(Tensor self, int[1]? dim=None) -> Tensor` */
  ifftshift(self: Tensor, options?: { dim?: number | readonly number[] | null }): Tensor;
  ifftshift(self: Tensor, dim: number | readonly number[] | null): Tensor;
  /** `fft_ihfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  ihfft(self: Tensor, options?: { n?: number | null; dim?: number; norm?: string | null }): Tensor;
  ihfft(self: Tensor, n: number | null, options?: { dim?: number; norm?: string | null }): Tensor;
  ihfft(self: Tensor, n: number | null, dim: number, options?: { norm?: string | null }): Tensor;
  ihfft(self: Tensor, n: number | null, dim: number, norm: string | null): Tensor;
  /** `fft_ihfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  ihfft2(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[]; norm?: string | null }): Tensor;
  ihfft2(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[]; norm?: string | null }): Tensor;
  ihfft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], options?: { norm?: string | null }): Tensor;
  ihfft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], norm: string | null): Tensor;
  /** `fft_ihfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  ihfftn(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  ihfftn(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  ihfftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, options?: { norm?: string | null }): Tensor;
  ihfftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, norm: string | null): Tensor;
  /** `fft_irfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  irfft(self: Tensor, options?: { n?: number | null; dim?: number; norm?: string | null }): Tensor;
  irfft(self: Tensor, n: number | null, options?: { dim?: number; norm?: string | null }): Tensor;
  irfft(self: Tensor, n: number | null, dim: number, options?: { norm?: string | null }): Tensor;
  irfft(self: Tensor, n: number | null, dim: number, norm: string | null): Tensor;
  /** `fft_irfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  irfft2(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[]; norm?: string | null }): Tensor;
  irfft2(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[]; norm?: string | null }): Tensor;
  irfft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], options?: { norm?: string | null }): Tensor;
  irfft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], norm: string | null): Tensor;
  /** `fft_irfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  irfftn(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  irfftn(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  irfftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, options?: { norm?: string | null }): Tensor;
  irfftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, norm: string | null): Tensor;
  /** `fft_rfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  rfft(self: Tensor, options?: { n?: number | null; dim?: number; norm?: string | null }): Tensor;
  rfft(self: Tensor, n: number | null, options?: { dim?: number; norm?: string | null }): Tensor;
  rfft(self: Tensor, n: number | null, dim: number, options?: { norm?: string | null }): Tensor;
  rfft(self: Tensor, n: number | null, dim: number, norm: string | null): Tensor;
  /** `fft_rfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  rfft2(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[]; norm?: string | null }): Tensor;
  rfft2(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[]; norm?: string | null }): Tensor;
  rfft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], options?: { norm?: string | null }): Tensor;
  rfft2(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[], norm: string | null): Tensor;
  /** `fft_rfftfreq(int n, float d=1., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  rfftfreq(n: number, options?: { d?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  rfftfreq(n: number, d: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `fft_rfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  rfftn(self: Tensor, options?: { s?: number | readonly number[] | null; dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  rfftn(self: Tensor, s: number | readonly number[] | null, options?: { dim?: number | readonly number[] | null; norm?: string | null }): Tensor;
  rfftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, options?: { norm?: string | null }): Tensor;
  rfftn(self: Tensor, s: number | readonly number[] | null, dim: number | readonly number[] | null, norm: string | null): Tensor;
}

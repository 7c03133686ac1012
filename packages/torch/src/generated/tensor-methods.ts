// Written by `npm run generate` from the operator schemas of libtorch 2.14.1. Do not edit.
import type { Device, DType, Layout, MemoryFormat } from '../core/index.js';
import type { Generator } from '../random/index.js';

declare module '../tensor/tensor.js' {
interface Tensor {
  /**
   * Absolute value of each element. Any shape → the same.
   *
   * - `abs(Tensor self) -> Tensor`
   */
  abs(): Tensor;
  /**
   * Absolute value of each element. Any shape → the same. In place.
   *
   * - `abs_(Tensor(a!) self) -> Tensor(a!)`
   */
  abs_(): this;
  /** `absolute(Tensor self) -> Tensor` */
  absolute(): Tensor;
  /** `absolute_(Tensor(a!) self) -> Tensor(a!)` */
  absolute_(): this;
  /** `acos(Tensor self) -> Tensor` */
  acos(): Tensor;
  /** `acos_(Tensor(a!) self) -> Tensor(a!)` */
  acos_(): this;
  /** `acosh(Tensor self) -> Tensor` */
  acosh(): Tensor;
  /** `acosh_(Tensor(a!) self) -> Tensor(a!)` */
  acosh_(): this;
  /** `adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor` */
  adaptiveAvgPool1d(outputSize: number | readonly number[]): Tensor;
  /**
   * Averages over a grid of `outputSize` cells. [N, C, H, W] → [N, C, h, w].
   *
   * - `adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor`
   */
  adaptiveAvgPool2d(outputSize: number | readonly number[]): Tensor;
  /** `adaptive_avg_pool3d(Tensor self, SymInt[3] output_size) -> Tensor` */
  adaptiveAvgPool3d(outputSize: number | readonly number[]): Tensor;
  /** `adaptive_max_pool1d(Tensor self, int[1] output_size) -> (Tensor, Tensor)` */
  adaptiveMaxPool1d(outputSize: number | readonly number[]): [Tensor, Tensor];
  /** `adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor, Tensor)` */
  adaptiveMaxPool2d(outputSize: number | readonly number[]): [Tensor, Tensor];
  /** `adaptive_max_pool3d(Tensor self, int[3] output_size) -> (Tensor, Tensor)` */
  adaptiveMaxPool3d(outputSize: number | readonly number[]): [Tensor, Tensor];
  /**
   * Sum, element by element: `self + alpha * other`. Shapes are broadcast together: [n, 1] + [m] → [n, m].
   *
   * - `add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor`
   * - `add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`
   */
  add(other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  add(other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  add(other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * Sum, element by element: `self + alpha * other`. Shapes are broadcast together: [n, 1] + [m] → [n, m]. In place.
   *
   * - `add_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)`
   * - `add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)`
   */
  add_(other: Tensor, options?: { alpha?: number | bigint | boolean }): this;
  add_(other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): this;
  add_(other: number | bigint | boolean, alpha: number | bigint | boolean): this;
  /** `addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  addbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addbmm_(Tensor(a!) self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  addbmm_(batch1: Tensor, batch2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): this;
  /** `addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
  addcdiv(tensor1: Tensor, tensor2: Tensor, options?: { value?: number | bigint | boolean }): Tensor;
  /** `addcdiv_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
  addcdiv_(tensor1: Tensor, tensor2: Tensor, options?: { value?: number | bigint | boolean }): this;
  /** `addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
  addcmul(tensor1: Tensor, tensor2: Tensor, options?: { value?: number | bigint | boolean }): Tensor;
  /** `addcmul_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
  addcmul_(tensor1: Tensor, tensor2: Tensor, options?: { value?: number | bigint | boolean }): this;
  /**
   * - `addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor`
   * - `addmm.dtype(Tensor self, Tensor mat1, Tensor mat2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor` (since libtorch 2.13)
   */
  addmm(mat1: Tensor, mat2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  addmm(mat1: Tensor, mat2: Tensor, outDtype: DType, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addmm_(Tensor(a!) self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  addmm_(mat1: Tensor, mat2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): this;
  /** `addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  addmv(mat: Tensor, vec: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addmv_(Tensor(a!) self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  addmv_(mat: Tensor, vec: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): this;
  /** `addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  addr(vec1: Tensor, vec2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `addr_(Tensor(a!) self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  addr_(vec1: Tensor, vec2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): this;
  /** `adjoint(Tensor(a) self) -> Tensor(a)` */
  adjoint(): Tensor;
  /** `affine_grid_generator(Tensor theta, SymInt[] size, bool align_corners) -> Tensor` */
  affineGridGenerator(size: number | readonly number[], alignCorners: boolean): Tensor;
  /** `alias(Tensor(a) self) -> Tensor(a)` */
  alias(): Tensor;
  /**
   * Whether all elements are true, → []; or all along `dim`, which goes, or stays as 1 with `keepdim`. → bool.
   *
   * - `all(Tensor self) -> Tensor`
   * - `all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor`
   * - `all.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` (since libtorch 2.6)
   */
  all(): Tensor;
  all(dim: number, options?: { keepdim?: boolean }): Tensor;
  all(dim: number, keepdim: boolean): Tensor;
  all(options?: { dim?: number | readonly number[] | null; keepdim?: boolean }): Tensor;
  all(dim: number | readonly number[] | null, options?: { keepdim?: boolean }): Tensor;
  all(dim: number | readonly number[] | null, keepdim: boolean): Tensor;
  /** `allclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> bool` */
  allclose(other: Tensor, options?: { rtol?: number; atol?: number; equalNan?: boolean }): boolean;
  allclose(other: Tensor, rtol: number, options?: { atol?: number; equalNan?: boolean }): boolean;
  allclose(other: Tensor, rtol: number, atol: number, options?: { equalNan?: boolean }): boolean;
  allclose(other: Tensor, rtol: number, atol: number, equalNan: boolean): boolean;
  /** `alpha_dropout(Tensor input, float p, bool train) -> Tensor` */
  alphaDropout(p: number, train: boolean): Tensor;
  /** `alpha_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  alphaDropout_(p: number, train: boolean): this;
  /**
   * Largest value along dimensions; ties share the gradient. [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor`
   */
  amax(options?: { dim?: number | readonly number[]; keepdim?: boolean }): Tensor;
  amax(dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  amax(dim: number | readonly number[], keepdim: boolean): Tensor;
  /**
   * Smallest value along dimensions; ties share the gradient. [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor`
   */
  amin(options?: { dim?: number | readonly number[]; keepdim?: boolean }): Tensor;
  amin(dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  amin(dim: number | readonly number[], keepdim: boolean): Tensor;
  /** `aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)` */
  aminmax(options?: { dim?: number | null; keepdim?: boolean }): [min: Tensor, max: Tensor];
  /** `angle(Tensor self) -> Tensor` */
  angle(): Tensor;
  /**
   * Whether any element is true, → []; or any along `dim`, which goes, or stays as 1 with `keepdim`. → bool.
   *
   * - `any(Tensor self) -> Tensor`
   * - `any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor`
   * - `any.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` (since libtorch 2.6)
   */
  any(): Tensor;
  any(dim: number, options?: { keepdim?: boolean }): Tensor;
  any(dim: number, keepdim: boolean): Tensor;
  any(options?: { dim?: number | readonly number[] | null; keepdim?: boolean }): Tensor;
  any(dim: number | readonly number[] | null, options?: { keepdim?: boolean }): Tensor;
  any(dim: number | readonly number[] | null, keepdim: boolean): Tensor;
  /** `arccos(Tensor self) -> Tensor` */
  arccos(): Tensor;
  /** `arccos_(Tensor(a!) self) -> Tensor(a!)` */
  arccos_(): this;
  /** `arccosh(Tensor self) -> Tensor` */
  arccosh(): Tensor;
  /** `arccosh_(Tensor(a!) self) -> Tensor(a!)` */
  arccosh_(): this;
  /** `arcsin(Tensor self) -> Tensor` */
  arcsin(): Tensor;
  /** `arcsin_(Tensor(a!) self) -> Tensor(a!)` */
  arcsin_(): this;
  /** `arcsinh(Tensor self) -> Tensor` */
  arcsinh(): Tensor;
  /** `arcsinh_(Tensor(a!) self) -> Tensor(a!)` */
  arcsinh_(): this;
  /** `arctan(Tensor self) -> Tensor` */
  arctan(): Tensor;
  /** `arctan2(Tensor self, Tensor other) -> Tensor` */
  arctan2(other: Tensor): Tensor;
  /** `arctan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  arctan2_(other: Tensor): this;
  /** `arctan_(Tensor(a!) self) -> Tensor(a!)` */
  arctan_(): this;
  /** `arctanh(Tensor self) -> Tensor` */
  arctanh(): Tensor;
  /** `arctanh_(Tensor(a!) self) -> Tensor(a!)` */
  arctanh_(): this;
  /**
   * Index of the largest element of the flattened tensor, → []; or along `dim`, [n, m], dim 1 → [n]. → int64.
   *
   * - `argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor`
   */
  argmax(options?: { dim?: number | null; keepdim?: boolean }): Tensor;
  argmax(dim: number | null, options?: { keepdim?: boolean }): Tensor;
  argmax(dim: number | null, keepdim: boolean): Tensor;
  /**
   * Index of the smallest element of the flattened tensor, → []; or along `dim`, [n, m], dim 1 → [n]. → int64.
   *
   * - `argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor`
   */
  argmin(options?: { dim?: number | null; keepdim?: boolean }): Tensor;
  argmin(dim: number | null, options?: { keepdim?: boolean }): Tensor;
  argmin(dim: number | null, keepdim: boolean): Tensor;
  /**
   * The indices that sort the tensor along `dim` (last). Any shape → the same, int64.
   *
   * - `argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor`
   * - `argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor`
   */
  argsort(options?: { dim?: number; descending?: boolean }): Tensor;
  argsort(dim: number, options?: { descending?: boolean }): Tensor;
  argsort(dim: number, descending: boolean): Tensor;
  argsort(options: { stable: boolean; dim?: number; descending?: boolean }): Tensor;
  /** `argwhere(Tensor self) -> Tensor` */
  argwhere(): Tensor;
  /** `as_strided(Tensor(a) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a)` */
  asStrided(size: number | readonly number[], stride: number | readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStrided(size: number | readonly number[], stride: number | readonly number[], storageOffset: number | null): Tensor;
  /** `as_strided_scatter(Tensor self, Tensor src, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor` */
  asStridedScatter(src: Tensor, size: number | readonly number[], stride: number | readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStridedScatter(src: Tensor, size: number | readonly number[], stride: number | readonly number[], storageOffset: number | null): Tensor;
  /** `as_strided_(Tensor(a!) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a!)` */
  asStrided_(size: number | readonly number[], stride: number | readonly number[], options?: { storageOffset?: number | null }): this;
  asStrided_(size: number | readonly number[], stride: number | readonly number[], storageOffset: number | null): this;
  /** `asin(Tensor self) -> Tensor` */
  asin(): Tensor;
  /** `asin_(Tensor(a!) self) -> Tensor(a!)` */
  asin_(): this;
  /** `asinh(Tensor self) -> Tensor` */
  asinh(): Tensor;
  /** `asinh_(Tensor(a!) self) -> Tensor(a!)` */
  asinh_(): this;
  /** `atan(Tensor self) -> Tensor` */
  atan(): Tensor;
  /** `atan2(Tensor self, Tensor other) -> Tensor` */
  atan2(other: Tensor): Tensor;
  /** `atan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  atan2_(other: Tensor): this;
  /** `atan_(Tensor(a!) self) -> Tensor(a!)` */
  atan_(): this;
  /** `atanh(Tensor self) -> Tensor` */
  atanh(): Tensor;
  /** `atanh_(Tensor(a!) self) -> Tensor(a!)` */
  atanh_(): this;
  /** `atleast_1d(Tensor self) -> Tensor` */
  atleast1d(): Tensor;
  /** `atleast_2d(Tensor self) -> Tensor` */
  atleast2d(): Tensor;
  /** `atleast_3d(Tensor self) -> Tensor` */
  atleast3d(): Tensor;
  /** `avg_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], bool ceil_mode=False, bool count_include_pad=True) -> Tensor` */
  avgPool1d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, options?: { countIncludePad?: boolean }): Tensor;
  avgPool1d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean): Tensor;
  /**
   * Averages windows of `kernelSize`. [N, C, H, W] → [N, C, h, w].
   *
   * - `avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor`
   */
  avgPool2d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, options?: { countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, options?: { divisorOverride?: number | null }): Tensor;
  avgPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  /** `avg_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
  avgPool3d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, options?: { countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, options?: { divisorOverride?: number | null }): Tensor;
  avgPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  /**
   * - `baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor`
   * - `baddbmm.dtype(Tensor self, Tensor batch1, Tensor batch2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor` (since libtorch 2.13)
   */
  baddbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  baddbmm(batch1: Tensor, batch2: Tensor, outDtype: DType, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): Tensor;
  /** `baddbmm_(Tensor(a!) self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  baddbmm_(batch1: Tensor, batch2: Tensor, options?: { beta?: number | bigint | boolean; alpha?: number | bigint | boolean }): this;
  /**
   * Normalises each channel by the batch (training) or by running statistics. [N, C, …] → the same.
   *
   * - `batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor`
   */
  batchNorm(weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
  /** `batch_norm_elemt(Tensor input, Tensor? weight, Tensor? bias, Tensor mean, Tensor invstd, float eps) -> Tensor` */
  batchNormElemt(weight: Tensor | null, bias: Tensor | null, mean: Tensor, invstd: Tensor, eps: number): Tensor;
  /** `batch_norm_gather_stats(Tensor input, Tensor mean, Tensor invstd, Tensor? running_mean, Tensor? running_var, float momentum, float eps, int count) -> (Tensor, Tensor)` */
  batchNormGatherStats(mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, count: number): [Tensor, Tensor];
  /** `batch_norm_gather_stats_with_counts(Tensor input, Tensor mean, Tensor invstd, Tensor? running_mean, Tensor? running_var, float momentum, float eps, Tensor counts) -> (Tensor, Tensor)` */
  batchNormGatherStatsWithCounts(mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, counts: Tensor): [Tensor, Tensor];
  /** `batch_norm_stats(Tensor input, float eps) -> (Tensor, Tensor)` */
  batchNormStats(eps: number): [Tensor, Tensor];
  /** `batch_norm_update_stats(Tensor input, Tensor? running_mean, Tensor? running_var, float momentum) -> (Tensor, Tensor)` */
  batchNormUpdateStats(runningMean: Tensor | null, runningVar: Tensor | null, momentum: number): [Tensor, Tensor];
  /**
   * Draws 0 or 1 with each element as the probability of 1. Any shape → the same.
   *
   * - `bernoulli(Tensor self, *, Generator? generator=None) -> Tensor`
   * - `bernoulli.Tensor(Tensor self, Tensor p, *, Generator? generator=None) -> Tensor`
   * - `bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor`
   */
  bernoulli(p: Tensor, options?: { generator?: Generator | null }): Tensor;
  bernoulli(options?: { generator?: Generator | null }): Tensor;
  bernoulli(p: number, options?: { generator?: Generator | null }): Tensor;
  /**
   * Draws 0 or 1 with each element as the probability of 1. Any shape → the same. In place.
   *
   * - `bernoulli_.Tensor(Tensor(a!) self, Tensor p, *, Generator? generator=None) -> Tensor(a!)`
   * - `bernoulli_.float(Tensor(a!) self, float p=0.5, *, Generator? generator=None) -> Tensor(a!)`
   */
  bernoulli_(p: Tensor, options?: { generator?: Generator | null }): this;
  bernoulli_(options?: { p?: number; generator?: Generator | null }): this;
  bernoulli_(p: number, options?: { generator?: Generator | null }): this;
  /** `bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor` */
  bilinear(input2: Tensor, weight: Tensor, options?: { bias?: Tensor | null }): Tensor;
  bilinear(input2: Tensor, weight: Tensor, bias: Tensor | null): Tensor;
  /** `binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor` */
  binaryCrossEntropy(target: Tensor, options?: { weight?: Tensor | null; reduction?: number }): Tensor;
  binaryCrossEntropy(target: Tensor, weight: Tensor | null, options?: { reduction?: number }): Tensor;
  binaryCrossEntropy(target: Tensor, weight: Tensor | null, reduction: number): Tensor;
  /**
   * Binary cross-entropy of logits against targets of the same shape. → [], or that shape without a reduction.
   *
   * - `binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor`
   */
  binaryCrossEntropyWithLogits(target: Tensor, options?: { weight?: Tensor | null; posWeight?: Tensor | null; reduction?: number }): Tensor;
  binaryCrossEntropyWithLogits(target: Tensor, weight: Tensor | null, options?: { posWeight?: Tensor | null; reduction?: number }): Tensor;
  binaryCrossEntropyWithLogits(target: Tensor, weight: Tensor | null, posWeight: Tensor | null, options?: { reduction?: number }): Tensor;
  binaryCrossEntropyWithLogits(target: Tensor, weight: Tensor | null, posWeight: Tensor | null, reduction: number): Tensor;
  /** `bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor` */
  bincount(options?: { weights?: Tensor | null; minlength?: number }): Tensor;
  bincount(weights: Tensor | null, options?: { minlength?: number }): Tensor;
  bincount(weights: Tensor | null, minlength: number): Tensor;
  /** `binomial(Tensor count, Tensor prob, Generator? generator=None) -> Tensor` */
  binomial(prob: Tensor, options?: { generator?: Generator | null }): Tensor;
  binomial(prob: Tensor, generator: Generator | null): Tensor;
  /**
   * - `bitwise_and.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `bitwise_and.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  bitwiseAnd(other: Tensor): Tensor;
  bitwiseAnd(other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_and_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `bitwise_and_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  bitwiseAnd_(other: Tensor): this;
  bitwiseAnd_(other: number | bigint | boolean): this;
  /**
   * - `bitwise_left_shift.Tensor(Tensor self, Tensor other) -> Tensor`
   * - `bitwise_left_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor`
   */
  bitwiseLeftShift(other: Tensor): Tensor;
  bitwiseLeftShift(other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_left_shift_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   * - `bitwise_left_shift_.Tensor_Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   */
  bitwiseLeftShift_(other: Tensor): this;
  bitwiseLeftShift_(other: number | bigint | boolean): this;
  /** `bitwise_not(Tensor self) -> Tensor` */
  bitwiseNot(): Tensor;
  /** `bitwise_not_(Tensor(a!) self) -> Tensor(a!)` */
  bitwiseNot_(): this;
  /**
   * - `bitwise_or.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `bitwise_or.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  bitwiseOr(other: Tensor): Tensor;
  bitwiseOr(other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_or_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `bitwise_or_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  bitwiseOr_(other: Tensor): this;
  bitwiseOr_(other: number | bigint | boolean): this;
  /**
   * - `bitwise_right_shift.Tensor(Tensor self, Tensor other) -> Tensor`
   * - `bitwise_right_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor`
   */
  bitwiseRightShift(other: Tensor): Tensor;
  bitwiseRightShift(other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_right_shift_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   * - `bitwise_right_shift_.Tensor_Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   */
  bitwiseRightShift_(other: Tensor): this;
  bitwiseRightShift_(other: number | bigint | boolean): this;
  /**
   * - `bitwise_xor.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `bitwise_xor.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  bitwiseXor(other: Tensor): Tensor;
  bitwiseXor(other: number | bigint | boolean): Tensor;
  /**
   * - `bitwise_xor_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `bitwise_xor_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  bitwiseXor_(other: Tensor): this;
  bitwiseXor_(other: number | bigint | boolean): this;
  /**
   * Matrix products of a batch. [B, n, m] × [B, m, p] → [B, n, p].
   *
   * - `bmm(Tensor self, Tensor mat2) -> Tensor`
   * - `bmm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor` (since libtorch 2.13)
   */
  bmm(mat2: Tensor): Tensor;
  bmm(mat2: Tensor, outDtype: DType): Tensor;
  /** `broadcast_to(Tensor(a) self, SymInt[] size) -> Tensor(a)` */
  broadcastTo(size: number | readonly number[]): Tensor;
  /** `bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor` */
  bucketize(boundaries: Tensor, options?: { outInt32?: boolean; right?: boolean }): Tensor;
  /** `cauchy(Tensor self, float median=0., float sigma=1., *, Generator? generator=None) -> Tensor` */
  cauchy(options?: { median?: number; sigma?: number; generator?: Generator | null }): Tensor;
  cauchy(median: number, options?: { sigma?: number; generator?: Generator | null }): Tensor;
  cauchy(median: number, sigma: number, options?: { generator?: Generator | null }): Tensor;
  /** `cauchy_(Tensor(a!) self, float median=0., float sigma=1., *, Generator? generator=None) -> Tensor(a!)` */
  cauchy_(options?: { median?: number; sigma?: number; generator?: Generator | null }): this;
  cauchy_(median: number, options?: { sigma?: number; generator?: Generator | null }): this;
  cauchy_(median: number, sigma: number, options?: { generator?: Generator | null }): this;
  /** `cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor` */
  cdist(x2: Tensor, options?: { p?: number; computeMode?: number | null }): Tensor;
  cdist(x2: Tensor, p: number, options?: { computeMode?: number | null }): Tensor;
  cdist(x2: Tensor, p: number, computeMode: number | null): Tensor;
  /**
   * Smallest whole number not below each element. Any shape → the same.
   *
   * - `ceil(Tensor self) -> Tensor`
   */
  ceil(): Tensor;
  /**
   * Smallest whole number not below each element. Any shape → the same. In place.
   *
   * - `ceil_(Tensor(a!) self) -> Tensor(a!)`
   */
  ceil_(): this;
  /** `celu(Tensor self, Scalar alpha=1.) -> Tensor` */
  celu(options?: { alpha?: number | bigint | boolean }): Tensor;
  celu(alpha: number | bigint | boolean): Tensor;
  /** `celu_(Tensor(a!) self, Scalar alpha=1.) -> Tensor(a!)` */
  celu_(options?: { alpha?: number | bigint | boolean }): this;
  celu_(alpha: number | bigint | boolean): this;
  /** `chalf(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor` */
  chalf(options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `channel_shuffle(Tensor self, SymInt groups) -> Tensor` */
  channelShuffle(groups: number): Tensor;
  /** `cholesky(Tensor self, bool upper=False) -> Tensor` */
  cholesky(options?: { upper?: boolean }): Tensor;
  cholesky(upper: boolean): Tensor;
  /** `cholesky_inverse(Tensor self, bool upper=False) -> Tensor` */
  choleskyInverse(options?: { upper?: boolean }): Tensor;
  choleskyInverse(upper: boolean): Tensor;
  /** `cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor` */
  choleskySolve(input2: Tensor, options?: { upper?: boolean }): Tensor;
  choleskySolve(input2: Tensor, upper: boolean): Tensor;
  /**
   * Cuts into at most `chunks` views along `dim`. [n, …] → `chunks` × [⌈n / chunks⌉, …], the last one perhaps shorter.
   *
   * - `chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]`
   */
  chunk(chunks: number, options?: { dim?: number }): Tensor[];
  chunk(chunks: number, dim: number): Tensor[];
  /**
   * Limits each element to [min, max]; either bound may be null. Any shape → the same, or broadcast with bounds that are tensors.
   *
   * - `clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor`
   * - `clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor`
   */
  clamp(options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clamp(min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clamp(min: Tensor | null, max: Tensor | null): Tensor;
  clamp(options?: { min?: number | bigint | boolean | null; max?: number | bigint | boolean | null }): Tensor;
  clamp(min: number | bigint | boolean | null, options?: { max?: number | bigint | boolean | null }): Tensor;
  clamp(min: number | bigint | boolean | null, max: number | bigint | boolean | null): Tensor;
  /**
   * - `clamp_max(Tensor self, Scalar max) -> Tensor`
   * - `clamp_max.Tensor(Tensor self, Tensor max) -> Tensor`
   */
  clampMax(max: Tensor): Tensor;
  clampMax(max: number | bigint | boolean): Tensor;
  /**
   * - `clamp_max_(Tensor(a!) self, Scalar max) -> Tensor(a!)`
   * - `clamp_max_.Tensor(Tensor(a!) self, Tensor max) -> Tensor(a!)`
   */
  clampMax_(max: Tensor): this;
  clampMax_(max: number | bigint | boolean): this;
  /**
   * - `clamp_min(Tensor self, Scalar min) -> Tensor`
   * - `clamp_min.Tensor(Tensor self, Tensor min) -> Tensor`
   */
  clampMin(min: Tensor): Tensor;
  clampMin(min: number | bigint | boolean): Tensor;
  /**
   * - `clamp_min_(Tensor(a!) self, Scalar min) -> Tensor(a!)`
   * - `clamp_min_.Tensor(Tensor(a!) self, Tensor min) -> Tensor(a!)`
   */
  clampMin_(min: Tensor): this;
  clampMin_(min: number | bigint | boolean): this;
  /**
   * Limits each element to [min, max]; either bound may be null. Any shape → the same, or broadcast with bounds that are tensors. In place.
   *
   * - `clamp_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)`
   * - `clamp_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)`
   */
  clamp_(options?: { min?: Tensor | null; max?: Tensor | null }): this;
  clamp_(min: Tensor | null, options?: { max?: Tensor | null }): this;
  clamp_(min: Tensor | null, max: Tensor | null): this;
  clamp_(options?: { min?: number | bigint | boolean | null; max?: number | bigint | boolean | null }): this;
  clamp_(min: number | bigint | boolean | null, options?: { max?: number | bigint | boolean | null }): this;
  clamp_(min: number | bigint | boolean | null, max: number | bigint | boolean | null): this;
  /**
   * - `clip(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor`
   * - `clip.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor`
   */
  clip(options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clip(min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clip(min: Tensor | null, max: Tensor | null): Tensor;
  clip(options?: { min?: number | bigint | boolean | null; max?: number | bigint | boolean | null }): Tensor;
  clip(min: number | bigint | boolean | null, options?: { max?: number | bigint | boolean | null }): Tensor;
  clip(min: number | bigint | boolean | null, max: number | bigint | boolean | null): Tensor;
  /**
   * - `clip_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)`
   * - `clip_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)`
   */
  clip_(options?: { min?: Tensor | null; max?: Tensor | null }): this;
  clip_(min: Tensor | null, options?: { max?: Tensor | null }): this;
  clip_(min: Tensor | null, max: Tensor | null): this;
  clip_(options?: { min?: number | bigint | boolean | null; max?: number | bigint | boolean | null }): this;
  clip_(min: number | bigint | boolean | null, options?: { max?: number | bigint | boolean | null }): this;
  clip_(min: number | bigint | boolean | null, max: number | bigint | boolean | null): this;
  /**
   * A copy with memory of its own, through which gradients flow. Any shape → the same.
   *
   * - `clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor`
   */
  clone(options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `col2im(Tensor self, SymInt[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
  col2im(outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
  /** `col_indices(Tensor(a) self) -> Tensor(a)` */
  colIndices(): Tensor;
  /** `combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor` */
  combinations(options?: { r?: number; withReplacement?: boolean }): Tensor;
  combinations(r: number, options?: { withReplacement?: boolean }): Tensor;
  combinations(r: number, withReplacement: boolean): Tensor;
  /** `complex(Tensor real, Tensor imag) -> Tensor` */
  complex(imag: Tensor): Tensor;
  /** `conj(Tensor(a) self) -> Tensor(a)` */
  conj(): Tensor;
  /** `conj_physical(Tensor self) -> Tensor` */
  conjPhysical(): Tensor;
  /** `conj_physical_(Tensor(a!) self) -> Tensor(a!)` */
  conjPhysical_(): this;
  /** `constant_pad_nd(Tensor self, SymInt[] pad, Scalar value=0) -> Tensor` */
  constantPadNd(pad: number | readonly number[], options?: { value?: number | bigint | boolean }): Tensor;
  constantPadNd(pad: number | readonly number[], value: number | bigint | boolean): Tensor;
  /**
   * The tensor with its elements in row-major order (or in `memoryFormat`); itself where they are already. Any shape → the same.
   *
   * - `contiguous(Tensor(a) self, *, MemoryFormat memory_format=0) -> Tensor(a)`
   */
  contiguous(options?: { memoryFormat?: MemoryFormat }): Tensor;
  /**
   * Convolution. [N, Cin, L], weight [Cout, Cin/groups, k] → [N, Cout, l].
   *
   * - `conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] dilation=[1], SymInt groups=1) -> Tensor`
   * - `conv1d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], str padding="valid", SymInt[1] dilation=[1], SymInt groups=1) -> Tensor`
   */
  conv1d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], groups: number): Tensor;
  conv1d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], groups: number): Tensor;
  /**
   * Convolution. [N, Cin, H, W], weight [Cout, Cin/groups, kh, kw] → [N, Cout, h, w].
   *
   * - `conv2d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor`
   * - `conv2d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], str padding="valid", SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor`
   */
  conv2d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], groups: number): Tensor;
  conv2d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], groups: number): Tensor;
  /**
   * - `conv3d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor`
   * - `conv3d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], str padding="valid", SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor`
   */
  conv3d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], groups: number): Tensor;
  conv3d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: string; dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, options?: { dilation?: number | readonly number[]; groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], options?: { groups?: number }): Tensor;
  conv3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: string, dilation: number | readonly number[], groups: number): Tensor;
  /** `conv_depthwise3d(Tensor self, Tensor weight, SymInt[3] kernel_size, Tensor? bias, SymInt[3] stride, SymInt[3] padding, SymInt[3] dilation) -> Tensor` */
  convDepthwise3d(weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[]): Tensor;
  /** `conv_tbc(Tensor self, Tensor weight, Tensor bias, int pad=0) -> Tensor` */
  convTbc(weight: Tensor, bias: Tensor, options?: { pad?: number }): Tensor;
  convTbc(weight: Tensor, bias: Tensor, pad: number): Tensor;
  /** `conv_transpose1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] output_padding=[0], SymInt groups=1, SymInt[1] dilation=[1]) -> Tensor` */
  convTranspose1d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], options?: { groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, options?: { dilation?: number | readonly number[] }): Tensor;
  convTranspose1d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): Tensor;
  /** `conv_transpose2d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] output_padding=[0, 0], SymInt groups=1, SymInt[2] dilation=[1, 1]) -> Tensor` */
  convTranspose2d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], options?: { groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, options?: { dilation?: number | readonly number[] }): Tensor;
  convTranspose2d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): Tensor;
  /** `conv_transpose3d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] output_padding=[0, 0, 0], SymInt groups=1, SymInt[3] dilation=[1, 1, 1]) -> Tensor` */
  convTranspose3d(weight: Tensor, options?: { bias?: Tensor | null; stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(weight: Tensor, bias: Tensor | null, options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], options?: { padding?: number | readonly number[]; outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], options?: { outputPadding?: number | readonly number[]; groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], options?: { groups?: number; dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, options?: { dilation?: number | readonly number[] }): Tensor;
  convTranspose3d(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): Tensor;
  /** `convolution(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor` */
  convolution(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], transposed: boolean, outputPadding: number | readonly number[], groups: number): Tensor;
  /** `convolution_overrideable(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor` */
  convolutionOverrideable(weight: Tensor, bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], transposed: boolean, outputPadding: number | readonly number[], groups: number): Tensor;
  /** `copy(Tensor self, Tensor src, bool non_blocking=False) -> Tensor` */
  copy(src: Tensor, options?: { nonBlocking?: boolean }): Tensor;
  copy(src: Tensor, nonBlocking: boolean): Tensor;
  /** `copy_sparse_to_sparse(Tensor self, Tensor src, bool non_blocking=False) -> Tensor` */
  copySparseToSparse(src: Tensor, options?: { nonBlocking?: boolean }): Tensor;
  copySparseToSparse(src: Tensor, nonBlocking: boolean): Tensor;
  /** `copy_sparse_to_sparse_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
  copySparseToSparse_(src: Tensor, options?: { nonBlocking?: boolean }): this;
  copySparseToSparse_(src: Tensor, nonBlocking: boolean): this;
  /** `copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
  copy_(src: Tensor, options?: { nonBlocking?: boolean }): this;
  copy_(src: Tensor, nonBlocking: boolean): this;
  /**
   * - `copysign.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `copysign.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  copysign(other: Tensor): Tensor;
  copysign(other: number | bigint | boolean): Tensor;
  /**
   * - `copysign_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `copysign_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  copysign_(other: Tensor): this;
  copysign_(other: number | bigint | boolean): this;
  /** `corrcoef(Tensor self) -> Tensor` */
  corrcoef(): Tensor;
  /**
   * Cosine of each element, in radians. Any shape → the same.
   *
   * - `cos(Tensor self) -> Tensor`
   */
  cos(): Tensor;
  /**
   * Cosine of each element, in radians. Any shape → the same. In place.
   *
   * - `cos_(Tensor(a!) self) -> Tensor(a!)`
   */
  cos_(): this;
  /** `cosh(Tensor self) -> Tensor` */
  cosh(): Tensor;
  /** `cosh_(Tensor(a!) self) -> Tensor(a!)` */
  cosh_(): this;
  /** `cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor` */
  cosineEmbeddingLoss(input2: Tensor, target: Tensor, options?: { margin?: number; reduction?: number }): Tensor;
  cosineEmbeddingLoss(input2: Tensor, target: Tensor, margin: number, options?: { reduction?: number }): Tensor;
  cosineEmbeddingLoss(input2: Tensor, target: Tensor, margin: number, reduction: number): Tensor;
  /** `cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor` */
  cosineSimilarity(x2: Tensor, options?: { dim?: number; eps?: number }): Tensor;
  cosineSimilarity(x2: Tensor, dim: number, options?: { eps?: number }): Tensor;
  cosineSimilarity(x2: Tensor, dim: number, eps: number): Tensor;
  /**
   * - `count_nonzero(Tensor self, int? dim=None) -> Tensor`
   * - `count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor`
   */
  countNonzero(options?: { dim?: number | null }): Tensor;
  countNonzero(dim: number | null): Tensor;
  countNonzero(dim: number | readonly number[]): Tensor;
  /** `cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor` */
  cov(options?: { correction?: number; fweights?: Tensor | null; aweights?: Tensor | null }): Tensor;
  /** `cross(Tensor self, Tensor other, int? dim=None) -> Tensor` */
  cross(other: Tensor, options?: { dim?: number | null }): Tensor;
  cross(other: Tensor, dim: number | null): Tensor;
  /**
   * Cross-entropy of scores [N, C, …] against class indices [N, …] or probabilities [N, C, …]. → [], or [N, …] without a reduction.
   *
   * - `cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor`
   */
  crossEntropyLoss(target: Tensor, options?: { weight?: Tensor | null; reduction?: number; ignoreIndex?: number; labelSmoothing?: number }): Tensor;
  crossEntropyLoss(target: Tensor, weight: Tensor | null, options?: { reduction?: number; ignoreIndex?: number; labelSmoothing?: number }): Tensor;
  crossEntropyLoss(target: Tensor, weight: Tensor | null, reduction: number, options?: { ignoreIndex?: number; labelSmoothing?: number }): Tensor;
  crossEntropyLoss(target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number, options?: { labelSmoothing?: number }): Tensor;
  crossEntropyLoss(target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number, labelSmoothing: number): Tensor;
  /**
   * - `ctc_loss.IntList(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor`
   * - `ctc_loss.Tensor(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor`
   */
  ctcLoss(targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, options?: { blank?: number; reduction?: number; zeroInfinity?: boolean }): Tensor;
  ctcLoss(targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, options?: { reduction?: number; zeroInfinity?: boolean }): Tensor;
  ctcLoss(targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, reduction: number, options?: { zeroInfinity?: boolean }): Tensor;
  ctcLoss(targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, reduction: number, zeroInfinity: boolean): Tensor;
  ctcLoss(targets: Tensor, inputLengths: number | readonly number[], targetLengths: number | readonly number[], options?: { blank?: number; reduction?: number; zeroInfinity?: boolean }): Tensor;
  ctcLoss(targets: Tensor, inputLengths: number | readonly number[], targetLengths: number | readonly number[], blank: number, options?: { reduction?: number; zeroInfinity?: boolean }): Tensor;
  ctcLoss(targets: Tensor, inputLengths: number | readonly number[], targetLengths: number | readonly number[], blank: number, reduction: number, options?: { zeroInfinity?: boolean }): Tensor;
  ctcLoss(targets: Tensor, inputLengths: number | readonly number[], targetLengths: number | readonly number[], blank: number, reduction: number, zeroInfinity: boolean): Tensor;
  /** `cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
  cummax(dim: number): [values: Tensor, indices: Tensor];
  /** `cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
  cummin(dim: number): [values: Tensor, indices: Tensor];
  /** `cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
  cumprod(dim: number, options?: { dtype?: DType | null }): Tensor;
  /** `cumprod_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)` */
  cumprod_(dim: number, options?: { dtype?: DType | null }): this;
  /**
   * Running sums along `dim`. Any shape → the same.
   *
   * - `cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor`
   */
  cumsum(dim: number, options?: { dtype?: DType | null }): Tensor;
  /**
   * Running sums along `dim`. Any shape → the same. In place.
   *
   * - `cumsum_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)`
   */
  cumsum_(dim: number, options?: { dtype?: DType | null }): this;
  /**
   * - `cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor`
   * - `cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`
   */
  cumulativeTrapezoid(x: Tensor, options?: { dim?: number }): Tensor;
  cumulativeTrapezoid(options?: { dx?: number | bigint | boolean; dim?: number }): Tensor;
  /** `deg2rad(Tensor self) -> Tensor` */
  deg2rad(): Tensor;
  /** `deg2rad_(Tensor(a!) self) -> Tensor(a!)` */
  deg2rad_(): this;
  /** `dense_dim(Tensor self) -> int` */
  denseDim(): number;
  /** `dequantize.self(Tensor self) -> Tensor` */
  dequantize(): Tensor;
  /** `det(Tensor self) -> Tensor` */
  det(): Tensor;
  /**
   * The same memory outside the graph: gradients do not flow through. Any shape → the same.
   *
   * - `detach(Tensor(a) self) -> Tensor(a)`
   */
  detach(): Tensor;
  /**
   * The same memory outside the graph: gradients do not flow through. Any shape → the same. In place.
   *
   * - `detach_(Tensor(a!) self) -> Tensor(a!)`
   */
  detach_(): this;
  /**
   * The diagonal of a matrix, [n, m] → [min(n, m)], or a matrix with a vector as its diagonal, [n] → [n, n].
   *
   * - `diag(Tensor self, int diagonal=0) -> Tensor`
   */
  diag(options?: { diagonal?: number }): Tensor;
  diag(diagonal: number): Tensor;
  /** `diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor` */
  diagEmbed(options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagEmbed(offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagEmbed(offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagEmbed(offset: number, dim1: number, dim2: number): Tensor;
  /** `diagflat(Tensor self, int offset=0) -> Tensor` */
  diagflat(options?: { offset?: number }): Tensor;
  diagflat(offset: number): Tensor;
  /** `diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)` */
  diagonal(options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagonal(offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagonal(offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagonal(offset: number, dim1: number, dim2: number): Tensor;
  /** `diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor` */
  diagonalScatter(src: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagonalScatter(src: Tensor, offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagonalScatter(src: Tensor, offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagonalScatter(src: Tensor, offset: number, dim1: number, dim2: number): Tensor;
  /** `diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor` */
  diff(options?: { n?: number; dim?: number; prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(n: number, options?: { dim?: number; prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(n: number, dim: number, options?: { prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(n: number, dim: number, prepend: Tensor | null, options?: { append?: Tensor | null }): Tensor;
  diff(n: number, dim: number, prepend: Tensor | null, append: Tensor | null): Tensor;
  /** `digamma(Tensor self) -> Tensor` */
  digamma(): Tensor;
  /** `digamma_(Tensor(a!) self) -> Tensor(a!)` */
  digamma_(): this;
  /** `dist(Tensor self, Tensor other, Scalar p=2) -> Tensor` */
  dist(other: Tensor, options?: { p?: number | bigint | boolean }): Tensor;
  dist(other: Tensor, p: number | bigint | boolean): Tensor;
  /**
   * Quotient, element by element, as floating point; `roundingMode` `trunc` or `floor` rounds. Shapes are broadcast together.
   *
   * - `div.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `div.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor`
   * - `div.Tensor(Tensor self, Tensor other) -> Tensor`
   * - `div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor`
   */
  div(other: Tensor): Tensor;
  div(other: Tensor, options?: { roundingMode?: string | null }): Tensor;
  div(other: number | bigint | boolean): Tensor;
  div(other: number | bigint | boolean, options?: { roundingMode?: string | null }): Tensor;
  /**
   * Quotient, element by element, as floating point; `roundingMode` `trunc` or `floor` rounds. Shapes are broadcast together. In place.
   *
   * - `div_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `div_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)`
   * - `div_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   * - `div_.Tensor_mode(Tensor(a!) self, Tensor other, *, str? rounding_mode) -> Tensor(a!)`
   */
  div_(other: Tensor): this;
  div_(other: Tensor, options?: { roundingMode?: string | null }): this;
  div_(other: number | bigint | boolean): this;
  div_(other: number | bigint | boolean, options?: { roundingMode?: string | null }): this;
  /**
   * - `divide.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `divide.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor`
   * - `divide.Tensor(Tensor self, Tensor other) -> Tensor`
   * - `divide.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor`
   */
  divide(other: Tensor): Tensor;
  divide(other: Tensor, options?: { roundingMode?: string | null }): Tensor;
  divide(other: number | bigint | boolean): Tensor;
  divide(other: number | bigint | boolean, options?: { roundingMode?: string | null }): Tensor;
  /**
   * - `divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `divide_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)`
   * - `divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   * - `divide_.Tensor_mode(Tensor(a!) self, Tensor other, *, str? rounding_mode) -> Tensor(a!)`
   */
  divide_(other: Tensor): this;
  divide_(other: Tensor, options?: { roundingMode?: string | null }): this;
  divide_(other: number | bigint | boolean): this;
  divide_(other: number | bigint | boolean, options?: { roundingMode?: string | null }): this;
  /** `dot(Tensor self, Tensor tensor) -> Tensor` */
  dot(tensor: Tensor): Tensor;
  /**
   * In training, zeroes elements with probability `p` and scales the others by 1 / (1 − p). Any shape → the same.
   *
   * - `dropout(Tensor input, float p, bool train) -> Tensor`
   */
  dropout(p: number, train: boolean): Tensor;
  /**
   * In training, zeroes elements with probability `p` and scales the others by 1 / (1 − p). Any shape → the same. In place.
   *
   * - `dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)`
   */
  dropout_(p: number, train: boolean): this;
  /**
   * - `dsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]`
   * - `dsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]`
   */
  dsplit(indices: number | readonly number[]): Tensor[];
  dsplit(sections: number): Tensor[];
  /** `elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor` */
  elu(options?: { alpha?: number | bigint | boolean; scale?: number | bigint | boolean; inputScale?: number | bigint | boolean }): Tensor;
  elu(alpha: number | bigint | boolean, options?: { scale?: number | bigint | boolean; inputScale?: number | bigint | boolean }): Tensor;
  elu(alpha: number | bigint | boolean, scale: number | bigint | boolean, options?: { inputScale?: number | bigint | boolean }): Tensor;
  elu(alpha: number | bigint | boolean, scale: number | bigint | boolean, inputScale: number | bigint | boolean): Tensor;
  /** `elu_(Tensor(a!) self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor(a!)` */
  elu_(options?: { alpha?: number | bigint | boolean; scale?: number | bigint | boolean; inputScale?: number | bigint | boolean }): this;
  elu_(alpha: number | bigint | boolean, options?: { scale?: number | bigint | boolean; inputScale?: number | bigint | boolean }): this;
  elu_(alpha: number | bigint | boolean, scale: number | bigint | boolean, options?: { inputScale?: number | bigint | boolean }): this;
  elu_(alpha: number | bigint | boolean, scale: number | bigint | boolean, inputScale: number | bigint | boolean): this;
  /**
   * Rows of `weight` [V, D] by index. indices […] → […, D].
   *
   * - `embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor`
   */
  embedding(indices: Tensor, options?: { paddingIdx?: number; scaleGradByFreq?: boolean; sparse?: boolean }): Tensor;
  embedding(indices: Tensor, paddingIdx: number, options?: { scaleGradByFreq?: boolean; sparse?: boolean }): Tensor;
  embedding(indices: Tensor, paddingIdx: number, scaleGradByFreq: boolean, options?: { sparse?: boolean }): Tensor;
  embedding(indices: Tensor, paddingIdx: number, scaleGradByFreq: boolean, sparse: boolean): Tensor;
  /**
   * - `embedding_bag(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False) -> (Tensor, Tensor, Tensor, Tensor)`
   * - `embedding_bag.padding_idx(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq, int mode, bool sparse, Tensor? per_sample_weights, bool include_last_offset, int? padding_idx) -> (Tensor, Tensor, Tensor, Tensor)`
   */
  embeddingBag(indices: Tensor, offsets: Tensor, options?: { scaleGradByFreq?: boolean; mode?: number; sparse?: boolean; perSampleWeights?: Tensor | null; includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, options?: { mode?: number; sparse?: boolean; perSampleWeights?: Tensor | null; includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, options?: { sparse?: boolean; perSampleWeights?: Tensor | null; includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, options?: { perSampleWeights?: Tensor | null; includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, perSampleWeights: Tensor | null, options?: { includeLastOffset?: boolean }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, perSampleWeights: Tensor | null, includeLastOffset: boolean): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, perSampleWeights: Tensor | null, includeLastOffset: boolean, paddingIdx: number | null): [Tensor, Tensor, Tensor, Tensor];
  /** `empty_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  emptyLike(options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * Whether elements are equal. Shapes are broadcast together; → bool.
   *
   * - `eq.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `eq.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  eq(other: Tensor): Tensor;
  eq(other: number | bigint | boolean): Tensor;
  /**
   * Whether elements are equal. Shapes are broadcast together; → bool. In place.
   *
   * - `eq_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `eq_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  eq_(other: Tensor): this;
  eq_(other: number | bigint | boolean): this;
  /**
   * Whether two tensors have the same shape and elements: true or false, not a tensor.
   *
   * - `equal(Tensor self, Tensor other) -> bool`
   */
  equal(other: Tensor): boolean;
  /** `erf(Tensor self) -> Tensor` */
  erf(): Tensor;
  /** `erf_(Tensor(a!) self) -> Tensor(a!)` */
  erf_(): this;
  /** `erfc(Tensor self) -> Tensor` */
  erfc(): Tensor;
  /** `erfc_(Tensor(a!) self) -> Tensor(a!)` */
  erfc_(): this;
  /** `erfinv(Tensor self) -> Tensor` */
  erfinv(): Tensor;
  /** `erfinv_(Tensor(a!) self) -> Tensor(a!)` */
  erfinv_(): this;
  /**
   * e to the power of each element. Any shape → the same.
   *
   * - `exp(Tensor self) -> Tensor`
   */
  exp(): Tensor;
  /** `exp2(Tensor self) -> Tensor` */
  exp2(): Tensor;
  /** `exp2_(Tensor(a!) self) -> Tensor(a!)` */
  exp2_(): this;
  /**
   * e to the power of each element. Any shape → the same. In place.
   *
   * - `exp_(Tensor(a!) self) -> Tensor(a!)`
   */
  exp_(): this;
  /**
   * A view in which dimensions of size 1 are repeated without copying; −1 keeps a size. [n, 1], (n, m) → [n, m].
   *
   * - `expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)`
   */
  expand(size: number | readonly number[], options?: { implicit?: boolean }): Tensor;
  /** `expand_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  expandAs(other: Tensor): Tensor;
  /**
   * exp(x) − 1, exact for small x. Any shape → the same.
   *
   * - `expm1(Tensor self) -> Tensor`
   */
  expm1(): Tensor;
  /**
   * exp(x) − 1, exact for small x. Any shape → the same. In place.
   *
   * - `expm1_(Tensor(a!) self) -> Tensor(a!)`
   */
  expm1_(): this;
  /** `exponential(Tensor self, float lambd=1., *, Generator? generator=None) -> Tensor` */
  exponential(options?: { lambd?: number; generator?: Generator | null }): Tensor;
  exponential(lambd: number, options?: { generator?: Generator | null }): Tensor;
  /** `exponential_(Tensor(a!) self, float lambd=1., *, Generator? generator=None) -> Tensor(a!)` */
  exponential_(options?: { lambd?: number; generator?: Generator | null }): this;
  exponential_(lambd: number, options?: { generator?: Generator | null }): this;
  /** `feature_alpha_dropout(Tensor input, float p, bool train) -> Tensor` */
  featureAlphaDropout(p: number, train: boolean): Tensor;
  /** `feature_alpha_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  featureAlphaDropout_(p: number, train: boolean): this;
  /** `feature_dropout(Tensor input, float p, bool train) -> Tensor` */
  featureDropout(p: number, train: boolean): Tensor;
  /** `feature_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  featureDropout_(p: number, train: boolean): this;
  /**
   * A tensor with one value everywhere. Any shape → the same.
   *
   * - `fill.Scalar(Tensor self, Scalar value) -> Tensor`
   * - `fill.Tensor(Tensor self, Tensor value) -> Tensor`
   */
  fill(value: Tensor): Tensor;
  fill(value: number | bigint | boolean): Tensor;
  /** `fill_diagonal_(Tensor(a!) self, Scalar fill_value, bool wrap=False) -> Tensor(a!)` */
  fillDiagonal_(fillValue: number | bigint | boolean, options?: { wrap?: boolean }): this;
  fillDiagonal_(fillValue: number | bigint | boolean, wrap: boolean): this;
  /**
   * A tensor with one value everywhere. Any shape → the same. In place.
   *
   * - `fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)`
   * - `fill_.Tensor(Tensor(a!) self, Tensor value) -> Tensor(a!)`
   */
  fill_(value: Tensor): this;
  fill_(value: number | bigint | boolean): this;
  /** `fix(Tensor self) -> Tensor` */
  fix(): Tensor;
  /** `fix_(Tensor(a!) self) -> Tensor(a!)` */
  fix_(): this;
  /**
   * Joins the dimensions from `startDim` to `endDim` into one. [N, C, H, W], from 1 → [N, C·H·W].
   *
   * - `flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)`
   */
  flatten(options?: { startDim?: number; endDim?: number }): Tensor;
  flatten(startDim: number, options?: { endDim?: number }): Tensor;
  flatten(startDim: number, endDim: number): Tensor;
  /**
   * Reverses the order along dimensions. Any shape → the same.
   *
   * - `flip(Tensor self, int[] dims) -> Tensor`
   */
  flip(dims: number | readonly number[]): Tensor;
  /** `fliplr(Tensor self) -> Tensor` */
  fliplr(): Tensor;
  /** `flipud(Tensor self) -> Tensor` */
  flipud(): Tensor;
  /**
   * - `float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor`
   * - `float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor`
   */
  floatPower(exponent: Tensor): Tensor;
  floatPower(exponent: number | bigint | boolean): Tensor;
  /**
   * - `float_power_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)`
   * - `float_power_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)`
   */
  floatPower_(exponent: Tensor): this;
  floatPower_(exponent: number | bigint | boolean): this;
  /**
   * Largest whole number not above each element. Any shape → the same.
   *
   * - `floor(Tensor self) -> Tensor`
   */
  floor(): Tensor;
  /**
   * - `floor_divide(Tensor self, Tensor other) -> Tensor`
   * - `floor_divide.Scalar(Tensor self, Scalar other) -> Tensor`
   */
  floorDivide(other: Tensor): Tensor;
  floorDivide(other: number | bigint | boolean): Tensor;
  /**
   * - `floor_divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `floor_divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  floorDivide_(other: Tensor): this;
  floorDivide_(other: number | bigint | boolean): this;
  /**
   * Largest whole number not above each element. Any shape → the same. In place.
   *
   * - `floor_(Tensor(a!) self) -> Tensor(a!)`
   */
  floor_(): this;
  /** `fmax(Tensor self, Tensor other) -> Tensor` */
  fmax(other: Tensor): Tensor;
  /** `fmin(Tensor self, Tensor other) -> Tensor` */
  fmin(other: Tensor): Tensor;
  /**
   * - `fmod.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `fmod.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  fmod(other: Tensor): Tensor;
  fmod(other: number | bigint | boolean): Tensor;
  /**
   * - `fmod_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `fmod_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  fmod_(other: Tensor): this;
  fmod_(other: number | bigint | boolean): this;
  /** `frac(Tensor self) -> Tensor` */
  frac(): Tensor;
  /** `frac_(Tensor(a!) self) -> Tensor(a!)` */
  frac_(): this;
  /** `fractional_max_pool2d(Tensor self, int[2] kernel_size, int[2] output_size, Tensor random_samples) -> (Tensor, Tensor)` */
  fractionalMaxPool2d(kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  /** `fractional_max_pool3d(Tensor self, int[3] kernel_size, int[3] output_size, Tensor random_samples) -> (Tensor, Tensor)` */
  fractionalMaxPool3d(kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  /** `frexp.Tensor(Tensor self) -> (Tensor mantissa, Tensor exponent)` */
  frexp(): [mantissa: Tensor, exponent: Tensor];
  /** `frobenius_norm.dim(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
  frobeniusNorm(dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  frobeniusNorm(dim: number | readonly number[], keepdim: boolean): Tensor;
  /** `full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  fullLike(fillValue: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * Picks elements along `dim` by index: out[i][j] = self[index[i][j]][j] for dim 0. index → its own shape.
   *
   * - `gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor`
   */
  gather(dim: number, index: Tensor, options?: { sparseGrad?: boolean }): Tensor;
  /** `gcd(Tensor self, Tensor other) -> Tensor` */
  gcd(other: Tensor): Tensor;
  /** `gcd_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  gcd_(other: Tensor): this;
  /**
   * Whether self ≥ other. Shapes are broadcast together; → bool.
   *
   * - `ge.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `ge.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  ge(other: Tensor): Tensor;
  ge(other: number | bigint | boolean): Tensor;
  /**
   * Whether self ≥ other. Shapes are broadcast together; → bool. In place.
   *
   * - `ge_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `ge_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  ge_(other: Tensor): this;
  ge_(other: number | bigint | boolean): this;
  /**
   * Gaussian error linear unit of each element. Any shape → the same.
   *
   * - `gelu(Tensor self, *, str approximate="none") -> Tensor`
   */
  gelu(options?: { approximate?: string }): Tensor;
  /**
   * Gaussian error linear unit of each element. Any shape → the same. In place.
   *
   * - `gelu_(Tensor(a!) self, *, str approximate="none") -> Tensor(a!)`
   */
  gelu_(options?: { approximate?: string }): this;
  /** `geometric(Tensor self, float p, *, Generator? generator=None) -> Tensor` */
  geometric(p: number, options?: { generator?: Generator | null }): Tensor;
  /** `geometric_(Tensor(a!) self, float p, *, Generator? generator=None) -> Tensor(a!)` */
  geometric_(p: number, options?: { generator?: Generator | null }): this;
  /**
   * - `geqrf(Tensor self) -> (Tensor a, Tensor tau)`
   * - `geqrf.a(Tensor self, *, Tensor(a!) a, Tensor(b!) tau) -> (Tensor(a!) a, Tensor(b!) tau)`
   */
  geqrf(): [a: Tensor, tau: Tensor];
  /** `ger(Tensor self, Tensor vec2) -> Tensor` */
  ger(vec2: Tensor): Tensor;
  /** `glu(Tensor self, int dim=-1) -> Tensor` */
  glu(options?: { dim?: number }): Tensor;
  glu(dim: number): Tensor;
  /**
   * - `gradient.array(Tensor self, *, int[] dim, int edge_order=1) -> Tensor[]`
   * - `gradient.scalararray(Tensor self, *, Scalar spacing, int[] dim, int edge_order=1) -> Tensor[]`
   * - `gradient.scalarint(Tensor self, *, Scalar? spacing=None, int? dim=None, int edge_order=1) -> Tensor[]`
   * - `gradient.scalarrayarray(Tensor self, *, Scalar[] spacing, int[] dim, int edge_order=1) -> Tensor[]`
   * - `gradient.scalarrayint(Tensor self, *, Scalar[] spacing, int? dim=None, int edge_order=1) -> Tensor[]`
   * - `gradient.tensorarray(Tensor self, *, Tensor[] spacing, int[] dim, int edge_order=1) -> Tensor[]`
   * - `gradient.tensorarrayint(Tensor self, *, Tensor[] spacing, int? dim=None, int edge_order=1) -> Tensor[]`
   */
  gradient(options: { spacing: readonly Tensor[]; dim: number | readonly number[]; edgeOrder?: number }): Tensor[];
  gradient(options: { spacing: readonly Tensor[]; dim?: number | null; edgeOrder?: number }): Tensor[];
  gradient(options: { dim: number | readonly number[]; edgeOrder?: number }): Tensor[];
  gradient(options: { spacing: number | bigint | boolean; dim: number | readonly number[]; edgeOrder?: number }): Tensor[];
  gradient(options?: { spacing?: number | bigint | boolean | null; dim?: number | null; edgeOrder?: number }): Tensor[];
  gradient(options: { spacing: readonly number[]; dim: number | readonly number[]; edgeOrder?: number }): Tensor[];
  gradient(options: { spacing: readonly number[]; dim?: number | null; edgeOrder?: number }): Tensor[];
  /**
   * - `greater.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `greater.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  greater(other: Tensor): Tensor;
  greater(other: number | bigint | boolean): Tensor;
  /**
   * - `greater_equal.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `greater_equal.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  greaterEqual(other: Tensor): Tensor;
  greaterEqual(other: number | bigint | boolean): Tensor;
  /**
   * - `greater_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `greater_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  greaterEqual_(other: Tensor): this;
  greaterEqual_(other: number | bigint | boolean): this;
  /**
   * - `greater_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `greater_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  greater_(other: Tensor): this;
  greater_(other: number | bigint | boolean): this;
  /**
   * Samples pictures [N, C, H, W] at the points of a grid [N, h, w, 2] in [−1, 1]. → [N, C, h, w].
   *
   * - `grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor`
   */
  gridSampler(grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  /** `grid_sampler_2d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
  gridSampler2d(grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  /** `grid_sampler_3d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
  gridSampler3d(grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  /** `group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor` */
  groupNorm(numGroups: number, options?: { weight?: Tensor | null; bias?: Tensor | null; eps?: number; cudnnEnabled?: boolean }): Tensor;
  groupNorm(numGroups: number, weight: Tensor | null, options?: { bias?: Tensor | null; eps?: number; cudnnEnabled?: boolean }): Tensor;
  groupNorm(numGroups: number, weight: Tensor | null, bias: Tensor | null, options?: { eps?: number; cudnnEnabled?: boolean }): Tensor;
  groupNorm(numGroups: number, weight: Tensor | null, bias: Tensor | null, eps: number, options?: { cudnnEnabled?: boolean }): Tensor;
  groupNorm(numGroups: number, weight: Tensor | null, bias: Tensor | null, eps: number, cudnnEnabled: boolean): Tensor;
  /**
   * - `gru.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)`
   * - `gru.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)`
   */
  gru(batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  gru(hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  /** `gru_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  gruCell(hx: Tensor, wIh: Tensor, wHh: Tensor, options?: { bIh?: Tensor | null; bHh?: Tensor | null }): Tensor;
  gruCell(hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, options?: { bHh?: Tensor | null }): Tensor;
  gruCell(hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, bHh: Tensor | null): Tensor;
  /**
   * Whether self > other. Shapes are broadcast together; → bool.
   *
   * - `gt.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `gt.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  gt(other: Tensor): Tensor;
  gt(other: number | bigint | boolean): Tensor;
  /**
   * Whether self > other. Shapes are broadcast together; → bool. In place.
   *
   * - `gt_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `gt_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  gt_(other: Tensor): this;
  gt_(other: number | bigint | boolean): this;
  /** `hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor` */
  hardshrink(options?: { lambd?: number | bigint | boolean }): Tensor;
  hardshrink(lambd: number | bigint | boolean): Tensor;
  /** `hardsigmoid(Tensor self) -> Tensor` */
  hardsigmoid(): Tensor;
  /** `hardsigmoid_(Tensor(a!) self) -> Tensor(a!)` */
  hardsigmoid_(): this;
  /** `hardswish(Tensor self) -> Tensor` */
  hardswish(): Tensor;
  /** `hardswish_(Tensor(a!) self) -> Tensor(a!)` */
  hardswish_(): this;
  /** `hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor` */
  hardtanh(options?: { minVal?: number | bigint | boolean; maxVal?: number | bigint | boolean }): Tensor;
  hardtanh(minVal: number | bigint | boolean, options?: { maxVal?: number | bigint | boolean }): Tensor;
  hardtanh(minVal: number | bigint | boolean, maxVal: number | bigint | boolean): Tensor;
  /** `hardtanh_(Tensor(a!) self, Scalar min_val=-1, Scalar max_val=1) -> Tensor(a!)` */
  hardtanh_(options?: { minVal?: number | bigint | boolean; maxVal?: number | bigint | boolean }): this;
  hardtanh_(minVal: number | bigint | boolean, options?: { maxVal?: number | bigint | boolean }): this;
  hardtanh_(minVal: number | bigint | boolean, maxVal: number | bigint | boolean): this;
  /**
   * - `hash_tensor(Tensor self, int[1] dim=[], *, bool keepdim=False, int mode=0) -> Tensor`
   *
   * Since libtorch 2.13, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  hashTensor(options?: { dim?: number | readonly number[]; keepdim?: boolean; mode?: number }): Tensor;
  hashTensor(dim: number | readonly number[], options?: { keepdim?: boolean; mode?: number }): Tensor;
  /** `heaviside(Tensor self, Tensor values) -> Tensor` */
  heaviside(values: Tensor): Tensor;
  /** `heaviside_(Tensor(a!) self, Tensor values) -> Tensor(a!)` */
  heaviside_(values: Tensor): this;
  /** `hinge_embedding_loss(Tensor self, Tensor target, float margin=1., int reduction=1) -> Tensor` */
  hingeEmbeddingLoss(target: Tensor, options?: { margin?: number; reduction?: number }): Tensor;
  hingeEmbeddingLoss(target: Tensor, margin: number, options?: { reduction?: number }): Tensor;
  hingeEmbeddingLoss(target: Tensor, margin: number, reduction: number): Tensor;
  /** `histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor` */
  histc(options?: { bins?: number; min?: number | bigint | boolean; max?: number | bigint | boolean }): Tensor;
  histc(bins: number, options?: { min?: number | bigint | boolean; max?: number | bigint | boolean }): Tensor;
  histc(bins: number, min: number | bigint | boolean, options?: { max?: number | bigint | boolean }): Tensor;
  histc(bins: number, min: number | bigint | boolean, max: number | bigint | boolean): Tensor;
  /**
   * - `histogram.bin_ct(Tensor self, int bins=100, *, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)`
   * - `histogram.bins_tensor(Tensor self, Tensor bins, *, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)`
   */
  histogram(bins: Tensor, options?: { weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor];
  histogram(options?: { bins?: number; range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor];
  histogram(bins: number, options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor];
  /**
   * - `histogramdd(Tensor self, int[] bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)`
   * - `histogramdd.TensorList_bins(Tensor self, Tensor[] bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)`
   * - `histogramdd.int_bins(Tensor self, int bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)`
   */
  histogramdd(bins: readonly Tensor[], options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: readonly Tensor[], range: readonly number[] | null, options?: { weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: readonly Tensor[], range: readonly number[] | null, weight: Tensor | null, options?: { density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: readonly Tensor[], range: readonly number[] | null, weight: Tensor | null, density: boolean): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: number | readonly number[], options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: number | readonly number[], range: readonly number[] | null, options?: { weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: number | readonly number[], range: readonly number[] | null, weight: Tensor | null, options?: { density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: number | readonly number[], range: readonly number[] | null, weight: Tensor | null, density: boolean): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: number, options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: number, range: readonly number[] | null, options?: { weight?: Tensor | null; density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: number, range: readonly number[] | null, weight: Tensor | null, options?: { density?: boolean }): [hist: Tensor, binEdges: Tensor[]];
  histogramdd(bins: number, range: readonly number[] | null, weight: Tensor | null, density: boolean): [hist: Tensor, binEdges: Tensor[]];
  /**
   * - `hsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]`
   * - `hsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]`
   */
  hsplit(indices: number | readonly number[]): Tensor[];
  hsplit(sections: number): Tensor[];
  /** `huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor` */
  huberLoss(target: Tensor, options?: { reduction?: number; delta?: number }): Tensor;
  huberLoss(target: Tensor, reduction: number, options?: { delta?: number }): Tensor;
  huberLoss(target: Tensor, reduction: number, delta: number): Tensor;
  /** `hypot(Tensor self, Tensor other) -> Tensor` */
  hypot(other: Tensor): Tensor;
  /** `hypot_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  hypot_(other: Tensor): this;
  /** `i0(Tensor self) -> Tensor` */
  i0(): Tensor;
  /** `i0_(Tensor(a!) self) -> Tensor(a!)` */
  i0_(): this;
  /** `igamma(Tensor self, Tensor other) -> Tensor` */
  igamma(other: Tensor): Tensor;
  /** `igamma_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  igamma_(other: Tensor): this;
  /** `igammac(Tensor self, Tensor other) -> Tensor` */
  igammac(other: Tensor): Tensor;
  /** `igammac_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  igammac_(other: Tensor): this;
  /** `im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
  im2col(kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
  /** `imag(Tensor(a) self) -> Tensor(a)` */
  imag(): Tensor;
  /** `index.Tensor(Tensor self, Tensor?[] indices) -> Tensor` */
  index(indices: readonly (Tensor | null)[]): Tensor;
  /** `index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor` */
  indexAdd(dim: number, index: Tensor, source: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  /** `index_add_(Tensor(a!) self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor(a!)` */
  indexAdd_(dim: number, index: Tensor, source: Tensor, options?: { alpha?: number | bigint | boolean }): this;
  /** `index_copy_(Tensor(a!) self, int dim, Tensor index, Tensor source) -> Tensor(a!)` */
  indexCopy_(dim: number, index: Tensor, source: Tensor): this;
  /**
   * - `index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor`
   * - `index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor`
   */
  indexFill(dim: number, index: Tensor, value: Tensor): Tensor;
  indexFill(dim: number, index: Tensor, value: number | bigint | boolean): Tensor;
  /**
   * - `index_fill_.int_Scalar(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)`
   * - `index_fill_.int_Tensor(Tensor(a!) self, int dim, Tensor index, Tensor value) -> Tensor(a!)`
   */
  indexFill_(dim: number, index: Tensor, value: Tensor): this;
  indexFill_(dim: number, index: Tensor, value: number | bigint | boolean): this;
  /** `index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor` */
  indexPut(indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean }): Tensor;
  indexPut(indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): Tensor;
  /** `index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)` */
  indexPut_(indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean }): this;
  indexPut_(indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): this;
  /** `index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor` */
  indexReduce(dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** `index_reduce_(Tensor(a!) self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor(a!)` */
  indexReduce_(dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): this;
  /**
   * The rows (along `dim`) that `index` names, copied. [n, m], dim 0, index [k] → [k, m].
   *
   * - `index_select(Tensor self, int dim, Tensor index) -> Tensor`
   */
  indexSelect(dim: number, index: Tensor): Tensor;
  /** `indices(Tensor(a) self) -> Tensor(a)` */
  indices(): Tensor;
  /** `inner(Tensor self, Tensor other) -> Tensor` */
  inner(other: Tensor): Tensor;
  /** `instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
  instanceNorm(weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, useInputStats: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
  /** `int_repr(Tensor self) -> Tensor` */
  intRepr(): Tensor;
  /** `inverse(Tensor self) -> Tensor` */
  inverse(): Tensor;
  /** `is_coalesced(Tensor self) -> bool` */
  isCoalesced(): boolean;
  /** `is_complex(Tensor self) -> bool` */
  isComplex(): boolean;
  /** `is_conj(Tensor self) -> bool` */
  isConj(): boolean;
  /** `is_distributed(Tensor self) -> bool` */
  isDistributed(): boolean;
  /** `is_floating_point(Tensor self) -> bool` */
  isFloatingPoint(): boolean;
  /** `is_inference(Tensor self) -> bool` */
  isInference(): boolean;
  /** `is_neg(Tensor self) -> bool` */
  isNeg(): boolean;
  /** `is_nonzero(Tensor self) -> bool` */
  isNonzero(): boolean;
  /** `is_pinned(Tensor self, Device? device=None) -> bool` */
  isPinned(options?: { device?: Device | null }): boolean;
  isPinned(device: Device | null): boolean;
  /** `is_same_size(Tensor self, Tensor other) -> bool` */
  isSameSize(other: Tensor): boolean;
  /** `is_signed(Tensor self) -> bool` */
  isSigned(): boolean;
  /** `isclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> Tensor` */
  isclose(other: Tensor, options?: { rtol?: number; atol?: number; equalNan?: boolean }): Tensor;
  isclose(other: Tensor, rtol: number, options?: { atol?: number; equalNan?: boolean }): Tensor;
  isclose(other: Tensor, rtol: number, atol: number, options?: { equalNan?: boolean }): Tensor;
  isclose(other: Tensor, rtol: number, atol: number, equalNan: boolean): Tensor;
  /**
   * Whether each element is neither infinite nor nan. Any shape → the same, bool.
   *
   * - `isfinite(Tensor self) -> Tensor`
   */
  isfinite(): Tensor;
  /**
   * - `isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False) -> Tensor`
   * - `isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor`
   */
  isin(testElements: Tensor, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
  isin(testElement: number | bigint | boolean, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
  /** `isinf(Tensor self) -> Tensor` */
  isinf(): Tensor;
  /**
   * Whether each element is nan. Any shape → the same, bool.
   *
   * - `isnan(Tensor self) -> Tensor`
   */
  isnan(): Tensor;
  /** `isneginf(Tensor self) -> Tensor` */
  isneginf(): Tensor;
  /** `isposinf(Tensor self) -> Tensor` */
  isposinf(): Tensor;
  /** `isreal(Tensor self) -> Tensor` */
  isreal(): Tensor;
  /** `istft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, bool normalized=False, bool? onesided=None, int? length=None, bool return_complex=False) -> Tensor` */
  istft(nFft: number, options?: { hopLength?: number | null; winLength?: number | null; window?: Tensor | null; center?: boolean; normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(nFft: number, hopLength: number | null, options?: { winLength?: number | null; window?: Tensor | null; center?: boolean; normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(nFft: number, hopLength: number | null, winLength: number | null, options?: { window?: Tensor | null; center?: boolean; normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, options?: { center?: boolean; normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, options?: { normalized?: boolean; onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, normalized: boolean, options?: { onesided?: boolean | null; length?: number | null; returnComplex?: boolean }): Tensor;
  istft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, normalized: boolean, onesided: boolean | null, options?: { length?: number | null; returnComplex?: boolean }): Tensor;
  istft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, normalized: boolean, onesided: boolean | null, length: number | null, options?: { returnComplex?: boolean }): Tensor;
  istft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, normalized: boolean, onesided: boolean | null, length: number | null, returnComplex: boolean): Tensor;
  /** `kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor` */
  klDiv(target: Tensor, options?: { reduction?: number; logTarget?: boolean }): Tensor;
  klDiv(target: Tensor, reduction: number, options?: { logTarget?: boolean }): Tensor;
  /** `kron(Tensor self, Tensor other) -> Tensor` */
  kron(other: Tensor): Tensor;
  /**
   * - `kthvalue(Tensor self, SymInt k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `kthvalue.values(Tensor self, SymInt k, int dim=-1, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  kthvalue(k: number, options?: { dim?: number; keepdim?: boolean }): [values: Tensor, indices: Tensor];
  kthvalue(k: number, dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  kthvalue(k: number, dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  /** `l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  l1Loss(target: Tensor, options?: { reduction?: number }): Tensor;
  l1Loss(target: Tensor, reduction: number): Tensor;
  /**
   * Normalises over the last dimensions `normalizedShape`. Any shape → the same.
   *
   * - `layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor`
   */
  layerNorm(normalizedShape: number | readonly number[], options?: { weight?: Tensor | null; bias?: Tensor | null; eps?: number; cudnnEnable?: boolean }): Tensor;
  layerNorm(normalizedShape: number | readonly number[], weight: Tensor | null, options?: { bias?: Tensor | null; eps?: number; cudnnEnable?: boolean }): Tensor;
  layerNorm(normalizedShape: number | readonly number[], weight: Tensor | null, bias: Tensor | null, options?: { eps?: number; cudnnEnable?: boolean }): Tensor;
  layerNorm(normalizedShape: number | readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number, options?: { cudnnEnable?: boolean }): Tensor;
  layerNorm(normalizedShape: number | readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number, cudnnEnable: boolean): Tensor;
  /** `lcm(Tensor self, Tensor other) -> Tensor` */
  lcm(other: Tensor): Tensor;
  /** `lcm_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  lcm_(other: Tensor): this;
  /** `ldexp.Tensor(Tensor self, Tensor other) -> Tensor` */
  ldexp(other: Tensor): Tensor;
  /** `ldexp_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  ldexp_(other: Tensor): this;
  /**
   * Whether self ≤ other. Shapes are broadcast together; → bool.
   *
   * - `le.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `le.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  le(other: Tensor): Tensor;
  le(other: number | bigint | boolean): Tensor;
  /**
   * Whether self ≤ other. Shapes are broadcast together; → bool. In place.
   *
   * - `le_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `le_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  le_(other: Tensor): this;
  le_(other: number | bigint | boolean): this;
  /**
   * x where positive, `negativeSlope` · x elsewhere. Any shape → the same.
   *
   * - `leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor`
   */
  leakyRelu(options?: { negativeSlope?: number | bigint | boolean }): Tensor;
  leakyRelu(negativeSlope: number | bigint | boolean): Tensor;
  /**
   * x where positive, `negativeSlope` · x elsewhere. Any shape → the same. In place.
   *
   * - `leaky_relu_(Tensor(a!) self, Scalar negative_slope=0.01) -> Tensor(a!)`
   */
  leakyRelu_(options?: { negativeSlope?: number | bigint | boolean }): this;
  leakyRelu_(negativeSlope: number | bigint | boolean): this;
  /**
   * self + weight · (end − self), element by element. Shapes are broadcast together.
   *
   * - `lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor`
   * - `lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor`
   */
  lerp(end: Tensor, weight: Tensor): Tensor;
  lerp(end: Tensor, weight: number | bigint | boolean): Tensor;
  /**
   * self + weight · (end − self), element by element. Shapes are broadcast together. In place.
   *
   * - `lerp_.Scalar(Tensor(a!) self, Tensor end, Scalar weight) -> Tensor(a!)`
   * - `lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)`
   */
  lerp_(end: Tensor, weight: Tensor): this;
  lerp_(end: Tensor, weight: number | bigint | boolean): this;
  /**
   * - `less.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `less.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  less(other: Tensor): Tensor;
  less(other: number | bigint | boolean): Tensor;
  /**
   * - `less_equal.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `less_equal.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  lessEqual(other: Tensor): Tensor;
  lessEqual(other: number | bigint | boolean): Tensor;
  /**
   * - `less_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `less_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  lessEqual_(other: Tensor): this;
  lessEqual_(other: number | bigint | boolean): this;
  /**
   * - `less_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `less_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  less_(other: Tensor): this;
  less_(other: number | bigint | boolean): this;
  /** `lgamma(Tensor self) -> Tensor` */
  lgamma(): Tensor;
  /** `lgamma_(Tensor(a!) self) -> Tensor(a!)` */
  lgamma_(): this;
  /**
   * x · weightᵀ + bias. […, in], weight [out, in] → […, out].
   *
   * - `linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor`
   */
  linear(weight: Tensor, options?: { bias?: Tensor | null }): Tensor;
  linear(weight: Tensor, bias: Tensor | null): Tensor;
  /**
   * `steps` numbers from `start` to `end`, both included. → [steps].
   *
   * - `linspace.Tensor_Scalar(Tensor start, Scalar end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `linspace.Tensor_Tensor(Tensor start, Tensor end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  linspace(end: Tensor, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  linspace(end: number | bigint | boolean, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * Natural logarithm of each element; of a negative one, nan. Any shape → the same.
   *
   * - `log(Tensor self) -> Tensor`
   */
  log(): Tensor;
  /** `log10(Tensor self) -> Tensor` */
  log10(): Tensor;
  /** `log10_(Tensor(a!) self) -> Tensor(a!)` */
  log10_(): this;
  /**
   * log(1 + x), exact for small x. Any shape → the same.
   *
   * - `log1p(Tensor self) -> Tensor`
   */
  log1p(): Tensor;
  /**
   * log(1 + x), exact for small x. Any shape → the same. In place.
   *
   * - `log1p_(Tensor(a!) self) -> Tensor(a!)`
   */
  log1p_(): this;
  /** `log2(Tensor self) -> Tensor` */
  log2(): Tensor;
  /** `log2_(Tensor(a!) self) -> Tensor(a!)` */
  log2_(): this;
  /** `log_normal(Tensor self, float mean=1., float std=2., *, Generator? generator=None) -> Tensor` */
  logNormal(options?: { mean?: number; std?: number; generator?: Generator | null }): Tensor;
  logNormal(mean: number, options?: { std?: number; generator?: Generator | null }): Tensor;
  logNormal(mean: number, std: number, options?: { generator?: Generator | null }): Tensor;
  /** `log_normal_(Tensor(a!) self, float mean=1., float std=2., *, Generator? generator=None) -> Tensor(a!)` */
  logNormal_(options?: { mean?: number; std?: number; generator?: Generator | null }): this;
  logNormal_(mean: number, options?: { std?: number; generator?: Generator | null }): this;
  logNormal_(mean: number, std: number, options?: { generator?: Generator | null }): this;
  /** `log_sigmoid(Tensor self) -> Tensor` */
  logSigmoid(): Tensor;
  /**
   * Logarithm of the softmax along `dim`, computed without overflow. Any shape → the same.
   *
   * - `log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor`
   */
  logSoftmax(dim: number, options?: { dtype?: DType | null }): Tensor;
  logSoftmax(dim: number, dtype: DType | null): Tensor;
  /**
   * Natural logarithm of each element; of a negative one, nan. Any shape → the same. In place.
   *
   * - `log_(Tensor(a!) self) -> Tensor(a!)`
   */
  log_(): this;
  /** `logaddexp(Tensor self, Tensor other) -> Tensor` */
  logaddexp(other: Tensor): Tensor;
  /** `logaddexp2(Tensor self, Tensor other) -> Tensor` */
  logaddexp2(other: Tensor): Tensor;
  /** `logcumsumexp(Tensor self, int dim) -> Tensor` */
  logcumsumexp(dim: number): Tensor;
  /** `logdet(Tensor self) -> Tensor` */
  logdet(): Tensor;
  /** `logical_and(Tensor self, Tensor other) -> Tensor` */
  logicalAnd(other: Tensor): Tensor;
  /** `logical_and_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  logicalAnd_(other: Tensor): this;
  /** `logical_not(Tensor self) -> Tensor` */
  logicalNot(): Tensor;
  /** `logical_not_(Tensor(a!) self) -> Tensor(a!)` */
  logicalNot_(): this;
  /** `logical_or(Tensor self, Tensor other) -> Tensor` */
  logicalOr(other: Tensor): Tensor;
  /** `logical_or_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  logicalOr_(other: Tensor): this;
  /** `logical_xor(Tensor self, Tensor other) -> Tensor` */
  logicalXor(other: Tensor): Tensor;
  /** `logical_xor_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  logicalXor_(other: Tensor): this;
  /** `logit(Tensor self, float? eps=None) -> Tensor` */
  logit(options?: { eps?: number | null }): Tensor;
  logit(eps: number | null): Tensor;
  /** `logit_(Tensor(a!) self, float? eps=None) -> Tensor(a!)` */
  logit_(options?: { eps?: number | null }): this;
  logit_(eps: number | null): this;
  /**
   * - `logspace.Tensor_Scalar(Tensor start, Scalar end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   * - `logspace.Tensor_Tensor(Tensor start, Tensor end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  logspace(end: Tensor, steps: number, options?: { base?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(end: Tensor, steps: number, base: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(end: number | bigint | boolean, steps: number, options?: { base?: number; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  logspace(end: number | bigint | boolean, steps: number, base: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /**
   * Logarithm of the sum of exponentials along dimensions, computed without overflow. [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor`
   */
  logsumexp(dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  logsumexp(dim: number | readonly number[], keepdim: boolean): Tensor;
  /**
   * - `lstm.data(Tensor data, Tensor batch_sizes, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor, Tensor)`
   * - `lstm.input(Tensor input, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor, Tensor)`
   */
  lstm(batchSizes: Tensor, hx: readonly Tensor[], params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor, Tensor];
  lstm(hx: readonly Tensor[], params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor, Tensor];
  /** `lstm_cell(Tensor input, Tensor[] hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> (Tensor, Tensor)` */
  lstmCell(hx: readonly Tensor[], wIh: Tensor, wHh: Tensor, options?: { bIh?: Tensor | null; bHh?: Tensor | null }): [Tensor, Tensor];
  lstmCell(hx: readonly Tensor[], wIh: Tensor, wHh: Tensor, bIh: Tensor | null, options?: { bHh?: Tensor | null }): [Tensor, Tensor];
  lstmCell(hx: readonly Tensor[], wIh: Tensor, wHh: Tensor, bIh: Tensor | null, bHh: Tensor | null): [Tensor, Tensor];
  /**
   * Whether self < other. Shapes are broadcast together; → bool.
   *
   * - `lt.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `lt.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  lt(other: Tensor): Tensor;
  lt(other: number | bigint | boolean): Tensor;
  /**
   * Whether self < other. Shapes are broadcast together; → bool. In place.
   *
   * - `lt_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `lt_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  lt_(other: Tensor): this;
  lt_(other: number | bigint | boolean): this;
  /** `lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor` */
  luSolve(LUData: Tensor, LUPivots: Tensor): Tensor;
  /** `lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)` */
  luUnpack(LUPivots: Tensor, options?: { unpackData?: boolean; unpackPivots?: boolean }): [P: Tensor, L: Tensor, U: Tensor];
  luUnpack(LUPivots: Tensor, unpackData: boolean, options?: { unpackPivots?: boolean }): [P: Tensor, L: Tensor, U: Tensor];
  luUnpack(LUPivots: Tensor, unpackData: boolean, unpackPivots: boolean): [P: Tensor, L: Tensor, U: Tensor];
  /** `mH(Tensor(a) self) -> Tensor(a)` */
  mH(): Tensor;
  /** `margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor` */
  marginRankingLoss(input2: Tensor, target: Tensor, options?: { margin?: number; reduction?: number }): Tensor;
  marginRankingLoss(input2: Tensor, target: Tensor, margin: number, options?: { reduction?: number }): Tensor;
  marginRankingLoss(input2: Tensor, target: Tensor, margin: number, reduction: number): Tensor;
  /**
   * The tensor with `value` wherever `mask` (broadcast) is true. Any shape → the same.
   *
   * - `masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor`
   * - `masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor`
   */
  maskedFill(mask: Tensor, value: Tensor): Tensor;
  maskedFill(mask: Tensor, value: number | bigint | boolean): Tensor;
  /**
   * The tensor with `value` wherever `mask` (broadcast) is true. Any shape → the same. In place.
   *
   * - `masked_fill_.Scalar(Tensor(a!) self, Tensor mask, Scalar value) -> Tensor(a!)`
   * - `masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)`
   */
  maskedFill_(mask: Tensor, value: Tensor): this;
  maskedFill_(mask: Tensor, value: number | bigint | boolean): this;
  /** `masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor` */
  maskedScatter(mask: Tensor, source: Tensor): Tensor;
  /** `masked_scatter_(Tensor(a!) self, Tensor mask, Tensor source) -> Tensor(a!)` */
  maskedScatter_(mask: Tensor, source: Tensor): this;
  /**
   * The elements where `mask` (broadcast) is true, copied. → [how many].
   *
   * - `masked_select(Tensor self, Tensor mask) -> Tensor`
   */
  maskedSelect(mask: Tensor): Tensor;
  /**
   * Matrix product; leading dimensions are a batch and are broadcast. […, n, m] × […, m, p] → […, n, p].
   *
   * - `matmul(Tensor self, Tensor other) -> Tensor`
   */
  matmul(other: Tensor): Tensor;
  /** `matrix_exp(Tensor self) -> Tensor` */
  matrixExp(): Tensor;
  /** `matrix_H(Tensor(a) self) -> Tensor(a)` */
  matrixH(): Tensor;
  /** `matrix_power(Tensor self, int n) -> Tensor` */
  matrixPower(n: number): Tensor;
  /**
   * The largest element, → []; along `dim`, the largest values and their indices, [n, m], dim 1 → [n] each; against another tensor, the larger of each pair.
   *
   * - `max(Tensor self) -> Tensor`
   * - `max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `max.dim_max(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) max, Tensor(b!) max_values) -> (Tensor(a!) values, Tensor(b!) indices)`
   * - `max.other(Tensor self, Tensor other) -> Tensor`
   */
  max(dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  max(dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  max(other: Tensor): Tensor;
  max(): Tensor;
  /** `max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> Tensor` */
  maxPool1d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool1d(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool1d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool1d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): Tensor;
  maxPool1d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): Tensor;
  /** `max_pool1d_with_indices(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> (Tensor, Tensor)` */
  maxPool1dWithIndices(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool1dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool1dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool1dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): [Tensor, Tensor];
  maxPool1dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): [Tensor, Tensor];
  /**
   * Largest element of windows of `kernelSize`. [N, C, H, W] → [N, C, h, w].
   *
   * - `max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor`
   */
  maxPool2d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): Tensor;
  maxPool2d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): Tensor;
  /** `max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
  maxPool2dWithIndices(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool2dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool2dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool2dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): [Tensor, Tensor];
  maxPool2dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): [Tensor, Tensor];
  /** `max_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> Tensor` */
  maxPool3d(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): Tensor;
  maxPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): Tensor;
  maxPool3d(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): Tensor;
  /** `max_pool3d_with_indices(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
  maxPool3dWithIndices(kernelSize: number | readonly number[], options?: { stride?: number | readonly number[]; padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool3dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], options?: { padding?: number | readonly number[]; dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool3dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], options?: { dilation?: number | readonly number[]; ceilMode?: boolean }): [Tensor, Tensor];
  maxPool3dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], options?: { ceilMode?: boolean }): [Tensor, Tensor];
  maxPool3dWithIndices(kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): [Tensor, Tensor];
  /** `max_unpool2d(Tensor self, Tensor indices, SymInt[2] output_size) -> Tensor` */
  maxUnpool2d(indices: Tensor, outputSize: number | readonly number[]): Tensor;
  /** `max_unpool3d(Tensor self, Tensor indices, SymInt[3] output_size, int[3] stride, int[3] padding) -> Tensor` */
  maxUnpool3d(indices: Tensor, outputSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[]): Tensor;
  /** `maximum(Tensor self, Tensor other) -> Tensor` */
  maximum(other: Tensor): Tensor;
  /**
   * Mean of all elements, → []; or along dimensions: [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `mean(Tensor self, *, ScalarType? dtype=None) -> Tensor`
   * - `mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   */
  mean(options?: { dtype?: DType | null }): Tensor;
  mean(dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  mean(dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /**
   * The median (the lower of two) of all elements, → []; or along `dim` with its index, [n, m], dim 1 → [n] each.
   *
   * - `median(Tensor self) -> Tensor`
   * - `median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `median.dim_values(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  median(dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  median(dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  median(): Tensor;
  /**
   * The smallest element, → []; along `dim`, the smallest values and their indices, [n, m], dim 1 → [n] each; against another tensor, the smaller of each pair.
   *
   * - `min(Tensor self) -> Tensor`
   * - `min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `min.dim_min(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) min, Tensor(b!) min_indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   * - `min.other(Tensor self, Tensor other) -> Tensor`
   */
  min(dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  min(dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  min(other: Tensor): Tensor;
  min(): Tensor;
  /** `minimum(Tensor self, Tensor other) -> Tensor` */
  minimum(other: Tensor): Tensor;
  /** `mish(Tensor self) -> Tensor` */
  mish(): Tensor;
  /** `mish_(Tensor(a!) self) -> Tensor(a!)` */
  mish_(): this;
  /**
   * Product of two matrices. [n, m] × [m, p] → [n, p].
   *
   * - `mm(Tensor self, Tensor mat2) -> Tensor`
   * - `mm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor` (since libtorch 2.13)
   */
  mm(mat2: Tensor): Tensor;
  mm(mat2: Tensor, outDtype: DType): Tensor;
  /**
   * - `mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `mode.values(Tensor self, int dim=-1, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  mode(options?: { dim?: number; keepdim?: boolean }): [values: Tensor, indices: Tensor];
  mode(dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  mode(dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  /**
   * - `moveaxis.int(Tensor(a) self, int source, int destination) -> Tensor(a)`
   * - `moveaxis.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)`
   */
  moveaxis(source: number, destination: number): Tensor;
  moveaxis(source: number | readonly number[], destination: number | readonly number[]): Tensor;
  /**
   * - `movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)`
   * - `movedim.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)`
   */
  movedim(source: number, destination: number): Tensor;
  movedim(source: number | readonly number[], destination: number | readonly number[]): Tensor;
  /** `mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  mseLoss(target: Tensor, options?: { reduction?: number }): Tensor;
  mseLoss(target: Tensor, reduction: number): Tensor;
  /** `msort(Tensor self) -> Tensor` */
  msort(): Tensor;
  /**
   * Product, element by element. Shapes are broadcast together.
   *
   * - `mul.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `mul.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  mul(other: Tensor): Tensor;
  mul(other: number | bigint | boolean): Tensor;
  /**
   * Product, element by element. Shapes are broadcast together. In place.
   *
   * - `mul_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `mul_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  mul_(other: Tensor): this;
  mul_(other: number | bigint | boolean): this;
  /** `multi_margin_loss(Tensor self, Tensor target, Scalar p=1, Scalar margin=1, Tensor? weight=None, int reduction=1) -> Tensor` */
  multiMarginLoss(target: Tensor, options?: { p?: number | bigint | boolean; margin?: number | bigint | boolean; weight?: Tensor | null; reduction?: number }): Tensor;
  multiMarginLoss(target: Tensor, p: number | bigint | boolean, options?: { margin?: number | bigint | boolean; weight?: Tensor | null; reduction?: number }): Tensor;
  multiMarginLoss(target: Tensor, p: number | bigint | boolean, margin: number | bigint | boolean, options?: { weight?: Tensor | null; reduction?: number }): Tensor;
  multiMarginLoss(target: Tensor, p: number | bigint | boolean, margin: number | bigint | boolean, weight: Tensor | null, options?: { reduction?: number }): Tensor;
  multiMarginLoss(target: Tensor, p: number | bigint | boolean, margin: number | bigint | boolean, weight: Tensor | null, reduction: number): Tensor;
  /** `multilabel_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  multilabelMarginLoss(target: Tensor, options?: { reduction?: number }): Tensor;
  multilabelMarginLoss(target: Tensor, reduction: number): Tensor;
  /**
   * Draws indices with the rows of `self` as weights. [C] → [n] or [N, C] → [N, n].
   *
   * - `multinomial(Tensor self, SymInt num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor`
   */
  multinomial(numSamples: number, options?: { replacement?: boolean; generator?: Generator | null }): Tensor;
  multinomial(numSamples: number, replacement: boolean, options?: { generator?: Generator | null }): Tensor;
  /**
   * - `multiply.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `multiply.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  multiply(other: Tensor): Tensor;
  multiply(other: number | bigint | boolean): Tensor;
  /**
   * - `multiply_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `multiply_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  multiply_(other: Tensor): this;
  multiply_(other: number | bigint | boolean): this;
  /** `mv(Tensor self, Tensor vec) -> Tensor` */
  mv(vec: Tensor): Tensor;
  /** `mvlgamma(Tensor self, int p) -> Tensor` */
  mvlgamma(p: number): Tensor;
  /** `mvlgamma_(Tensor(a!) self, int p) -> Tensor(a!)` */
  mvlgamma_(p: number): this;
  /** `nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor` */
  nanToNum(options?: { nan?: number | null; posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum(nan: number | null, options?: { posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum(nan: number | null, posinf: number | null, options?: { neginf?: number | null }): Tensor;
  nanToNum(nan: number | null, posinf: number | null, neginf: number | null): Tensor;
  /** `nan_to_num_(Tensor(a!) self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor(a!)` */
  nanToNum_(options?: { nan?: number | null; posinf?: number | null; neginf?: number | null }): this;
  nanToNum_(nan: number | null, options?: { posinf?: number | null; neginf?: number | null }): this;
  nanToNum_(nan: number | null, posinf: number | null, options?: { neginf?: number | null }): this;
  nanToNum_(nan: number | null, posinf: number | null, neginf: number | null): this;
  /** `nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  nanmean(options?: { dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  nanmean(dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  nanmean(dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /**
   * - `nanmedian(Tensor self) -> Tensor`
   * - `nanmedian.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`
   * - `nanmedian.dim_values(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  nanmedian(dim: number, options?: { keepdim?: boolean }): [values: Tensor, indices: Tensor];
  nanmedian(dim: number, keepdim: boolean): [values: Tensor, indices: Tensor];
  nanmedian(): Tensor;
  /**
   * - `nanquantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`
   * - `nanquantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`
   */
  nanquantile(q: Tensor, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(q: Tensor, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(q: Tensor, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  nanquantile(q: number, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(q: number, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(q: number, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** `nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  nansum(options?: { dim?: number | readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  nansum(dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  nansum(dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /**
   * A view of `length` items along `dim` from `start` on. [n, m], dim 0 → [length, m].
   *
   * - `narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)`
   * - `narrow.Tensor(Tensor(a) self, int dim, Tensor start, SymInt length) -> Tensor(a)`
   */
  narrow(dim: number, start: Tensor, length: number): Tensor;
  narrow(dim: number, start: number, length: number): Tensor;
  /**
   * Whether elements differ. Shapes are broadcast together; → bool.
   *
   * - `ne.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `ne.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  ne(other: Tensor): Tensor;
  ne(other: number | bigint | boolean): Tensor;
  /**
   * Whether elements differ. Shapes are broadcast together; → bool. In place.
   *
   * - `ne_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `ne_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  ne_(other: Tensor): this;
  ne_(other: number | bigint | boolean): this;
  /**
   * Each element with the other sign. Any shape → the same.
   *
   * - `neg(Tensor self) -> Tensor`
   */
  neg(): Tensor;
  /**
   * Each element with the other sign. Any shape → the same. In place.
   *
   * - `neg_(Tensor(a!) self) -> Tensor(a!)`
   */
  neg_(): this;
  /** `negative(Tensor self) -> Tensor` */
  negative(): Tensor;
  /** `negative_(Tensor(a!) self) -> Tensor(a!)` */
  negative_(): this;
  /** `new_empty(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newEmpty(size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `new_empty_strided(Tensor self, SymInt[] size, SymInt[] stride, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newEmptyStrided(size: number | readonly number[], stride: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `new_full(Tensor self, SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newFull(size: number | readonly number[], fillValue: number | bigint | boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `new_ones(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newOnes(size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `new_zeros(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  newZeros(size: number | readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `nextafter(Tensor self, Tensor other) -> Tensor` */
  nextafter(other: Tensor): Tensor;
  /** `nextafter_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  nextafter_(other: Tensor): this;
  /**
   * Negative log-likelihood: minus the entry of log-probabilities [N, C] that each target [N] names. → [], or [N] without a reduction.
   *
   * - `nll_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor`
   */
  nllLoss(target: Tensor, options?: { weight?: Tensor | null; reduction?: number; ignoreIndex?: number }): Tensor;
  nllLoss(target: Tensor, weight: Tensor | null, options?: { reduction?: number; ignoreIndex?: number }): Tensor;
  nllLoss(target: Tensor, weight: Tensor | null, reduction: number, options?: { ignoreIndex?: number }): Tensor;
  nllLoss(target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): Tensor;
  /** `nll_loss2d(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
  nllLoss2d(target: Tensor, options?: { weight?: Tensor | null; reduction?: number; ignoreIndex?: number }): Tensor;
  nllLoss2d(target: Tensor, weight: Tensor | null, options?: { reduction?: number; ignoreIndex?: number }): Tensor;
  nllLoss2d(target: Tensor, weight: Tensor | null, reduction: number, options?: { ignoreIndex?: number }): Tensor;
  nllLoss2d(target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): Tensor;
  /** `nll_loss_nd(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
  nllLossNd(target: Tensor, options?: { weight?: Tensor | null; reduction?: number; ignoreIndex?: number }): Tensor;
  nllLossNd(target: Tensor, weight: Tensor | null, options?: { reduction?: number; ignoreIndex?: number }): Tensor;
  nllLossNd(target: Tensor, weight: Tensor | null, reduction: number, options?: { ignoreIndex?: number }): Tensor;
  nllLossNd(target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): Tensor;
  /**
   * Indices of the elements that are not zero. → [count, dimensions].
   *
   * - `nonzero(Tensor self) -> Tensor`
   */
  nonzero(): Tensor;
  /** `nonzero_numpy(Tensor self) -> Tensor[]` */
  nonzeroNumpy(): Tensor[];
  /**
   * - `nonzero_static(Tensor self, *, SymInt size, int fill_value=-1) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  nonzeroStatic(options: { size: number; fillValue?: number }): Tensor;
  /**
   * Length of the tensor as a vector, → []; or along dimensions, [n, m], dim 1 → [n]. p = 2 unless given.
   *
   * - `norm.Scalar(Tensor self, Scalar p=2) -> Tensor`
   * - `norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor`
   * - `norm.ScalarOpt_dim_dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor`
   * - `norm.ScalarOpt_dtype(Tensor self, Scalar? p, *, ScalarType dtype) -> Tensor`
   */
  norm(options?: { p?: number | bigint | boolean }): Tensor;
  norm(p: number | bigint | boolean): Tensor;
  norm(p: number | bigint | boolean | null, dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  norm(p: number | bigint | boolean | null, dim: number | readonly number[], keepdim: boolean): Tensor;
  norm(p: number | bigint | boolean | null, dim: number | readonly number[], keepdim: boolean, options: { dtype: DType }): Tensor;
  norm(p: number | bigint | boolean | null, options: { dtype: DType }): Tensor;
  /** `norm_except_dim(Tensor v, int pow=2, int dim=0) -> Tensor` */
  normExceptDim(options?: { pow?: number; dim?: number }): Tensor;
  normExceptDim(pow: number, options?: { dim?: number }): Tensor;
  normExceptDim(pow: number, dim: number): Tensor;
  /**
   * - `normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor`
   * - `normal.Tensor_float(Tensor mean, float std=1., *, Generator? generator=None) -> Tensor`
   */
  normal(std: Tensor, options?: { generator?: Generator | null }): Tensor;
  normal(options?: { std?: number; generator?: Generator | null }): Tensor;
  normal(std: number, options?: { generator?: Generator | null }): Tensor;
  /** `normal_(Tensor(a!) self, float mean=0., float std=1., *, Generator? generator=None) -> Tensor(a!)` */
  normal_(options?: { mean?: number; std?: number; generator?: Generator | null }): this;
  normal_(mean: number, options?: { std?: number; generator?: Generator | null }): this;
  normal_(mean: number, std: number, options?: { generator?: Generator | null }): this;
  /**
   * - `not_equal.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `not_equal.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  notEqual(other: Tensor): Tensor;
  notEqual(other: number | bigint | boolean): Tensor;
  /**
   * - `not_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `not_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  notEqual_(other: Tensor): this;
  notEqual_(other: number | bigint | boolean): this;
  /**
   * - `nuclear_norm(Tensor self, bool keepdim=False) -> Tensor`
   * - `nuclear_norm.dim(Tensor self, int[2] dim, bool keepdim=False) -> Tensor`
   */
  nuclearNorm(options?: { keepdim?: boolean }): Tensor;
  nuclearNorm(keepdim: boolean): Tensor;
  nuclearNorm(dim: number | readonly number[], options?: { keepdim?: boolean }): Tensor;
  nuclearNorm(dim: number | readonly number[], keepdim: boolean): Tensor;
  /** `numpy_T(Tensor(a) self) -> Tensor(a)` */
  numpyT(): Tensor;
  /**
   * Class indices […] → […, C] with a 1 in the place of the class.
   *
   * - `one_hot(Tensor self, int num_classes=-1) -> Tensor`
   */
  oneHot(options?: { numClasses?: number }): Tensor;
  oneHot(numClasses: number): Tensor;
  /** `ones_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  onesLike(options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `orgqr(Tensor self, Tensor input2) -> Tensor` */
  orgqr(input2: Tensor): Tensor;
  /** `ormqr(Tensor self, Tensor input2, Tensor input3, bool left=True, bool transpose=False) -> Tensor` */
  ormqr(input2: Tensor, input3: Tensor, options?: { left?: boolean; transpose?: boolean }): Tensor;
  ormqr(input2: Tensor, input3: Tensor, left: boolean, options?: { transpose?: boolean }): Tensor;
  ormqr(input2: Tensor, input3: Tensor, left: boolean, transpose: boolean): Tensor;
  /** `outer(Tensor self, Tensor vec2) -> Tensor` */
  outer(vec2: Tensor): Tensor;
  /** `pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor` */
  pad(pad: number | readonly number[], options?: { mode?: string; value?: number | null }): Tensor;
  pad(pad: number | readonly number[], mode: string, options?: { value?: number | null }): Tensor;
  pad(pad: number | readonly number[], mode: string, value: number | null): Tensor;
  /** `pairwise_distance(Tensor x1, Tensor x2, float p=2., float eps=9.9999999999999995e-07, bool keepdim=False) -> Tensor` */
  pairwiseDistance(x2: Tensor, options?: { p?: number; eps?: number; keepdim?: boolean }): Tensor;
  pairwiseDistance(x2: Tensor, p: number, options?: { eps?: number; keepdim?: boolean }): Tensor;
  pairwiseDistance(x2: Tensor, p: number, eps: number, options?: { keepdim?: boolean }): Tensor;
  pairwiseDistance(x2: Tensor, p: number, eps: number, keepdim: boolean): Tensor;
  /** `pdist(Tensor self, float p=2.) -> Tensor` */
  pdist(options?: { p?: number }): Tensor;
  pdist(p: number): Tensor;
  /**
   * A view with its dimensions in another order. [H, W, C], (2, 0, 1) → [C, H, W].
   *
   * - `permute(Tensor(a) self, int[] dims) -> Tensor(a)`
   */
  permute(dims: number | readonly number[]): Tensor;
  /** `pin_memory(Tensor(a) self, Device? device=None) -> Tensor(a)` */
  pinMemory(options?: { device?: Device | null }): Tensor;
  pinMemory(device: Device | null): Tensor;
  /** `pinverse(Tensor self, float rcond=1.0000000000000001e-15) -> Tensor` */
  pinverse(options?: { rcond?: number }): Tensor;
  pinverse(rcond: number): Tensor;
  /** `pixel_shuffle(Tensor self, int upscale_factor) -> Tensor` */
  pixelShuffle(upscaleFactor: number): Tensor;
  /** `pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor` */
  pixelUnshuffle(downscaleFactor: number): Tensor;
  /** `poisson(Tensor self, Generator? generator=None) -> Tensor` */
  poisson(options?: { generator?: Generator | null }): Tensor;
  poisson(generator: Generator | null): Tensor;
  /** `poisson_nll_loss(Tensor input, Tensor target, bool log_input, bool full, float eps, int reduction) -> Tensor` */
  poissonNllLoss(target: Tensor, logInput: boolean, full: boolean, eps: number, reduction: number): Tensor;
  /** `polar(Tensor abs, Tensor angle) -> Tensor` */
  polar(angle: Tensor): Tensor;
  /** `polygamma_(Tensor(a!) self, int n) -> Tensor(a!)` */
  polygamma_(n: number): this;
  /** `positive(Tensor(a) self) -> Tensor(a)` */
  positive(): Tensor;
  /**
   * Power, element by element. Shapes are broadcast together.
   *
   * - `pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor`
   * - `pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor`
   */
  pow(exponent: Tensor): Tensor;
  pow(exponent: number | bigint | boolean): Tensor;
  /**
   * Power, element by element. Shapes are broadcast together. In place.
   *
   * - `pow_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)`
   * - `pow_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)`
   */
  pow_(exponent: Tensor): this;
  pow_(exponent: number | bigint | boolean): this;
  /** `prelu(Tensor self, Tensor weight) -> Tensor` */
  prelu(weight: Tensor): Tensor;
  /**
   * Product of all elements, → []; or along `dim`: [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `prod(Tensor self, *, ScalarType? dtype=None) -> Tensor`
   * - `prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   */
  prod(options?: { dtype?: DType | null }): Tensor;
  prod(dim: number, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  prod(dim: number, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** `put_(Tensor(a!) self, Tensor index, Tensor source, bool accumulate=False) -> Tensor(a!)` */
  put_(index: Tensor, source: Tensor, options?: { accumulate?: boolean }): this;
  put_(index: Tensor, source: Tensor, accumulate: boolean): this;
  /**
   * - `qr(Tensor self, bool some=True) -> (Tensor Q, Tensor R)`
   * - `qr.Q(Tensor self, bool some=True, *, Tensor(a!) Q, Tensor(b!) R) -> (Tensor(a!) Q, Tensor(b!) R)`
   */
  qr(options?: { some?: boolean }): [Q: Tensor, R: Tensor];
  qr(some: boolean): [Q: Tensor, R: Tensor];
  /**
   * - `quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`
   * - `quantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`
   */
  quantile(q: Tensor, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(q: Tensor, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(q: Tensor, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  quantile(q: number, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(q: number, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(q: number, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** `quantize_per_channel(Tensor self, Tensor scales, Tensor zero_points, int axis, ScalarType dtype) -> Tensor` */
  quantizePerChannel(scales: Tensor, zeroPoints: Tensor, axis: number, dtype: DType): Tensor;
  /**
   * - `quantize_per_tensor(Tensor self, float scale, int zero_point, ScalarType dtype) -> Tensor`
   * - `quantize_per_tensor.tensor_qparams(Tensor self, Tensor scale, Tensor zero_point, ScalarType dtype) -> Tensor`
   */
  quantizePerTensor(scale: Tensor, zeroPoint: Tensor, dtype: DType): Tensor;
  quantizePerTensor(scale: number, zeroPoint: number, dtype: DType): Tensor;
  /** `quantize_per_tensor_dynamic(Tensor self, ScalarType dtype, bool reduce_range) -> Tensor` */
  quantizePerTensorDynamic(dtype: DType, reduceRange: boolean): Tensor;
  /** `rad2deg(Tensor self) -> Tensor` */
  rad2deg(): Tensor;
  /** `rad2deg_(Tensor(a!) self) -> Tensor(a!)` */
  rad2deg_(): this;
  /**
   * - `rand_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   * - `rand_like.generator(Tensor self, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   */
  randLike(options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randLike(options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `randint_like(Tensor self, SymInt high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   * - `randint_like.Tensor(Tensor self, Tensor high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   * - `randint_like.Tensor_generator(Tensor self, Tensor high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   * - `randint_like.generator(Tensor self, SymInt high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   * - `randint_like.low_dtype(Tensor self, SymInt low, SymInt high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   * - `randint_like.low_generator_dtype(Tensor self, SymInt low, SymInt high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   */
  randintLike(high: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(high: Tensor, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(high: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(high: number, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(low: number, high: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randintLike(low: number, high: number, options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `randn_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor`
   * - `randn_like.generator(Tensor self, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` (since libtorch 2.13)
   */
  randnLike(options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  randnLike(options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /**
   * - `random(Tensor self, *, Generator? generator=None) -> Tensor`
   * - `random.from(Tensor self, int from, int? to, *, Generator? generator=None) -> Tensor`
   * - `random.to(Tensor self, int to, *, Generator? generator=None) -> Tensor`
   */
  random(options?: { generator?: Generator | null }): Tensor;
  random(from: number, to: number | null, options?: { generator?: Generator | null }): Tensor;
  random(to: number, options?: { generator?: Generator | null }): Tensor;
  /**
   * - `random_(Tensor(a!) self, *, Generator? generator=None) -> Tensor(a!)`
   * - `random_.from(Tensor(a!) self, int from, int? to, *, Generator? generator=None) -> Tensor(a!)`
   * - `random_.to(Tensor(a!) self, int to, *, Generator? generator=None) -> Tensor(a!)`
   */
  random_(options?: { generator?: Generator | null }): this;
  random_(from: number, to: number | null, options?: { generator?: Generator | null }): this;
  random_(to: number, options?: { generator?: Generator | null }): this;
  /** `ravel(Tensor(a) self) -> Tensor(a)` */
  ravel(): Tensor;
  /** `real(Tensor(a) self) -> Tensor(a)` */
  real(): Tensor;
  /** `reciprocal(Tensor self) -> Tensor` */
  reciprocal(): Tensor;
  /** `reciprocal_(Tensor(a!) self) -> Tensor(a!)` */
  reciprocal_(): this;
  /** `reflection_pad1d(Tensor self, SymInt[2] padding) -> Tensor` */
  reflectionPad1d(padding: number | readonly number[]): Tensor;
  /** `reflection_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
  reflectionPad2d(padding: number | readonly number[]): Tensor;
  /** `reflection_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
  reflectionPad3d(padding: number | readonly number[]): Tensor;
  /**
   * x where positive, 0 elsewhere. Any shape → the same.
   *
   * - `relu(Tensor self) -> Tensor`
   */
  relu(): Tensor;
  /** `relu6(Tensor self) -> Tensor` */
  relu6(): Tensor;
  /** `relu6_(Tensor(a!) self) -> Tensor(a!)` */
  relu6_(): this;
  /**
   * x where positive, 0 elsewhere. Any shape → the same. In place.
   *
   * - `relu_(Tensor(a!) self) -> Tensor(a!)`
   */
  relu_(): this;
  /**
   * - `remainder.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `remainder.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  remainder(other: Tensor): Tensor;
  remainder(other: number | bigint | boolean): Tensor;
  /**
   * - `remainder_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `remainder_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  remainder_(other: Tensor): this;
  remainder_(other: number | bigint | boolean): this;
  /** `renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor` */
  renorm(p: number | bigint | boolean, dim: number, maxnorm: number | bigint | boolean): Tensor;
  /** `renorm_(Tensor(a!) self, Scalar p, int dim, Scalar maxnorm) -> Tensor(a!)` */
  renorm_(p: number | bigint | boolean, dim: number, maxnorm: number | bigint | boolean): this;
  /**
   * Copies side by side: the size of dimension i is multiplied by repeats[i]. [n, m], (2, 3) → [2n, 3m].
   *
   * - `repeat(Tensor self, SymInt[] repeats) -> Tensor`
   */
  repeat(repeats: number | readonly number[]): Tensor;
  /**
   * - `repeat_interleave.Tensor(Tensor repeats, *, SymInt? output_size=None) -> Tensor`
   * - `repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor`
   * - `repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor`
   */
  repeatInterleave(repeats: Tensor, options?: { dim?: number | null; outputSize?: number | null }): Tensor;
  repeatInterleave(repeats: Tensor, dim: number | null, options?: { outputSize?: number | null }): Tensor;
  repeatInterleave(options?: { outputSize?: number | null }): Tensor;
  repeatInterleave(repeats: number, options?: { dim?: number | null; outputSize?: number | null }): Tensor;
  repeatInterleave(repeats: number, dim: number | null, options?: { outputSize?: number | null }): Tensor;
  /** `replication_pad1d(Tensor self, SymInt[2] padding) -> Tensor` */
  replicationPad1d(padding: number | readonly number[]): Tensor;
  /** `replication_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
  replicationPad2d(padding: number | readonly number[]): Tensor;
  /** `replication_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
  replicationPad3d(padding: number | readonly number[]): Tensor;
  /**
   * The same elements in another shape, as a view where possible; one size may be −1. [6, 4], (2, −1) → [2, 12].
   *
   * - `reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)`
   */
  reshape(shape: number | readonly number[]): Tensor;
  /** `reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  reshapeAs(other: Tensor): Tensor;
  /** `resize(Tensor self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor` */
  resize(size: number | readonly number[], options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `resize_as(Tensor self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor` */
  resizeAs(theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
  /** `resize_as_sparse(Tensor self, Tensor the_template) -> Tensor` */
  resizeAsSparse(theTemplate: Tensor): Tensor;
  /** `resize_as_sparse_(Tensor(a!) self, Tensor the_template) -> Tensor(a!)` */
  resizeAsSparse_(theTemplate: Tensor): this;
  /** `resize_as_(Tensor(a!) self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor(a!)` */
  resizeAs_(theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null }): this;
  /** `resize_(Tensor(a!) self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor(a!)` */
  resize_(size: number | readonly number[], options?: { memoryFormat?: MemoryFormat | null }): this;
  /** `resolve_conj(Tensor(a) self) -> Tensor(a)` */
  resolveConj(): Tensor;
  /** `resolve_neg(Tensor(a) self) -> Tensor(a)` */
  resolveNeg(): Tensor;
  /** `retain_grad(Tensor(a!) self) -> ()` */
  retainGrad(): void;
  /** `retains_grad(Tensor self) -> bool` */
  retainsGrad(): boolean;
  /**
   * - `rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  rmsNorm(normalizedShape: number | readonly number[], options?: { weight?: Tensor | null; eps?: number | null }): Tensor;
  rmsNorm(normalizedShape: number | readonly number[], weight: Tensor | null, options?: { eps?: number | null }): Tensor;
  rmsNorm(normalizedShape: number | readonly number[], weight: Tensor | null, eps: number | null): Tensor;
  /**
   * - `rnn_relu.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)`
   * - `rnn_relu.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)`
   */
  rnnRelu(batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  rnnRelu(hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  /** `rnn_relu_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  rnnReluCell(hx: Tensor, wIh: Tensor, wHh: Tensor, options?: { bIh?: Tensor | null; bHh?: Tensor | null }): Tensor;
  rnnReluCell(hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, options?: { bHh?: Tensor | null }): Tensor;
  rnnReluCell(hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, bHh: Tensor | null): Tensor;
  /**
   * - `rnn_tanh.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)`
   * - `rnn_tanh.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)`
   */
  rnnTanh(batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  rnnTanh(hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  /** `rnn_tanh_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  rnnTanhCell(hx: Tensor, wIh: Tensor, wHh: Tensor, options?: { bIh?: Tensor | null; bHh?: Tensor | null }): Tensor;
  rnnTanhCell(hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, options?: { bHh?: Tensor | null }): Tensor;
  rnnTanhCell(hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor | null, bHh: Tensor | null): Tensor;
  /**
   * Shifts elements along dimensions; what falls off comes in at the other end. Any shape → the same.
   *
   * - `roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor`
   */
  roll(shifts: number | readonly number[], options?: { dims?: number | readonly number[] }): Tensor;
  roll(shifts: number | readonly number[], dims: number | readonly number[]): Tensor;
  /** `rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor` */
  rot90(options?: { k?: number; dims?: number | readonly number[] }): Tensor;
  rot90(k: number, options?: { dims?: number | readonly number[] }): Tensor;
  rot90(k: number, dims: number | readonly number[]): Tensor;
  /**
   * Each element to the nearest whole number, halves to even. Any shape → the same.
   *
   * - `round(Tensor self) -> Tensor`
   * - `round.decimals(Tensor self, *, int decimals) -> Tensor`
   */
  round(): Tensor;
  round(options: { decimals: number }): Tensor;
  /**
   * Each element to the nearest whole number, halves to even. Any shape → the same. In place.
   *
   * - `round_(Tensor(a!) self) -> Tensor(a!)`
   * - `round_.decimals(Tensor(a!) self, *, int decimals) -> Tensor(a!)`
   */
  round_(): this;
  round_(options: { decimals: number }): this;
  /** `row_indices(Tensor(a) self) -> Tensor(a)` */
  rowIndices(): Tensor;
  /** `rrelu(Tensor self, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor` */
  rrelu(options?: { lower?: number | bigint | boolean; upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rrelu(lower: number | bigint | boolean, options?: { upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rrelu(lower: number | bigint | boolean, upper: number | bigint | boolean, options?: { training?: boolean; generator?: Generator | null }): Tensor;
  rrelu(lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, options?: { generator?: Generator | null }): Tensor;
  rrelu(lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, generator: Generator | null): Tensor;
  /** `rrelu_with_noise(Tensor self, Tensor(b!) noise, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor` */
  rreluWithNoise(noise: Tensor, options?: { lower?: number | bigint | boolean; upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise(noise: Tensor, lower: number | bigint | boolean, options?: { upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise(noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, options?: { training?: boolean; generator?: Generator | null }): Tensor;
  rreluWithNoise(noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, options?: { generator?: Generator | null }): Tensor;
  rreluWithNoise(noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, generator: Generator | null): Tensor;
  /** `rrelu_with_noise_(Tensor(a!) self, Tensor(b!) noise, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor(a!)` */
  rreluWithNoise_(noise: Tensor, options?: { lower?: number | bigint | boolean; upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): this;
  rreluWithNoise_(noise: Tensor, lower: number | bigint | boolean, options?: { upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): this;
  rreluWithNoise_(noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, options?: { training?: boolean; generator?: Generator | null }): this;
  rreluWithNoise_(noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, options?: { generator?: Generator | null }): this;
  rreluWithNoise_(noise: Tensor, lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, generator: Generator | null): this;
  /** `rrelu_(Tensor(a!) self, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor(a!)` */
  rrelu_(options?: { lower?: number | bigint | boolean; upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): this;
  rrelu_(lower: number | bigint | boolean, options?: { upper?: number | bigint | boolean; training?: boolean; generator?: Generator | null }): this;
  rrelu_(lower: number | bigint | boolean, upper: number | bigint | boolean, options?: { training?: boolean; generator?: Generator | null }): this;
  rrelu_(lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, options?: { generator?: Generator | null }): this;
  rrelu_(lower: number | bigint | boolean, upper: number | bigint | boolean, training: boolean, generator: Generator | null): this;
  /**
   * 1 / √x of each element. Any shape → the same.
   *
   * - `rsqrt(Tensor self) -> Tensor`
   */
  rsqrt(): Tensor;
  /**
   * 1 / √x of each element. Any shape → the same. In place.
   *
   * - `rsqrt_(Tensor(a!) self) -> Tensor(a!)`
   */
  rsqrt_(): this;
  /**
   * - `rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor`
   * - `rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`
   */
  rsub(other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  rsub(other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  rsub(other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * - `scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor`
   *
   * Since libtorch 2.6, of those looked into: 1.13, 2.6, 2.13, 2.14.
   */
  scaledDotProductAttention(key: Tensor, value: Tensor, options?: { attnMask?: Tensor | null; dropoutP?: number; isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(key: Tensor, value: Tensor, attnMask: Tensor | null, options?: { dropoutP?: number; isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(key: Tensor, value: Tensor, attnMask: Tensor | null, dropoutP: number, options?: { isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(key: Tensor, value: Tensor, attnMask: Tensor | null, dropoutP: number, isCausal: boolean, options?: { scale?: number | null; enableGqa?: boolean }): Tensor;
  /**
   * The inverse of gather: puts values along `dim` where `index` says. Any shape → the same; `index` has as many dimensions, and at most the sizes of `src`.
   *
   * - `scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor`
   * - `scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor`
   * - `scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor`
   * - `scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor`
   */
  scatter(dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  scatter(dim: number, index: Tensor, src: Tensor): Tensor;
  scatter(dim: number, index: Tensor, value: number | bigint | boolean): Tensor;
  scatter(dim: number, index: Tensor, value: number | bigint | boolean, options: { reduce: string }): Tensor;
  /** `scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
  scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor;
  /** `scatter_add_(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` */
  scatterAdd_(dim: number, index: Tensor, src: Tensor): this;
  /** `scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor` */
  scatterReduce(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** `scatter_reduce_.two(Tensor(a!) self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor(a!)` */
  scatterReduce_(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): this;
  /**
   * The inverse of gather: puts values along `dim` where `index` says. Any shape → the same; `index` has as many dimensions, and at most the sizes of `src`. In place.
   *
   * - `scatter_.reduce(Tensor(a!) self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor(a!)`
   * - `scatter_.src(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)`
   * - `scatter_.value(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)`
   * - `scatter_.value_reduce(Tensor(a!) self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor(a!)`
   */
  scatter_(dim: number, index: Tensor, src: Tensor, options: { reduce: string }): this;
  scatter_(dim: number, index: Tensor, src: Tensor): this;
  scatter_(dim: number, index: Tensor, value: number | bigint | boolean): this;
  scatter_(dim: number, index: Tensor, value: number | bigint | boolean, options: { reduce: string }): this;
  /**
   * - `searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor`
   * - `searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor`
   */
  searchsorted(self: Tensor, options?: { outInt32?: boolean; right?: boolean; side?: string | null; sorter?: Tensor | null }): Tensor;
  searchsorted(self: number | bigint | boolean, options?: { outInt32?: boolean; right?: boolean; side?: string | null; sorter?: Tensor | null }): Tensor;
  /**
   * A view without `dim`, at one index of it. [n, m, k], dim 1 → [n, k].
   *
   * - `select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)`
   */
  select(dim: number, index: number): Tensor;
  /** `select_scatter(Tensor self, Tensor src, int dim, SymInt index) -> Tensor` */
  selectScatter(src: Tensor, dim: number, index: number): Tensor;
  /** `selu(Tensor self) -> Tensor` */
  selu(): Tensor;
  /** `selu_(Tensor(a!) self) -> Tensor(a!)` */
  selu_(): this;
  /**
   * - `set(Tensor self) -> Tensor`
   * - `set.source_Storage(Tensor self, Storage source) -> Tensor`
   * - `set.source_Storage_storage_offset(Tensor self, Storage source, SymInt storage_offset, SymInt[] size, SymInt[] stride=[]) -> Tensor`
   * - `set.source_Tensor(Tensor self, Tensor source) -> Tensor`
   */
  set(source: Tensor): Tensor;
  set(): Tensor;
  /**
   * - `set_(Tensor(a!) self) -> Tensor(a!)`
   * - `set_.source_Storage(Tensor(a!) self, Storage source) -> Tensor(a!)`
   * - `set_.source_Storage_storage_offset(Tensor(a!) self, Storage source, SymInt storage_offset, SymInt[] size, SymInt[] stride=[]) -> Tensor(a!)`
   * - `set_.source_Tensor(Tensor(a!) self, Tensor source) -> Tensor(a!)`
   * - `set_.source_Tensor_storage_offset(Tensor(a!) self, Tensor source, SymInt storage_offset, SymInt[] size, SymInt[] stride=[]) -> Tensor(a!)`
   */
  set_(source: Tensor): this;
  set_(source: Tensor, storageOffset: number, size: number | readonly number[], options?: { stride?: number | readonly number[] }): this;
  set_(source: Tensor, storageOffset: number, size: number | readonly number[], stride: number | readonly number[]): this;
  set_(): this;
  /** `sgn(Tensor self) -> Tensor` */
  sgn(): Tensor;
  /** `sgn_(Tensor(a!) self) -> Tensor(a!)` */
  sgn_(): this;
  /**
   * 1 / (1 + e^−x) of each element, in (0, 1). Any shape → the same.
   *
   * - `sigmoid(Tensor self) -> Tensor`
   */
  sigmoid(): Tensor;
  /**
   * 1 / (1 + e^−x) of each element, in (0, 1). Any shape → the same. In place.
   *
   * - `sigmoid_(Tensor(a!) self) -> Tensor(a!)`
   */
  sigmoid_(): this;
  /**
   * −1, 0 or 1 by the sign of each element. Any shape → the same.
   *
   * - `sign(Tensor self) -> Tensor`
   */
  sign(): Tensor;
  /**
   * −1, 0 or 1 by the sign of each element. Any shape → the same. In place.
   *
   * - `sign_(Tensor(a!) self) -> Tensor(a!)`
   */
  sign_(): this;
  /** `signbit(Tensor self) -> Tensor` */
  signbit(): Tensor;
  /** `silu(Tensor self) -> Tensor` */
  silu(): Tensor;
  /** `silu_(Tensor(a!) self) -> Tensor(a!)` */
  silu_(): this;
  /**
   * Sine of each element, in radians. Any shape → the same.
   *
   * - `sin(Tensor self) -> Tensor`
   */
  sin(): Tensor;
  /**
   * Sine of each element, in radians. Any shape → the same. In place.
   *
   * - `sin_(Tensor(a!) self) -> Tensor(a!)`
   */
  sin_(): this;
  /** `sinc(Tensor self) -> Tensor` */
  sinc(): Tensor;
  /** `sinc_(Tensor(a!) self) -> Tensor(a!)` */
  sinc_(): this;
  /** `sinh(Tensor self) -> Tensor` */
  sinh(): Tensor;
  /** `sinh_(Tensor(a!) self) -> Tensor(a!)` */
  sinh_(): this;
  /**
   * A view of items `start` to `end` (not included) along `dim`, every `step`-th. [n, m], dim 0 → [⌈(end − start) / step⌉, m].
   *
   * - `slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)`
   */
  slice(options?: { dim?: number; start?: number | null; end?: number | null; step?: number }): Tensor;
  slice(dim: number, options?: { start?: number | null; end?: number | null; step?: number }): Tensor;
  slice(dim: number, start: number | null, options?: { end?: number | null; step?: number }): Tensor;
  slice(dim: number, start: number | null, end: number | null, options?: { step?: number }): Tensor;
  slice(dim: number, start: number | null, end: number | null, step: number): Tensor;
  /** `slice_scatter(Tensor self, Tensor src, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor` */
  sliceScatter(src: Tensor, options?: { dim?: number; start?: number | null; end?: number | null; step?: number }): Tensor;
  sliceScatter(src: Tensor, dim: number, options?: { start?: number | null; end?: number | null; step?: number }): Tensor;
  sliceScatter(src: Tensor, dim: number, start: number | null, options?: { end?: number | null; step?: number }): Tensor;
  sliceScatter(src: Tensor, dim: number, start: number | null, end: number | null, options?: { step?: number }): Tensor;
  sliceScatter(src: Tensor, dim: number, start: number | null, end: number | null, step: number): Tensor;
  /** `slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)` */
  slogdet(): [sign: Tensor, logabsdet: Tensor];
  /** `smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor` */
  smoothL1Loss(target: Tensor, options?: { reduction?: number; beta?: number }): Tensor;
  smoothL1Loss(target: Tensor, reduction: number, options?: { beta?: number }): Tensor;
  smoothL1Loss(target: Tensor, reduction: number, beta: number): Tensor;
  /** `soft_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  softMarginLoss(target: Tensor, options?: { reduction?: number }): Tensor;
  softMarginLoss(target: Tensor, reduction: number): Tensor;
  /**
   * exp(x) divided by its sum along `dim`: positive numbers that add up to 1. Any shape → the same.
   *
   * - `softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor`
   */
  softmax(dim: number, options?: { dtype?: DType | null }): Tensor;
  softmax(dim: number, dtype: DType | null): Tensor;
  /** `softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor` */
  softplus(options?: { beta?: number | bigint | boolean; threshold?: number | bigint | boolean }): Tensor;
  softplus(beta: number | bigint | boolean, options?: { threshold?: number | bigint | boolean }): Tensor;
  softplus(beta: number | bigint | boolean, threshold: number | bigint | boolean): Tensor;
  /** `softshrink(Tensor self, Scalar lambd=0.5) -> Tensor` */
  softshrink(options?: { lambd?: number | bigint | boolean }): Tensor;
  softshrink(lambd: number | bigint | boolean): Tensor;
  /**
   * Sorted values along `dim` (last), and their indices. Any shape → the same, twice.
   *
   * - `sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)`
   * - `sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)`
   * - `sort.values(Tensor self, int dim=-1, bool descending=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   * - `sort.values_stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  sort(options?: { dim?: number; descending?: boolean }): [values: Tensor, indices: Tensor];
  sort(dim: number, options?: { descending?: boolean }): [values: Tensor, indices: Tensor];
  sort(dim: number, descending: boolean): [values: Tensor, indices: Tensor];
  sort(options?: { stable?: boolean | null; dim?: number; descending?: boolean }): [values: Tensor, indices: Tensor];
  /**
   * Cuts into views of `splitSize` items (or of the given sizes) along `dim`. [n, …] → ⌈n / splitSize⌉ × [splitSize, …], the last one perhaps shorter.
   *
   * - `split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]`
   * - `split.sizes(Tensor(a -> *) self, SymInt[] split_size, int dim=0) -> Tensor(a)[]`
   */
  split(splitSize: number, options?: { dim?: number }): Tensor[];
  split(splitSize: number, dim: number): Tensor[];
  split(splitSize: number | readonly number[], options?: { dim?: number }): Tensor[];
  split(splitSize: number | readonly number[], dim: number): Tensor[];
  /** `split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]` */
  splitWithSizes(splitSizes: number | readonly number[], options?: { dim?: number }): Tensor[];
  splitWithSizes(splitSizes: number | readonly number[], dim: number): Tensor[];
  /**
   * Square root of each element; of a negative one, nan. Any shape → the same.
   *
   * - `sqrt(Tensor self) -> Tensor`
   */
  sqrt(): Tensor;
  /**
   * Square root of each element; of a negative one, nan. Any shape → the same. In place.
   *
   * - `sqrt_(Tensor(a!) self) -> Tensor(a!)`
   */
  sqrt_(): this;
  /** `square(Tensor self) -> Tensor` */
  square(): Tensor;
  /** `square_(Tensor(a!) self) -> Tensor(a!)` */
  square_(): this;
  /**
   * A view without dimensions of size 1 (or without `dim`, if it has size 1). [n, 1, m, 1] → [n, m].
   *
   * - `squeeze(Tensor(a) self) -> Tensor(a)`
   * - `squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)`
   * - `squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)` (since libtorch 2.6)
   */
  squeeze(): Tensor;
  squeeze(dim: number): Tensor;
  squeeze(dim: number | readonly number[]): Tensor;
  /**
   * A view without dimensions of size 1 (or without `dim`, if it has size 1). [n, 1, m, 1] → [n, m]. In place.
   *
   * - `squeeze_(Tensor(a!) self) -> Tensor(a!)`
   * - `squeeze_.dim(Tensor(a!) self, int dim) -> Tensor(a!)`
   * - `squeeze_.dims(Tensor(a!) self, int[] dim) -> Tensor(a!)` (since libtorch 2.6)
   */
  squeeze_(): this;
  squeeze_(dim: number): this;
  squeeze_(dim: number | readonly number[]): this;
  /**
   * Standard deviation of all elements, → []; or along dimensions, [n, m], dim 1 → [n]. Divides by n − 1 unless `unbiased` is false.
   *
   * - `std(Tensor self, bool unbiased=True) -> Tensor`
   * - `std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor`
   * - `std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor`
   */
  std(options?: { unbiased?: boolean }): Tensor;
  std(unbiased: boolean): Tensor;
  std(options?: { dim?: number | readonly number[] | null; correction?: number | bigint | boolean | null; keepdim?: boolean }): Tensor;
  std(dim: number | readonly number[] | null, options?: { correction?: number | bigint | boolean | null; keepdim?: boolean }): Tensor;
  std(dim: number | readonly number[] | null, options?: { unbiased?: boolean; keepdim?: boolean }): Tensor;
  std(dim: number | readonly number[] | null, unbiased: boolean, options?: { keepdim?: boolean }): Tensor;
  std(dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): Tensor;
  /**
   * - `std_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)`
   * - `std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)`
   * - `std_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)`
   */
  stdMean(options?: { unbiased?: boolean }): [Tensor, Tensor];
  stdMean(unbiased: boolean): [Tensor, Tensor];
  stdMean(options?: { dim?: number | readonly number[] | null; correction?: number | bigint | boolean | null; keepdim?: boolean }): [Tensor, Tensor];
  stdMean(dim: number | readonly number[] | null, options?: { correction?: number | bigint | boolean | null; keepdim?: boolean }): [Tensor, Tensor];
  stdMean(dim: number | readonly number[] | null, options?: { unbiased?: boolean; keepdim?: boolean }): [Tensor, Tensor];
  stdMean(dim: number | readonly number[] | null, unbiased: boolean, options?: { keepdim?: boolean }): [Tensor, Tensor];
  stdMean(dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): [Tensor, Tensor];
  /**
   * - `stft.center(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, str pad_mode="reflect", bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor`
   * - `stft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor`
   */
  stft(nFft: number, options?: { hopLength?: number | null; winLength?: number | null; window?: Tensor | null; center?: boolean; padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, options?: { winLength?: number | null; window?: Tensor | null; center?: boolean; padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, options?: { window?: Tensor | null; center?: boolean; padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, options?: { center?: boolean; padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, options?: { padMode?: string; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, options?: { normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, normalized: boolean, options?: { onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, normalized: boolean, onesided: boolean | null, options?: { returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, normalized: boolean, onesided: boolean | null, returnComplex: boolean | null, options?: { alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, center: boolean, padMode: string, normalized: boolean, onesided: boolean | null, returnComplex: boolean | null, alignToWindow: boolean | null): Tensor;
  stft(nFft: number, options?: { hopLength?: number | null; winLength?: number | null; window?: Tensor | null; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, options?: { winLength?: number | null; window?: Tensor | null; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, options?: { window?: Tensor | null; normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, options?: { normalized?: boolean; onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, normalized: boolean, options?: { onesided?: boolean | null; returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, normalized: boolean, onesided: boolean | null, options?: { returnComplex?: boolean | null; alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, normalized: boolean, onesided: boolean | null, returnComplex: boolean | null, options?: { alignToWindow?: boolean | null }): Tensor;
  stft(nFft: number, hopLength: number | null, winLength: number | null, window: Tensor | null, normalized: boolean, onesided: boolean | null, returnComplex: boolean | null, alignToWindow: boolean | null): Tensor;
  /**
   * Difference, element by element: `self − alpha * other`. Shapes are broadcast together.
   *
   * - `sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor`
   * - `sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`
   */
  sub(other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  sub(other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  sub(other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * Difference, element by element: `self − alpha * other`. Shapes are broadcast together. In place.
   *
   * - `sub_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)`
   * - `sub_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)`
   */
  sub_(other: Tensor, options?: { alpha?: number | bigint | boolean }): this;
  sub_(other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): this;
  sub_(other: number | bigint | boolean, alpha: number | bigint | boolean): this;
  /**
   * - `subtract.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor`
   * - `subtract.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`
   */
  subtract(other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor;
  subtract(other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): Tensor;
  subtract(other: number | bigint | boolean, alpha: number | bigint | boolean): Tensor;
  /**
   * - `subtract_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)`
   * - `subtract_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)`
   */
  subtract_(other: Tensor, options?: { alpha?: number | bigint | boolean }): this;
  subtract_(other: number | bigint | boolean, options?: { alpha?: number | bigint | boolean }): this;
  subtract_(other: number | bigint | boolean, alpha: number | bigint | boolean): this;
  /**
   * Sum of all elements, → []; or along dimensions: [n, m], dim 1 → [n]; with `keepdim` [n, 1].
   *
   * - `sum(Tensor self, *, ScalarType? dtype=None) -> Tensor`
   * - `sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor`
   */
  sum(options?: { dtype?: DType | null }): Tensor;
  sum(dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  sum(dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** `sum_to_size(Tensor self, SymInt[] size) -> Tensor` */
  sumToSize(size: number | readonly number[]): Tensor;
  /**
   * - `svd(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)`
   * - `svd.U(Tensor self, bool some=True, bool compute_uv=True, *, Tensor(a!) U, Tensor(b!) S, Tensor(c!) V) -> (Tensor(a!) U, Tensor(b!) S, Tensor(c!) V)`
   */
  svd(options?: { some?: boolean; computeUv?: boolean }): [U: Tensor, S: Tensor, V: Tensor];
  svd(some: boolean, options?: { computeUv?: boolean }): [U: Tensor, S: Tensor, V: Tensor];
  svd(some: boolean, computeUv: boolean): [U: Tensor, S: Tensor, V: Tensor];
  /** `swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)` */
  swapaxes(axis0: number, axis1: number): Tensor;
  /** `swapaxes_(Tensor(a!) self, int axis0, int axis1) -> Tensor(a!)` */
  swapaxes_(axis0: number, axis1: number): this;
  /** `swapdims(Tensor(a) self, int dim0, int dim1) -> Tensor(a)` */
  swapdims(dim0: number, dim1: number): Tensor;
  /** `swapdims_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)` */
  swapdims_(dim0: number, dim1: number): this;
  /**
   * - `symeig(Tensor self, bool eigenvectors=False, bool upper=True) -> (Tensor eigenvalues, Tensor eigenvectors)`
   * - `symeig.e(Tensor self, bool eigenvectors=False, bool upper=True, *, Tensor(a!) e, Tensor(b!) V) -> (Tensor(a!) eigenvalues, Tensor(b!) eigenvectors)`
   */
  symeig(options?: { eigenvectors?: boolean; upper?: boolean }): [eigenvalues: Tensor, eigenvectors: Tensor];
  symeig(eigenvectors: boolean, options?: { upper?: boolean }): [eigenvalues: Tensor, eigenvectors: Tensor];
  symeig(eigenvectors: boolean, upper: boolean): [eigenvalues: Tensor, eigenvectors: Tensor];
  /**
   * The transpose of a matrix. [n, m] → [m, n].
   *
   * - `t(Tensor(a) self) -> Tensor(a)`
   */
  t(): Tensor;
  /**
   * The transpose of a matrix. [n, m] → [m, n]. In place.
   *
   * - `t_(Tensor(a!) self) -> Tensor(a!)`
   */
  t_(): this;
  /** `take(Tensor self, Tensor index) -> Tensor` */
  take(index: Tensor): Tensor;
  /** `take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor` */
  takeAlongDim(indices: Tensor, options?: { dim?: number | null }): Tensor;
  takeAlongDim(indices: Tensor, dim: number | null): Tensor;
  /** `tan(Tensor self) -> Tensor` */
  tan(): Tensor;
  /** `tan_(Tensor(a!) self) -> Tensor(a!)` */
  tan_(): this;
  /**
   * Hyperbolic tangent of each element, in (−1, 1). Any shape → the same.
   *
   * - `tanh(Tensor self) -> Tensor`
   */
  tanh(): Tensor;
  /**
   * Hyperbolic tangent of each element, in (−1, 1). Any shape → the same. In place.
   *
   * - `tanh_(Tensor(a!) self) -> Tensor(a!)`
   */
  tanh_(): this;
  /**
   * - `tensor_split.indices(Tensor(a -> *) self, SymInt[] indices, int dim=0) -> Tensor(a)[]`
   * - `tensor_split.sections(Tensor(a -> *) self, SymInt sections, int dim=0) -> Tensor(a)[]`
   * - `tensor_split.tensor_indices_or_sections(Tensor(a -> *) self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor(a)[]`
   */
  tensorSplit(tensorIndicesOrSections: Tensor, options?: { dim?: number }): Tensor[];
  tensorSplit(tensorIndicesOrSections: Tensor, dim: number): Tensor[];
  tensorSplit(indices: number | readonly number[], options?: { dim?: number }): Tensor[];
  tensorSplit(indices: number | readonly number[], dim: number): Tensor[];
  tensorSplit(sections: number, options?: { dim?: number }): Tensor[];
  tensorSplit(sections: number, dim: number): Tensor[];
  /** `tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor` */
  tensordot(other: Tensor, dimsSelf: number | readonly number[], dimsOther: number | readonly number[]): Tensor;
  /** `threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor` */
  threshold(threshold: number | bigint | boolean, value: number | bigint | boolean): Tensor;
  /** `threshold_(Tensor(a!) self, Scalar threshold, Scalar value) -> Tensor(a!)` */
  threshold_(threshold: number | bigint | boolean, value: number | bigint | boolean): this;
  /** `tile(Tensor self, SymInt[] dims) -> Tensor` */
  tile(dims: number | readonly number[]): Tensor;
  /** `to_dense(Tensor self, ScalarType? dtype=None, *, bool? masked_grad=None) -> Tensor` */
  toDense(options?: { dtype?: DType | null; maskedGrad?: boolean | null }): Tensor;
  toDense(dtype: DType | null, options?: { maskedGrad?: boolean | null }): Tensor;
  /**
   * The `k` largest elements along `dim` (last), sorted, and their indices. [n, m] → [n, k] each.
   *
   * - `topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)`
   * - `topk.values(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)`
   */
  topk(k: number, options?: { dim?: number; largest?: boolean; sorted?: boolean }): [values: Tensor, indices: Tensor];
  topk(k: number, dim: number, options?: { largest?: boolean; sorted?: boolean }): [values: Tensor, indices: Tensor];
  topk(k: number, dim: number, largest: boolean, options?: { sorted?: boolean }): [values: Tensor, indices: Tensor];
  topk(k: number, dim: number, largest: boolean, sorted: boolean): [values: Tensor, indices: Tensor];
  /** `trace(Tensor self) -> Tensor` */
  trace(): Tensor;
  /**
   * A view with two dimensions swapped. [n, m, k], (0, 2) → [k, m, n].
   *
   * - `transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)`
   */
  transpose(dim0: number, dim1: number): Tensor;
  /**
   * A view with two dimensions swapped. [n, m, k], (0, 2) → [k, m, n]. In place.
   *
   * - `transpose_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)`
   */
  transpose_(dim0: number, dim1: number): this;
  /**
   * - `trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor`
   * - `trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`
   */
  trapezoid(x: Tensor, options?: { dim?: number }): Tensor;
  trapezoid(options?: { dx?: number | bigint | boolean; dim?: number }): Tensor;
  /**
   * - `trapz.dx(Tensor y, *, float dx=1., int dim=-1) -> Tensor`
   * - `trapz.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`
   */
  trapz(x: Tensor, options?: { dim?: number }): Tensor;
  trapz(options?: { dx?: number; dim?: number }): Tensor;
  /**
   * - `triangular_solve(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False) -> (Tensor solution, Tensor cloned_coefficient)`
   * - `triangular_solve.X(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False, *, Tensor(a!) X, Tensor(b!) M) -> (Tensor(a!) solution, Tensor(b!) cloned_coefficient)`
   */
  triangularSolve(A: Tensor, options?: { upper?: boolean; transpose?: boolean; unitriangular?: boolean }): [solution: Tensor, clonedCoefficient: Tensor];
  triangularSolve(A: Tensor, upper: boolean, options?: { transpose?: boolean; unitriangular?: boolean }): [solution: Tensor, clonedCoefficient: Tensor];
  triangularSolve(A: Tensor, upper: boolean, transpose: boolean, options?: { unitriangular?: boolean }): [solution: Tensor, clonedCoefficient: Tensor];
  triangularSolve(A: Tensor, upper: boolean, transpose: boolean, unitriangular: boolean): [solution: Tensor, clonedCoefficient: Tensor];
  /**
   * The lower triangle of matrices; the rest is zero. […, n, m] → the same.
   *
   * - `tril(Tensor self, SymInt diagonal=0) -> Tensor`
   */
  tril(options?: { diagonal?: number }): Tensor;
  tril(diagonal: number): Tensor;
  /**
   * The lower triangle of matrices; the rest is zero. […, n, m] → the same. In place.
   *
   * - `tril_(Tensor(a!) self, SymInt diagonal=0) -> Tensor(a!)`
   */
  tril_(options?: { diagonal?: number }): this;
  tril_(diagonal: number): this;
  /** `triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1., float p=2., float eps=9.9999999999999995e-07, bool swap=False, int reduction=1) -> Tensor` */
  tripletMarginLoss(positive: Tensor, negative: Tensor, options?: { margin?: number; p?: number; eps?: number; swap?: boolean; reduction?: number }): Tensor;
  tripletMarginLoss(positive: Tensor, negative: Tensor, margin: number, options?: { p?: number; eps?: number; swap?: boolean; reduction?: number }): Tensor;
  tripletMarginLoss(positive: Tensor, negative: Tensor, margin: number, p: number, options?: { eps?: number; swap?: boolean; reduction?: number }): Tensor;
  tripletMarginLoss(positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, options?: { swap?: boolean; reduction?: number }): Tensor;
  tripletMarginLoss(positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, swap: boolean, options?: { reduction?: number }): Tensor;
  tripletMarginLoss(positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, swap: boolean, reduction: number): Tensor;
  /**
   * The upper triangle of matrices; the rest is zero. […, n, m] → the same.
   *
   * - `triu(Tensor self, SymInt diagonal=0) -> Tensor`
   */
  triu(options?: { diagonal?: number }): Tensor;
  triu(diagonal: number): Tensor;
  /**
   * The upper triangle of matrices; the rest is zero. […, n, m] → the same. In place.
   *
   * - `triu_(Tensor(a!) self, SymInt diagonal=0) -> Tensor(a!)`
   */
  triu_(options?: { diagonal?: number }): this;
  triu_(diagonal: number): this;
  /**
   * - `true_divide.Scalar(Tensor self, Scalar other) -> Tensor`
   * - `true_divide.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  trueDivide(other: Tensor): Tensor;
  trueDivide(other: number | bigint | boolean): Tensor;
  /**
   * - `true_divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `true_divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  trueDivide_(other: Tensor): this;
  trueDivide_(other: number | bigint | boolean): this;
  /** `trunc(Tensor self) -> Tensor` */
  trunc(): Tensor;
  /** `trunc_(Tensor(a!) self) -> Tensor(a!)` */
  trunc_(): this;
  /** `type_as(Tensor self, Tensor other) -> Tensor` */
  typeAs(other: Tensor): Tensor;
  /**
   * Views along `dim`, one per index. [n, m], dim 0 → n × [m].
   *
   * - `unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]`
   */
  unbind(options?: { dim?: number }): Tensor[];
  unbind(dim: number): Tensor[];
  /** `unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)` */
  unflatten(dim: number, sizes: number | readonly number[]): Tensor;
  /** `unflatten_dense_tensors(Tensor flat, Tensor[] tensors) -> Tensor[]` */
  unflattenDenseTensors(tensors: readonly Tensor[]): Tensor[];
  /** `unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)` */
  unfold(dimension: number, size: number, step: number): Tensor;
  /** `uniform(Tensor self, float from=0., float to=1., *, Generator? generator=None) -> Tensor` */
  uniform(options?: { from?: number; to?: number; generator?: Generator | null }): Tensor;
  uniform(from: number, options?: { to?: number; generator?: Generator | null }): Tensor;
  uniform(from: number, to: number, options?: { generator?: Generator | null }): Tensor;
  /** `uniform_(Tensor(a!) self, float from=0., float to=1., *, Generator? generator=None) -> Tensor(a!)` */
  uniform_(options?: { from?: number; to?: number; generator?: Generator | null }): this;
  uniform_(from: number, options?: { to?: number; generator?: Generator | null }): this;
  uniform_(from: number, to: number, options?: { generator?: Generator | null }): this;
  /** `unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor, Tensor, Tensor)` */
  uniqueConsecutive(options?: { returnInverse?: boolean; returnCounts?: boolean; dim?: number | null }): [Tensor, Tensor, Tensor];
  uniqueConsecutive(returnInverse: boolean, options?: { returnCounts?: boolean; dim?: number | null }): [Tensor, Tensor, Tensor];
  uniqueConsecutive(returnInverse: boolean, returnCounts: boolean, options?: { dim?: number | null }): [Tensor, Tensor, Tensor];
  uniqueConsecutive(returnInverse: boolean, returnCounts: boolean, dim: number | null): [Tensor, Tensor, Tensor];
  /** `unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
  uniqueDim(dim: number, options?: { sorted?: boolean; returnInverse?: boolean; returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDim(dim: number, sorted: boolean, options?: { returnInverse?: boolean; returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDim(dim: number, sorted: boolean, returnInverse: boolean, options?: { returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDim(dim: number, sorted: boolean, returnInverse: boolean, returnCounts: boolean): [Tensor, Tensor, Tensor];
  /** `unique_dim_consecutive(Tensor self, int dim, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
  uniqueDimConsecutive(dim: number, options?: { returnInverse?: boolean; returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDimConsecutive(dim: number, returnInverse: boolean, options?: { returnCounts?: boolean }): [Tensor, Tensor, Tensor];
  uniqueDimConsecutive(dim: number, returnInverse: boolean, returnCounts: boolean): [Tensor, Tensor, Tensor];
  /**
   * A view with a new dimension of size 1 at `dim`. [n, m], dim 1 → [n, 1, m].
   *
   * - `unsqueeze(Tensor(a) self, int dim) -> Tensor(a)`
   */
  unsqueeze(dim: number): Tensor;
  /**
   * A view with a new dimension of size 1 at `dim`. [n, m], dim 1 → [n, 1, m]. In place.
   *
   * - `unsqueeze_(Tensor(a!) self, int dim) -> Tensor(a!)`
   */
  unsqueeze_(dim: number): this;
  /**
   * - `upsample_bicubic2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_bicubic2d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor`
   */
  upsampleBicubic2d(outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleBicubic2d(outputSize: number | readonly number[], alignCorners: boolean, scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleBicubic2d(outputSize: number | readonly number[], alignCorners: boolean, scalesH: number | null, scalesW: number | null): Tensor;
  upsampleBicubic2d(outputSize: number | readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  /**
   * Pictures [N, C, H, W] resized by bilinear interpolation. → [N, C, h, w].
   *
   * - `upsample_bilinear2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_bilinear2d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor`
   */
  upsampleBilinear2d(outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleBilinear2d(outputSize: number | readonly number[], alignCorners: boolean, scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleBilinear2d(outputSize: number | readonly number[], alignCorners: boolean, scalesH: number | null, scalesW: number | null): Tensor;
  upsampleBilinear2d(outputSize: number | readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_linear1d(Tensor self, SymInt[1] output_size, bool align_corners, float? scales=None) -> Tensor`
   * - `upsample_linear1d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor`
   */
  upsampleLinear1d(outputSize: number | readonly number[], alignCorners: boolean, options?: { scales?: number | null }): Tensor;
  upsampleLinear1d(outputSize: number | readonly number[], alignCorners: boolean, scales: number | null): Tensor;
  upsampleLinear1d(outputSize: number | readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_nearest1d(Tensor self, SymInt[1] output_size, float? scales=None) -> Tensor`
   * - `upsample_nearest1d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor`
   */
  upsampleNearest1d(outputSize: number | readonly number[], options?: { scales?: number | null }): Tensor;
  upsampleNearest1d(outputSize: number | readonly number[], scales: number | null): Tensor;
  upsampleNearest1d(outputSize: number | readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_nearest2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_nearest2d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor`
   */
  upsampleNearest2d(outputSize: number | readonly number[], options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleNearest2d(outputSize: number | readonly number[], scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleNearest2d(outputSize: number | readonly number[], scalesH: number | null, scalesW: number | null): Tensor;
  upsampleNearest2d(outputSize: number | readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_nearest3d(Tensor self, SymInt[3] output_size, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_nearest3d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor`
   */
  upsampleNearest3d(outputSize: number | readonly number[], options?: { scalesD?: number | null; scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleNearest3d(outputSize: number | readonly number[], scalesD: number | null, options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleNearest3d(outputSize: number | readonly number[], scalesD: number | null, scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleNearest3d(outputSize: number | readonly number[], scalesD: number | null, scalesH: number | null, scalesW: number | null): Tensor;
  upsampleNearest3d(outputSize: number | readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  /**
   * - `upsample_trilinear3d(Tensor self, SymInt[3] output_size, bool align_corners, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor`
   * - `upsample_trilinear3d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor`
   */
  upsampleTrilinear3d(outputSize: number | readonly number[], alignCorners: boolean, options?: { scalesD?: number | null; scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleTrilinear3d(outputSize: number | readonly number[], alignCorners: boolean, scalesD: number | null, options?: { scalesH?: number | null; scalesW?: number | null }): Tensor;
  upsampleTrilinear3d(outputSize: number | readonly number[], alignCorners: boolean, scalesD: number | null, scalesH: number | null, options?: { scalesW?: number | null }): Tensor;
  upsampleTrilinear3d(outputSize: number | readonly number[], alignCorners: boolean, scalesD: number | null, scalesH: number | null, scalesW: number | null): Tensor;
  upsampleTrilinear3d(outputSize: number | readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  /** `values(Tensor(a) self) -> Tensor(a)` */
  values(): Tensor;
  /** `vander(Tensor x, int? N=None, bool increasing=False) -> Tensor` */
  vander(options?: { N?: number | null; increasing?: boolean }): Tensor;
  vander(N: number | null, options?: { increasing?: boolean }): Tensor;
  vander(N: number | null, increasing: boolean): Tensor;
  /**
   * Variance of all elements, → []; or along dimensions, [n, m], dim 1 → [n]. Divides by n − 1 unless `unbiased` is false.
   *
   * - `var(Tensor self, bool unbiased=True) -> Tensor`
   * - `var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor`
   * - `var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor`
   */
  var(options?: { unbiased?: boolean }): Tensor;
  var(unbiased: boolean): Tensor;
  var(options?: { dim?: number | readonly number[] | null; correction?: number | bigint | boolean | null; keepdim?: boolean }): Tensor;
  var(dim: number | readonly number[] | null, options?: { correction?: number | bigint | boolean | null; keepdim?: boolean }): Tensor;
  var(dim: number | readonly number[] | null, options?: { unbiased?: boolean; keepdim?: boolean }): Tensor;
  var(dim: number | readonly number[] | null, unbiased: boolean, options?: { keepdim?: boolean }): Tensor;
  var(dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): Tensor;
  /**
   * - `var_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)`
   * - `var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)`
   * - `var_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)`
   */
  varMean(options?: { unbiased?: boolean }): [Tensor, Tensor];
  varMean(unbiased: boolean): [Tensor, Tensor];
  varMean(options?: { dim?: number | readonly number[] | null; correction?: number | bigint | boolean | null; keepdim?: boolean }): [Tensor, Tensor];
  varMean(dim: number | readonly number[] | null, options?: { correction?: number | bigint | boolean | null; keepdim?: boolean }): [Tensor, Tensor];
  varMean(dim: number | readonly number[] | null, options?: { unbiased?: boolean; keepdim?: boolean }): [Tensor, Tensor];
  varMean(dim: number | readonly number[] | null, unbiased: boolean, options?: { keepdim?: boolean }): [Tensor, Tensor];
  varMean(dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): [Tensor, Tensor];
  /** `vdot(Tensor self, Tensor other) -> Tensor` */
  vdot(other: Tensor): Tensor;
  /**
   * The same memory in another shape; one size may be −1. Fails where that needs a copy: see `reshape`. [6, 4], (2, −1) → [2, 12].
   *
   * - `view(Tensor(a) self, SymInt[] size) -> Tensor(a)`
   * - `view.dtype(Tensor(a) self, ScalarType dtype) -> Tensor(a)`
   */
  view(size: number | readonly number[]): Tensor;
  view(dtype: DType): Tensor;
  /** `view_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  viewAs(other: Tensor): Tensor;
  /** `view_as_complex(Tensor(a) self) -> Tensor(a)` */
  viewAsComplex(): Tensor;
  /** `view_as_real(Tensor(a) self) -> Tensor(a)` */
  viewAsReal(): Tensor;
  /**
   * - `vsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]`
   * - `vsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]`
   */
  vsplit(indices: number | readonly number[]): Tensor[];
  vsplit(sections: number): Tensor[];
  /**
   * Elements of `self` where `condition` is true, of `other` elsewhere; shapes are broadcast together. With the condition alone, its indices, one [count] a dimension.
   *
   * - `where(Tensor condition) -> Tensor[]`
   * - `where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor`
   * - `where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor`
   * - `where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor`
   * - `where.self(Tensor condition, Tensor self, Tensor other) -> Tensor`
   */
  where(self: Tensor, other: Tensor): Tensor;
  where(self: Tensor, other: number | bigint | boolean): Tensor;
  where(self: number | bigint | boolean, other: Tensor): Tensor;
  where(): Tensor[];
  where(self: number | bigint | boolean, other: number | bigint | boolean): Tensor;
  /**
   * - `xlogy.OutScalar_Other(Tensor self, Scalar other, *, Tensor(a!) out) -> Tensor(a!)`
   * - `xlogy.OutTensor(Tensor self, Tensor other, *, Tensor(a!) out) -> Tensor(a!)`
   * - `xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor`
   * - `xlogy.Tensor(Tensor self, Tensor other) -> Tensor`
   */
  xlogy(other: Tensor): Tensor;
  xlogy(other: number | bigint | boolean): Tensor;
  /**
   * - `xlogy_.Scalar_Other(Tensor(a!) self, Scalar other) -> Tensor(a!)`
   * - `xlogy_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)`
   */
  xlogy_(other: Tensor): this;
  xlogy_(other: number | bigint | boolean): this;
  /** `zero(Tensor self) -> Tensor` */
  zero(): Tensor;
  /** `zero_(Tensor(a!) self) -> Tensor(a!)` */
  zero_(): this;
  /** `zeros_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  zerosLike(options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
}
}

import * as functional from '../functional/index.js';
import { checkOptions } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { BatchNorm, type BatchNormOptions, batchNormOptions } from './norm.js';

/** Unlike a batch norm it learns no weights and keeps no statistics unless it is told to. */
abstract class InstanceNorm extends BatchNorm {
  constructor(numFeatures: number, options: BatchNormOptions & { momentum?: number } = {}) {
    checkOptions(options, batchNormOptions, new.target.name);
    super(numFeatures, {
      ...options,
      affine: options.affine ?? false,
      trackRunningStats: options.trackRunningStats ?? false,
    });
  }

  override forward(x: Tensor): Tensor {
    this.checkShape(x);
    const { runningMean, runningVar, weight, bias, eps } = this;
    const useInputStats = this.training || runningMean === null;
    const momentum = this.momentum ?? 0;
    return functional.instanceNorm(x, {
      runningMean,
      runningVar,
      weight,
      bias,
      useInputStats,
      momentum,
      eps,
    });
  }
}

/** Normalises every channel of every sample of `[N, C, L]` by itself (Ulyanov et al., 2016). */
export class InstanceNorm1d extends InstanceNorm {
  protected get expected(): string {
    return 'a batch [N, C, L]';
  }

  protected accepts(ndim: number): boolean {
    return ndim === 3;
  }
}

/** Normalises every channel of every sample of `[N, C, H, W]` by itself (Ulyanov et al., 2016). */
export class InstanceNorm2d extends InstanceNorm {
  protected get expected(): string {
    return 'a batch [N, C, H, W]';
  }

  protected accepts(ndim: number): boolean {
    return ndim === 4;
  }
}

/** Normalises every channel of every sample of `[N, C, D, H, W]` by itself (Ulyanov et al., 2016). */
export class InstanceNorm3d extends InstanceNorm {
  protected get expected(): string {
    return 'a batch [N, C, D, H, W]';
  }

  protected accepts(ndim: number): boolean {
    return ndim === 5;
  }
}

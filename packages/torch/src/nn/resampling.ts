import type { InterpolateMode } from '../functional.js';
import * as functional from '../functional.js';
import type { Tensor } from '../tensor.js';
import { torch } from '../torch.js';
import { Module } from './module.js';
import { pyFloat, pySize, pyTuple } from './repr.js';

export type UpsampleOptions = {
  /** Size of the output (height, width), or: */
  size?: number | number[];
  /** by which factor it grows. */
  scaleFactor?: number | number[];
  /** Default `nearest`. */
  mode?: InterpolateMode;
  alignCorners?: boolean;
};

/** Enlarges `[N, C, H, W]` (or `[N, C, L]`). */
export class Upsample extends Module {
  constructor(readonly options: UpsampleOptions) {
    super();
  }

  forward(x: Tensor): Tensor {
    return functional.interpolate(x, this.options);
  }

  override extraRepr(): string {
    const { size, scaleFactor, mode = 'nearest' } = this.options;
    if (scaleFactor === undefined) return `size=${pySize(size ?? null)}, mode=${mode}`;
    const factor =
      typeof scaleFactor === 'number' ? pyFloat(scaleFactor) : `(${scaleFactor.map(pyFloat).join(', ')})`;
    return `scale_factor=${factor}, mode=${mode}`;
  }
}

/** Turns channels into positions: `[N, C·r², H, W]` → `[N, C, H·r, W·r]`. */
export class PixelShuffle extends Module {
  constructor(readonly upscaleFactor: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    return torch.pixelShuffle(x, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

/** Left, right, top, bottom, or one number for all. */
export type Padding2d = number | [number, number, number, number];

abstract class Pad2d extends Module {
  readonly padding: number[];

  constructor(padding: Padding2d) {
    super();
    this.padding = typeof padding === 'number' ? [padding, padding, padding, padding] : padding;
  }

  override extraRepr(): string {
    return pyTuple(this.padding);
  }
}

/** Puts zeros around `[N, C, H, W]`. */
export class ZeroPad2d extends Pad2d {
  forward(x: Tensor): Tensor {
    return functional.pad(x, this.padding);
  }
}

/** Puts the mirrored picture around `[N, C, H, W]`. */
export class ReflectionPad2d extends Pad2d {
  forward(x: Tensor): Tensor {
    return functional.pad(x, this.padding, { mode: 'reflect' });
  }
}

/** Puts the border's values around `[N, C, H, W]`. */
export class ReplicationPad2d extends Pad2d {
  forward(x: Tensor): Tensor {
    return functional.pad(x, this.padding, { mode: 'replicate' });
  }
}

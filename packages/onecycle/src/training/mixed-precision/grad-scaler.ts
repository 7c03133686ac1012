import { Tensor, torch } from '@onecycle/torch';
import { checkInstance, checkOptions, is, type OptionNames, wrongKind } from '../../base/index.js';

/** How the loss is scaled; PyTorch's names and defaults. */
export interface GradScalerOptions {
  /** The first scale. Default 65536. */
  initScale?: number;
  /** What the scale is multiplied with after `growthInterval` good steps. Default 2. */
  growthFactor?: number;
  /** What the scale is multiplied with after a step with infinite gradients. Default 0.5. */
  backoffFactor?: number;
  /** Good steps in a row before the scale grows. Default 2000. */
  growthInterval?: number;
  /** False scales by 1 and skips nothing. Default true. */
  enabled?: boolean;
}

const names: OptionNames<GradScalerOptions> = {
  initScale: is.number({ above: 0 }),
  growthFactor: is.number(),
  backoffFactor: is.number({ above: 0 }),
  growthInterval: is.count(1),
  enabled: is.flag,
};

/** What a checkpoint holds of a scaler. */
export interface GradScalerState {
  scale: number;
  growthTracker: number;
}

/**
 * Scales the loss so that small gradients do not vanish in 16 bits, and finds a scale at which large ones do not
 * overflow. Source: PyTorch's GradScaler; Micikevicius et al. 2018.
 */
export class GradScaler {
  readonly enabled: boolean;
  readonly growthFactor: number;
  readonly backoffFactor: number;
  readonly growthInterval: number;
  private current: number;
  private good = 0;
  /** The scale on the device of the loss: a captured step reads it there at each replay. */
  private onDevice: Tensor | null = null;

  constructor(options: GradScalerOptions = {}) {
    checkOptions(options, names, 'GradScaler');
    const {
      initScale = 65536,
      growthFactor = 2,
      backoffFactor = 0.5,
      growthInterval = 2000,
      enabled = true,
    } = options;
    if (growthFactor <= 1) throw new Error(`growthFactor must be greater than 1, got ${growthFactor}.`);
    if (backoffFactor >= 1) throw new Error(`backoffFactor must be less than 1, got ${backoffFactor}.`);
    this.enabled = enabled;
    this.current = Math.fround(initScale);
    this.growthFactor = growthFactor;
    this.backoffFactor = backoffFactor;
    this.growthInterval = growthInterval;
  }

  /** The factor of the moment, a 32-bit float. */
  get scale(): number {
    return this.enabled ? this.current : 1;
  }

  /** Good steps since the scale last changed. */
  get growthTracker(): number {
    return this.good;
  }

  /** The loss times the scale. */
  scaled(loss: Tensor): Tensor {
    if (!this.enabled) return loss;
    checkInstance('scaler.scaled takes a loss, which is a tensor', loss, Tensor);
    return loss.mul(this.scaleOn(loss.device));
  }

  private scaleOn(device: string): Tensor {
    if (this.onDevice?.device === device) return this.onDevice;
    this.onDevice?.dispose();
    this.onDevice = torch.keep(torch.tensor(this.current, { dtype: 'float32', device }));
    return this.onDevice;
  }

  private setScale(scale: number): void {
    this.current = scale;
    const { onDevice } = this;
    if (onDevice) torch.noGrad(() => onDevice.fill_(scale));
  }

  /** Divides gradients by the scale, in place, and says whether all of them are finite. */
  unscale(grads: readonly Tensor[]): boolean {
    if (!Array.isArray(grads)) throw wrongKind('scaler.unscale', 'a list of gradients', grads);
    if (!this.enabled || grads.length === 0) return true;
    const device = grads[0]?.device ?? 'cpu';
    const unscaleAndCheck = device.startsWith('cuda')
      ? () => unscaleOnGpu(grads, this.scaleOn(device))
      : () => unscaleOneByOne(grads, 1 / this.current);
    return torch.noGrad(() => torch.scope(unscaleAndCheck));
  }

  /** To be called after every step, skipped or not. */
  update(overflowed: boolean): void {
    if (!this.enabled) return;
    if (overflowed) {
      this.setScale(Math.fround(this.current * this.backoffFactor));
      this.good = 0;
      return;
    }
    this.good += 1;
    if (this.good < this.growthInterval) return;
    const grown = Math.fround(this.current * this.growthFactor);
    if (Number.isFinite(grown)) this.setScale(grown);
    this.good = 0;
  }

  get state(): GradScalerState {
    return { scale: this.current, growthTracker: this.good };
  }

  set state({ scale, growthTracker }: GradScalerState) {
    this.setScale(scale);
    this.good = growthTracker;
  }
}

/** Divides every gradient by the scale; true where none holds an infinity or a NaN. The GPU is waited for once, with all its work given. */
function unscaleOnGpu(grads: readonly Tensor[], scale: Tensor): boolean {
  const found = torch.zeros([], { device: scale.device });
  const inverse = scale.double().reciprocal().float();
  torch.ops.aten?._amp_foreach_non_finite_check_and_unscale_?.(grads, found, inverse);
  return found.item() === 0;
}

/** Multiplies every gradient by `factor`; true where none holds an infinity or a NaN. */
function unscaleOneByOne(grads: readonly Tensor[], factor: number): boolean {
  const finite = grads.map((grad) => grad.mul_(factor).isfinite().all());
  return Boolean(torch.stack(finite).all().item());
}

import { type DType, torch } from '@onecycle/torch';
import { checkOptions, is } from '../../base/index.js';
import { Callback, type CallbackState, CancelStepException } from '../events/index.js';
import { GradScaler, type GradScalerOptions } from './grad-scaler.js';

/** Options of {@link MixedPrecision}. */
export interface MixedPrecisionOptions extends Omit<GradScalerOptions, 'enabled'> {
  /** 'fp16' (default) means float16 with a scaled loss on a GPU, and on the CPU the same as 'bf16'. */
  ampMode?: 'fp16' | 'bf16';
}

/** The precision that a mode comes to on a device, and whether it needs a scaled loss. */
export interface Precision {
  dtype: DType;
  scaled: boolean;
}

/** Says once per process why 16 bits were asked for and are not used. */
const sayOnce = (() => {
  let said = false;
  return (sentence: string) => {
    if (!said) console.warn(sentence);
    said = true;
  };
})();

/**
 * Trains in mixed precision: convolutions and matrix products in 16 bits, weights, losses and the optimizer in 32.
 * On the CPU that is bfloat16, which needs no scaled loss; a CPU without instructions for it goes on in 32 bits and
 * says so.
 *
 * A step whose gradients overflow is skipped; schedule, recorded loss and batch count go on. Source: fastai's
 * MixedPrecision. It runs before gradient clipping (order 11), which so sees unscaled gradients.
 */
export class MixedPrecision extends Callback {
  override order = 10;
  override capturable = true;
  readonly options: MixedPrecisionOptions;
  /** The scaler of the fit under way. */
  scaler = new GradScaler({ enabled: false });
  /** The scale after every step that was taken in this fit. */
  scales: number[] = [];
  private overflowed = false;
  private restore = () => {};

  constructor(options: MixedPrecisionOptions = {}) {
    super();
    const names = {
      ampMode: is.oneOf('fp16', 'bf16'),
      initScale: is.number({ above: 0 }),
      growthFactor: is.number({ above: 1 }),
      backoffFactor: is.number({ above: 0 }),
      growthInterval: is.count(1),
    } as const;
    checkOptions<MixedPrecisionOptions>(options, names, 'toFp16');
    this.options = options;
  }

  /** What runs on a device. */
  protected precisionOn(device: string): Precision {
    const wanted = this.options.ampMode ?? 'fp16';
    if (device !== 'cpu')
      return wanted === 'fp16' ? { dtype: 'float16', scaled: true } : { dtype: 'bfloat16', scaled: false };
    if (torch.cpu.hasBf16) return { dtype: 'bfloat16', scaled: false };
    sayOnce(
      'This CPU has no instructions for bfloat16 (avx512_bf16 or AMX), so that training goes on in 32 bits.',
    );
    return { dtype: 'float32', scaled: false };
  }

  override beforeFit(): void {
    const { learn } = this;
    const device = learn.dls.device;
    const { dtype, scaled } = this.precisionOn(device);
    const { ampMode: _, ...scaling } = this.options;
    this.scaler = new GradScaler({ ...scaling, enabled: scaled });
    this.scales = [];
    const { strategy } = learn;
    const before = strategy.forwardContext;
    this.restore = () => {
      strategy.forwardContext = before;
    };
    if (dtype !== 'float32')
      strategy.forwardContext = (run) => before(() => torch.autocast({ device, dtype }, run));
  }

  override afterPred(): void {
    const { learn } = this;
    if (learn.pred.dtype === 'float16' || learn.pred.dtype === 'bfloat16') learn.pred = learn.pred.float();
  }

  override beforeBackward(): void {
    this.learn.lossGrad = this.scaler.scaled(this.learn.lossGrad);
  }

  override beforeStep(): void {
    const grads = this.learn.opt.allParams().flatMap((param) => param.grad ?? []);
    this.overflowed = this.learn.strategy.any(!this.scaler.unscale(grads));
    // The device was waited for: read now, the loss does not wait for the optimizer's work, too.
    if (this.scaler.enabled) void this.learn.lossValue;
    if (this.overflowed) throw new CancelStepException('the gradients overflowed');
    this.scales.push(this.scaler.scale);
  }

  override afterStep(): void {
    this.scaler.update(this.overflowed);
  }

  override afterFit(): void {
    this.restore();
    this.restore = () => {};
  }

  override state(): CallbackState {
    return { values: { scaler: this.scaler.state, scales: this.scales } };
  }

  override restoreState({ values = {} }: CallbackState): void {
    const { scaler, scales } = values;
    const saved: Record<string, unknown> = { ...(typeof scaler === 'object' ? scaler : null) };
    const { scale, growthTracker } = saved;
    if (typeof scale === 'number' && typeof growthTracker === 'number')
      this.scaler.state = { scale, growthTracker };
    if (Array.isArray(scales)) this.scales = scales.filter((value) => typeof value === 'number');
  }
}

import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { withoutUndefined } from '../../base/index.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import { Callback } from '../events/index.js';
import { GradScaler, type GradScalerOptions } from './grad-scaler.js';
import { MixedPrecision, type Precision } from './mixed-precision.js';

type ScalerArgs = {
  init_scale?: number;
  growth_factor?: number;
  backoff_factor?: number;
  growth_interval?: number;
  enabled?: boolean;
};
interface Reference {
  defaults: Required<ScalerArgs>;
  callback: { order: number; default_mode: string };
  tables: {
    scaler_args: ScalerArgs;
    overflow: number[];
    scale_after_each_step: number[];
    growth_tracker_after_each_step: number[];
  }[];
  default_scaler_changes: { n_steps: number; overflow_at: number[]; changes: [number, number][] };
  training: {
    steps: number;
    broken_gradients: Record<string, string>;
    scaler_args: ScalerArgs;
    initial_weight: number;
    x: number;
    y: number;
    log: (Record<string, number | string | boolean> & { scale: number })[];
  }[];
  rounding: { values: ReferenceTensor; as_fp16: ReferenceTensor; as_bf16: ReferenceTensor };
}
const cases = reference<Reference>('mixed_precision');

const optionsOf = (args: ScalerArgs): GradScalerOptions =>
  withoutUndefined({
    initScale: args.init_scale,
    growthFactor: args.growth_factor,
    backoffFactor: args.backoff_factor,
    growthInterval: args.growth_interval,
    enabled: args.enabled,
  });

test('the scale follows PyTorch’s rule after every step', () => {
  for (const each of cases.tables) {
    const scaler = new GradScaler(optionsOf(each.scaler_args));
    for (const [i, overflow] of each.overflow.entries()) {
      scaler.update(overflow === 1);
      expect([scaler.scale, scaler.growthTracker]).toEqual([
        Math.fround(each.scale_after_each_step[i] ?? Number.NaN),
        each.growth_tracker_after_each_step[i],
      ]);
    }
  }
});

test('a scaler of default settings changes at the right steps', () => {
  const { n_steps = 0, overflow_at = [], changes = [] } = cases.default_scaler_changes;
  const scaler = new GradScaler();
  expect(optionsOf(cases.defaults)).toEqual({
    initScale: scaler.scale,
    growthFactor: scaler.growthFactor,
    backoffFactor: scaler.backoffFactor,
    growthInterval: scaler.growthInterval,
    enabled: scaler.enabled,
  });
  const seen: [number, number][] = [];
  for (let step = 0; step < n_steps; step++) {
    const before = scaler.scale;
    scaler.update(overflow_at.includes(step));
    if (scaler.scale !== before) seen.push([step, scaler.scale]);
  }
  expect(seen).toEqual(changes);
});

/** Scaling as on a GPU, in 32-bit arithmetic. */
class ScaledOnly extends MixedPrecision {
  protected override precisionOn(): Precision {
    return { dtype: 'float32', scaled: true };
  }
}

/** Breaks gradients as the case says, and notes what each step made of them. */
class Watch extends Callback<TinyBatch> {
  override order = 5;
  override runValid = false;
  log: Record<string, number | boolean>[] = [];
  #seen: Record<string, number | boolean> = {};

  constructor(
    readonly mixed: MixedPrecision,
    readonly broken: Record<string, string>,
  ) {
    super();
  }

  weight(): Tensor {
    const [weight] = this.learn.opt.allParams();
    if (!weight) throw new Error('the model has no weight');
    return weight;
  }

  override beforeStep() {
    const weight = this.weight();
    const { scale } = this.mixed.scaler;
    this.#seen = { scale, gradient_seen_scaled: Number(weight.grad ?? Number.NaN), skipped: false };
    const broken = this.broken[this.learn.trainIter];
    if (broken)
      weight.grad = torch.fullLike(weight, Number(broken.replace('inf', 'Infinity').replace('nan', 'NaN')));
  }

  override afterCancelStep() {
    this.#seen.skipped = true;
  }

  override afterBatch() {
    const weight = this.weight();
    this.log.push({
      ...this.#seen,
      weight_after: Number(weight),
      scale_after: this.mixed.scaler.scale,
      loss_recorded: Number(this.learn.loss),
      lr: this.learn.opt.hypers[0]?.lr ?? Number.NaN,
      optimizer_steps: this.learn.opt.stateOf(weight).numbers.step ?? 0,
    });
  }
}

test('steps that overflow are skipped, and everything else goes on', async () => {
  for (const each of cases.training) {
    const { enabled: _, ...options } = optionsOf(each.scaler_args);
    const mixed = new ScaledOnly(options);
    const watch = new Watch(mixed, each.broken_gradients);
    const lossFunc = (pred: Tensor) => pred.sub(each.y).square().mean();
    const learn = tinyLearner({ batches: each.steps, bias: false, lossFunc, wd: 0, cbs: [watch, mixed] });
    torch.noGrad(() => watch.weight().fill_(each.initial_weight));
    learn.model.registerForwardPreHook((_, [x]) => (x ? [torch.fullLike(x, each.x)] : undefined));
    await learn.noLogging(() => learn.fitOneCycle(1, 0.05));
    expect(watch.log).toHaveLength(each.steps);
    for (const [i, wanted] of each.log.entries()) {
      for (const [name, value] of Object.entries(wanted)) {
        if (name === 'step') continue;
        const actual = watch.log[i]?.[name];
        const expected = typeof value === 'string' ? Number(value) : value;
        const what = `${name} at ${i}: ${actual}, not ${expected}`;
        if (typeof expected === 'boolean' || !Number.isFinite(expected)) expect(actual, what).toBe(expected);
        else {
          // Rounding in a small gradient grows with the scale.
          const size = name === 'gradient_seen_scaled' ? Math.abs(wanted.scale) : 1;
          expect(Math.abs(Number(actual) - expected), what).toBeLessThanOrEqual(
            1e-5 * Math.max(size, Math.abs(expected)),
          );
        }
      }
    }
  }
});

test('16 bits round as PyTorch’s do', () => {
  const { values, as_fp16, as_bf16 } = cases.rounding;
  const given = torch.tensor(numbers(values.data), { dtype: 'float32' });
  const rounded = (dtype: 'float16' | 'bfloat16') => [...given.to(dtype).float().toTypedArray()].map(Number);
  const compare = (actual: number[], expected: ReferenceTensor | undefined) => {
    for (const [i, value] of actual.entries()) {
      const wanted = numbers(expected?.data ?? [])[i] ?? Number.NaN;
      if (Number.isFinite(wanted))
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(wanted) * 100));
      else expect(value).toBe(wanted);
    }
  };
  compare(rounded('float16'), as_fp16);
  compare(rounded('bfloat16'), as_bf16);
});

test('toFp16 and toBf16 compute in 16 bits where the processor can, with losses and weights in 32, and toFp32 takes them back', async () => {
  const seen: string[] = [];
  const lossFunc = (pred: Tensor, target: Tensor) => {
    seen.push(pred.dtype);
    return pred.sub(target).square().mean();
  };
  const learn = tinyLearner({ lossFunc });
  const outputs: string[] = [];
  learn.model.registerForwardHook((_module, _args, out) => {
    outputs.push(out.dtype);
    return undefined;
  });
  expect(learn.toFp16()).toBe(learn);
  await learn.noLogging(() => learn.fit(1, 0.01));
  expect(new Set(outputs)).toEqual(new Set([torch.cpu.hasBf16 ? 'bfloat16' : 'float32']));
  expect(new Set(seen)).toEqual(new Set(['float32']));
  expect(learn.model.parameters().map(({ dtype }) => dtype)).toEqual(['float32', 'float32']);
  outputs.length = 0;
  await learn.toBf16().noLogging(() => learn.fit(1, 0.01));
  expect(new Set(outputs)).toEqual(new Set([torch.cpu.hasBf16 ? 'bfloat16' : 'float32']));
  expect(learn.cbs.flatMap((cb) => (cb instanceof MixedPrecision ? cb.options.ampMode : []))).toEqual([
    'bf16',
  ]);
  outputs.length = 0;
  await learn.toFp32().noLogging(() => learn.fit(1, 0.01));
  expect(new Set(outputs)).toEqual(new Set(['float32']));
});

test('options of a scaler that make no sense are named', () => {
  expect(() => new GradScaler(null as never)).toThrow('GradScaler takes its options as an object');
  expect(() => new GradScaler({ init_scale: 1 } as never)).toThrow("did you mean 'initScale'?");
  const scaler = new GradScaler();
  expect(() => scaler.scaled(undefined as never)).toThrow('takes a loss, which is a tensor, not undefined');
  expect(() => scaler.unscale(undefined as never)).toThrow('scaler.unscale takes a list of gradients, not');
});

import type { Tensor } from '@onecycle/torch';
import { checkFunction, isClass, isMaker, kindOf } from '../../base/index.js';
import { sum } from './sum.js';

/** What a metric sees of the learner at the end of a batch. */
export interface BatchResult {
  /** The model's output. */
  pred: Tensor;
  /** The targets. */
  yb: readonly Tensor[];
  /** The loss of the batch. */
  loss: Tensor;
}

/** A number, or one per class. NaN where there is nothing to compute it from. */
export type MetricValue = number | number[];

/**
 * Something measured over a pass through a data set: `reset` before it, `accumulate` after every batch (inside that
 * batch's scope, so that what stays is kept or turned into numbers), `value` after it.
 *
 * Source: fastai's Metric.
 */
export abstract class Metric {
  /** The name of the column in the table of epochs. */
  abstract readonly name: string;
  abstract reset(): void;
  abstract accumulate(batch: BatchResult): void;
  abstract get value(): MetricValue;

  /**
   * Where it stands in the middle of a pass, as JSON holds it, so that a checkpoint can be written there. Without it a
   * metric on training batches (`trainMetrics`) measures only those after the checkpoint.
   */
  state(): unknown {
    return null;
  }

  /** Takes back what `state` gave. */
  restoreState(_state: unknown): void {}

  /**
   * Takes in what several processes measured, each on its part of the pass: `states` has what `state` gave in each.
   * Without it the value is the mean of theirs.
   *
   * @returns whether the value is that of all now
   */
  merge(_states: readonly unknown[]): boolean {
    return false;
  }
}

/** A function of predictions and targets that gives one value per batch. */
export type MetricFunction = (preds: Tensor, target: Tensor) => Tensor | number;

/** What a learner accepts as a metric: one of ours, one of your own, or any function of predictions and targets. */
export type MetricLike = Metric | MetricFunction;

/** The number of items in a batch. */
export const batchSize = ({ yb, pred }: BatchResult): number => yb[0]?.shape[0] ?? pred.shape[0] ?? 1;

/** `errorRate` → `error_rate`, which is how the table of epochs and the logs write it. */
const columnName = (name: string): string =>
  name.replace(/(?<=[A-Za-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A mean over the items of a pass, from one value per batch. */
export abstract class MeanMetric extends Metric {
  private total = 0;
  private count = 0;

  reset(): void {
    this.restoreState({ total: 0, count: 0 });
  }

  /** Takes in the value of a batch of `size` items. */
  add(value: number, size: number): void {
    this.total += value * size;
    this.count += size;
  }

  get value(): number {
    return this.total / this.count;
  }

  override state(): unknown {
    return { total: this.total, count: this.count };
  }

  override restoreState(state: unknown): void {
    [this.total, this.count] = savedNumbers(state, 'total', 'count');
  }

  override merge(states: readonly unknown[]): boolean {
    const parts = states.map((state) => savedNumbers(state, 'total', 'count'));
    this.total = sum(parts.map(([total]) => total));
    this.count = sum(parts.map(([, count]) => count));
    return true;
  }
}

/** Numbers by name from a saved state; throws where the state has none of that name. */
export function savedNumbers(state: unknown, ...names: [string, string]): [number, number] {
  const all: Record<string, unknown> = { ...(typeof state === 'object' ? state : null) };
  const read = (name: string): number => {
    const value = all[name];
    if (typeof value === 'number') return value;
    throw new Error(`The saved state of a metric has no ${name}: ${JSON.stringify(state)}`);
  };
  return [read(names[0]), read(names[1])];
}

/** Averages a function of each batch, weighted by batch size. Source: fastai's AvgMetric. */
export class AvgMetric extends MeanMetric {
  readonly name: string;

  constructor(
    readonly func: MetricFunction,
    name?: string,
  ) {
    super();
    checkFunction('AvgMetric', func);
    this.name = name ?? columnName(func.name || 'metric');
  }

  accumulate(batch: BatchResult): void {
    const result: unknown = Reflect.apply(this.func, undefined, [batch.pred, ...batch.yb]);
    this.add(toNumber(result, this.name), batchSize(batch));
  }
}

const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'numel' in value && 'item' in value;

function toNumber(result: unknown, name: string): number {
  if (typeof result === 'number') return result;
  if (isTensor(result) && result.numel() === 1) return Number(result.detach().item());
  const got = isTensor(result) ? `a tensor of shape [${result.shape.join(', ')}]` : String(result);
  const advice = result instanceof Metric ? ` If ${name} makes a metric, call it: metrics: ${name}().` : '';
  throw new Error(`The metric ${name} must give one number per batch, and gave ${got}.${advice}`);
}

/**
 * A metric from whatever a learner accepts as one.
 *
 * @throws TypeError for a class, and for a function that makes a metric, which were to be called
 */
export function toMetric(metric: MetricLike): Metric {
  if (metric instanceof Metric) return metric;
  if (isClass(metric)) {
    throw new TypeError(
      `metrics takes metrics: ${metric.name} is a class, make one with new ${metric.name}()`,
    );
  }
  if (typeof metric !== 'function') {
    const isLoss = typeof metric === 'object' && metric !== null && 'forward' in metric;
    const advice = isLoss ? '; as a function it is (pred, target) => loss.forward(pred, target)' : '';
    throw new TypeError(`metrics takes metrics: ${kindOf(metric)} is none${advice}`);
  }
  if (isMaker(metric)) {
    throw new TypeError(`metrics takes metrics: ${metric.name} makes one, call it: ${metric.name}()`);
  }
  return new AvgMetric(metric);
}

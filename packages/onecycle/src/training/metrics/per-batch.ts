import { F, Tensor, torch } from '@onecycle/torch';
import { checkOptions, is, type OptionNames } from '../../base/index.js';
import type { MetricFunction } from './metric.js';

/** A metric by itself (`metrics: accuracy`), or with options (`metrics: accuracy({ axis: 1 })`). */
export interface ConfigurableMetric<Options> {
  (preds: Tensor, targets: Tensor, options?: Options): Tensor;
  (options?: Options): MetricFunction;
}

function configurable<Options extends object>(
  name: string,
  known: OptionNames<Options>,
  compute: (preds: Tensor, targets: Tensor, options: Partial<Options>) => Tensor,
): ConfigurableMetric<Options> {
  const named = <T extends object>(func: T): T => Object.defineProperty(func, 'name', { value: name });
  function metric(preds: Tensor, targets: Tensor, options?: Options): Tensor;
  function metric(options?: Options): MetricFunction;
  function metric(first?: Tensor | Options, targets?: Tensor, more?: Options): Tensor | MetricFunction {
    const isCall = first instanceof Tensor;
    const options = isCall ? more : first;
    checkOptions(options, known, name);
    if (!isCall) return named((x: Tensor, y: Tensor) => compute(x, y, options ?? {}));
    if (targets instanceof Tensor) return compute(first, targets, options ?? {});
    throw new TypeError(`${name} takes predictions and targets, or options: ${name}(preds, targets)`);
  }
  return named(metric);
}

/** Both sides as one list of equal length; throws with their shapes where they differ. Source: fastai's flatten_check. */
function flattened(preds: Tensor, targets: Tensor): [Tensor, Tensor] {
  if (preds.numel() !== targets.numel()) {
    throw new Error(
      `predictions of shape [${preds.shape.join(', ')}] and targets of shape [${targets.shape.join(', ')}] have different numbers of values`,
    );
  }
  return [preds.reshape([-1]), targets.reshape([-1])];
}

/** The axis of the classes; default -1. */
export interface AxisOptions {
  axis?: number;
}

const hits = (preds: Tensor, targets: Tensor, { axis = -1 }: AxisOptions): Tensor => {
  const [x, y] = flattened(preds.argmax(axis), targets);
  return x.eq(y).float().mean();
};

/** The share of items whose most likely class is the target. */
export const accuracy = configurable<AxisOptions>('accuracy', { axis: is.whole }, hits);

/** One minus the accuracy. */
export const errorRate = configurable<AxisOptions>(
  'errorRate',
  { axis: is.whole },
  (preds, targets, options) => hits(preds, targets, options).rsub(1),
);

/** The share of items whose target is among the `k` (default 5) most likely classes. */
export const topKAccuracy = configurable<AxisOptions & { k?: number }>(
  'topKAccuracy',
  { axis: is.whole, k: is.count(1) },
  (preds, targets, { k = 5, axis = -1 }) => {
    const [, best] = preds.topk(k, axis);
    return best.eq(targets.unsqueeze(axis).expandAs(best)).sum([-1]).float().mean();
  },
);

/** The share of labels decided rightly: sigmoid (unless `sigmoid: false`), then above `thresh` (default 0.5). */
export const accuracyMulti = configurable<{ thresh?: number; sigmoid?: boolean }>(
  'accuracyMulti',
  { thresh: is.number(), sigmoid: is.flag },
  (preds, targets, { thresh = 0.5, sigmoid = true }) => {
    const [x, y] = flattened(sigmoid ? preds.sigmoid() : preds, targets);
    return x.gt(thresh).eq(y.bool()).float().mean();
  },
);

/** Mean squared error. */
export const mse = configurable<object>('mse', {}, (preds, targets) =>
  F.mseLoss(...flattened(preds, targets)),
);

/** Mean absolute error. */
export const mae = configurable<object>('mae', {}, (preds, targets) => {
  const [x, y] = flattened(preds, targets);
  return y.sub(x).abs().mean();
});

/** Mean squared error of the logarithms of 1 + x. */
export const msle = configurable<object>('msle', {}, (preds, targets) => {
  const [x, y] = flattened(preds, targets);
  return F.mseLoss(torch.log1p(x), torch.log1p(y));
});

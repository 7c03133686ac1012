import { Tensor, torch } from '@onecycle/torch';
import { kindOf } from '../../base/index.js';
import type { LossFunc } from './base-loss.js';

/** The loss of predictions against targets, whichever kind of loss function it is. */
export function lossOf(loss: LossFunc, pred: Tensor, targets: readonly Tensor[]): Tensor {
  const value: unknown =
    typeof loss === 'function'
      ? Reflect.apply(loss, undefined, [pred, ...targets])
      : loss.forward(pred, ...targets);
  if (value instanceof Tensor) return value;
  const name = typeof loss === 'function' ? loss.name : loss.constructor.name;
  const advice = value instanceof Promise ? ': it cannot be asynchronous' : '';
  throw new TypeError(
    `a loss gives a tensor with one number, and ${name || 'yours'} gave ${kindOf(value)}${advice}`,
  );
}

/**
 * One loss per item of the batch. A loss with a `reduction` goes without it for this call; any other is asked item
 * by item.
 */
export function lossPerItem(loss: LossFunc, pred: Tensor, targets: readonly Tensor[]): Tensor {
  const items = pred.shape[0] ?? 1;
  if (typeof loss === 'function' || !('reduction' in loss)) {
    const item = (tensor: Tensor, i: number) => tensor.narrow(0, i, 1);
    const each = Array.from({ length: items }, (_, i) =>
      lossOf(
        loss,
        item(pred, i),
        targets.map((target) => item(target, i)),
      ).mean(),
    );
    return torch.stack(each);
  }
  const before = loss.reduction;
  loss.reduction = 'none';
  try {
    const losses = lossOf(loss, pred, targets);
    return losses.numel() === items ? losses.reshape([items]) : losses.reshape([items, -1]).mean([1]);
  } finally {
    loss.reduction = before;
  }
}

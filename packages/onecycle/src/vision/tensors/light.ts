import { type Tensor, torch } from '@onecycle/torch';
import { type LightMatrix, logitRange } from '../maths/index.js';
import { augmentBatch, isNative } from '../native/index.js';
import { asFloat, floatsOf } from './sample.js';

/** @param device default `'cpu'` */
export const lightTensor = (lights: readonly LightMatrix[], device = 'cpu'): Tensor =>
  torch.fromTypedArray(floatsOf(lights, 12), [lights.length, 3, 4], { device });

/** Changes a batch [n, 3 or 1, height, width] of pixels 0 … 1: sigmoid(change(logit(x))). fastai: `lighting`. */
export function lightBatch(x: Tensor, lights: readonly LightMatrix[]): Tensor {
  return torch.scope(() => {
    if (isNative(x)) return augmentBatch(x, { lights: lightTensor(lights) });
    const logits = logitOf(asFloat(x));
    const changes = lightTensor(lights, logits.device).to(logits.dtype);
    const [n = 0, channels = 0, height = 0, width = 0] = x.shape;
    if (channels === 1) {
      // Grey has the same logit in all three channels, so that a row of the matrix acts by its sum.
      const row = changes.select(1, 0);
      const of = (t: Tensor) => t.view([n, 1, 1, 1]);
      const scaled = logits.mul(of(row.narrow(1, 0, 3).sum([1])));
      return scaled.add(of(row.select(1, 3).contiguous())).sigmoid();
    }
    const mixed = changes
      .narrow(2, 0, 3)
      .matmul(logits.reshape([n, 3, -1]))
      .add(changes.narrow(2, 3, 1));
    return mixed.sigmoid().view([n, 3, height, width]);
  });
}

const logitOf = (x: Tensor): Tensor =>
  x
    .clamp(...logitRange)
    .reciprocal()
    .sub(1)
    .log()
    .neg();

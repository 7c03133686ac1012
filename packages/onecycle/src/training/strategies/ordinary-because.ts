import { torch } from '@onecycle/torch';
import type { BatchWork } from './strategy.js';

/** Why a step is not replayed. Of each kind one is said. */
export interface Reason {
  readonly kind: string;
  readonly sentence: string;
}

/** What of the data's device, and of libtorch, stands against a CUDA graph. */
export function ofDevice({ batch }: BatchWork): Reason | null {
  const other = [...batch.xb, ...batch.yb].find(({ device }) => !device.startsWith('cuda'));
  const { hindrance } = torch.CUDAGraph;
  if (other) {
    const sentence = `the data are on the device ${other.device}, and CUDA graphs are for NVIDIA's GPUs`;
    return { kind: 'device', sentence };
  }
  return hindrance === null ? null : { kind: 'libtorch', sentence: hindrance };
}

/** What is known before a step to stand against its replay. */
export function ofStep({ model, parameters, watcher }: BatchWork): Reason | null {
  if (watcher !== null) {
    const sentence = `${watcher} has events inside of batches, and does not say that it can do without those that a replay leaves out (capturable = true)`;
    return { kind: `callback ${watcher}`, sentence };
  }
  const hooked = model.modules().find((module) => module.hasHooks);
  if (hooked) {
    const sentence = `the model has hooks (on ${hooked.constructor.name}), which a replay would not call`;
    return { kind: 'hooks', sentence };
  }
  if (parameters.some(({ grad }) => grad !== null))
    return {
      kind: 'gradients',
      sentence: 'there are gradients from before, which a replay would write over',
    };
  return null;
}

/** @param here what stands in the batch in hand, as {@link formOf} says it @param before in those before */
export const ofShape = (here: string, before: string): Reason => ({
  kind: 'shape',
  sentence: `a batch has other shapes (${here}) than those before (${before})`,
});

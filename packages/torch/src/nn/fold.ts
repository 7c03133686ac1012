import { checkTensor } from '../core/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { cloneModule } from './clone.js';
import { Conv1d, Conv2d } from './conv.js';
import { Identity } from './linear.js';
import { type AnyModule, checkModule, type Module } from './module.js';
import { BatchNorm } from './norm.js';
import { Parameter } from './parameter.js';

type Pair = { conv: Conv1d | Conv2d; norm: BatchNorm };

/**
 * A copy of a model for inference, in evaluation mode, whose convolutions have the batch norms that follow them folded
 * in: w·γ/√(σ² + ε) and β + (b − μ)·γ/√(σ² + ε). Which norm follows which convolution is seen by running `example`
 * through, so it works for models of any structure; the copy's output on it is compared with the model's.
 *
 * @throws Error where the outputs differ: then something beside the batch norm reads the convolution's output
 */
export function foldBatchNorms<M extends Module<[Tensor], Tensor>>(model: M, example: Tensor): M {
  checkModule('foldBatchNorms', model);
  checkTensor('foldBatchNorms', example, 'example');
  const folded = cloneModule(model);
  folded.eval();
  torch.noGrad(() => {
    const { pairs, before } = trace(folded, example);
    const norms = new Map<AnyModule, Pair>(pairs.map((pair) => [pair.norm, pair]));
    for (const module of folded.modules()) {
      for (const [name, child] of module.namedChildren()) {
        const pair = norms.get(child);
        if (!pair) continue;
        fold(pair);
        module.setChild(name, new Identity().eval());
      }
    }
    torch.scope(() => compare(model, before, folded.forward(example)));
    before.dispose();
  });
  return folded;
}

/** The convolutions whose output is a batch norm's input, each used once; and what the model gives. */
function trace(model: Module<[Tensor], Tensor>, example: Tensor): { pairs: Pair[]; before: Tensor } {
  const madeBy = new Map<unknown, Conv1d | Conv2d>();
  const pairs: Pair[] = [];
  const calls = new Map<AnyModule, number>();
  const handles = model.modules().map((module) =>
    module.registerForwardHook((_, args: readonly unknown[], out: unknown) => {
      calls.set(module, (calls.get(module) ?? 0) + 1);
      const conv = module instanceof BatchNorm && module.runningMean ? madeBy.get(args[0]) : undefined;
      if (conv && module instanceof BatchNorm) pairs.push({ conv, norm: module });
      if (module instanceof Conv1d || module instanceof Conv2d) madeBy.set(out, module);
      // A layer that works in place gives back the very tensor that it changed.
      else if (module.children().length === 0) madeBy.delete(out);
    }),
  );
  try {
    const before = model.forward(example);
    const once = (module: AnyModule) => calls.get(module) === 1;
    return { pairs: pairs.filter(({ conv, norm }) => once(conv) && once(norm)), before };
  } finally {
    for (const handle of handles) handle.remove();
  }
}

function fold({ conv, norm }: Pair): void {
  const { runningMean, runningVar, weight, bias, eps } = norm;
  if (!runningMean || !runningVar) return;
  torch.scope(() => {
    // In double precision, so that the product of many folded layers stays close.
    const deviation = runningVar.double().add(eps).sqrt();
    const scale = (weight?.double() ?? torch.onesLike(deviation)).div(deviation);
    const shape = [-1, ...Array<number>(conv.weight.ndim - 1).fill(1)];
    const dtype = conv.weight.dtype;
    const shift = (conv.bias?.double() ?? torch.zeros([1], { dtype: 'float64' }))
      .sub(runningMean.double())
      .mul(scale);
    conv.weight.copy_(conv.weight.double().mul(scale.reshape(shape)));
    conv.bias = new Parameter((bias ? shift.add(bias.double()) : shift).to(dtype), { requiresGrad: false });
  });
}

function compare(model: Module<[Tensor], Tensor>, expected: Tensor, actual: Tensor): void {
  const difference = Number(actual.sub(expected).abs().max());
  const largest = Number(expected.abs().max());
  if (!(difference <= 1e-3 * Math.max(largest, 1))) {
    throw new Error(
      `${model.constructor.name} gives other outputs with its batch norms folded (by ${difference}): something beside ` +
        'the batch norm reads the output of a convolution',
    );
  }
}

import { checkTensors, scope } from '../core/index.js';
import { checkFunction, kindOf, unawaited } from '../options/index.js';
import { getRngState, setRngState } from '../random/index.js';
import { Tensor } from '../tensor/index.js';
import { currentAutocast, customFunction, enableGrad } from './autograd.js';

/**
 * Runs `fn` without storing what its backward needs, and runs it again when the gradients are computed: less memory for
 * more time, as `torch.utils.checkpoint`. Dropout draws the same numbers both times, and autocast is as it was.
 *
 * @param fn one tensor or several in, one tensor out; usually `(x) => block.forward(x)`. The parameters it uses get their
 *   gradients as usual. Batch norms see the batch twice, as in PyTorch.
 * @param inputs at least one of them must require a gradient, or the parameters inside get none
 */
export function checkpoint(fn: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): Tensor {
  checkFunction('checkpoint', fn);
  checkTensors('checkpoint', inputs, 'inputs');
  const random = getRngState();
  const inAutocast = currentAutocast();
  const needsGrad = inputs.map((input) => input.requiresGrad);
  const run = customFunction<Tensor>(
    (...given) => ({ outputs: [made(fn(...given))], saved: [...given, random] }),
    ([gradient], saved) => {
      const again = saved.slice(0, -1).map((input) => input.detach());
      for (const [i, input] of again.entries()) input.requiresGrad = needsGrad[i] ?? false;
      const [before, then] = [getRngState(), saved.at(-1)];
      if (then) setRngState(then);
      try {
        scope(() => inAutocast(() => enableGrad(() => fn(...again))).backward(gradient ? { gradient } : {}));
      } finally {
        setRngState(before);
      }
      return again.map((input) => input.grad);
    },
  );
  return made(run(...inputs)[0]);
}

/** What the function gave, which is one tensor. */
function made(value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  throw new TypeError(`checkpoint: the function gives a tensor, not ${kindOf(value)}${unawaited(value)}`);
}

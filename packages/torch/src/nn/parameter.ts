import { checkTensor, keep } from '../core/index.js';
import { checkFunction, checkOptions } from '../options/index.js';
import { Tensor } from '../tensor/index.js';

/**
 * A tensor that a module learns: a leaf that requires a gradient and that its module finds by itself, because it is an
 * own property. It shares the memory of the tensor that it is made from, and no scope frees it.
 *
 * @example this.weight = new nn.Parameter(torch.empty([out, in]))
 */
export class Parameter extends Tensor {
  constructor(data: Tensor, options: { requiresGrad?: boolean } = {}) {
    checkOptions(options, { requiresGrad: true }, new.target.name);
    checkTensor(new.target.name, data);
    seen(data);
    super(data.detach());
    keep(this);
    this.requiresGrad = options.requiresGrad ?? true;
  }
}

/** What is told of the parameters and buffers that are being made. */
let watcher: ((state: Tensor) => void) | null = null;

/** Tells whoever watches of a parameter or buffer that is being made. */
export const seen = (state: Tensor): void => watcher?.(state);

/**
 * Runs `make`, and meanwhile shows `watch` each parameter and buffer that is made, with its shape and, as a rule, before it has
 * values: what `watch` throws ends `make` before memory is used. Null lets everything pass in between.
 */
export function watchState<T>(watch: ((state: Tensor) => void) | null, make: () => T): T {
  if (watch !== null) checkFunction('watchState: watch', watch);
  checkFunction('watchState: make', make);
  const outer = watcher;
  watcher = watch;
  try {
    return make();
  } finally {
    watcher = outer;
  }
}

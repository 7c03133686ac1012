import { keep } from '../core/index.js';
import { checkOptions } from '../options/index.js';
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
    super(data.detach());
    keep(this);
    this.requiresGrad = options.requiresGrad ?? true;
  }
}

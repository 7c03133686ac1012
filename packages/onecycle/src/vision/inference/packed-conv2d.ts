import { nn, type Tensor, torch } from '@onecycle/torch';
import { type ConvolutionShape, convolve, packFilters } from '../native/index.js';

/** Filters for Winograd's method take four times the memory of the weights; larger ones (in floats) stay as they are. */
const mostWinograd = 4 * 1024 * 1024;

/** A convolution whose filters lie in memory as the native one reads them. It is for predictions: it has no gradients. */
export class PackedConv2d extends nn.Module {
  readonly filters: Tensor;
  readonly bias: Tensor;

  constructor(
    conv: nn.Conv2d,
    readonly shape: ConvolutionShape,
  ) {
    super();
    const { weight, bias, inChannels, outChannels } = conv;
    const { kernel, stride } = shape;
    const winograd =
      kernel.every((size) => size === 3) &&
      stride.every((step) => step === 1) &&
      inChannels % 16 === 0 &&
      36 * inChannels * outChannels <= mostWinograd;
    this.filters = this.registerBuffer('filters', packFilters(weight.detach(), winograd));
    this.bias = this.registerBuffer('bias', bias ? bias.detach().clone() : torch.zeros([outChannels]));
    this.eval();
  }

  /** [N, in, H, W] → [N, out, …]. */
  forward(x: Tensor): Tensor {
    return convolve(x, this.filters, this.bias, this.shape);
  }
}

/** What a layer is as a native convolution; null where it is none: it has groups, holes, or borders of other than zeros. */
function shapeOf(conv: nn.Conv2d): ConvolutionShape | null {
  const { weight, kernelSize, stride, padding, paddingMode, dilation, groups } = conv;
  if (groups !== 1 || dilation.some((step) => step !== 1) || paddingMode !== 'zeros') return null;
  if (weight.dtype !== 'float32' || weight.device !== 'cpu') return null;
  if (padding === 'valid') return { kernel: kernelSize, stride, padding: [0, 0] };
  if (padding !== 'same') return { kernel: kernelSize, stride, padding };
  if (kernelSize.some((size) => size % 2 === 0)) return null;
  return { kernel: kernelSize, stride, padding: kernelSize.map((size) => (size - 1) / 2) };
}

/** What became of a model's convolutions. */
export interface Packing {
  /** How many there are. */
  count: number;
  /** Frees the weights that the packed ones were made of. */
  finish(): void;
  /** Puts them back. */
  undo(): void;
}

/** Replaces the convolutions below a module, where they can be packed. */
export function packConvolutions(model: nn.AnyModule): Packing {
  const packed = new Map<nn.Conv2d, PackedConv2d>();
  const undos: (() => void)[] = [];
  for (const module of model.modules()) {
    for (const [name, child] of module.namedChildren()) {
      // A class that extends it may do something else.
      if (!(child instanceof nn.Conv2d) || child.constructor !== nn.Conv2d) continue;
      const shape = shapeOf(child);
      if (!shape) continue;
      // One that stands at several places is packed once.
      const made = packed.get(child) ?? new PackedConv2d(child, shape);
      packed.set(child, made);
      module.setChild(name, made);
      undos.push(() => module.setChild(name, child));
    }
  }
  return {
    count: packed.size,
    finish() {
      for (const { weight, bias } of packed.keys()) {
        weight.dispose();
        bias?.dispose();
      }
    },
    undo() {
      for (const undo of undos) undo();
      for (const { filters, bias } of packed.values()) {
        filters.dispose();
        bias.dispose();
      }
    },
  };
}

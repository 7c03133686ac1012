import { nn, type Tensor } from '@onecycle/torch';
import { imagenetStats } from '../tensors/index.js';
import { type ArchitectureOptions, architecture } from './architecture.js';
import { xresnetSplit } from './split.js';

type ConvLayerOptions = { size?: number; stride?: number; zeroNorm?: boolean; act?: boolean };

/**
 * Convolution, batch norm and ReLU; `zeroNorm` starts the norm's weight at 0, so that a block begins as identity. Source:
 * fastai's `ConvLayer`.
 */
function convLayer(
  into: number,
  out: number,
  { size = 3, stride = 1, zeroNorm = false, act = true }: ConvLayerOptions = {},
) {
  const conv = new nn.Conv2d(into, out, size, { stride, padding: (size - 1) / 2, bias: false });
  // The whole network is initialised once more in the end; this keeps to what fastai draws from a seed.
  if (act) nn.init.kaimingUniform_(conv.weight);
  const norm = new nn.BatchNorm2d(out);
  if (zeroNorm && norm.weight) nn.init.zeros_(norm.weight);
  return new nn.Sequential(conv, norm, ...(act ? [new nn.ReLU()] : []));
}

/** A residual block whose shortcut pools before its 1×1 convolution. Source: fastai's `ResBlock`. */
class ResBlock extends nn.Module {
  readonly convpath: nn.Sequential;
  readonly idpath: nn.Sequential;
  readonly act: nn.ReLU;

  /** @param expansion 1 for two 3×3 convolutions, more for a bottleneck */
  constructor(expansion: number, into: number, width: number, stride: number) {
    super();
    const [ni, nf] = [into * expansion, width * expansion];
    this.convpath =
      expansion === 1
        ? new nn.Sequential(
            convLayer(ni, width, { stride }),
            convLayer(width, nf, { zeroNorm: true, act: false }),
          )
        : new nn.Sequential(
            convLayer(ni, width, { size: 1 }),
            convLayer(width, width, { stride }),
            convLayer(width, nf, { size: 1, zeroNorm: true, act: false }),
          );
    const shortcut: nn.Link[] = [];
    if (stride !== 1) shortcut.push(new nn.AvgPool2d(2, { ceilMode: true }));
    if (ni !== nf) shortcut.push(convLayer(ni, nf, { size: 1, act: false }));
    this.idpath = new nn.Sequential(...shortcut);
    this.act = new nn.ReLU({ inplace: true });
  }

  forward(x: Tensor): Tensor {
    return this.act.forward(this.convpath.forward(x).add(this.idpath.forward(x)));
  }
}

/**
 * A ResNet with the tricks of He et al., 2018 ("Bag of Tricks"): three 3×3 convolutions as stem, pooled shortcuts, norms
 * that start at 0. Structure, names and initialisation are fastai's `XResNet`.
 */
function buildXResNet(
  expansion: number,
  depths: readonly number[],
  { numClasses = 1000 }: ArchitectureOptions,
): nn.Sequential {
  const stem = [convLayer(3, 32, { stride: 2 }), convLayer(32, 32), convLayer(32, 64)];
  const widths = [64 / expansion, 64, 128, 256, 512];
  const stages = depths.map((depth, i) => {
    const [into = 0, width = 0] = [widths[i], widths[i + 1]];
    const stride = i === 0 ? 1 : 2;
    const blocks = Array.from({ length: depth }, (_, j) =>
      j === 0 ? new ResBlock(expansion, into, width, stride) : new ResBlock(expansion, width, width, 1),
    );
    return new nn.Sequential(...blocks);
  });
  const pool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  const classifier = [
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Dropout(0),
    new nn.Linear(512 * expansion, numClasses),
  ];
  const model = new nn.Sequential(...stem, pool, ...stages, ...classifier);
  for (const module of model.modules()) {
    if (module instanceof nn.Conv2d || module instanceof nn.Linear) {
      nn.init.kaimingNormal_(module.weight);
      if (module.bias) nn.init.zeros_(module.bias);
    }
  }
  return model;
}

const xresnet = (name: string, expansion: number, depths: readonly number[]) =>
  architecture(name, (options) => buildXResNet(expansion, depths, options), {
    cut: -4,
    split: xresnetSplit,
    classifier: '11',
    stats: imagenetStats,
  });

/** XResNet-18: ResNet-18 with the changes of He and others, "Bag of tricks for image classification", 2018. */
export const xresnet18 = xresnet('xresnet18', 1, [2, 2, 2, 2]);
/** XResNet-34: ResNet-34 with the changes of He and others, "Bag of tricks for image classification", 2018. */
export const xresnet34 = xresnet('xresnet34', 1, [3, 4, 6, 3]);
/** XResNet-50: ResNet-50 with the changes of He and others, "Bag of tricks for image classification", 2018. */
export const xresnet50 = xresnet('xresnet50', 4, [3, 4, 6, 3]);
/** XResNet-101: ResNet-101 with the changes of He and others, "Bag of tricks for image classification", 2018. */
export const xresnet101 = xresnet('xresnet101', 4, [3, 4, 23, 3]);
/** XResNet-152: ResNet-152 with the changes of He and others, "Bag of tricks for image classification", 2018. */
export const xresnet152 = xresnet('xresnet152', 4, [3, 8, 36, 3]);

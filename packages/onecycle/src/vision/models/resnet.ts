import { nn, type Tensor, torch } from '@onecycle/torch';
import { imagenetStats } from '../tensors/index.js';
import { type ArchitectureOptions, architecture } from './architecture.js';
import { resnetSplit } from './split.js';

const conv3x3 = (into: number, out: number, stride = 1) =>
  new nn.Conv2d(into, out, 3, { stride, padding: 1, bias: false });
const conv1x1 = (into: number, out: number, stride = 1) =>
  new nn.Conv2d(into, out, 1, { stride, bias: false });

/** A block's constructor: channels in, width, stride, and the layer that brings the shortcut to the same shape. */
interface Block {
  /** Channels that come out, as a multiple of the width. */
  readonly expansion: number;
  new (into: number, width: number, stride: number, downsample: nn.Sequential | null): nn.Module;
}

/** Two 3×3 convolutions around a shortcut, of ResNet-18 and 34. */
class BasicBlock extends nn.Module {
  static readonly expansion = 1;
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly relu: nn.ReLU;
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;
  readonly downsample: nn.Sequential | null;

  constructor(into: number, width: number, stride: number, downsample: nn.Sequential | null) {
    super();
    this.conv1 = conv3x3(into, width, stride);
    this.bn1 = new nn.BatchNorm2d(width);
    this.relu = new nn.ReLU({ inplace: true });
    this.conv2 = conv3x3(width, width);
    this.bn2 = new nn.BatchNorm2d(width);
    this.downsample = downsample;
  }

  forward(x: Tensor): Tensor {
    const shortcut = this.downsample ? this.downsample.forward(x) : x;
    const first = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    return this.relu.forward(this.bn2.forward(this.conv2.forward(first)).add_(shortcut));
  }
}

/** 1×1, 3×3 (which has the stride) and 1×1 convolutions around a shortcut, of ResNet-50 and up. */
class Bottleneck extends nn.Module {
  static readonly expansion = 4;
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;
  readonly conv3: nn.Conv2d;
  readonly bn3: nn.BatchNorm2d;
  readonly relu: nn.ReLU;
  readonly downsample: nn.Sequential | null;

  constructor(into: number, width: number, stride: number, downsample: nn.Sequential | null) {
    super();
    this.conv1 = conv1x1(into, width);
    this.bn1 = new nn.BatchNorm2d(width);
    this.conv2 = conv3x3(width, width, stride);
    this.bn2 = new nn.BatchNorm2d(width);
    this.conv3 = conv1x1(width, width * Bottleneck.expansion);
    this.bn3 = new nn.BatchNorm2d(width * Bottleneck.expansion);
    this.relu = new nn.ReLU({ inplace: true });
    this.downsample = downsample;
  }

  forward(x: Tensor): Tensor {
    const shortcut = this.downsample ? this.downsample.forward(x) : x;
    const first = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    const second = this.relu.forward(this.bn2.forward(this.conv2.forward(first)));
    return this.relu.forward(this.bn3.forward(this.conv3.forward(second)).add_(shortcut));
  }
}

/** He et al., 2015, with torchvision's structure, names and initialisation: `[N, 3, H, W]` → `[N, numClasses]`. */
export class ResNet extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly relu: nn.ReLU;
  readonly maxpool: nn.MaxPool2d;
  readonly layer1: nn.Sequential;
  readonly layer2: nn.Sequential;
  readonly layer3: nn.Sequential;
  readonly layer4: nn.Sequential;
  readonly avgpool: nn.AdaptiveAvgPool2d;
  readonly fc: nn.Linear;

  constructor(
    block: Block,
    depths: readonly [number, number, number, number],
    { numClasses = 1000 }: ArchitectureOptions = {},
  ) {
    super();
    this.conv1 = new nn.Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
    this.bn1 = new nn.BatchNorm2d(64);
    this.relu = new nn.ReLU({ inplace: true });
    this.maxpool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
    this.layer1 = stage(block, 64, 64, depths[0], 1);
    this.layer2 = stage(block, 64 * block.expansion, 128, depths[1], 2);
    this.layer3 = stage(block, 128 * block.expansion, 256, depths[2], 2);
    this.layer4 = stage(block, 256 * block.expansion, 512, depths[3], 2);
    this.avgpool = new nn.AdaptiveAvgPool2d([1, 1]);
    this.fc = new nn.Linear(512 * block.expansion, numClasses);
    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d) {
        nn.init.kaimingNormal_(module.weight, { mode: 'fan_out', nonlinearity: 'relu' });
      }
    }
  }

  forward(x: Tensor): Tensor {
    const stem = this.maxpool.forward(this.relu.forward(this.bn1.forward(this.conv1.forward(x))));
    const deep = this.layer4.forward(this.layer3.forward(this.layer2.forward(this.layer1.forward(stem))));
    return this.fc.forward(torch.flatten(this.avgpool.forward(deep), 1));
  }
}

function stage(block: Block, into: number, width: number, depth: number, stride: number): nn.Sequential {
  const out = width * block.expansion;
  const downsample =
    stride !== 1 || into !== out
      ? new nn.Sequential(conv1x1(into, out, stride), new nn.BatchNorm2d(out))
      : null;
  const blocks = [new block(into, width, stride, downsample)];
  for (let i = 1; i < depth; i++) blocks.push(new block(out, width, 1, null));
  return new nn.Sequential(...blocks);
}

const resnet = (name: string, block: Block, depths: readonly [number, number, number, number]) =>
  architecture(name, (options) => new ResNet(block, depths, options), {
    cut: -2,
    split: resnetSplit,
    classifier: 'fc',
    stats: imagenetStats,
    weights: `timm/${name}.tv_in1k`,
  });

/** ResNet-18. Source: He and others, "Deep residual learning for image recognition", 2015. */
export const resnet18 = resnet('resnet18', BasicBlock, [2, 2, 2, 2]);
/** ResNet-34. Source: He and others, "Deep residual learning for image recognition", 2015. */
export const resnet34 = resnet('resnet34', BasicBlock, [3, 4, 6, 3]);
/** ResNet-50. Source: He and others, "Deep residual learning for image recognition", 2015. */
export const resnet50 = resnet('resnet50', Bottleneck, [3, 4, 6, 3]);
/** ResNet-101. Source: He and others, "Deep residual learning for image recognition", 2015. */
export const resnet101 = resnet('resnet101', Bottleneck, [3, 4, 23, 3]);
/** ResNet-152. Source: He and others, "Deep residual learning for image recognition", 2015. */
export const resnet152 = resnet('resnet152', Bottleneck, [3, 8, 36, 3]);

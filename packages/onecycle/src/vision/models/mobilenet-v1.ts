import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { inceptionStats } from '../tensors/index.js';
import { type ArchitectureOptions, architecture } from './architecture.js';
import { defaultSplit } from './split.js';

/** Keras' batch norms, whose weights this model is for, add 1e-3 to the variance. */
const norm = (channels: number) => new nn.BatchNorm2d(channels, { eps: 1e-3 });

/** TensorFlow pads a convolution of stride 2 on the right and the bottom only. */
class Conv3x3 extends nn.Conv2d {
  constructor(into: number, out: number, stride: number, groups: number) {
    super(into, out, 3, { stride, padding: stride === 1 ? 1 : 0, groups, bias: false });
  }

  override forward(x: Tensor): Tensor {
    return super.forward(this.stride[0] === 1 ? x : F.pad(x, [0, 1, 0, 1]));
  }
}

/** A depthwise 3×3 convolution, then a pointwise one, each with batch norm and ReLU6. */
class SeparableBlock extends nn.Module {
  readonly dw: Conv3x3;
  readonly dwBn: nn.BatchNorm2d;
  readonly pw: nn.Conv2d;
  readonly pwBn: nn.BatchNorm2d;
  readonly relu: nn.ReLU6;

  constructor(into: number, out: number, stride: number) {
    super();
    this.dw = new Conv3x3(into, into, stride, into);
    this.dwBn = norm(into);
    this.pw = new nn.Conv2d(into, out, 1, { bias: false });
    this.pwBn = norm(out);
    this.relu = new nn.ReLU6({ inplace: true });
  }

  forward(x: Tensor): Tensor {
    const depthwise = this.relu.forward(this.dwBn.forward(this.dw.forward(x)));
    return this.relu.forward(this.pwBn.forward(this.pw.forward(depthwise)));
  }
}

const widths = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024];
const strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];

/** Howard et al., 2017, as Keras builds it: `[N, 3, H, W]` → `[N, numClasses]`. */
class MobileNetV1 extends nn.Module {
  readonly conv1: Conv3x3;
  readonly bn1: nn.BatchNorm2d;
  readonly relu: nn.ReLU6;
  readonly blocks: nn.Sequential;
  readonly avgpool: nn.AdaptiveAvgPool2d;
  readonly fc: nn.Linear;

  /** @param width factor on the number of channels of every layer */
  constructor(width: number, { numClasses = 1000 }: ArchitectureOptions = {}) {
    super();
    let channels = Math.floor(32 * width);
    this.conv1 = new Conv3x3(3, channels, 2, 1);
    this.bn1 = norm(channels);
    this.relu = new nn.ReLU6({ inplace: true });
    const blocks = widths.map((full, i) => {
      const out = Math.floor(full * width);
      const block = new SeparableBlock(channels, out, strides[i] ?? 1);
      channels = out;
      return block;
    });
    this.blocks = new nn.Sequential(...blocks);
    this.avgpool = new nn.AdaptiveAvgPool2d(1);
    this.fc = new nn.Linear(channels, numClasses);
    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d) nn.init.kaimingNormal_(module.weight, { mode: 'fan_out' });
    }
  }

  forward(x: Tensor): Tensor {
    const stem = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    return this.fc.forward(torch.flatten(this.avgpool.forward(this.blocks.forward(stem)), 1));
  }
}

/** MobileNetV1 of width 0.75; weights come from a file. */
export const mobilenetV1 = architecture('mobilenet_v1_075', (options) => new MobileNetV1(0.75, options), {
  cut: -2,
  split: defaultSplit,
  classifier: 'fc',
  stats: inceptionStats,
});

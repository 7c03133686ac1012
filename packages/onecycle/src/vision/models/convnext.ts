import { nn, type Tensor, torch } from '@onecycle/torch';
import { imagenetStats } from '../tensors/index.js';
import { type ArchitectureOptions, architecture } from './architecture.js';
import { defaultSplit } from './split.js';

/** Layer norm over the channels of `[N, C, H, W]`. */
class LayerNorm2d extends nn.LayerNorm {
  constructor(channels: number) {
    super(channels, { eps: 1e-6 });
  }

  override forward(x: Tensor): Tensor {
    return super.forward(x.permute([0, 2, 3, 1])).permute([0, 3, 1, 2]);
  }
}

/** Two linear layers with GELU between. */
export class Mlp extends nn.Module {
  readonly fc1: nn.Linear;
  readonly act: nn.GELU;
  readonly fc2: nn.Linear;

  constructor(features: number, hidden: number) {
    super();
    this.fc1 = new nn.Linear(features, hidden);
    this.act = new nn.GELU();
    this.fc2 = new nn.Linear(hidden, features);
  }

  forward(x: Tensor): Tensor {
    return this.fc2.forward(this.act.forward(this.fc1.forward(x)));
  }
}

/** A depthwise 7×7 convolution and an MLP over the channels, scaled by `gamma`, around a shortcut. */
class ConvNeXtBlock extends nn.Module {
  readonly gamma: nn.Parameter;
  readonly convDw: nn.Conv2d;
  readonly norm: nn.LayerNorm;
  readonly mlp: Mlp;

  constructor(channels: number) {
    super();
    this.convDw = new nn.Conv2d(channels, channels, 7, { padding: 3, groups: channels });
    this.norm = new nn.LayerNorm(channels, { eps: 1e-6 });
    this.mlp = new Mlp(channels, 4 * channels);
    this.gamma = new nn.Parameter(torch.full([channels], 1e-6));
  }

  forward(x: Tensor): Tensor {
    const mixed = this.mlp.forward(this.norm.forward(this.convDw.forward(x).permute([0, 2, 3, 1])));
    return mixed.mul(this.gamma).permute([0, 3, 1, 2]).add(x);
  }
}

/** A stage: a halving of the size (but for the first) and blocks. */
class Stage extends nn.Module {
  readonly downsample: nn.Module;
  readonly blocks: nn.Sequential;

  constructor(into: number, out: number, depth: number) {
    super();
    this.downsample =
      into === out
        ? new nn.Identity()
        : new nn.Sequential(new LayerNorm2d(into), new nn.Conv2d(into, out, 2, { stride: 2 }));
    this.blocks = new nn.Sequential(...Array.from({ length: depth }, () => new ConvNeXtBlock(out)));
  }

  forward(x: Tensor): Tensor {
    return this.blocks.forward(this.downsample.forward(x));
  }
}

/** Pooling, norm and classifier. */
class Head extends nn.Module {
  readonly globalPool: nn.AdaptiveAvgPool2d;
  readonly norm: LayerNorm2d;
  readonly flatten: nn.Flatten;
  readonly fc: nn.Linear;

  constructor(channels: number, numClasses: number) {
    super();
    this.globalPool = new nn.AdaptiveAvgPool2d(1);
    this.norm = new LayerNorm2d(channels);
    this.flatten = new nn.Flatten();
    this.fc = new nn.Linear(channels, numClasses);
  }

  forward(x: Tensor): Tensor {
    return this.fc.forward(this.flatten.forward(this.norm.forward(this.globalPool.forward(x))));
  }
}

/** Liu et al., 2022, with timm's structure and names: `[N, 3, H, W]` → `[N, numClasses]`. */
export class ConvNeXt extends nn.Module {
  readonly stem: nn.Sequential;
  readonly stages: nn.Sequential;
  readonly head: Head;

  constructor(
    depths: readonly number[],
    widths: readonly number[],
    { numClasses = 1000 }: ArchitectureOptions = {},
  ) {
    super();
    const [first = 0] = widths;
    this.stem = new nn.Sequential(new nn.Conv2d(3, first, 4, { stride: 4 }), new LayerNorm2d(first));
    this.stages = new nn.Sequential(
      ...depths.map((depth, i) => new Stage(widths[Math.max(i - 1, 0)] ?? 0, widths[i] ?? 0, depth)),
    );
    this.head = new Head(widths.at(-1) ?? 0, numClasses);
    for (const module of this.modules()) {
      if (!(module instanceof nn.Conv2d || module instanceof nn.Linear)) continue;
      nn.init.truncNormal_(module.weight, { std: 0.02 });
      if (module.bias) nn.init.zeros_(module.bias);
    }
  }

  forward(x: Tensor): Tensor {
    return this.head.forward(this.stages.forward(this.stem.forward(x)));
  }
}

/** ConvNeXt-T. Source: Liu and others, "A ConvNet for the 2020s", 2022. */
export const convnextTiny = architecture(
  'convnext_tiny',
  (options) => new ConvNeXt([3, 3, 9, 3], [96, 192, 384, 768], options),
  {
    cut: -1,
    split: defaultSplit,
    classifier: 'head.fc',
    stats: imagenetStats,
    weights: 'timm/convnext_tiny.fb_in1k',
  },
);

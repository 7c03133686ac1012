import { nn, type Tensor, torch } from '@onecycle/torch';
import { imagenetStats } from '../tensors/index.js';
import { type ArchitectureOptions, architecture } from './architecture.js';
import { defaultSplit } from './split.js';

type ConvOptions = { size?: number; stride?: number; groups?: number };

const convNormAct = (into: number, out: number, { size = 3, stride = 1, groups = 1 }: ConvOptions = {}) =>
  new nn.Sequential(
    new nn.Conv2d(into, out, size, { stride, padding: (size - 1) / 2, groups, bias: false }),
    new nn.BatchNorm2d(out),
    new nn.ReLU6({ inplace: true }),
  );

/** Widens, filters depthwise, narrows; a shortcut joins the narrow ends where their shapes agree. */
class InvertedResidual extends nn.Module {
  readonly conv: nn.Sequential;
  readonly hasShortcut: boolean;

  constructor(into: number, out: number, stride: number, expansion: number) {
    super();
    const hidden = into * expansion;
    this.hasShortcut = stride === 1 && into === out;
    this.conv = new nn.Sequential(
      ...(expansion === 1 ? [] : [convNormAct(into, hidden, { size: 1 })]),
      convNormAct(hidden, hidden, { stride, groups: hidden }),
      new nn.Conv2d(hidden, out, 1, { bias: false }),
      new nn.BatchNorm2d(out),
    );
  }

  forward(x: Tensor): Tensor {
    return this.hasShortcut ? x.add(this.conv.forward(x)) : this.conv.forward(x);
  }
}

/** Expansion, channels, depth and first stride of every stage. */
const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** Sandler et al., 2018, with torchvision's structure and names: `[N, 3, H, W]` → `[N, numClasses]`. */
export class MobileNetV2 extends nn.Module {
  readonly features: nn.Sequential;
  readonly classifier: nn.Sequential;

  constructor({ numClasses = 1000 }: ArchitectureOptions = {}) {
    super();
    const layers: nn.Link[] = [convNormAct(3, 32, { stride: 2 })];
    let channels = 32;
    for (const [expansion, out, depth, stride] of stages) {
      for (let i = 0; i < depth; i++) {
        layers.push(new InvertedResidual(channels, out, i === 0 ? stride : 1, expansion));
        channels = out;
      }
    }
    layers.push(convNormAct(channels, 1280, { size: 1 }));
    this.features = new nn.Sequential(...layers);
    this.classifier = new nn.Sequential(new nn.Dropout(0.2), new nn.Linear(1280, numClasses));
    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d) nn.init.kaimingNormal_(module.weight, { mode: 'fan_out' });
      if (module instanceof nn.Linear) {
        nn.init.normal_(module.weight, 0, 0.01);
        if (module.bias) nn.init.zeros_(module.bias);
      }
    }
  }

  forward(x: Tensor): Tensor {
    const pooled = torch.adaptiveAvgPool2d(this.features.forward(x), [1, 1]);
    return this.classifier.forward(torch.flatten(pooled, 1));
  }
}

/** MobileNetV2. Source: Sandler and others, "MobileNetV2: inverted residuals and linear bottlenecks", 2018. */
export const mobilenetV2 = architecture('mobilenet_v2', (options) => new MobileNetV2(options), {
  cut: (model) => {
    if (model instanceof MobileNetV2) return model.features;
    throw new Error(`expected a MobileNetV2 to cut, got ${model.constructor.name}`);
  },
  split: defaultSplit,
  classifier: 'classifier.1',
  stats: imagenetStats,
  weights: 'timm/mobilenetv2_100.ra_in1k',
});

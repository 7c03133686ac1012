import { nn, type Tensor, torch } from '@onecycle/torch';
import { inceptionStats } from '../tensors/index.js';
import { type ArchitectureOptions, architecture } from './architecture.js';
import { Mlp } from './convnext.js';
import { defaultSplit } from './split.js';

/** Self-attention with one projection for queries, keys and values. */
class Attention extends nn.Module {
  readonly qkv: nn.Linear;
  readonly proj: nn.Linear;

  constructor(
    readonly features: number,
    readonly heads: number,
  ) {
    super();
    this.qkv = new nn.Linear(features, 3 * features);
    this.proj = new nn.Linear(features, features);
  }

  forward(x: Tensor): Tensor {
    const [batch = 0, length = 0] = x.shape;
    const width = this.features / this.heads;
    const qkv = this.qkv.forward(x).reshape([batch, length, 3, this.heads, width]).permute([2, 0, 3, 1, 4]);
    const query = qkv.select(0, 0).mul(width ** -0.5);
    const [key, value] = [qkv.select(0, 1), qkv.select(0, 2)];
    const weights = torch.softmax(query.matmul(key.transpose(-2, -1)), -1);
    return this.proj.forward(weights.matmul(value).transpose(1, 2).reshape([batch, length, this.features]));
  }
}

/** Attention and an MLP, each after a norm and around a shortcut. */
class Block extends nn.Module {
  readonly norm1: nn.LayerNorm;
  readonly attn: Attention;
  readonly norm2: nn.LayerNorm;
  readonly mlp: Mlp;

  constructor(features: number, heads: number) {
    super();
    this.norm1 = new nn.LayerNorm(features, { eps: 1e-6 });
    this.attn = new Attention(features, heads);
    this.norm2 = new nn.LayerNorm(features, { eps: 1e-6 });
    this.mlp = new Mlp(features, 4 * features);
  }

  forward(x: Tensor): Tensor {
    const attended = x.add(this.attn.forward(this.norm1.forward(x)));
    return attended.add(this.mlp.forward(this.norm2.forward(attended)));
  }
}

/** Cuts a picture into patches and projects each. */
class PatchEmbed extends nn.Module {
  readonly proj: nn.Conv2d;

  constructor(
    readonly pictureSize: number,
    readonly patchSize: number,
    features: number,
  ) {
    super();
    this.proj = new nn.Conv2d(3, features, patchSize, { stride: patchSize });
  }

  forward(x: Tensor): Tensor {
    const { pictureSize } = this;
    if (x.size(2) !== pictureSize || x.size(3) !== pictureSize) {
      throw new Error(
        `this vision transformer takes pictures of ${pictureSize} px, got [${x.shape.join(', ')}]`,
      );
    }
    return this.proj.forward(x).flatten(2).transpose(1, 2);
  }
}

export type TransformerShape = {
  pictureSize: number;
  patchSize: number;
  features: number;
  depth: number;
  heads: number;
};

/** Dosovitskiy et al., 2020, with timm's structure and names: `[N, 3, size, size]` → `[N, numClasses]`. */
export class VisionTransformer extends nn.Module {
  readonly clsToken: nn.Parameter;
  readonly posEmbed: nn.Parameter;
  readonly patchEmbed: PatchEmbed;
  readonly blocks: nn.Sequential;
  readonly norm: nn.LayerNorm;
  readonly head: nn.Module;

  constructor(shape: TransformerShape, { numClasses = 1000 }: ArchitectureOptions = {}) {
    super();
    const { pictureSize, patchSize, features, depth, heads } = shape;
    const patches = (pictureSize / patchSize) ** 2;
    this.clsToken = nn.init.normal_(new nn.Parameter(torch.empty([1, 1, features])), 0, 1e-6);
    this.posEmbed = nn.init.truncNormal_(new nn.Parameter(torch.empty([1, patches + 1, features])), {
      std: 0.02,
    });
    this.patchEmbed = new PatchEmbed(pictureSize, patchSize, features);
    this.blocks = new nn.Sequential(...Array.from({ length: depth }, () => new Block(features, heads)));
    this.norm = new nn.LayerNorm(features, { eps: 1e-6 });
    this.head = numClasses > 0 ? new nn.Linear(features, numClasses) : new nn.Identity();
    for (const module of this.modules()) {
      if (!(module instanceof nn.Linear)) continue;
      nn.init.truncNormal_(module.weight, { std: 0.02 });
      if (module.bias) nn.init.zeros_(module.bias);
    }
  }

  forward(x: Tensor): Tensor {
    const patches = this.patchEmbed.forward(x);
    const tokens = torch.cat([this.clsToken.expand([x.size(0), -1, -1]), patches], 1).add(this.posEmbed);
    return this.head.forward(this.norm.forward(this.blocks.forward(tokens)).select(1, 0));
  }
}

/** The body is the transformer without its classifier: `[N, features]`, so the head does not pool. */
export const vitSmallPatch16 = architecture(
  'vit_small_patch16_224',
  (options) =>
    new VisionTransformer({ pictureSize: 224, patchSize: 16, features: 384, depth: 12, heads: 6 }, options),
  {
    cut: (model) => {
      model.setChild('head', new nn.Identity());
      return model;
    },
    pool: false,
    split: defaultSplit,
    classifier: 'head',
    stats: inceptionStats,
    weights: 'timm/vit_small_patch16_224.augreg_in21k_ft_in1k',
  },
);

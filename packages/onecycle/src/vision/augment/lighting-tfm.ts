import { type Tensor, torch } from '@onecycle/torch';
import { checkList, checkOptions } from '../../base/index.js';
import { revivable, Transform, type TransformContext } from '../../data/index.js';
import {
  type AugmentationOptions,
  type AugmentationSpec,
  checkSpec,
  drawHues,
  drawLights,
  type LightMatrix,
  type LightSpec,
  optionNamesOf,
  runOrder,
  specOf,
} from '../maths/index.js';
import { asFloat, lightBatch, shiftHue, TensorImage } from '../tensors/index.js';

/** Options of {@link LightingTfm}. */
export type LightingTfmOptions = AugmentationOptions<LightSpec['fn']>;

/** Brightness, contrast and saturation, in the order given, on the logits of training pictures. fastai: `LightingTfm`. */
export class LightingTfm extends Transform<TensorImage, TensorImage> {
  override order = runOrder.lighting;
  override splitIdx = 0 as const;
  override makesNew = true;

  constructor(readonly functions: readonly LightSpec[]) {
    super();
    const wanted = "a list of what is drawn, [{ fn: 'contrast' }]";
    checkList('LightingTfm', wanted, functions, (spec) => typeof spec?.fn === 'string');
    for (const spec of functions) checkSpec(spec);
  }

  /** This one's changes, then the other's. */
  compose({ functions }: LightingTfm): LightingTfm {
    return new LightingTfm([...this.functions, ...functions]);
  }

  override accepts(x: unknown): x is TensorImage {
    return x instanceof TensorImage;
  }

  /** The changes of `n` pictures. */
  draw(n: number, { rng }: TransformContext): LightMatrix[] {
    return drawLights(n, rng, this.functions);
  }

  encodes(x: TensorImage, ctx: TransformContext): TensorImage {
    using plain = lightBatch(x, this.draw(x.shape[0] ?? 0, ctx));
    return x.retype(plain);
  }

  override get name(): string {
    const first = this.functions[0]?.fn ?? 'lighting';
    return `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  }

  /** Brightness replaces brightness, not contrast: in fastai each has a class of its own. */
  override get identity(): unknown {
    return this.name;
  }

  override settings(): Record<string, unknown> {
    return { functions: this.functions };
  }

  override toJSON() {
    return { type: 'LightingTfm', functions: this.functions };
  }
}

revivable('LightingTfm', LightingTfm, ({ functions }) => [functions]);

const lightingTfm = (fn: LightSpec['fn'], options: LightingTfmOptions): LightingTfm => {
  checkOptions<object>(options, optionNamesOf(fn), fn);
  return new LightingTfm([specOf(fn, options)]);
};

/** Random brightness with probability `p` (0.75). fastai: `Brightness`. */
export const brightness = (options: LightingTfmOptions = {}): LightingTfm =>
  lightingTfm('brightness', options);
/** Random contrast with probability `p` (0.75). fastai: `Contrast`. */
export const contrast = (options: LightingTfmOptions = {}): LightingTfm => lightingTfm('contrast', options);
/** Random saturation with probability `p` (0.75). fastai: `Saturation`. */
export const saturation = (options: LightingTfmOptions = {}): LightingTfm =>
  lightingTfm('saturation', options);

/** Options of {@link hue}. */
export type HueTfmOptions = AugmentationOptions<'hue'>;

/** Random hue of training pictures. fastai: `Hue`. */
export class Hue extends Transform<TensorImage, TensorImage> {
  override order = runOrder.lighting;
  override splitIdx = 0 as const;
  override makesNew = true;
  readonly options: Omit<AugmentationSpec<'hue'>, 'fn'>;

  constructor(options: HueTfmOptions = {}) {
    super();
    checkOptions<object>(options, optionNamesOf('hue'), 'hue');
    const { fn: _, ...spec } = specOf('hue', options);
    this.options = spec;
  }

  override accepts(x: unknown): x is TensorImage {
    return x instanceof TensorImage && x.shape.at(-3) === 3;
  }

  encodes(x: TensorImage, { rng }: TransformContext): TensorImage {
    using plain = torch.scope(
      (): Tensor => shiftHue(asFloat(x), drawHues(x.shape[0] ?? 0, rng, this.options)),
    );
    return x.retype(plain);
  }

  override settings(): Record<string, unknown> {
    return { ...this.options };
  }
}

revivable('Hue', Hue);

/** Random hue with probability `p` (0.75): a number around 1 is added to it, modulo 1, as fastai does. fastai: `Hue`. */
export const hue = (options: HueTfmOptions = {}): Hue => new Hue(options);

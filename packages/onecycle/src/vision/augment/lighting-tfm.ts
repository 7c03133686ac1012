import { type Tensor, torch } from '@onecycle/torch';
import { Transform, type TransformContext } from '../../data/index.js';
import { revivable } from '../revivable.js';
import { drawHues, TensorImage } from '../tensors.js';
import type { DrawOptions } from './draws.js';
import { shiftHue } from './hue.js';
import { drawLights, type LightMatrix, type LightSpec, lightBatch } from './light.js';
import { asFloat } from './sample.js';

export interface LightingTfmOptions extends DrawOptions {
  /** At least 0; of contrast and saturation below 1. From 1 on, brightness makes some pictures all black or white. Default 0.2. */
  maxLighting?: number;
}

/** Brightness, contrast and saturation, in the order given, on the logits of training pictures. fastai: `LightingTfm`. */
export class LightingTfm extends Transform<TensorImage, TensorImage> {
  override order = 40;
  override splitIdx = 0 as const;
  override makesNew = true;

  constructor(readonly functions: readonly LightSpec[]) {
    super();
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
  const { maxLighting = 0.2, p = 0.75, draw, batch = false } = options;
  if (!(maxLighting >= 0 && (maxLighting < 1 || fn === 'brightness'))) {
    const range = fn === 'brightness' ? 'is at least 0' : 'lies in [0, 1)';
    throw new RangeError(`maxLighting of ${fn} ${range}, it cannot be ${maxLighting}`);
  }
  return new LightingTfm([{ fn, maxLighting, p, ...(draw !== undefined && { draw }), batch }]);
};

/** Random brightness with probability `p` (0.75). fastai: `Brightness`. */
export const brightness = (options: LightingTfmOptions = {}): LightingTfm =>
  lightingTfm('brightness', options);
/** Random contrast with probability `p` (0.75). fastai: `Contrast`. */
export const contrast = (options: LightingTfmOptions = {}): LightingTfm => lightingTfm('contrast', options);
/** Random saturation with probability `p` (0.75). fastai: `Saturation`. */
export const saturation = (options: LightingTfmOptions = {}): LightingTfm =>
  lightingTfm('saturation', options);

export interface HueTfmOptions extends DrawOptions {
  /** Default 0.1. */
  maxHue?: number;
}

/** Random hue of training pictures. fastai: `Hue`. */
export class Hue extends Transform<TensorImage, TensorImage> {
  override order = 40;
  override splitIdx = 0 as const;
  override makesNew = true;
  readonly options: DrawOptions & { maxHue: number };

  constructor({ maxHue = 0.1, p = 0.75, draw, batch = false }: HueTfmOptions = {}) {
    super();
    this.options = { maxHue, p, ...(draw !== undefined && { draw }), batch };
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

import type { Rounding } from './apply.js';
import { type Axis, type Filter, filtered, isFilter, type PadMode } from './pillow.js';
import { presized, sampled } from './sampling.js';
import type { Taps } from './taps.js';

interface Size {
  width: number;
  height: number;
}

/** One step on a picture's way to the model. */
export interface Step {
  /** What it makes of a picture of this size. */
  plan(picture: Size): { x: Taps; y: Taps; rounding: Rounding };
}

/** What a file says of a transform. */
type Settings = Readonly<Record<string, unknown>>;

/** How validation prepares pictures. */
export interface Preparation {
  /** The colour, 0 … 255 each, that shows through where a picture is transparent; null where transparency is dropped. */
  background: readonly number[] | null;
  /** What brings pictures to the model's size, in turn. */
  steps: readonly Step[];
}

/**
 * Reads how validation prepares pictures, from the metadata `transforms` of an exported file.
 *
 * @throws Error that names a transform which is not known here
 */
export function preparationOf(transforms: unknown): Preparation {
  const stages = ['input', 'afterItem', 'beforeBatch', 'afterBatch'];
  const all = stages.flatMap((stage) => listOf(transforms, stage));
  const { background } = all.find(({ type }) => type === 'CreateImage') ?? {};
  return {
    background: Array.isArray(background) ? background.map(Number) : null,
    steps: all.flatMap((settings) => {
      const make = makers[String(settings.type)];
      if (make) return make(settings) ?? [];
      const known = Object.keys(makers).join(', ');
      throw new Error(
        `in validation pictures go through '${settings.name ?? settings.type}', which onecycle-web does not know: it would classify ` +
          `other pictures than those that were learned. It knows ${known}`,
      );
    }),
  };
}

/** Makes the step that a transform is in validation; undefined for what changes training only, or is part of the model. */
type Maker = (settings: Settings) => Step | undefined;

const none: Maker = () => undefined;

const makers: Readonly<Record<string, Maker>> = {
  Resize: (settings) => {
    const target = sizeIn(settings);
    const method = methodIn(settings);
    return pillow(settings, (picture) => ({
      box: resizeBox(picture, target, method),
      resized: target,
      offset: 0,
      target,
      padMode: padModeIn(settings, 'reflection'),
    }));
  },
  RandomResizedCrop: (settings) => {
    const target = sizeIn(settings);
    const valXtra = numberIn(settings, 'valXtra', 0.14);
    const extra = Math.ceil((Math.max(target.width, target.height) * valXtra) / 8) * 8;
    return pillow(settings, (picture) => ({
      box: { left: 0, top: 0, ...picture },
      resized: { width: target.width + extra, height: target.height + extra },
      offset: Math.floor(extra / 2),
      target,
      padMode: 'zeros',
    }));
  },
  CropPad: (settings) => middle(settings),
  RandomCrop: (settings) => middle(settings),
  PresizeOnce: (settings) => {
    const frame = sizeIn(settings, 'presize', 460);
    const target = sizeIn(settings, 'size', 224);
    const method = methodIn(settings);
    const padMode = padModeIn(settings, 'reflection');
    // The whole frame is kept: in validation nothing is cut off.
    return {
      plan: (picture) => {
        const box = resizeBox(picture, frame, method);
        const axis = (from: number, length: number, side: 'width' | 'height') =>
          presized(
            {
              size: picture[side],
              from,
              length,
              frame: frame[side],
              cropFrom: 0,
              crop: frame[side],
              wanted: target[side],
            },
            padMode,
          );
        return {
          x: axis(box.left, box.width, 'width'),
          y: axis(box.top, box.height, 'height'),
          rounding: 'once',
        };
      },
    };
  },
  AffineCoordTfm: (settings) => {
    if (settings.size === undefined) return undefined;
    const size = sizeIn(settings);
    checkMode(settings);
    const padMode = padModeIn(settings, 'reflection');
    const alignCorners = settings.alignCorners !== false;
    return sampling((picture) => ({ part: { left: 0, top: 0, ...picture }, size, alignCorners, padMode }));
  },
  RandomResizedCropGPU: (settings) => {
    const size = settings.size === undefined ? undefined : sizeIn(settings);
    checkMode(settings);
    const scale = numberIn(settings, 'validScale', 1);
    const { ratio = [3 / 4, 4 / 3] } = settings;
    const [low = Number.NaN, high = Number.NaN] = Array.isArray(ratio) ? ratio.map(Number) : [];
    return sampling((picture) => {
      const part = largestCrop(picture, low, high, scale);
      return { part, size: size ?? part, alignCorners: true, padMode: 'reflection' };
    });
  },
  IntToFloatTensor: (settings) => {
    if (numberIn(settings, 'div', 255) !== 255)
      throw new Error(`onecycle-web divides bytes by 255, the classifier by ${settings.div}`);
    return undefined;
  },
  CreateImage: none,
  ToTensor: none,
  FlipItem: none,
  DihedralItem: none,
  LightingTfm: none,
  Hue: none,
  RandomErasing: none,
  Normalize: none,
};

interface PillowPlan {
  box: Size & { left: number; top: number };
  resized: Size;
  /** Where the part that is kept begins, on both axes. */
  offset: number;
  target: Size;
  padMode: PadMode;
}

function pillow(settings: Settings, plan: (picture: Size) => PillowPlan): Step {
  const [filter = 'bilinear'] = Array.isArray(settings.resamples) ? settings.resamples : [];
  if (!isFilter(filter)) throw new Error(`onecycle-web knows no filter '${filter}'`);
  return {
    plan: (picture) => {
      const { box, resized, offset, target, padMode } = plan(picture);
      if (box.width < 1 || box.height < 1)
        throw new Error(
          `a picture of ${picture.width} × ${picture.height} pixels has no part of the classifier's shape`,
        );
      const along = (axis: Omit<Axis, 'offset'>, by: Filter): Taps =>
        filtered({ ...axis, offset }, by, padMode);
      const { left: l, top: t, width: w, height: h } = box;
      return {
        x: along(
          { size: picture.width, from: l, length: w, resized: resized.width, wanted: target.width },
          filter,
        ),
        y: along(
          { size: picture.height, from: t, length: h, resized: resized.height, wanted: target.height },
          filter,
        ),
        rounding: 'each pass',
      };
    },
  };
}

const sampling = (plan: (picture: Size) => Parameters<typeof sampled>[0]): Step => ({
  plan: (picture) => ({ ...sampled(plan(picture)), rounding: 'never' }),
});

/** Cut out of the middle, or padded around it. */
function middle(settings: Settings): Step {
  const target = sizeIn(settings);
  const padMode = padModeIn(settings, 'zeros');
  return pillow({}, ({ width, height }) => ({
    box: {
      left: Math.floor((width - target.width) / 2),
      top: Math.floor((height - target.height) / 2),
      ...target,
    },
    resized: target,
    offset: 0,
    target,
    padMode,
  }));
}

/** The largest part of the target's shape in a picture's middle, or the smallest around it. The library's `resizeBox`. */
function resizeBox(
  { width: w, height: h }: Size,
  target: Size,
  method: Method,
): Size & { left: number; top: number } {
  if (method === 'squish') return { left: 0, top: 0, width: w, height: h };
  const factors = [w / target.width, h / target.height] as const;
  const m = method === 'pad' ? Math.max(...factors) : Math.min(...factors);
  const [width, height] = [Math.trunc(m * target.width), Math.trunc(m * target.height)];
  return { left: Math.trunc(0.5 * (w - width)), top: Math.trunc(0.5 * (h - height)), width, height };
}

function largestCrop({ width, height }: Size, low: number, high: number, scale: number) {
  const w = Math.trunc((width / height > high ? Math.trunc(height * high) : width) * scale);
  const h = Math.trunc((width / height < low ? Math.trunc(width / low) : height) * scale);
  return { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
}

const isRecord = (value: unknown): value is Settings => typeof value === 'object' && value !== null;

function listOf(transforms: unknown, pipeline: string): Settings[] {
  const found = isRecord(transforms) ? transforms[pipeline] : undefined;
  const list = isRecord(found) ? found.transforms : undefined;
  if (!Array.isArray(list))
    throw new Error(`the file's metadata do not say what the transforms ${pipeline} are`);
  return list.filter(isRecord);
}

function sizeIn(settings: Settings, name = 'size', usual?: number): Size {
  const value = settings[name] ?? usual;
  const [height, width] = Array.isArray(value) ? value : [value, value];
  if (typeof height !== 'number' || typeof width !== 'number')
    throw new Error(`${settings.type} has no ${name} in the file's metadata`);
  return { width, height };
}

function numberIn(settings: Settings, name: string, usual: number): number {
  const value = settings[name] ?? usual;
  if (typeof value !== 'number')
    throw new Error(`${settings.type}'s ${name} is no number in the file's metadata`);
  return value;
}

type Method = 'crop' | 'pad' | 'squish';

function methodIn({ type, method = 'crop' }: Settings): Method {
  if (method === 'crop' || method === 'pad' || method === 'squish') return method;
  throw new Error(`onecycle-web knows no method '${method}' of ${type}`);
}

function padModeIn({ type, padMode }: Settings, usual: PadMode): PadMode {
  const mode = padMode ?? usual;
  if (mode === 'zeros' || mode === 'border' || mode === 'reflection') return mode;
  throw new Error(`onecycle-web knows no padMode '${mode}' of ${type}`);
}

function checkMode({ type, mode = 'bilinear' }: Settings): void {
  if (mode !== 'bilinear') throw new Error(`onecycle-web samples 'bilinear', not '${mode}' as ${type} does`);
}

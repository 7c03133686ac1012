import { torch } from '@onecycle/torch';
import { checkOptions, is, type OptionNames } from '../../base/index.js';
import { revivable, type SplitIdx, Transform, type TransformContext } from '../../data/index.js';
import {
  type AffineCoordTfm,
  type AugTransformsOptions,
  augOptions,
  augTransforms,
  geometryOf,
} from '../augment/index.js';
import { PilImage, type ResolvedDecodeOptions } from '../decode/index.js';
import {
  changeRows,
  checkScale,
  drawResizedCrop,
  isRegular,
  largestCrop,
  type Matrix,
  pixelSize,
  type ResizeMethod,
  resizeBox,
  runOrder,
  type Size,
} from '../maths/index.js';
import {
  type Box,
  checkName,
  checkPadMode,
  decoded,
  loadAugmented,
  loadDrawn,
  type NativeBatch,
  type PadMode,
  type PictureSources,
  type PixelSize,
  type Streams,
} from '../native/index.js';
import { mapsOf, mapTensor } from '../tensors/index.js';
import type { BatchSettings, Fitter } from './fitter.js';

/** Options of {@link presizeOnce}. */
export interface PresizeOnceOptions
  extends Omit<
    AugTransformsOptions,
    'mode' | 'alignCorners' | 'batch' | 'size' | 'xtraTfms' | 'maxLighting' | 'pLighting'
  > {
  /** The size that pictures are thought to be resized to before they are augmented. Default 460. */
  presize?: Size;
  /** Of the output. Default 224. */
  size?: Size;
  /** How the presizing fits pictures into its shape. Default `'crop'`. */
  method?: ResizeMethod;
}

const {
  mode: _,
  alignCorners: __,
  batch: ___,
  xtraTfms: ____,
  maxLighting: _____,
  pLighting: ______,
  ...geometryNames
} = augOptions;
const onceNames: OptionNames<PresizeOnceOptions> = { ...geometryNames, presize: true, method: true };

/** What native threads do to pictures, but for what each draws from. */
type OncePlan = Omit<Parameters<typeof loadDrawn>[1], 'streams' | 'upright'>;

/** What is drawn for one picture; what becomes of it follows from this and its size. */
interface OnceDraw {
  /** Where the part lies that is fitted into the frame, 0 (left, top) … 1. */
  place: readonly [across: number, down: number];
  /** From the frame of the presized picture to itself, in [-1, 1]. */
  map: Matrix;
  /** The part of the frame that is kept. */
  crop: Box;
}

/**
 * Presizing, rotation, zoom, warp and random crop as one map from the original picture to the augmented one: pixels
 * are interpolated once, where fastai does it three times. Each picture has its own crop. An item transform, so that
 * the augmented pictures leave native threads as 8-bit numbers of the final size.
 */
export class PresizeOnce extends Transform<PilImage, PilImage> {
  override order = runOrder.resize;
  override makesNew = true;
  readonly options: Readonly<PresizeOnceOptions>;
  /** Of the output. */
  readonly fixedSize: PixelSize;
  readonly #frame: PixelSize;
  readonly #geometry: AffineCoordTfm | undefined;
  readonly #method: ResizeMethod;
  readonly #padMode: PadMode;

  constructor(options: PresizeOnceOptions = {}) {
    super();
    checkOptions(options, onceNames, 'PresizeOnce');
    const { presize = 460, size = 224, method = 'crop', padMode = 'reflection', ...augmentation } = options;
    this.options = options;
    checkScale(options.minScale ?? 1, 'minScale');
    checkName('method', method, ['crop', 'pad', 'squish']);
    checkPadMode(padMode);
    this.#frame = pixelSize(presize, 'presize');
    this.fixedSize = pixelSize(size);
    this.#method = method;
    this.#padMode = padMode;
    this.#geometry = geometryOf({ ...augmentation, padMode });
  }

  override accepts(x: unknown): x is PilImage {
    return x instanceof PilImage;
  }

  /** Whether a picture of this set becomes the same each time. */
  isFixed(splitIdx: SplitIdx): boolean {
    return splitIdx === 1;
  }

  /** That of the frame, between which the shape of a part is drawn. */
  get #shapes(): readonly [number, number] {
    const shape = this.#frame.width / this.#frame.height;
    return [shape, shape];
  }

  get #presizing() {
    const { fixedSize: size, options } = this;
    const frame = this.#frame;
    // Large originals are decoded smaller, but never with fewer pixels than the smallest crop needs.
    const density =
      Math.max(size.width / frame.width, size.height / frame.height) / Math.sqrt(options.minScale ?? 1);
    return { frame, size, padMode: this.#padMode, density };
  }

  /** Draws for one picture what `load` has native threads draw. */
  draw(ctx: TransformContext): OnceDraw {
    const { rng, splitIdx } = ctx;
    const { minScale = 1 } = this.options;
    const frame = this.#frame;
    const isFixed = this.isFixed(splitIdx);
    const place = isFixed ? ([0.5, 0.5] as const) : ([rng.uniform(), rng.uniform()] as const);
    const { matrices, warps } = this.#geometry?.draw(1, frame.height, frame.width, ctx) ?? {};
    const [map] = mapsOf(1, { matrices, warps });
    if (!map || !isRegular(map))
      throw new RangeError('a warp this strong folds the picture over: lower maxWarp');
    const drawn =
      isFixed || minScale === 1
        ? undefined
        : drawResizedCrop(rng, frame.width, frame.height, { minScale, ratio: this.#shapes }, 'top first');
    return { place, map, crop: drawn ?? largestCrop(frame.width, frame.height, this.#shapes) };
  }

  /** Of both kinds of sets, what is the same for all batches. */
  readonly #known = new Map<boolean, OncePlan>();

  #plan(isFixed: boolean): OncePlan {
    const known = this.#known.get(isFixed);
    if (known) return known;
    const { affine = [], coordinate = [] } = this.#geometry ?? {};
    const changes = isFixed ? [] : changeRows([...affine, ...coordinate]);
    if (!changes) throw new TypeError('presizeOnce has no fixed draws');
    const { minScale = 1 } = this.options;
    const isWhole = isFixed || minScale === 1;
    const crop = [...this.#shapes, 1, ...(isWhole ? [] : [minScale, 1])];
    const plan = { ...this.#presizing, method: this.#method, changes, crop };
    this.#known.set(isFixed, plan);
    return plan;
  }

  /** Reads pictures, and draws for each, in one native call. */
  load(
    sources: PictureSources,
    streams: Streams,
    batch: BatchSettings,
    options: ResolvedDecodeOptions,
  ): Promise<NativeBatch> {
    const upright = options.exif === 'rotate';
    const plan = this.#plan(this.isFixed(batch.splitIdx));
    return loadDrawn(sources, { ...plan, streams, upright }, options, batch);
  }

  async encodes(x: PilImage, ctx: TransformContext): Promise<PilImage> {
    if (x.colorMode !== 'RGB')
      throw new TypeError(`presizeOnce is for colour pictures, not for ${x.constructor.name}`);
    const { place, map, crop } = this.draw(ctx);
    const { width, height } = x;
    const frame = this.#frame;
    const box = resizeBox({ width, height }, frame, this.#method, place);
    using maps = mapTensor([map]);
    using crops = torch.fromTypedArray(Float64Array.of(crop.top, crop.left, crop.height, crop.width), [1, 4]);
    const whole = { box, resized: frame, offset: { x: 0, y: 0 }, picture: { width, height }, orientation: 1 };
    const { batch, failures } = await loadAugmented(
      { files: [''], pictures: [x] },
      { ...this.#presizing, geometry: [whole], maps, crops },
      decoded,
    );
    using all = batch;
    if (failures[0]) throw new Error(`could not augment a picture of ${width} × ${height}: ${failures[0]}`);
    using pixels = all.select(0, 0);
    return x.retype(pixels);
  }

  override settings(): Record<string, unknown> {
    return { ...this.options };
  }
}

/** Presizing and augmentation with one interpolation, as the fast path takes it. */
export const presizeFitter = (once: PresizeOnce, options: ResolvedDecodeOptions): Fitter => ({
  size: once.fixedSize,
  draws: (splitIdx) => !once.isFixed(splitIdx),
  load: (sources, streams, batch) => once.load(sources, streams, batch, options),
});

revivable('PresizeOnce', PresizeOnce);

/**
 * The chapter's presizing and augmentation with a single interpolation: sharper and faster, with other pixels than
 * fastai's. For a data block:
 *
 * ```ts
 * new DataBlock({ …, ...presizeOnce({ presize: 460, size: 224, minScale: 0.75 }) })
 * ```
 *
 * Brightness and contrast (and `xtraTfms`) stay batch transforms.
 */
export function presizeOnce(
  options: PresizeOnceOptions & Pick<AugTransformsOptions, 'maxLighting' | 'pLighting' | 'xtraTfms'> = {},
): { itemTfms: PresizeOnce; batchTfms: Transform[] } {
  checkOptions(
    options,
    { ...onceNames, maxLighting: is.number(), pLighting: is.share, xtraTfms: true },
    'presizeOnce',
  );
  const { maxLighting, pLighting, xtraTfms, ...geometry } = options;
  const batchTfms = augTransforms({
    ...(options.mult !== undefined && { mult: options.mult }),
    ...(maxLighting !== undefined && { maxLighting }),
    ...(pLighting !== undefined && { pLighting }),
    ...(xtraTfms !== undefined && { xtraTfms }),
    doFlip: false,
    maxRotate: 0,
    maxWarp: 0,
    maxZoom: 1,
  });
  return { itemTfms: new PresizeOnce(geometry), batchTfms };
}

import type { Tensor } from '@onecycle/torch';
import { checkOptions, isItems, kindOf } from '../../base/index.js';
import {
  type DataLoaders,
  Datasets,
  L,
  type Label,
  revivable,
  Transform,
  type TransformBlock,
  transformBlock,
} from '../../data/index.js';
import { intToFloatTensor } from '../augment/index.js';
import {
  type DecodeOptions,
  decodeOptionNames,
  decodeOptions,
  isPictureLike,
  type PictureLike,
  PilImage,
  PilImageBW,
  PilMask,
  ToTensor,
} from '../decode/index.js';
import { batchReaderFor } from '../fast-path/index.js';
import { TensorImage, TensorMask } from '../tensors/index.js';

const kinds = { image: PilImage, imageBW: PilImageBW, mask: PilMask };
type PictureKind = keyof typeof kinds;

/** From a file (or its bytes) to a decoded picture. fastai: `PILImage.create` as a transform. */
export class CreateImage extends Transform<PictureLike, PilImage> {
  override makesNew = true;
  options: DecodeOptions;

  constructor(
    readonly kind: PictureKind = 'image',
    options: DecodeOptions = {},
  ) {
    super();
    decodeOptions(options, kind === 'mask' ? 'maskBlock' : 'imageBlock');
    this.options = options;
  }

  override accepts(x: unknown): x is PictureLike {
    // A picture of the kind goes on as it is; one of the other kind, and a tensor, become one of it, and nothing else passes.
    return !(x instanceof kinds[this.kind]) || (this.kind === 'image' && x instanceof PilImageBW);
  }

  async encodes(source: PictureLike): Promise<PilImage> {
    if (!isPictureLike(source)) throw new TypeError(`${kindOf(source)} is no picture`);
    return kinds[this.kind].create(source, this.options);
  }

  /** Colour pictures are read batch by batch where what follows is one resizing transform to a fixed size. */
  override batchReader: NonNullable<Transform['batchReader']> = (_own, rest) =>
    this.kind === 'image' ? batchReaderFor(this.options, rest) : null;

  override decodable(_x: unknown): _x is PilImage {
    return false;
  }

  override get name(): string {
    return `${kinds[this.kind].name}.create`;
  }

  override settings(): Record<string, unknown> {
    return { ...this.options };
  }

  override toJSON() {
    return { type: 'CreateImage', kind: this.kind, ...this.options };
  }
}

/** From now on the pictures that these data read may have no more pixels than `maxPixels`; a lower limit stays. */
export function limitPixels(dls: DataLoaders<readonly Tensor[]>, maxPixels: number): void {
  for (const { dataset } of dls.loaders) {
    if (!(dataset instanceof Datasets)) continue;
    for (const { transforms } of dataset.pipelines)
      for (const create of transforms)
        if (create instanceof CreateImage)
          create.options = {
            ...create.options,
            maxPixels: Math.min(maxPixels, decodeOptions(create.options).maxPixels),
          };
  }
}

revivable('CreateImage', CreateImage, ({ kind, ...options }) => [kind, options]);

/** Options of {@link imageBlock}. */
export interface ImageBlockOptions extends DecodeOptions {
  /** `'RGB'` (default) or shades of grey. */
  mode?: 'RGB' | 'L';
}

const isImage = (x: unknown): x is TensorImage => x instanceof TensorImage;
const isMask = (x: unknown): x is TensorMask => x instanceof TensorMask;

/**
 * Pictures from files: batches are `TensorImage`s of numbers 0 … 1. Options say how files are decoded: `exif`,
 * `background`, `truncated`, `strict`, `svg`, `maxPixels`. fastai: `ImageBlock`.
 */
export function imageBlock(given: ImageBlockOptions = {}): TransformBlock<TensorImage> {
  checkOptions(given, { mode: true, ...decodeOptionNames }, 'imageBlock');
  const { mode = 'RGB', ...options } = given;
  if (mode !== 'RGB' && mode !== 'L') throw new RangeError(`mode is 'RGB' or 'L', not '${mode}'`);
  return transformBlock({
    typeTfms: new CreateImage(mode === 'L' ? 'imageBW' : 'image', options),
    itemTfms: new ToTensor(),
    batchTfms: intToFloatTensor(),
    isBatch: isImage,
  });
}

/** Options of {@link maskBlock}. */
export interface MaskBlockOptions extends DecodeOptions {
  /** The names of the classes, in the order of the numbers that masks hold: they become `dls.vocab`. */
  codes?: Iterable<Label>;
}

/** Gives masks their classes' names; the masks themselves pass. fastai: `AddMaskCodes`. */
export class AddMaskCodes extends Transform<unknown, unknown> {
  override vocab: L<Label>;
  override c: number;

  constructor(options: { codes: Iterable<Label> }) {
    super();
    checkOptions(options, { codes: true }, 'AddMaskCodes');
    const codes = options?.codes;
    if (!isItems(codes))
      throw new TypeError(`codes are the names of the classes, a list, not ${kindOf(codes)}`);
    this.vocab = L.from(codes);
    const twice = this.vocab.find((name, i) => this.vocab.indexOf(name) < i);
    if (twice !== undefined)
      throw new RangeError(`two of the codes are '${twice}': each class has a name of its own`);
    this.c = this.vocab.length;
  }

  encodes(mask: unknown): unknown {
    return mask;
  }

  override settings(): Record<string, unknown> {
    return { codes: this.vocab };
  }
}

revivable('AddMaskCodes', AddMaskCodes);

/** Masks from files: a class for each pixel, the classes by name with `codes`. fastai: `MaskBlock`. */
export function maskBlock(given: MaskBlockOptions = {}): TransformBlock<TensorMask> {
  checkOptions(given, { codes: true, ...decodeOptionNames }, 'maskBlock');
  const { codes, ...options } = given;
  const create = new CreateImage('mask', options);
  return transformBlock({
    typeTfms: codes === undefined ? create : [create, new AddMaskCodes({ codes })],
    itemTfms: new ToTensor(),
    batchTfms: intToFloatTensor(),
    isBatch: isMask,
  });
}

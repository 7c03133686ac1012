import { Tensor } from '@onecycle/torch';
import { is, type OptionNames } from '../../base/index.js';
import {
  type Cell,
  type Figure,
  type FigureOptions,
  figureOptions,
  type Picture,
  pictureGrid,
  Table,
} from '../../display/index.js';

/** A member of an item that can be looked at, a picture for instance. */
export interface AsPicture {
  toPicture(): Picture;
  /** The picture before it in the item with this one laid over it, as a mask is. Without it the two stand side by side. */
  over?(below: Picture): Picture;
}

/** Options of {@link DataLoaders.showBatch}. */
export interface ShowBatchOptions extends FigureOptions {
  /** At most so many items. Default 9, or what fits into `nrows` and `ncols`. */
  maxN?: number;
  nrows?: number;
  ncols?: number;
  /** One item again and again, to see what random transforms make of it. Default false. */
  unique?: boolean;
}

export const showBatchOptions: OptionNames<ShowBatchOptions> = {
  maxN: is.limit(1),
  nrows: is.count(1),
  ncols: is.count(1),
  unique: is.flag,
  ...figureOptions,
};

/** How many items the options ask for. */
export function wantedItems({ maxN, nrows, ncols }: ShowBatchOptions): number {
  if (nrows !== undefined && ncols !== undefined)
    return Math.min(maxN ?? Number.POSITIVE_INFINITY, nrows * ncols);
  return maxN ?? 9;
}

/** Whether a member of a decoded item is a picture. */
export const isPicture = (value: unknown): value is AsPicture =>
  typeof value === 'object' &&
  value !== null &&
  'toPicture' in value &&
  typeof value.toPicture === 'function';

/** An item's pictures, masks laid over what they belong to, its other targets in words above the first. */
function picturesOf(sample: readonly unknown[], nInp: number): Picture[] {
  const pictures: Picture[] = [];
  for (const member of sample.filter(isPicture)) {
    const below = member.over && pictures.pop();
    pictures.push(below && member.over ? member.over(below) : member.toPicture());
  }
  const targets = sample.slice(nInp).filter((member) => !isPicture(member));
  const [first, ...others] = pictures;
  return first ? [{ ...first, title: targets.map(textOf).join('\n') }, ...others] : [];
}

/**
 * Decoded items: pictures in a grid under their targets, several of an item beside each other, so that `ncols` counts
 * items; anything else as a table.
 */
export function showSamples(
  samples: readonly (readonly unknown[])[],
  nInp: number,
  options: ShowBatchOptions = {},
): Figure | Table {
  if (samples.length === 0) throw new Error('there are no items to show');
  const { maxN: _, nrows, ncols, unique: __, ...figure } = options;
  const pictures = samples.map((sample) => picturesOf(sample, nInp));
  const each = pictures[0]?.length ?? 0;
  if (each > 0 && pictures.every((of) => of.length === each)) {
    const perRow = nrows === undefined ? Math.sqrt(samples.length) : samples.length / nrows;
    const columns = ncols ?? Math.ceil(perRow);
    return pictureGrid(pictures.flat(), { ...figure, ncols: columns * each });
  }
  const names = samples[0]?.map(
    (_, i) => (i < nInp ? 'input' : 'target') + (nInp > 1 && i < nInp ? ` ${i}` : ''),
  );
  return new Table(
    names ?? [],
    samples.map((sample) => sample.map(cellOf)),
  );
}

/** A decoded target in words: labels side by side, numbers as they are. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(';');
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return String(value);
}

const cellOf = (value: unknown): Cell =>
  typeof value === 'number' || typeof value === 'boolean'
    ? value
    : value instanceof Tensor
      ? briefly(value)
      : textOf(value);

/** A tensor of few numbers as it is, a larger one by its type and size, or in its own words. */
export function briefly(value: Tensor): string {
  const hasOwnWords = value.toString !== Tensor.prototype.toString;
  if (hasOwnWords || (value.numel() <= 20 && value.ndim <= 1)) return String(value);
  return `${value.constructor.name} of size ${value.shape.join('x')}`;
}

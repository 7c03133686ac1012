import { type Tap, type Taps, tapsOf } from './taps.js';

/** Pillow's filters, by the names of the library's `resamples`. */
export type Filter = 'nearest' | keyof typeof filters;

/** What is seen beyond the edges of a picture. */
export type PadMode = 'zeros' | 'border' | 'reflection';

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const filters = {
  box: { support: 0.5, at: (x: number) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, at: (x: number) => Math.max(0, 1 - Math.abs(x)) },
  hamming: {
    support: 1,
    at: (x: number) => {
      const d = Math.abs(x);
      return d === 0 ? 1 : d >= 1 ? 0 : sinc(d) * (0.54 + 0.46 * Math.cos(d * Math.PI));
    },
  },
  bicubic: {
    support: 2,
    at: (x: number) => {
      const a = -0.5;
      const d = Math.abs(x);
      if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
    },
  },
  lanczos: { support: 3, at: (x: number) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

export const isFilter = (name: unknown): name is Filter =>
  typeof name === 'string' && (name === 'nearest' || Object.hasOwn(filters, name));

/** One axis of a box that is cut out of a picture and resized. */
export interface Axis {
  /** Of the picture. */
  size: number;
  /** Where the box begins, and how long it is: whole pixels, which may lie beside the picture. */
  from: number;
  length: number;
  /** To how many pixels the box is resized, and which of those are kept. */
  resized: number;
  offset: number;
  wanted: number;
}

/** Weights are whole multiples of this, as in Pillow, which reckons in fixed point: sums of bytes are exact. */
const ONE = 2 ** 22;

/**
 * Cuts out and resizes as Pillow's `crop` and `resize` do: the filter is widened where a picture becomes smaller, and sees
 * nothing beside the box.
 */
export function filtered(axis: Axis, filter: Filter, padMode: PadMode): Taps {
  const { size, from, length, resized, offset, wanted } = axis;
  const seen = seenAt(from, length, size, padMode);
  const at = (taps: readonly Tap[]): Tap[] =>
    taps.flatMap(([index, weight]) => {
      const there = seen?.[index] ?? (seen ? -1 : from + index);
      return there < 0 ? [] : [[there, weight] as const];
    });
  if (filter === 'nearest') {
    const positions = nearestPositions(axis);
    return tapsOf(wanted, (i) => at([[positions[i] ?? 0, 1]]));
  }
  if (length === resized) return tapsOf(wanted, (i) => at([[offset + i, 1]]));
  const { support: radius, at: weightAt } = filters[filter];
  const scale = length / resized;
  const widened = Math.max(scale, 1);
  const support = radius * widened;
  return tapsOf(wanted, (i) => {
    const center = (offset + i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const last = Math.min(length, Math.trunc(center + support + 0.5));
    const exact = Array.from({ length: Math.max(0, last - first) }, (_, k) =>
      weightAt((k + first - center + 0.5) * (1 / widened)),
    );
    const sum = exact.reduce((a, b) => a + b, 0) || 1;
    return at(
      exact.map((weight, k) => {
        const units = (weight / sum) * ONE;
        return [first + k, Math.trunc(units + (units < 0 ? -0.5 : 0.5)) / ONE] as const;
      }),
    );
  });
}

/** Pillow walks along the input by repeated addition, so that its rounding errors are ours too. */
function nearestPositions({ length, resized, offset, wanted }: Axis): number[] {
  const step = length / resized;
  const positions: number[] = [];
  let at = step * 0.5;
  for (let i = 0; i < offset + wanted; i++, at += step)
    if (i >= offset) positions.push(Math.min(length - 1, Math.trunc(at)));
  return positions;
}

/** Which positions of the picture are seen in a box that reaches outside; −1 for black. Undefined for a box inside. */
function seenAt(first: number, count: number, size: number, mode: PadMode): Int32Array | undefined {
  if (first >= 0 && first + count <= size) return undefined;
  const clamp = (v: number, high: number): number => Math.min(Math.max(v, 0), high);
  const at = Int32Array.from({ length: count }, (_, k) => {
    const nearest = clamp(first + k, size - 1);
    return mode === 'zeros' && nearest !== first + k ? -1 : nearest;
  });
  if (mode === 'reflection') reflectOutwards(at, clamp(-first, count), clamp(size - first, count));
  return at;
}

/**
 * Reflects what `[from, to)` holds to both sides until the list is full, each turn as much as was there when it began: as
 * numpy does it, with which torchvision pads. A single position has no reflection.
 */
function reflectOutwards(at: Int32Array, from: number, to: number): void {
  let [start, end] = [from, to];
  while (end - start > 1 && (start > 0 || end < at.length)) {
    const most = end - start - 1;
    const [before, after] = [Math.min(most, start), Math.min(most, at.length - end)];
    for (let k = 0; k < before; k++) at[start - 1 - k] = at[start + 1 + k] ?? 0;
    for (let k = 0; k < after; k++) at[end + k] = at[end - 2 - k] ?? 0;
    start -= before;
    end += after;
  }
}

import { checkList, checkOptions, counted, extent, is } from '../../base/index.js';
import { type FigureOptions, figureOptions, POINTS } from '../figures/index.js';
import { textWidth } from '../fonts/index.js';
import { fontFamily, series } from '../output/index.js';
import { Chart, phoneSize } from './chart.js';
import { textPlot } from './text-plot.js';

/** A line of a {@link lineChart}; without `x` its points are counted from 0. */
export interface Line {
  name?: string;
  x?: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** A single point to point out, named in the legend. */
export interface Mark {
  name: string;
  x: number;
  y: number;
}

/** Options of {@link lineChart}. */
export interface LineChartOptions extends FigureOptions {
  /** Title of the horizontal axis. */
  x?: string;
  /** Title of the vertical axis. */
  y?: string;
  /** 'log' counts in powers of ten; values that are not positive are left out. */
  xScale?: 'linear' | 'log';
  yScale?: 'linear' | 'log';
  /** Points to point out, such as suggested learning rates. */
  marks?: readonly Mark[];
}

/**
 * Lines over a common axis. A point that is not finite is left out, and its line breaks there.
 *
 * @throws if a line's `x` and `y` differ in length.
 */
export function lineChart(lines: readonly Line[], options: LineChartOptions = {}): Chart {
  const own = {
    x: is.text,
    y: is.text,
    xScale: is.oneOf('linear', 'log'),
    yScale: is.oneOf('linear', 'log'),
    marks: true,
  } as const;
  checkOptions(options, { ...figureOptions, ...own }, 'lineChart');
  const isLine = (line: Line) => typeof line?.y?.length === 'number';
  const isMark = (mark: Mark) => typeof mark?.x === 'number' && typeof mark.y === 'number';
  checkList('lineChart', 'a list of lines, each with numbers as its y, [{ y: [0.3, 0.2] }]', lines, isLine);
  const { figsize = [6.4, 4.8], x = '', y = '', xScale = 'linear', yScale = 'linear', marks = [] } = options;
  checkList('lineChart', 'marks as a list, [{ name, x, y }]', marks, isMark);
  const values = lines.flatMap((line, l) => points(line, line.name ?? `line ${l + 1}`));
  const drawable = (value: number, scale: 'linear' | 'log') =>
    scale === 'log' && value <= 0 ? Number.NaN : value;
  const names = [...lines.map((line, l) => line.name ?? `line ${l + 1}`), ...marks.map(({ name }) => name)];
  const colors = names.map((_, n) => series[n % series.length] ?? series[0]);
  const named = [...lines, ...marks].flatMap(({ name }) => name ?? []);
  const axis = (scale: 'linear' | 'log', numbers: number[]) => {
    if (scale === 'log') return { values: powersOfTen(numbers), format: '.0e', grid: true };
    if (numbers.length > 0 && numbers.every((value) => value === numbers[0]) && !Number.isInteger(numbers[0]))
      // An axis without extent has this one number, which its own steps would round.
      return { values: numbers.slice(0, 1), format: '.4~g' };
    return numbers.every(Number.isInteger) ? { values: wholeTicks(numbers), format: '~d' } : { tickCount: 6 };
  };
  const scaled = values.map((point) => ({
    ...point,
    x: drawable(point.x, xScale),
    y: drawable(point.y, yScale),
  }));
  const xs = scaled.map((point) => point.x);
  const ys = scaled.map((point) => point.y);
  return new Chart(
    {
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative',
          title: x,
          scale: { type: xScale, zero: false, nice: false },
          axis: axis(xScale, xs),
        },
        y: {
          field: 'y',
          type: 'quantitative',
          title: y,
          scale: { type: yScale, zero: false },
          axis: axis(yScale, ys),
        },
        color: {
          field: 'name',
          type: 'nominal',
          scale: { domain: names, range: colors },
          legend:
            named.length > 0
              ? {
                  title: null,
                  values: named,
                  orient: 'top',
                  direction: 'horizontal',
                  columns: legendColumns(named, figsize[0] * POINTS),
                  symbolType: 'circle',
                }
              : null,
        },
      },
      layer: [
        { data: { values: scaled }, mark: 'line' },
        // A line of one point would be invisible, and of a few one wants to see where they are.
        {
          data: { values: scaled.filter(isOfFew(lines)) },
          mark: { type: 'point', filled: true, size: 30 },
        },
        { data: { values: [...marks] }, mark: { type: 'point', filled: true, size: 70, opacity: 1 } },
      ],
    },
    options,
    () =>
      textPlot(
        lines.map((line, l) => ({ name: names[l] ?? '', points: points(line, '') })),
        {
          title: options.title ?? '',
          x,
          y,
          xScale,
          yScale,
          named,
          color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
        },
      ) +
      marks.map((mark) => `\n  ${mark.name}: ${mark.x.toPrecision(3)}, ${mark.y.toPrecision(3)}`).join(''),
    () => lineChart(lines, { ...options, figsize: phoneSize(figsize) }),
  );
}

/** As many names in a row as fit over a chart of some width, each with its symbol and the room of the axis beside them. */
function legendColumns(names: readonly string[], width: number): number {
  const widest = Math.max(...names.map((name) => textWidth(name, `9px '${fontFamily}'`)));
  return Math.max(1, Math.min(names.length, Math.floor((width - 50) / (widest + 25))));
}

/** Whether a point belongs to a line of at most 12. */
function isOfFew(lines: readonly Line[]): (point: { name: string }) => boolean {
  const few = new Set(
    lines.flatMap((line, l) => (line.y.length <= 12 ? [line.name ?? `line ${l + 1}`] : [])),
  );
  return ({ name }) => few.has(name);
}

function points({ x, y }: Line, name: string): { name: string; x: number; y: number }[] {
  if (x && x.length !== y.length) {
    throw new Error(`line '${name}' has ${counted(x.length, 'value')} of x, but ${y.length} of y`);
  }
  return Array.from(y, (value, i) => ({ name, x: x?.[i] ?? i, y: value }));
}

/** About six whole numbers to count by, in steps of 1, 2 or 5 times a power of ten. */
function wholeTicks(numbers: number[]): number[] {
  const [from, to] = extent(numbers);
  const least = Math.max(1, (to - from) / 6);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}

function powersOfTen(numbers: number[]): number[] {
  const exponents = numbers.filter((value) => Number.isFinite(value) && value > 0).map(Math.log10);
  const [least, largest] = extent(exponents);
  const from = Math.ceil(least - 1e-9);
  const to = Math.floor(largest + 1e-9);
  const step = Math.max(1, Math.ceil((to - from) / 8));
  return Array.from(
    { length: Math.max(0, Math.floor((to - from) / step) + 1) },
    (_, i) => 10 ** (from + i * step),
  );
}

import { extent, toFixedEven } from '../../base/index.js';
import { type FigureOptions, LEGIBLE_ON_PHONE, PHONE, POINTS } from '../figures/index.js';
import { textWidth } from '../fonts/index.js';
import { fontFamily, light } from '../output/index.js';
import { type Chart, chart } from './chart.js';

/** Options of {@link heatmap}. */
export interface HeatmapOptions extends FigureOptions {
  /** Title of the horizontal axis. */
  x?: string;
  /** Title of the vertical axis. */
  y?: string;
  /** Decimals of the numbers in the cells; by default none for integers, else two. */
  digits?: number;
  /** Give the diagonal colours of its own, and so tell what is right from what is confused. Square matrices only. */
  diagonal?: boolean;
}

/**
 * A matrix as coloured cells with their numbers; zeros stay empty. Labels across are turned upright, and the text
 * shrinks with the cells.
 *
 * @param values one row of numbers per label in `rows`, one number per label in `columns`.
 * @throws if the shape of `values` does not fit the labels.
 */
export function heatmap(
  values: readonly (readonly number[])[],
  rows: readonly string[],
  columns: readonly string[],
  options: HeatmapOptions = {},
): Chart {
  const uneven = values.findIndex((row) => row.length !== columns.length);
  if (values.length !== rows.length || uneven >= 0) {
    throw new Error(
      `a heatmap of ${rows.length} × ${columns.length} labels got ${values.length} rows of ${values[Math.max(0, uneven)]?.length} numbers`,
    );
  }
  const { x = '', y = '', diagonal = false, figsize = [6.4, 4.8] } = options;
  const flat = values.flat().filter(Number.isFinite);
  const digits = options.digits ?? (flat.every(Number.isInteger) ? 0 : 2);
  const isDiagonal = (r: number, c: number) => diagonal && r === c;
  const largest = (kind: boolean) =>
    extent([
      0,
      ...values.flatMap((row, r) => row.filter((_, c) => isDiagonal(r, c) === kind)).filter(Number.isFinite),
    ])[1];
  const peaks = { true: largest(true), false: largest(false) };
  const cells = values.flatMap((row, r) =>
    row.map((value, c) => ({
      row: r,
      column: c,
      value,
      diagonal: isDiagonal(r, c),
      text: value === 0 || !Number.isFinite(value) ? '' : toFixedEven(value, digits),
      ink: value > 0.55 * peaks[`${isDiagonal(r, c)}`] ? DARK_CELL_INK : CELL_INK,
    })),
  );

  const texts = cells.map(({ text }) => text);
  const { labelSize, numberSize } = textSizes(figsize, rows, columns, texts);
  const phone: [number, number] = [PHONE, (figsize[1] * PHONE) / figsize[0]];
  const smallest = Math.min(...Object.values(textSizes(phone, rows, columns, texts)));

  const axis = {
    labelFontSize: labelSize,
    labelOverlap: false,
    ticks: false,
    grid: false,
    domainColor: light.rule,
  };
  const labels = (names: readonly string[]) => `${JSON.stringify(names)}[datum.value]`;
  const colors = (kind: boolean, range: string[]) => ({
    field: 'value',
    type: 'quantitative' as const,
    scale: { domain: [0, Math.max(peaks[`${kind}`], 1e-9)], range, interpolate: 'rgb' as const },
    legend: null,
  });
  return chart(
    {
      data: { values: cells },
      encoding: {
        x: {
          field: 'column',
          type: 'ordinal',
          title: x,
          axis: { ...axis, labelExpr: labels(columns), labelAngle: -90 },
        },
        y: {
          field: 'row',
          type: 'ordinal',
          title: y,
          axis: { ...axis, labelExpr: labels(rows) },
        },
      },
      layer: [
        { mark: { type: 'rect', color: light.paper, stroke: light.rule, strokeWidth: 0.5 } },
        {
          transform: [{ filter: '!datum.diagonal && datum.value !== 0' }],
          mark: { type: 'rect', stroke: light.rule, strokeWidth: 0.5 },
          encoding: { color: colors(false, diagonal ? MISTAKES : PLAIN) },
        },
        {
          transform: [{ filter: 'datum.diagonal && datum.value !== 0' }],
          mark: { type: 'rect', stroke: light.rule, strokeWidth: 0.5 },
          encoding: { color: colors(true, PLAIN) },
        },
        {
          mark: { type: 'text', fontSize: numberSize },
          encoding: { text: { field: 'text' }, color: { field: 'ink', type: 'nominal', scale: null } },
        },
      ],
      resolve: { scale: { color: 'independent' } },
    },
    { ...options, figsize },
    undefined,
    // A matrix that would need smaller text stays as wide as it is.
    () =>
      smallest < LEGIBLE_ON_PHONE
        ? undefined
        : heatmap(values, rows, columns, { ...options, figsize: phone }),
  );
}

/** Inks of numbers in cells; not the theme's, which turn over in dark mode while the cells stay. */
const CELL_INK = '#14181f';
const DARK_CELL_INK = '#fefefe';
const PLAIN = ['#f7fafd', '#9cc3ea', '#3878bd', '#16427a'];
const MISTAKES = ['#fdfbf8', '#f6b98a', '#d9622b', '#8f2d12'];

/** Labels, numbers and cells share the figure: what the labels leave is divided among the cells. In points. */
function textSizes(
  figsize: readonly [number, number],
  rows: readonly string[],
  columns: readonly string[],
  texts: readonly string[],
): { labelSize: number; numberSize: number } {
  const [width, height] = [figsize[0] * POINTS, figsize[1] * POINTS];
  // Upright labels must not touch.
  const room = Math.min((height * 0.75) / rows.length, (width * 0.75) / columns.length) * 0.85;
  const labelSize = Math.max(4, Math.min(9, room));
  const widthOf = (text: string) => textWidth(text, `1px '${fontFamily}'`);
  const labelWidth = labelSize * Math.max(...[...rows, ...columns].map(widthOf));
  const cellWidth = (width - labelWidth - 60) / columns.length;
  const cellHeight = (height - labelWidth - 60) / rows.length;
  const widest = Math.max(1, ...texts.map(widthOf));
  return { labelSize, numberSize: Math.min(9, cellHeight * 0.7, (cellWidth * 0.85) / widest) };
}

import {
  checkList,
  checkOptions,
  counted,
  extent,
  is,
  type OptionNames,
  toFixedEven,
  wrongKind,
} from '../../base/index.js';
import { type FigureOptions, figureOptions, LEGIBLE_ON_PHONE, PHONE, POINTS } from '../figures/index.js';
import { textWidth } from '../fonts/index.js';
import { fontFamily, light } from '../output/index.js';
import { Chart } from './chart.js';
import { nameable } from './vega.js';

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
 * shrinks with the cells. Labels that would take more than two fifths of the figure lose their middle.
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
  checkOptions(options, heatmapOptions, 'heatmap');
  checkList('heatmap', 'a list of rows, each a list of numbers', values, Array.isArray);
  for (const labels of [rows, columns])
    if (!Array.isArray(labels))
      throw wrongKind('heatmap', 'the labels of rows and of columns, two lists', labels);
  const uneven = values.findIndex((row) => row.length !== columns.length);
  if (values.length !== rows.length || uneven >= 0) {
    throw new Error(
      `a heatmap of ${rows.length} × ${columns.length} labels got ${counted(values.length, 'row')} of ${values[Math.max(0, uneven)]?.length} numbers`,
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
  const { labelSize, numberSize, names } = textSizes(figsize, rows, columns, texts);
  const phone: [number, number] = [PHONE, (figsize[1] * PHONE) / figsize[0]];
  const onPhone = textSizes(phone, rows, columns, texts);
  const smallest = Math.min(onPhone.labelSize, onPhone.numberSize);

  const axis = {
    labelFontSize: labelSize,
    labelOverlap: false,
    ticks: false,
    grid: false,
    domainColor: light.rule,
  };
  const labels = (names: readonly string[]) => `${literals(names)}[datum.value]`;
  const colors = (kind: boolean, range: string[]) => ({
    field: 'value',
    type: 'quantitative' as const,
    scale: { domain: [0, Math.max(peaks[`${kind}`], 1e-9)], range, interpolate: 'rgb' as const },
    legend: null,
  });
  return new Chart(
    {
      data: { values: cells },
      encoding: {
        x: {
          field: 'column',
          type: 'ordinal',
          title: x,
          axis: { ...axis, labelExpr: labels(names.columns), labelAngle: -90 },
        },
        y: {
          field: 'row',
          type: 'ordinal',
          title: y,
          axis: { ...axis, labelExpr: labels(names.rows) },
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

/** Texts as an expression of Vega's, in which no line ends within a text. */
const literals = (names: readonly string[]): string =>
  JSON.stringify(names.map(nameable)).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

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
): { labelSize: number; numberSize: number; names: { rows: string[]; columns: string[] } } {
  const [width, height] = [figsize[0] * POINTS, figsize[1] * POINTS];
  // Upright labels must not touch.
  const room = Math.min((height * 0.75) / rows.length, (width * 0.75) / columns.length) * 0.85;
  const labelSize = Math.max(4, Math.min(9, room));
  const widthOf = (text: string) => textWidth(text, `1px '${fontFamily}'`);
  const most = (0.4 * Math.min(width, height)) / labelSize;
  const names = { rows: shortened(rows, most, widthOf), columns: shortened(columns, most, widthOf) };
  const labelWidth = labelSize * extent([0, ...[...names.rows, ...names.columns].map(widthOf)])[1];
  const cellWidth = (width - labelWidth - 60) / columns.length;
  const cellHeight = (height - labelWidth - 60) / rows.length;
  const [, widest] = extent([1, ...[...new Set(texts)].map(widthOf)]);
  return { labelSize, numberSize: Math.min(9, cellHeight * 0.7, (cellWidth * 0.85) / widest), names };
}

/** Labels at most `most` wide: those that are wider lose their middle, and stay different from each other. */
function shortened(labels: readonly string[], most: number, widthOf: (text: string) => number): string[] {
  const seen = new Set<string>();
  return labels.map((label, i) => {
    const letters = [...label];
    const cut = (ending: string) => {
      const kept = Math.floor((letters.length * most) / widthOf(label)) - 1;
      const start = Math.max(1, Math.ceil(kept * 0.6) - (ending === '' ? 0 : ending.length));
      const end =
        ending === '' ? letters.slice(letters.length - Math.max(1, Math.floor(kept * 0.4))).join('') : ending;
      return `${letters.slice(0, start).join('')}…${end}`;
    };
    let short = widthOf(label) <= most ? label : cut('');
    if (seen.has(short) && short !== label) short = cut(` ${i + 1}`);
    seen.add(short);
    return short;
  });
}

const heatmapOptions: OptionNames<HeatmapOptions> = {
  ...figureOptions,
  x: is.text,
  y: is.text,
  digits: is.count(0),
  diagonal: is.flag,
};

import { checkOptions, is, wrongKind } from '../../base/index.js';
import { type FigureOptions, figureOptions, PHONE, POINTS } from '../figures/index.js';
import { series } from '../output/index.js';
import { Chart } from './chart.js';

/** Options of {@link barChart}. */
export interface BarChartOptions extends FigureOptions {
  /** Title of the axis of values. */
  x?: string;
  /** Title of the axis of labels. */
  y?: string;
}

/**
 * A horizontal bar per label, so that long labels stay legible. The height follows the number of bars unless
 * `figsize` says otherwise. Values that are not finite are left out.
 */
export function barChart(bars: Record<string, number>, options: BarChartOptions = {}): Chart {
  checkOptions(options, { ...figureOptions, x: is.text, y: is.text }, 'barChart');
  if (Object.prototype.toString.call(bars) !== '[object Object]')
    throw wrongKind('barChart', 'numbers by their labels, { pug: 0.9 }', bars);
  for (const [label, value] of Object.entries(bars))
    if (typeof value !== 'number')
      throw wrongKind(
        'barChart',
        `numbers by their labels, { pug: 0.9 }, and '${label}' is none: it takes a number`,
        value,
      );
  const values = Object.entries(bars).map(([label, value]) => ({ label, value }));
  const { figsize = [6.4, Math.max(1.5, (60 + values.length * 18) / POINTS)] } = options;
  return new Chart(
    {
      data: { values },
      mark: { type: 'bar', color: series[0] },
      encoding: {
        x: { field: 'value', type: 'quantitative', title: options.x ?? '', axis: { tickCount: 5 } },
        y: { field: 'label', type: 'nominal', sort: null, title: options.y ?? '' },
      },
    },
    { ...options, figsize },
    undefined,
    () => barChart(bars, { ...options, figsize: [PHONE, figsize[1]] }),
  );
}

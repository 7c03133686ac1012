import { type Chart, chart, type FigureOptions, light, series, table } from '../display/index.js';
import { expectedCalibrationError, type ReliabilityBin } from './reliability.js';

/**
 * The reliability diagram of Guo et al. 2017: in each bin of confidence a bar as high as the share of decisions that are right, and
 * what lies between it and the mean confidence; above the bars how many decisions there are.
 */
export function reliabilityDiagram(bins: readonly ReliabilityBin[], options: FigureOptions): Chart {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const error = expectedCalibrationError(bins);
  const title = options.title ?? `Reliability: ECE ${error.toFixed(3)}, ${total} decisions`;
  const values = bins
    .filter(({ count }) => count > 0)
    .map((bin) => ({
      ...bin,
      text: `${bin.count}`,
      share: 'share right',
      between: bin.accuracy < bin.confidence ? 'too certain' : 'not certain enough',
    }));
  const x = {
    field: 'from',
    type: 'quantitative' as const,
    title: 'Confidence',
    scale: { domain: [0, 1] },
    axis: { tickCount: 6, grid: false },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: 'Share right',
    scale: { domain: [0, 1.1] },
    axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
  });
  const color = (field: string) => ({
    field,
    type: 'nominal' as const,
    scale: {
      domain: ['share right', 'too certain', 'not certain enough'],
      range: series.slice(0, 3),
    },
    legend: { title: null, orient: 'top' as const, direction: 'horizontal' as const },
  });
  return chart(
    {
      data: { values },
      layer: [
        {
          mark: { type: 'rect', stroke: light.paper },
          encoding: { x, x2: { field: 'to' }, y: y('accuracy'), y2: { datum: 0 }, color: color('share') },
        },
        {
          mark: { type: 'rect', stroke: light.paper, fillOpacity: 0.55 },
          encoding: {
            x,
            x2: { field: 'to' },
            y: y('accuracy'),
            y2: { field: 'confidence' },
            color: color('between'),
          },
        },
        {
          data: {
            values: [
              { from: 0, accuracy: 0 },
              { from: 1, accuracy: 1 },
            ],
          },
          mark: { type: 'line', strokeDash: [4, 3], strokeWidth: 1.2, color: light.muted },
          encoding: { x, y: y('accuracy') },
        },
        {
          transform: [{ calculate: '(datum.from + datum.to) / 2', as: 'middle' }],
          mark: { type: 'text', fontSize: 8, color: light.muted },
          encoding: { x: { ...x, field: 'middle' }, y: { datum: 1.06 }, text: { field: 'text' } },
        },
      ],
    },
    { figsize: [5.4, 4.8], ...options, title },
    () =>
      `${title}\n${table(
        {
          confidence: values.map(({ from, to }) => `${from.toFixed(2)}–${to.toFixed(2)}`),
          decisions: values.map(({ count }) => count),
          mean: values.map(({ confidence }) => confidence),
          right: values.map(({ accuracy }) => accuracy),
        },
        { digits: 3 },
      )}`,
  );
}

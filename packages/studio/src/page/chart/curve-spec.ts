import type { TopLevelSpec } from 'vega-lite';
import { seriesColour } from './colours.js';

/** A point of a chart over epochs. */
export interface CurvePoint {
  run: string;
  kind: 'training' | 'validation';
  epoch: number;
  value: number;
}

/** What a chart over epochs shows. */
export interface CurveChart {
  /** Name of the vertical axis, and how its numbers are written. */
  y: string;
  format: string;
  runs: readonly string[];
  kinds: readonly CurvePoint['kind'][];
  /** Where the horizontal axis ends. */
  epochs: number;
}

/**
 * A chart over epochs. Of one run training and validation have a colour each; of several each run has one, and validation is
 * dashed.
 */
export function curveSpec({ y, format, runs, kinds, epochs }: CurveChart): TopLevelSpec {
  const legend = { title: null, orient: 'top' as const, labelLimit: 160, symbolType: 'stroke' };
  const several = runs.length > 1;
  const named = several ? runs : kinds;
  const color = {
    field: several ? 'run' : 'kind',
    type: 'nominal' as const,
    scale: { domain: [...named], range: named.map((_, i) => seriesColour(i)) },
    legend: named.length > 1 ? legend : null,
  };
  const strokeDash = {
    field: 'kind',
    type: 'nominal' as const,
    scale: {
      domain: ['training', 'validation'],
      range: [
        [1, 0],
        [5, 4],
      ],
    },
    legend: { ...legend, symbolStrokeColor: 'gray' },
  };
  const encoding = {
    x: {
      field: 'epoch',
      type: 'quantitative' as const,
      title: 'epoch',
      scale: { domain: [0, Math.max(1, epochs)], nice: false },
      axis: { tickMinStep: 1, format: 'd', grid: false },
    },
    y: {
      field: 'value',
      type: 'quantitative' as const,
      title: y,
      scale: { zero: true },
      axis: { tickCount: 5, format },
    },
    color,
  };
  return {
    data: { name: 'curve' },
    encoding,
    layer: [
      {
        mark: { type: 'line', strokeWidth: 2, clip: true },
        encoding: several && kinds.length > 1 ? { strokeDash } : {},
      },
      {
        transform: [{ filter: { field: 'kind', equal: 'validation' } }],
        mark: { type: 'point', filled: true, size: 36, opacity: 1, tooltip: true },
      },
    ],
  };
}

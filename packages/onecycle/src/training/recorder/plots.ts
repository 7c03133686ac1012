import { shown, withoutUndefined } from '../../base/index.js';
import { type Chart, type Grid, lineChart, subplots } from '../../display/index.js';
import type { PlotLossOptions, TrainingRecord } from '../events/index.js';
import type { Value } from '../state/index.js';

/** The recorder's losses as a chart. */
export function plotLoss(recorder: TrainingRecord, options: PlotLossOptions): Chart {
  const { losses, iters, values, metricNames } = recorder;
  const { skipStart = losses.length > 20 ? 5 : 0, withValid = true, log = false, figsize } = options;
  if (losses.length === 0)
    throw new Error('there are no losses to plot: the learner has not been trained yet');
  const steps = losses.map((_, step) => step).slice(skipStart);
  const column = metricNames.indexOf('valid_loss') - 1;
  const valid = withValid && column >= 0 && values.length > 0;
  const scale = log ? 'log' : 'linear';
  return lineChart(
    [
      { name: 'train', x: steps, y: losses.slice(skipStart) },
      ...(valid ? [{ name: 'valid', x: iters, y: values.map((row) => numberOf(row[column])) }] : []),
    ],
    {
      x: 'steps',
      y: 'loss',
      title: 'learning curve',
      xScale: scale,
      yScale: scale,
      ...withoutUndefined({ figsize }),
    },
  );
}

/** Hyper-parameters over the batches, each in a chart of its own. */
export function plotSched(hps: Readonly<Record<string, readonly number[]>>, keys = Object.keys(hps)): Grid {
  if (!Array.isArray(keys))
    throw new TypeError(`recorder.plotSched takes a list of names, ['lr'], not ${shown(keys)}`);
  if (keys.length === 0)
    throw new Error('there is no schedule to plot: the last fit set no hyper-parameters by one');
  const columns = Math.min(2, keys.length);
  const rows = Math.ceil(keys.length / columns);
  const grid = subplots(rows, columns, { figsize: [6 * columns, 4 * rows], title: 'schedule' });
  keys.forEach((key, i) => {
    const values = hps[key];
    if (!values) throw new Error(`the schedule set no '${key}', only ${Object.keys(hps).join(', ')}`);
    grid.axes[i]?.show(lineChart([{ y: values }], { x: 'steps', y: key }));
  });
  return grid;
}

/** One chart of the losses and one per metric, over the epochs. */
export function plotMetrics(metricNames: readonly string[], values: readonly (readonly Value[])[]): Grid {
  if (values.length === 0)
    throw new Error('there are no epochs to plot: the learner has not been trained yet');
  const names = metricNames.filter((name) => name !== 'epoch' && name !== 'time');
  const line = (name: string) => ({ name, y: values.map((row) => numberOf(row[names.indexOf(name)])) });
  const isLoss = (name: string) => ['train_loss', 'valid_loss'].includes(name);
  const charts = [names.filter(isLoss), ...names.filter((name) => !isLoss(name)).map((name) => [name])];
  const rows = Math.floor(Math.sqrt(charts.length));
  const columns = Math.ceil(charts.length / rows);
  const grid = subplots(rows, columns, { figsize: [6 * columns, 4 * rows], title: 'losses and metrics' });
  charts.forEach((lines, i) => {
    grid.axes[i]?.show(lineChart(lines.map(line), { x: 'epoch', y: i === 0 ? 'loss' : '' }));
  });
  return grid;
}

const numberOf = (value: Value | undefined): number => (typeof value === 'number' ? value : Number.NaN);

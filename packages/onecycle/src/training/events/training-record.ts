import type { Chart, Grid } from '../../display/index.js';
import type { Value } from '../state/index.js';

/** Options of `learn.recorder.plotLoss`. */
export interface PlotLossOptions {
  /** Leaves out the first batches, which would stretch the axis. Default 5; none of a fit of at most 20 batches. */
  skipStart?: number;
  /** Shows the validation loss at the ends of the epochs. Default true. */
  withValid?: boolean;
  /** Both axes logarithmic. Default false. */
  log?: boolean;
  figsize?: [number, number];
}

/** What is kept of the last fit, and the pictures of it: `learn.recorder`. */
export interface TrainingRecord {
  /** Learning rate of the last parameter group, at every training batch. */
  lrs: number[];
  /** Smoothed, debiased training loss at every training batch. */
  losses: number[];
  /** Training batches seen at the end of each epoch. */
  iters: number[];
  /** Per epoch what {@link metricNames} says between epoch and time. */
  values: Value[][];
  /** The last row of the table, epoch and time included. */
  row: Value[];
  /** How long the last epoch took. */
  seconds: number;
  /** Names of the table's columns; a second metric of the same name is `f1_score_2`. */
  metricNames: string[];
  /** Hyper-parameters of every training batch, by name; what the fit's schedules left. */
  hps: Record<string, number[]>;
  /** The smoothed losses, those of the validation set at the ends of the epochs included. */
  plotLoss(options?: PlotLossOptions): Chart;
  /** The hyper-parameters that the fit's schedule set, batch by batch. */
  plotSched(keys?: string[]): Grid;
  /** Losses and metrics over the epochs. */
  plotMetrics(): Grid;
}

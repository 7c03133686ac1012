import { shown } from '../../base/index.js';
import { Callback, type CallbackState } from '../events/index.js';
import type { Schedule } from './anneal.js';

/** Schedules by hyper-parameter; one that gives a list sets a value per parameter group. */
export type Schedules = Record<string, Schedule | Schedule<number[]>>;

/**
 * Sets hyper-parameters before each training batch to what their schedules say for the position in the fit, and
 * leaves the last group's values of every batch in `learn.recorder.hps`.
 *
 * Source: fastai's ParamScheduler.
 */
export class ParamScheduler extends Callback {
  override order = 60;
  override capturable = true;
  override runValid = false;
  /** The last group's value at every batch so far, by hyper-parameter. */
  protected hps: Record<string, number[]> = {};

  /** @param method the fit method that it schedules, for checkpoints to tell fits apart */
  constructor(
    readonly schedules: Schedules,
    readonly method = 'fit',
  ) {
    super();
    const isRecord = typeof schedules === 'object' && schedules !== null && !Array.isArray(schedules);
    if (!isRecord || Object.values(schedules).some((schedule) => typeof schedule !== 'function'))
      throw new TypeError(
        `ParamScheduler takes schedules by hyper-parameter, { lr: schedCos(1e-3, 0) }, not ${shown(schedules)}`,
      );
  }

  override beforeFit(): void | Promise<void> {
    this.hps = Object.fromEntries(Object.keys(this.schedules).map((name) => [name, []]));
  }

  override beforeBatch(): void {
    this.setAt(this.learn.pctTrain);
  }

  override afterBatch(): void {
    const last = this.learn.opt.hypers.at(-1) ?? {};
    for (const [name, values] of Object.entries(this.hps)) values.push(last[name] ?? Number.NaN);
  }

  override afterFit(): void | Promise<void> {
    this.learn.recorder.hps = this.hps;
  }

  override state(): CallbackState {
    return { values: { hps: this.hps } };
  }

  override restoreState({ values }: CallbackState): void {
    const past: Record<string, unknown> = { ...(typeof values?.hps === 'object' ? values.hps : null) };
    for (const [name, seen] of Object.entries(past)) {
      if (Array.isArray(seen)) this.hps[name] = seen.filter((value) => typeof value === 'number');
    }
  }

  /** Sets every hyper-parameter to its schedule's value at a position. */
  protected setAt(position: number): void {
    for (const [name, schedule] of Object.entries(this.schedules))
      this.learn.opt.setHyper(name, schedule(position));
  }
}

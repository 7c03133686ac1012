import { Callback, type Chart, Table } from 'onecycle';

/** What one fit did: fineTune, for one, makes two. */
export interface Phase {
  /** Whether only the head learned. */
  frozen: boolean;
  epochs: Table;
  curve: Chart;
}

/** Keeps the table and the curve of every fit of a learner, of which the recorder has the last alone. */
export class Phases extends Callback {
  /** After the recorder. */
  override order = 60;
  override onlyFits = true;
  readonly done: Phase[] = [];

  override afterFit(): void {
    const { recorder, opt } = this.learn;
    const columns = recorder.metricNames.filter((name) => name !== 'time');
    const rows = recorder.values.map((row, epoch) => [
      epoch,
      ...row.slice(0, columns.length - 1).map(Number),
    ]);
    this.done.push({
      frozen: opt.frozenIdx > 0,
      epochs: new Table(columns, rows),
      curve: recorder.plotLoss(),
    });
  }
}

import type { Recorder } from 'onecycle';

/** The error rate on the validation pictures after a learner's last epoch. */
export function lastError({ recorder }: { recorder: Recorder }): number {
  const column = recorder.metricNames.indexOf('error_rate') - 1;
  return Number(recorder.values.at(-1)?.[column]);
}

/** How a number went from its first value to its last: within a thirtieth it stayed. */
function went(name: string, first: number, last: number): { words: string; way: -1 | 0 | 1 } {
  const way = last < first * 0.97 ? -1 : last > first * 1.03 ? 1 : 0;
  const how = { '-1': 'fell from', 0: 'stayed near', 1: 'rose from' }[`${way}`];
  const values = way === 0 ? first.toFixed(2) : `${first.toFixed(2)} to ${last.toFixed(2)}`;
  return { words: `${name} ${how} ${values}`, way };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** What the loss curves of a fit show, as far as they show it. */
export function lossesInWords({
  losses,
  values,
  metricNames,
}: Pick<Recorder, 'losses' | 'values' | 'metricNames'>): string {
  const part = Math.max(1, Math.floor(losses.length / 5));
  const train = went('The training loss', mean(losses.slice(0, part)), mean(losses.slice(-part)));
  const column = metricNames.indexOf('valid_loss') - 1;
  const ofEpochs = values.map((row) => Number(row[column]));
  const [first = Number.NaN] = ofEpochs;
  if (ofEpochs.length < 2)
    return `${train.words}; of one epoch there is one validation loss, ${first.toFixed(2)}.`;
  const valid = went('the validation loss', first, ofEpochs.at(-1) ?? first);
  const meaning =
    train.way < 0 && valid.way < 0
      ? 'What the model learns holds for new pictures, too.'
      : train.way < 0 && valid.way > 0
        ? 'The model begins to know the training pictures by heart.'
        : train.way >= 0
          ? 'It has not learned from the pictures yet: the passes were too few, or the steps too large.'
          : 'It goes on learning the training pictures, and no longer what helps with new ones.';
  return `${train.words}; ${valid.words}. ${meaning}`;
}

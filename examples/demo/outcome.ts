import type { Recorder } from 'onecycle';

/** The error rate on the validation pictures after a learner's last epoch. */
export function lastError({ recorder }: { recorder: Recorder }): number {
  const column = recorder.metricNames.indexOf('error_rate') - 1;
  return Number(recorder.values.at(-1)?.[column]);
}

import { useMemo } from 'preact/hooks';
import type { RunDetail } from '../../protocol.js';
import { figure, percent } from '../base/index.js';
import { Chart, seriesColour } from '../chart/index.js';
import { curveSpec, distinctNames, errorPoints, lossPoints } from './curves.js';

/** Losses and error rates of one run, or of several over each other. */
export function RunCharts({ runs }: { runs: readonly RunDetail[] }) {
  const names = distinctNames(runs);
  const list = [...names.values()];
  const colours = list.map((_, i) => seriesColour(i));
  const nameOf = ({ id }: RunDetail) => names.get(id) ?? '';
  const losses = useMemo(() => ({ curve: runs.flatMap((run) => lossPoints(run, nameOf(run))) }), [runs]);
  const errors = useMemo(() => ({ curve: runs.flatMap((run) => errorPoints(run, nameOf(run))) }), [runs]);
  const said = (value: (run: RunDetail) => string) =>
    runs.map((run) => `${nameOf(run)}: ${value(run)}`).join('; ');
  return (
    <div class="charts">
      <section class="panel">
        <h3>Loss</h3>
        <Chart
          spec={curveSpec('loss', '~g', list, colours, ['training', 'validation'])}
          tables={losses}
          label={`Loss over epochs. ${said(({ last }) => `validation ${figure(last?.validLoss)}`)}`}
        />
      </section>
      <section class="panel">
        <h3>Error rate</h3>
        {errors.curve.length === 0 ? (
          <p class="quiet small chart-room">The first epoch has to end before there is one.</p>
        ) : (
          <Chart
            spec={curveSpec('error rate', '.0%', list, colours, ['validation'])}
            tables={errors}
            label={`Error rate over epochs. ${said(({ last }) => percent(last?.errorRate ?? Number.NaN))}`}
          />
        )}
      </section>
    </div>
  );
}

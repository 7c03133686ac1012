import { useMemo } from 'preact/hooks';
import type { RunDetail } from '../../protocol/index.js';
import { figure, percent } from '../base/index.js';
import { Chart, curveSpec } from '../chart/index.js';
import { distinctNames, errorPoints, lossPoints } from './curves.js';

/** Losses and error rates of one run, or of several over each other. */
export function RunCharts({ runs }: { runs: readonly RunDetail[] }) {
  const names = distinctNames(runs);
  const list = [...names.values()];
  const epochs = Math.max(...runs.map(({ progress }) => progress.epochs));
  const nameOf = ({ id }: RunDetail) => names.get(id) ?? '';
  const losses = useMemo(() => ({ curve: runs.flatMap((run) => lossPoints(run, nameOf(run))) }), [runs]);
  const errors = useMemo(() => ({ curve: runs.flatMap((run) => errorPoints(run, nameOf(run))) }), [runs]);
  const said = (value: (run: RunDetail) => string) =>
    runs.map((run) => `${nameOf(run)}: ${value(run)}`).join('; ');
  return (
    <div class="charts">
      <section class="panel">
        <h2>Loss</h2>
        <Chart
          spec={curveSpec({ y: 'loss', format: '~g', runs: list, kinds: ['training', 'validation'], epochs })}
          tables={losses}
          label={`Loss over epochs. ${said(({ last }) => `validation ${figure(last?.validLoss)}`)}`}
        />
      </section>
      <section class="panel">
        <h2>Error rate</h2>
        {errors.curve.length === 0 ? (
          <p class="quiet small chart-room">The first epoch has to end before there is one.</p>
        ) : (
          <Chart
            spec={curveSpec({ y: 'error rate', format: '.0%', runs: list, kinds: ['validation'], epochs })}
            tables={errors}
            label={`Error rate over epochs. ${said(({ last }) => percent(last?.errorRate ?? Number.NaN))}`}
          />
        )}
      </section>
    </div>
  );
}

import { useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import type { Run, RunReport } from '../../protocol/index.js';
import { count, figure, percent } from '../base/index.js';
import { Chart, seriesColour } from '../chart/index.js';
import { Loading } from '../parts/index.js';
import { useReport } from './class-table.js';

const axis = (title: string) => ({
  type: 'quantitative' as const,
  title,
  scale: { domain: [0, 1], nice: false },
  axis: { format: '%', tickCount: 5 },
});

const spec: TopLevelSpec = {
  layer: [
    {
      data: { values: [{ at: 0 }, { at: 1 }] },
      mark: { type: 'line', strokeDash: [4, 4], color: '#888888' },
      encoding: {
        x: { field: 'at', ...axis('how sure it was') },
        y: { field: 'at', ...axis('how often it was right') },
      },
    },
    {
      data: { name: 'bins' },
      mark: { type: 'bar', opacity: 0.75, color: seriesColour(0), binSpacing: 2, tooltip: true },
      encoding: {
        x: { field: 'from', ...axis('how sure it was') },
        x2: { field: 'to' },
        y: { field: 'accuracy', ...axis('how often it was right') },
        y2: { datum: 0 },
      },
    },
    {
      data: { name: 'bins' },
      mark: { type: 'point', filled: true, size: 50, opacity: 1, color: seriesColour(1), tooltip: true },
      encoding: {
        x: { field: 'confidence', type: 'quantitative' },
        y: { field: 'accuracy', type: 'quantitative' },
      },
    },
  ],
};

/** Whether the probabilities can be believed: the reliability diagram, and from where on the model is sure enough. */
export function Honesty({ run }: { run: Run }) {
  return (
    <Loading from={useReport(run)} what="Comparing what it said with what was right …">
      {(report) => <Shown report={report} />}
    </Loading>
  );
}

function Shown({ report }: { report: RunReport }) {
  const { reliability, calibrationError, calibrated, sureFrom, items } = report;
  const tables = useMemo(() => ({ bins: reliability.filter((bin) => bin.count > 0) }), [reliability]);
  return (
    <div class="honesty">
      <section class="panel">
        <h2>Is it right as often as it is sure?</h2>
        <Chart
          spec={spec}
          tables={tables}
          height={320}
          label={`Reliability diagram of ${items} decisions; expected calibration error ${percent(calibrationError)}`}
        />
        <p class="small quiet">
          Bars below the dashed line: too sure of itself. Above it: too modest. From {count(items)} validation
          pictures.
        </p>
      </section>
      <section class="panel">
        <h2>In words</h2>
        <ul class="sentences">
          <li>
            Its probabilities are off by <strong>{percent(calibrationError)}</strong> on average (expected
            calibration error).
          </li>
          {calibrated && (
            <li>
              {calibrated.calibrationError < calibrationError
                ? `Temperature scaling by ${figure(calibrated.temperature)} brings that to ${percent(calibrated.calibrationError)}; the exported classifier has it.`
                : 'Temperature scaling would not make them any better.'}
            </li>
          )}
          <li>
            {sureFrom
              ? `Let it answer only when it is at least ${percent(sureFrom.threshold, 0)} sure, and ${percent(sureFrom.precision, 0)} of its answers are right; it then answers for ${percent(sureFrom.share, 0)} of the pictures.`
              : 'There is no certainty from which on nearly all its answers are right. More pictures, or longer training, help.'}
          </li>
        </ul>
      </section>
    </div>
  );
}

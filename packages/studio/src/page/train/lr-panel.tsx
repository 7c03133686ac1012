import { useEffect, useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import type { LrFindResult } from '../../protocol/index.js';
import { rate } from '../base/index.js';
import { Chart, seriesColour } from '../chart/index.js';
import { Button, Progress } from '../parts/index.js';
import {
  changeDefaults,
  isRunning,
  job,
  loadLrFind,
  lrFind,
  project,
  startLrFind,
  stopJob,
} from '../store/index.js';

/** The search for a learning rate: the loss for ever larger ones, and what is suggested. */
export function LrPanel() {
  const running = job.value;
  const result = lrFind.value;
  useEffect(() => {
    void loadLrFind().catch(() => {});
  }, []);
  const own = isRunning(running) && running.kind === 'lr-find' ? running : null;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Learning rate</h2>
        {own ? (
          <Button icon="stop" onClick={() => void stopJob(own)}>
            Stop
          </Button>
        ) : (
          <Button icon="search" onClick={() => void startLrFind({})}>
            Find one
          </Button>
        )}
      </div>
      {own && (
        <div role="status">
          <Progress name="How far the search is" value={own.progress} />
          <p class="small quiet">{own.doing} …</p>
        </div>
      )}
      {result ? (
        <Result result={result} />
      ) : (
        !own && (
          <p class="small quiet">
            Tries ever larger learning rates on a few batches, and shows from where on the loss falls and when
            it explodes. It takes less than an epoch.
          </p>
        )
      )}
    </section>
  );
}

const spec: TopLevelSpec = {
  layer: [
    {
      data: { name: 'points' },
      mark: { type: 'line', strokeWidth: 2, color: seriesColour(0) },
      encoding: {
        x: {
          field: 'lr',
          type: 'quantitative',
          title: 'learning rate',
          scale: { type: 'log', nice: false },
          axis: { format: '.0e', tickCount: 6, grid: false },
        },
        y: {
          field: 'loss',
          type: 'quantitative',
          title: 'loss',
          scale: { zero: false },
          axis: { tickCount: 5 },
        },
      },
    },
    {
      data: { name: 'marks' },
      mark: { type: 'point', filled: true, size: 90, opacity: 1, tooltip: true, color: seriesColour(1) },
      encoding: { x: { field: 'lr', type: 'quantitative' }, y: { field: 'loss', type: 'quantitative' } },
    },
  ],
};

function Result({ result }: { result: LrFindResult }) {
  const used = project.value?.defaults.lr;
  const tables = useMemo(() => {
    const points = result.points.filter(({ lr, loss }) => lr > 0 && Number.isFinite(loss));
    const near = (lr: number) =>
      points.reduce(
        (best, point) =>
          Math.abs(Math.log(point.lr / lr)) < Math.abs(Math.log(best.lr / lr)) ? point : best,
        points[0] ?? { lr, loss: 0 },
      );
    const marks = Object.entries(result.suggestions).map(([name, lr]) => ({ name, lr, loss: near(lr).loss }));
    return { points, marks };
  }, [result]);
  return (
    <>
      <Chart
        spec={spec}
        tables={tables}
        height={200}
        label="Loss over learning rates, with those that are suggested"
      />
      <fieldset class="chips">
        <legend class="unseen">Suggested learning rates</legend>
        {Object.entries(result.suggestions).map(([name, lr]) => (
          <Button key={name} pressed={used === lr} onClick={() => void changeDefaults({ lr })}>
            {name} {rate(lr)}
          </Button>
        ))}
      </fieldset>
    </>
  );
}

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { adjust, count, go, route } from '../base/index.js';
import { Button, Empty, Waiting } from '../parts/index.js';
import { currentRun, details, fault, loadDetail, project, runs, startRun } from '../store/index.js';
import { BatchPanel } from './batch-panel.js';
import { LrPanel } from './lr-panel.js';
import { RunCharts } from './run-charts.js';
import { PreviewPanel, RunHead } from './run-panel.js';
import { RunsTable } from './runs-table.js';
import { Settings } from './settings.js';

/** A run is set up, watched, and compared with others. */
export function TrainView() {
  const main = useRef<HTMLDivElement>(null);
  const folder = project.value;
  if (!folder) return <Waiting what="Reading the folder …" />;
  const enough = folder.classes.filter((one) => one.count > 0).length > 1;
  const busy = currentRun.value;
  const shown = shownRuns();
  const toggle = (id: string) => {
    const next = shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id];
    adjust({ runs: next.join(',') });
  };
  return (
    <div class="train">
      <aside class="train-side" aria-label="Settings of the next run">
        <h2>A new run</h2>
        {enough ? (
          <form
            onSubmit={async (event) => {
              event.preventDefault();
              const run = await startRun({ name: '' });
              if (!run) return;
              await loadDetail(run.id).catch(fault);
              adjust({ runs: run.id });
              // On a phone it is far above the button.
              requestAnimationFrame(() => main.current?.scrollIntoView());
            }}
          >
            <Settings project={folder} />
            <Button kind="main" icon="play" type="submit">
              {busy ? 'Train after this one' : 'Train'}
            </Button>
          </form>
        ) : (
          <div>
            <p class="quiet">Training needs pictures with labels, of two classes at least.</p>
            <Button kind="main" icon="tag" onClick={() => go('pictures')}>
              Label pictures
            </Button>
          </div>
        )}
        {enough && <LrPanel />}
        {enough && <BatchPanel />}
      </aside>
      <div class="train-main" ref={main}>
        {shown.length === 0 ? (
          <Empty icon="chart" title={runs.value.length > 0 ? 'No run is chosen' : 'Nothing was trained yet'}>
            <p class="quiet">
              {runs.value.length > 0
                ? 'Choose runs below, to see their curves over each other.'
                : 'Press “Train”. You can watch, stop and go on; closing this page stops nothing.'}
            </p>
          </Empty>
        ) : (
          <Shown ids={shown} />
        )}
        <RunsTable shown={new Set(shown)} toggle={toggle} />
      </div>
    </div>
  );
}

/** The runs that the address names; without any, the one that trains, else the newest. */
function shownRuns(): string[] {
  const named = route.value.parts.runs;
  const known = new Set(runs.value.map(({ id }) => id));
  if (named !== undefined) return named.split(',').filter((id) => known.has(id));
  const first = currentRun.value ?? runs.value[0];
  return first ? [first.id] : [];
}

function Shown({ ids }: { ids: readonly string[] }) {
  const key = ids.join(',');
  useEffect(() => {
    for (const id of key.split(',')) if (!details.peek().has(id)) void loadDetail(id).catch(fault);
  }, [key]);
  const known = details.value;
  const found = useMemo(() => key.split(',').flatMap((id) => known.get(id) ?? []), [key, known]);
  const [only] = found;
  if (found.length === 0) return <Waiting what="Reading the run …" />;
  return (
    <>
      {only && found.length === 1 && <RunHead run={only} />}
      {found.length > 1 && <h1 class="unseen">{count(found.length)} runs over each other</h1>}
      <RunCharts runs={found} />
      {only && found.length === 1 && <PreviewPanel run={only} />}
    </>
  );
}

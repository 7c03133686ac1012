import { useSignal } from '@preact/signals';
import type { Run } from '../../protocol/index.js';
import { count, duration, figure, go, percent, when } from '../base/index.js';
import { Button, IconButton } from '../parts/index.js';
import { canResume, changeRun, isBusy, pickModel, renameRun, runs } from '../store/index.js';
import { stateNames } from './run-panel.js';

/** An error rate beside that of the run before: 6.8 %, 4.1 points less. */
export function change(run: Run, before: Run | undefined): string {
  const [now, then] = [run.last?.errorRate, before?.last?.errorRate];
  if (now == null || then == null) return '';
  const points = 100 * (now - then);
  if (Math.abs(points) < 0.05) return 'as before';
  return `${Math.abs(points).toFixed(1)} points ${points < 0 ? 'less' : 'more'}`;
}

/** All runs: chosen ones are shown above, over each other. */
export function RunsTable({ shown, toggle }: { shown: ReadonlySet<string>; toggle: (id: string) => void }) {
  const all = runs.value;
  if (all.length === 0) return null;
  const rates = all.flatMap(({ last }) => last?.errorRate ?? []);
  const best = rates.length > 1 ? Math.min(...rates) : null;
  return (
    <section class="panel">
      <h2>Runs</h2>
      <div class="table-box">
        <table class="runs">
          <thead>
            <tr>
              <th scope="col">Show</th>
              <th scope="col">Name</th>
              <th scope="col">Error rate</th>
              <th scope="col">Loss</th>
              <th scope="col">Epochs</th>
              <th scope="col">Pictures</th>
              <th scope="col">Time</th>
              <th scope="col">
                <span class="unseen">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((run, i) => (
              <Row
                key={run.id}
                run={run}
                before={all[i + 1]}
                isBest={best !== null && run.last?.errorRate === best}
                shown={shown.has(run.id)}
                toggle={() => toggle(run.id)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({
  run,
  before,
  isBest,
  shown,
  toggle,
}: {
  run: Run;
  before: Run | undefined;
  isBest: boolean;
  shown: boolean;
  toggle: () => void;
}) {
  const editing = useSignal(false);
  const { settings, last, counts, progress } = run;
  const difference = change(run, before);
  return (
    <tr class={shown ? 'shown' : ''}>
      <td data-name="Show">
        <input type="checkbox" aria-label={`Show ${run.name}`} checked={shown} onChange={toggle} />
      </td>
      <th scope="row">
        {editing.value ? (
          <Rename
            run={run}
            onDone={() => {
              editing.value = false;
            }}
          />
        ) : (
          <span class="run-name">
            {run.name}
            <IconButton
              icon="pencil"
              name={`Rename ${run.name}`}
              onClick={() => {
                editing.value = true;
              }}
            />
          </span>
        )}
        <span class="small quiet">
          {settings.arch}, {settings.size} px, {stateNames[run.state]}, {when(new Date(run.createdAt))}
        </span>
      </th>
      <td class="number" data-name="Error rate">
        {last?.errorRate == null ? '–' : percent(last.errorRate)} {isBest && <span class="badge">best</span>}
        {difference && <span class="small quiet block">{difference}</span>}
      </td>
      <td class="number" data-name="Loss">
        {figure(last?.validLoss)}
      </td>
      <td class="number" data-name="Epochs">
        {progress.epoch} of {progress.epochs}
      </td>
      <td class="number" data-name="Pictures">
        {count(counts.train)} + {count(counts.valid)}
      </td>
      <td class="number" data-name="Time">
        {duration(run.seconds)}
      </td>
      <td>
        <div class="tools end">
          {isBusy(run) && (
            <IconButton icon="stop" name={`Stop ${run.name}`} onClick={() => void changeRun(run, 'stop')} />
          )}
          {canResume(run) && (
            <IconButton
              icon="play"
              name={`Go on with ${run.name}`}
              onClick={() => void changeRun(run, 'resume')}
            />
          )}
          {run.hasModel && (
            <Button
              kind="text"
              onClick={() => {
                pickModel(run.id);
                go('understand');
              }}
            >
              Understand
            </Button>
          )}
          {!isBusy(run) && (
            <IconButton
              icon="aside"
              name={`Put ${run.name} away`}
              onClick={() => void changeRun(run, 'delete')}
            />
          )}
        </div>
      </td>
    </tr>
  );
}

function Rename({ run, onDone }: { run: Run; onDone: () => void }) {
  const name = useSignal(run.name);
  return (
    <form
      class="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.value.trim() && name.value !== run.name) void renameRun(run, name.value.trim());
        onDone();
      }}
    >
      <input
        class="field"
        aria-label={`A new name for ${run.name}`}
        value={name.value}
        ref={(input) => input?.focus()}
        onInput={({ currentTarget }) => {
          name.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
    </form>
  );
}

import type { Run, RunDetail, RunState } from '../../protocol/index.js';
import { asSentence, count, duration, figure, percent, shownLabel } from '../base/index.js';
import { Button, Progress, Thumb } from '../parts/index.js';
import { canResume, changeRun, isBusy, pictureById } from '../store/index.js';
import { view } from '../viewer/index.js';

export const stateNames: Record<RunState, string> = {
  queued: 'waits',
  preparing: 'is being prepared',
  training: 'trains',
  stopping: 'is being stopped',
  interpreting: 'looks at its mistakes',
  done: 'is done',
  stopped: 'was stopped',
  interrupted: 'was interrupted',
  failed: 'failed',
};

/** The share of its batches that a run has done. */
export function shareDone({ progress: { epochs, epoch, batch, batches } }: Run): number | null {
  if (epochs === 0) return null;
  return Math.min(1, (epoch + (batches > 0 ? batch / batches : 0)) / epochs);
}

/** How a run goes: its state, its figures, and what can be done with it. */
export function RunHead({ run }: { run: Run }) {
  const { progress, last } = run;
  const busy = isBusy(run);
  const where =
    run.state === 'training' && progress.batches > 0
      ? `Epoch ${Math.min(progress.epoch + 1, progress.epochs)} of ${progress.epochs}, ${
          progress.part === 'valid' ? 'validation' : 'training'
        }, batch ${count(progress.batch)} of ${count(progress.batches)}`
      : `${progress.epoch} of ${progress.epochs} epochs`;
  return (
    <header class="run-head">
      <div class="run-title">
        <h1>
          {run.name}{' '}
          <span class={`state ${run.state}`}>
            {stateNames[run.state]}, {duration(run.seconds)}
          </span>
        </h1>
        <div class="tools">
          {busy && (
            <Button
              icon="stop"
              disabled={run.state === 'stopping'}
              onClick={() => void changeRun(run, 'stop')}
            >
              Stop
            </Button>
          )}
          {canResume(run) && (
            <Button icon="play" kind="main" onClick={() => void changeRun(run, 'resume')}>
              Go on
            </Button>
          )}
        </div>
      </div>
      {busy && (
        <div class="run-progress">
          <Progress
            name={`Progress of ${run.name}`}
            value={run.doing ? run.doing.share : run.state === 'training' ? shareDone(run) : null}
          />
          <p class="small quiet number">
            {run.doing ? `${asSentence(run.doing.what).slice(0, -1)} …` : where}
            {progress.secondsLeft !== null && ` · about ${duration(progress.secondsLeft)} left`}
          </p>
        </div>
      )}
      {run.error && (
        <p class="fault" role="alert">
          {asSentence(run.error)}
        </p>
      )}
      {run.notes.map((note) => (
        <p key={note} class="small quiet">
          {asSentence(note)}
        </p>
      ))}
      <dl class="tiles">
        <Tile name="Error rate" value={last?.errorRate == null ? '–' : percent(last.errorRate)} />
        <Tile name="Validation loss" value={figure(last?.validLoss)} />
        <Tile name="Training loss" value={figure(last?.trainLoss)} />
        <Tile name="Epochs" value={`${progress.epoch} of ${progress.epochs}`} />
      </dl>
    </header>
  );
}

function Tile({ name, value }: { name: string; value: string }) {
  return (
    <div class="tile">
      <dt class="small quiet">{name}</dt>
      <dd class="number">{value}</dd>
    </div>
  );
}

/** Some validation pictures with what the network takes them for now. */
export function PreviewPanel({ run }: { run: RunDetail }) {
  const { preview } = run;
  if (!preview || preview.items.length === 0) return null;
  const ids = preview.items.map(({ id }) => id);
  return (
    <section class="panel">
      <h2>
        What it says after epoch {preview.epoch}{' '}
        <span class="quiet small">
          {preview.items.filter(({ label, prediction }) => label === prediction).length} of{' '}
          {preview.items.length} right
        </span>
      </h2>
      <ul class="preview">
        {preview.items.map(({ id, label, prediction, probability }) => {
          const picture = pictureById(id);
          if (!picture) return null;
          const right = label === prediction;
          return (
            <li key={id}>
              <button type="button" onClick={() => view({ list: ids, id })} title={picture.name}>
                <Thumb picture={picture} alt={picture.name} />
              </button>
              <span class={right ? 'verdict right' : 'verdict wrong'}>
                <span aria-hidden="true">{right ? '✓' : '✗'}</span> {shownLabel(prediction)}
              </span>
              <span class="small quiet number">
                {right ? percent(probability, 0) : `is ${shownLabel(label)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

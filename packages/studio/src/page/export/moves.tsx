import { useSignal } from '@preact/signals';
import type { MovesDone, MovesRequest } from '../../protocol/index.js';
import { counted } from '../base/index.js';
import { Button, Dialog } from '../parts/index.js';
import { attempt, counts, project, reloadProject, say, send } from '../store/index.js';

const ask = (request: MovesRequest) => attempt(() => send<MovesDone>('POST', 'moves', request));

/** Files go where their labels say: on request only, after a look at what would happen, and back again. */
export function Moves() {
  const plan = useSignal<MovesDone | null>(null);
  const folder = project.value;
  if (!folder) return null;
  const moved = async (request: MovesRequest, words: string) => {
    const done = await ask(request);
    plan.value = null;
    if (!done) return;
    say(`${counted(done.count, 'file')} ${words}.`);
    await attempt(reloadProject);
  };
  return (
    <section class="panel moves" aria-label="The folder">
      <h2>The folder</h2>
      <p class="quiet">
        {counts.value?.changed === 0
          ? 'Every label is the one that was found in the folder.'
          : `What you changed (${counted(counts.value?.changed ?? 0, 'picture')}) stands in labels.csv beside the pictures; the files lie where they were.`}{' '}
        If you like, files are moved into folders named after their classes, and those set aside into{' '}
        <code>_removed</code>.
      </p>
      <div class="tools">
        <Button
          icon="pictures"
          onClick={async () => {
            plan.value = await ask({ do: 'apply', dryRun: true });
          }}
        >
          Show what would move
        </Button>
        {folder.moved > 0 && (
          <Button icon="undo" onClick={() => void moved({ do: 'takeBack' }, 'moved back')}>
            Move back ({folder.moved})
          </Button>
        )}
      </div>
      {plan.value && (
        <Dialog
          title={
            plan.value.count === 0
              ? 'Every file lies where its label says'
              : `${counted(plan.value.count, 'file')} would move`
          }
          wide
          onClose={() => {
            plan.value = null;
          }}
        >
          <ul class="moves-list small">
            {plan.value.moves.map(({ from, to }) => (
              <li key={from}>
                <code>{from}</code> → <code>{to}</code>
              </li>
            ))}
            {plan.value.moves.length < plan.value.count && (
              <li class="quiet">and {plan.value.count - plan.value.moves.length} more</li>
            )}
          </ul>
          {plan.value.skipped.length > 0 && (
            <>
              <h3>These stay where they are</h3>
              <ul class="moves-list small">
                {plan.value.skipped.map(({ path, reason }) => (
                  <li key={path}>
                    <code>{path}</code>: {reason}
                  </li>
                ))}
              </ul>
            </>
          )}
          {plan.value.count > 0 && (
            <Button kind="main" onClick={() => void moved({ do: 'apply' }, 'moved')}>
              Move {counted(plan.value.count, 'file')}
            </Button>
          )}
        </Dialog>
      )}
    </section>
  );
}

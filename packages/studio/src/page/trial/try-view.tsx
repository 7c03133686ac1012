import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Classified } from '../../protocol/index.js';
import { percent, shownLabel } from '../base/index.js';
import { Bars, Button, HeatButton, NeedsRun, RunSelect, Shown, Waiting } from '../parts/index.js';
import { modelRun, sendFile, sentence } from '../store/index.js';

/** A picture that was given, and what came back. */
interface Trial {
  name: string;
  /** An address of the page's own. */
  picture: string;
  answer: Classified | null;
  error: string;
}

/** A picture from anywhere, and what the classifier says of it. */
export function TryView() {
  const run = modelRun.value;
  if (!run)
    return (
      <NeedsRun
        icon="drop"
        title="There is no classifier to try yet"
        text="After training, drop any picture here to see what the model says, and where it looks."
      />
    );
  return <Ready key={run.id} run={run.id} />;
}

function Ready({ run }: { run: string }) {
  const trial = useSignal<Trial | null>(null);
  const over = useSignal(false);
  const heat = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const turn = useRef(0);

  const take = async (file: File | null | undefined) => {
    if (!file) return;
    const mine = ++turn.current;
    if (trial.peek()) URL.revokeObjectURL(trial.peek()?.picture ?? '');
    const begun = { name: file.name, picture: URL.createObjectURL(file), answer: null, error: '' };
    trial.value = begun;
    const done = await sendFile<Classified>('classify', { run, gradcam: 1 }, file).then(
      (answer) => ({ ...begun, answer }),
      (error) => ({ ...begun, error: sentence(error) }),
    );
    // What was overtaken is not shown.
    if (mine === turn.current) trial.value = done;
  };

  // Anywhere in the window: a file that misses the field would otherwise replace the page.
  useEffect(() => {
    const drag = (event: DragEvent) => {
      event.preventDefault();
      over.value = event.type === 'dragover';
    };
    const drop = (event: DragEvent) => {
      drag(event);
      void take(event.dataTransfer?.files[0]);
    };
    const paste = (event: ClipboardEvent) => void take(event.clipboardData?.files[0]);
    const events = [
      ['dragover', drag],
      ['dragleave', drag],
      ['drop', drop],
      ['paste', paste],
    ] as const;
    for (const [name, listener] of events) document.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of events) document.removeEventListener(name, listener as EventListener);
      turn.current++;
    };
  }, []);

  const now = trial.value;
  return (
    <div class="try">
      {!now?.answer && <h1 class="unseen">Try a picture</h1>}
      <header class="view-head">
        <RunSelect />
      </header>
      <section class={over.value ? 'drop over' : 'drop'} aria-label="Give it a picture">
        <p>Drop a picture anywhere on this page, paste one, or</p>
        <Button kind={now ? 'plain' : 'main'} icon="pictures" onClick={() => input.current?.click()}>
          Choose a picture
        </Button>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={({ currentTarget }) => {
            void take(currentTarget.files?.[0]);
            // So that the same file can be chosen again.
            currentTarget.value = '';
          }}
        />
      </section>
      <div aria-live="polite">
        {now && (
          <section class="answer">
            <figure>
              <Shown
                look="tried"
                source={(heat.value && now.answer?.gradcam) || now.picture}
                alt={now.name}
              />
              {now.answer?.gradcam && <HeatButton heat={heat} />}
            </figure>
            <div>
              {now.error && <p class="fault">{now.error}</p>}
              {!now.error && !now.answer && <Waiting what="Looking …" />}
              {now.answer && (
                <>
                  <h1>
                    {shownLabel(now.answer.label)}{' '}
                    <span class="quiet number small">{percent(now.answer.probability)}</span>
                  </h1>
                  <Bars classes={now.answer.classes} chosen={now.answer.label} most={6} />
                </>
              )}
            </div>
          </section>
        )}
      </div>
    </div>
  );
}

import { useSignal } from '@preact/signals';
import type { NextPicture, Run } from '../../protocol/index.js';
import { count, go, percent, shownLabel } from '../base/index.js';
import { Button, Empty, LabelPicker, Loading, Thumb } from '../parts/index.js';
import { counts, get, label, pictureById, pictures, useLoad } from '../store/index.js';
import { view } from '../viewer/index.js';

const ASKED = 20;

/** The pictures without a label from which the model would learn most: it is unsure of them, and they differ from each other. */
export function LabelNext({ run }: { run: Run }) {
  const turn = useSignal(0);
  const none = counts.value?.unlabelled === 0;
  const loaded = useLoad(none && turn.value === 0 ? '' : `next ${run.id} ${turn.value}`, (signal) =>
    get<NextPicture[]>(`runs/${run.id}/next`, { n: ASKED }, signal),
  );
  if (none && !loaded.data?.length)
    return (
      <Empty icon="tag" title="Every picture has a label">
        <p class="quiet">
          Put pictures without labels into the folder, and the model says from which it would learn most.
        </p>
        <Button onClick={() => go('pictures')}>To the pictures</Button>
      </Empty>
    );
  return (
    <Loading from={loaded} what="Looking for the pictures that teach most …">
      {(items) => (
        <Shown
          items={items}
          again={() => {
            turn.value += 1;
          }}
        />
      )}
    </Loading>
  );
}

function Shown({ items, again }: { items: readonly NextPicture[]; again: () => void }) {
  const picking = useSignal<string | null>(null);
  // Labels change while one works through the list.
  void pictures.value;
  const left = items.filter(({ id }) => pictureById(id)?.label === null);
  const list = items.map(({ id }) => id);
  if (left.length === 0)
    return (
      <Empty icon="check" title="These have labels now">
        <p class="quiet">Train again, so that the model learns from them, or label the next ones.</p>
        <div class="tools">
          <Button kind="main" icon="play" onClick={() => go('train')}>
            Train
          </Button>
          <Button onClick={again}>The next {ASKED}</Button>
        </div>
      </Empty>
    );
  return (
    <>
      <p class="quiet">
        From these {count(left.length)} the model would learn most. Take its guess where it is right, name the
        class where it is not.
      </p>
      <div class="cards">
        {left.map(({ id, prediction, probability }) => {
          const picture = pictureById(id);
          if (!picture) return null;
          return (
            <article key={id} class="finding">
              <div class="finding-pictures">
                <div class="finding-picture">
                  <button
                    type="button"
                    aria-label={`Look at ${picture.name}`}
                    onClick={() => view({ list, id })}
                  >
                    <Thumb picture={picture} size={320} alt="" />
                  </button>
                </div>
              </div>
              <p class="finding-text small quiet number">
                {shownLabel(prediction)}? {percent(probability, 0)} sure
              </p>
              <div class="finding-actions">
                <Button icon="check" onClick={() => void label([id], prediction)}>
                  {shownLabel(prediction)}
                </Button>
                <Button
                  kind="text"
                  onClick={() => {
                    picking.value = id;
                  }}
                >
                  Another …
                </Button>
              </div>
            </article>
          );
        })}
      </div>
      {picking.value !== null && (
        <LabelPicker
          title="Which class is it?"
          onPick={(name) => {
            if (picking.value !== null) void label([picking.value], name);
          }}
          onClose={() => {
            // After the choice, which is made in the same turn.
            queueMicrotask(() => {
              picking.value = null;
            });
          }}
        />
      )}
    </>
  );
}

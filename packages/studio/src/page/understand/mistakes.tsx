import { useSignal } from '@preact/signals';
import type { PicturePrediction, Run } from '../../protocol/index.js';
import { figure, percent, shownLabel } from '../base/index.js';
import { Button, Empty, HeatButton, HeatMap, Loading, Thumb } from '../parts/index.js';
import { get, label, pictureById, setAside, useLoad } from '../store/index.js';
import { view } from '../viewer/index.js';

const SHOWN = 24;

/** The validation pictures that are taken for something else, those of which the model was surest first. */
export function Mistakes({ run }: { run: Run }) {
  const heat = useSignal(false);
  const loaded = useLoad(`mistakes ${run.id} ${run.endedAt}`, (signal) =>
    get<PicturePrediction[]>(`runs/${run.id}/mistakes`, { k: SHOWN }, signal),
  );
  return (
    <Loading from={loaded} what="Looking for the worst mistakes …">
      {(items) =>
        items.length === 0 ? (
          <Empty icon="check" title="There are no mistakes">
            <p class="quiet">No validation picture was taken for something else than its label says.</p>
          </Empty>
        ) : (
          <>
            <div class="panel-head">
              <p class="quiet">
                Pictures that were taken for something else, those with the largest losses first. Often it is
                the label that is wrong, or the picture that is odd.
              </p>
              <HeatButton heat={heat} />
            </div>
            <div class="cards">
              {items.map((item) => (
                <Mistake
                  key={item.id}
                  run={run}
                  item={item}
                  heat={heat.value}
                  list={items.map(({ id }) => id)}
                />
              ))}
            </div>
          </>
        )
      }
    </Loading>
  );
}

function Mistake({
  run,
  item,
  heat,
  list,
}: {
  run: Run;
  item: PicturePrediction;
  heat: boolean;
  list: readonly string[];
}) {
  const picture = pictureById(item.id);
  if (!picture) return null;
  const mended = picture.label !== item.label || picture.removed;
  return (
    <article class="finding">
      <div class="finding-pictures">
        <div class="finding-picture">
          <button
            type="button"
            aria-label={`Look at ${picture.name}`}
            onClick={() => view({ list, id: item.id })}
          >
            {heat ? (
              <HeatMap run={run} picture={picture} target={item.prediction} />
            ) : (
              <Thumb picture={picture} size={320} alt="" />
            )}
          </button>
        </div>
      </div>
      <div class="finding-text">
        <p class="advice">
          <span>{item.label === null ? '–' : shownLabel(item.label)}</span>
          <span class="quiet"> taken for </span>
          <strong>{shownLabel(item.prediction)}</strong>
        </p>
        <p class="small quiet number">
          {percent(item.probability, 0)} sure, loss {figure(item.loss)}
          {mended && (
            <span class="badge">
              {picture.removed ? 'set aside' : `now ${shownLabel(picture.label ?? 'no label')}`}
            </span>
          )}
        </p>
      </div>
      <div class="finding-actions">
        {picture.label !== item.prediction && (
          <Button icon="check" onClick={() => void label([item.id], item.prediction)}>
            {shownLabel(item.prediction)}
          </Button>
        )}
        <Button kind="text" onClick={() => void setAside([item.id], !picture.removed)}>
          {picture.removed ? 'Put back' : 'Set aside'}
        </Button>
      </div>
    </article>
  );
}

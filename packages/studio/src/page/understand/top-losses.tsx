import { useSignal } from '@preact/signals';
import type { PicturePrediction, Run } from '../../protocol/index.js';
import { figure, percent, shownLabel } from '../base/index.js';
import { Button, Empty, HeatButton, HeatMap, Loading, Thumb } from '../parts/index.js';
import { get, label, pictureById, setAside, useLoad } from '../store/index.js';
import { view } from '../viewer/index.js';

const SHOWN = 24;

/** The validation pictures with the largest losses: wrong and sure of it, or right and unsure. */
export function TopLosses({ run }: { run: Run }) {
  const heat = useSignal(false);
  const loaded = useLoad(`losses ${run.id} ${run.endedAt}`, (signal) =>
    get<PicturePrediction[]>(`runs/${run.id}/top-losses`, { k: SHOWN }, signal),
  );
  return (
    <Loading from={loaded} what="Looking for the worst mistakes …">
      {(items) =>
        items.length === 0 ? (
          <Empty icon="check" title="There is nothing to show">
            <p class="quiet">This run has no validation pictures.</p>
          </Empty>
        ) : (
          <>
            <div class="panel-head">
              <p class="quiet">
                Pictures about which the model was most wrong. Often it is the label that is wrong, or the
                picture that is odd.
              </p>
              <HeatButton heat={heat} />
            </div>
            <div class="cards">
              {items.map((item) => (
                <Loss
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

function Loss({
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
  const right = item.label === item.prediction;
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
          {!right && (
            <>
              <span class="quiet"> taken for </span>
              <strong>{shownLabel(item.prediction)}</strong>
            </>
          )}
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
        {!right && picture.label !== item.prediction && (
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

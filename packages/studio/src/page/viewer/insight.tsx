import type { Neighbour, PictureInfo, PicturePrediction, Run } from '../../protocol/index.js';
import { percent, shownLabel } from '../base/index.js';
import { Bars, HeatMap, Thumb } from '../parts/index.js';
import { get, label, modelRun, pictureById, useLoad } from '../store/index.js';
import { view, viewing } from './state.js';

/** What the chosen run makes of a picture: its probabilities, where it looks, which pictures are like it. */
export function Insight({ picture, heat }: { picture: PictureInfo; heat: boolean }) {
  const run = modelRun.value;
  return (
    <aside class="insight" aria-label="What the model makes of it">
      <dl class="facts">
        <dt>Label</dt>
        <dd>{picture.label === null ? '–' : shownLabel(picture.label)}</dd>
        {picture.changed && (
          <>
            <dt>Found as</dt>
            <dd>{picture.foundLabel === null ? '–' : shownLabel(picture.foundLabel)}</dd>
          </>
        )}
        <dt>File</dt>
        <dd>
          <code>{picture.path}</code>
        </dd>
      </dl>
      {run ? (
        <OfRun run={run} picture={picture} heat={heat} />
      ) : (
        <p class="quiet small">After the first training, what the model makes of this picture stands here.</p>
      )}
    </aside>
  );
}

function OfRun({ run, picture, heat }: { run: Run; picture: PictureInfo; heat: boolean }) {
  const key = `${run.id} ${picture.id} ${picture.version}`;
  const predicted = useLoad(key, (signal) =>
    get<PicturePrediction[]>(`runs/${run.id}/predictions`, { ids: picture.id }, signal),
  );
  const alike = useLoad(key, (signal) =>
    get<Neighbour[]>(`runs/${run.id}/neighbours/${picture.id}`, { k: 6 }, signal),
  );
  const prediction = predicted.data?.find(({ id }) => id === picture.id);
  const rated = prediction
    ? run.vocab
        .map((name, i) => ({ name, probability: prediction.probabilities[i] ?? 0 }))
        .sort((a, b) => b.probability - a.probability)
    : [];
  return (
    <>
      <h2>{run.name} says</h2>
      {predicted.error && <p class="quiet small">{predicted.error}</p>}
      {predicted.waiting && !prediction && <p class="quiet small">Looking …</p>}
      {prediction && (
        <>
          <Bars classes={rated} chosen={prediction.prediction} most={4} />
          {picture.label !== prediction.prediction && (
            <button
              type="button"
              class="button plain"
              onClick={() => void label([picture.id], prediction.prediction)}
            >
              Label it {shownLabel(prediction.prediction)}
            </button>
          )}
        </>
      )}
      {heat && !predicted.waiting && (
        <HeatMap run={run} picture={picture} target={prediction?.prediction ?? ''} />
      )}
      <h2>Most alike</h2>
      {alike.error && <p class="quiet small">{alike.error}</p>}
      {alike.waiting && !alike.data && <p class="quiet small">Looking …</p>}
      <ul class="alike">
        {alike.data?.map(({ id, similarity }) => {
          const other = pictureById(id);
          if (!other) return null;
          const name = other.label === null ? 'no label' : shownLabel(other.label);
          return (
            <li key={id}>
              <button
                type="button"
                title={`${other.name}: ${name}, ${percent(similarity, 0)} alike`}
                onClick={() => {
                  const now = viewing.peek();
                  if (!now) return;
                  const list = now.list.includes(id) ? now.list : [...now.list, id];
                  view({ ...now, list, id });
                }}
              >
                <Thumb picture={other} alt="" />
                <span class="small">{name}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

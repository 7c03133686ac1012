import { useEffect } from 'preact/hooks';
import type { PictureInfo, Run } from '../../protocol/index.js';
import { shownLabel } from '../base/index.js';
import { getPicture, useLoad } from '../store/index.js';

/** A picture below the map of what spoke for a class in it (Grad-CAM). */
export function HeatMap({ run, picture, target }: { run: Run; picture: PictureInfo; target: string }) {
  const { data, error } = useLoad(`${run.id} ${picture.id} ${target}`, (signal) =>
    getPicture(`runs/${run.id}/gradcam/${picture.id}`, { target }, signal),
  );
  useEffect(() => () => (data ? URL.revokeObjectURL(data) : undefined), [data]);
  const what = target ? shownLabel(target) : 'its answer';
  if (error) return <p class="quiet small">{error}</p>;
  return (
    <figure class="heat">
      {data ? (
        <img src={data} alt={`Where the model looks in ${picture.name} for ${what}`} />
      ) : (
        <div class="heat-room small quiet">Looking …</div>
      )}
      <figcaption class="quiet small">What speaks for {what}: the warmer, the more</figcaption>
    </figure>
  );
}

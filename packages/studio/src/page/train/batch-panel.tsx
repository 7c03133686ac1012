import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../parts/index.js';
import { getPicture, project, useLoad } from '../store/index.js';

/** Training pictures as the network sees them: cropped, turned, lighter or darker. */
export function BatchPanel() {
  const seed = useSignal<number | null>(null);
  const settings = project.value?.defaults;
  const { data, error, waiting } = useLoad(
    seed.value === null || !settings ? '' : `${seed.value} ${settings.size} ${settings.presize}`,
    (signal) =>
      getPicture(
        'batch',
        { seed: seed.value ?? 0, size: settings?.size, presize: settings?.presize },
        signal,
      ),
  );
  useEffect(() => () => (data ? URL.revokeObjectURL(data) : undefined), [data]);
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Augmentation</h2>
        <Button
          icon="pictures"
          disabled={waiting}
          onClick={() => {
            seed.value = (seed.peek() ?? -1) + 1;
          }}
        >
          {seed.value === null ? 'Show some' : 'Others'}
        </Button>
      </div>
      {error && <p class="fault small">{error}</p>}
      {waiting && <p class="small quiet">Augmenting …</p>}
      {data && <img class="batch" src={data} alt="Training pictures, augmented" />}
      {seed.value === null && (
        <p class="small quiet">
          In each epoch every picture is cropped, turned and lit a little differently, so that fewer of them
          teach more.
        </p>
      )}
    </section>
  );
}

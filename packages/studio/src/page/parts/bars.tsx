import { percent, shownLabel } from '../base/index.js';

/** Classes with their probabilities, as bars. */
export function Bars({
  classes,
  chosen,
  most = 5,
}: {
  classes: readonly { name: string; probability: number }[];
  /** The class that is set off. */
  chosen?: string;
  most?: number;
}) {
  return (
    <ol class="bars">
      {classes.slice(0, most).map(({ name, probability }) => (
        <li key={name} class={name === chosen ? 'chosen' : ''}>
          <span>{shownLabel(name)}</span>
          <data class="number" value={probability}>
            {percent(probability)}
          </data>
          <Meter share={probability} />
        </li>
      ))}
    </ol>
  );
}

/** A bar alone; the number stands beside it in words. */
export function Meter({ share }: { share: number }) {
  return (
    <span class="meter" aria-hidden="true">
      <span style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
    </span>
  );
}

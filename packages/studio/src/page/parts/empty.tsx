import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons.js';

/** What a view says while there is nothing in it: why, and what to do next. */
export function Empty({
  icon,
  title,
  children,
}: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <h1>{title}</h1>
      {children}
    </div>
  );
}

/** That something is on its way. */
export function Waiting({ what }: { what: string }) {
  return (
    <p class="waiting quiet" role="status">
      <span class="spinner" aria-hidden="true" />
      {what}
    </p>
  );
}

/** How far something is, 0 to 1; null where it is not known. */
export function Progress({ name, value }: { name: string; value: number | null }) {
  return value === null ? (
    <progress class="progress" aria-label={name} />
  ) : (
    <progress class="progress" aria-label={name} max={1} value={value} />
  );
}

import type { ComponentChildren } from 'preact';
import type { Loaded } from '../store/index.js';
import { Waiting } from './empty.js';

/** Shows what was read, or why it is not there. */
export function Loading<T>({
  from,
  what,
  children,
}: {
  from: Loaded<T>;
  /** What is being done meanwhile. */
  what: string;
  children: (data: T) => ComponentChildren;
}) {
  if (from.data !== null) return <>{children(from.data)}</>;
  if (from.error)
    return (
      <p class="fault" role="alert">
        {from.error}
      </p>
    );
  return <Waiting what={what} />;
}

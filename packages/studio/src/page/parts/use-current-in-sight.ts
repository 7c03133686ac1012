import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Where a list scrolls, the entry that is the current one comes into sight when it becomes another. */
export function useCurrentInSight(place: RefObject<HTMLElement | null>, current: string | undefined): void {
  useEffect(() => {
    if (current !== undefined)
      place.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [place, current]);
}

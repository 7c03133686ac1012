import { signal } from '@preact/signals';

/** Pictures that are being dragged: where the pointer is, and the name of what lies below it, if it takes them. */
export interface Drag {
  ids: readonly string[];
  x: number;
  y: number;
  over: string | null;
}

/** What is dragged now; null: nothing. Places that take pictures have `data-drop`, with their name. */
export const drag = signal<Drag | null>(null);

/** The place below the pointer that takes pictures. */
export function dropAt(x: number, y: number): string | null {
  const place = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]');
  return place?.dataset.drop ?? null;
}

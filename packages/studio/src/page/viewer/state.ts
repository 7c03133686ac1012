import { signal } from '@preact/signals';
import type { PictureId } from '../../protocol/index.js';

/** A picture that is looked at, among others. */
export interface Viewing {
  /** The pictures that one can go on to. */
  list: readonly PictureId[];
  id: PictureId;
  /** Told which one was looked at last. */
  onClose?: (last: PictureId) => void;
}

export const viewing = signal<Viewing | null>(null);

/** Opens the large view. */
export function view(what: Viewing): void {
  viewing.value = what;
}

export function closeView(): void {
  const was = viewing.peek();
  viewing.value = null;
  was?.onClose?.(was.id);
}

/** To the next picture, or the one before. */
export function goOn(by: number): void {
  const now = viewing.peek();
  if (!now) return;
  const id = now.list[now.list.indexOf(now.id) + by];
  if (id !== undefined) viewing.value = { ...now, id };
}

export const helpIsOpen = signal(false);
export const showHelp = (): void => {
  helpIsOpen.value = true;
};

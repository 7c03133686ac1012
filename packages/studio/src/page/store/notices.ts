import { signal } from '@preact/signals';
import { sentence } from './api.js';

/** Something to say at the edge of the page, for a while. */
export interface Notice {
  id: number;
  text: string;
  kind: 'done' | 'fault';
  action?: { name: string; run: () => void };
}

/** How long a notice stays, in milliseconds; what is wrong stays until it is closed. */
const STAYS = 7000;

export const notices = signal<readonly Notice[]>([]);
let last = 0;

export function closeNotice(id: number): void {
  notices.value = notices.peek().filter((notice) => notice.id !== id);
}

function add(notice: Omit<Notice, 'id'>): number {
  const id = ++last;
  // The same sentence once; three at most. One way back: that of an older notice would take back something newer.
  const others = notices
    .peek()
    .filter(({ text, action }) => text !== notice.text && !(action && notice.action));
  notices.value = [...others, { ...notice, id }].slice(-3);
  return id;
}

/** Says what was done, and offers a way back. */
export function say(text: string, action?: Notice['action']): void {
  const id = add({ text, kind: 'done', ...(action ? { action } : {}) });
  setTimeout(() => closeNotice(id), STAYS);
}

/** Says what went wrong. */
export function fault(error: unknown): void {
  add({ text: sentence(error), kind: 'fault' });
}

/** Does something for which the person waits; what goes wrong is said. Null where it did. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    fault(error);
    return null;
  }
}

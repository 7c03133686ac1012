import { randomBytes } from 'node:crypto';
import type { StudioEvents } from '../../protocol/index.js';

export interface Event {
  /** Of this server and its place among the events. */
  id: string;
  name: keyof StudioEvents;
  /** As JSON. */
  data: string;
}

/** So many past events are remembered, for pages that come back. */
const REMEMBERED = 2000;

/** What happens, for all pages that are open: each sees all of it, and one that was away what it missed. */
export class EventHub {
  /** Of this start of the server: the events of another say nothing to it. */
  readonly #run = randomBytes(4).toString('hex');
  readonly #past: Event[] = [];
  readonly #listeners = new Set<(event: Event) => void>();
  #count = 0;

  publish<Name extends keyof StudioEvents>(name: Name, data: StudioEvents[Name]): void {
    this.#count += 1;
    const event = { id: `${this.#run}-${this.#count}`, name, data: JSON.stringify(data) };
    this.#past.push(event);
    if (this.#past.length > REMEMBERED) this.#past.shift();
    for (const listener of this.#listeners) listener(event);
  }

  /**
   * What came after an event. `missed` says that it is not known any more what came, or was never: all is to be read anew.
   * @param lastId the last that was seen
   */
  since(lastId: string | undefined): { missed: boolean; events: readonly Event[] } {
    if (lastId === undefined) return { missed: false, events: [] };
    const [run, text] = lastId.split('-');
    const place = Number(text);
    /** So many are not remembered any more. */
    const forgotten = this.#count - this.#past.length;
    if (run !== this.#run || !(place >= forgotten && place <= this.#count))
      return { missed: true, events: [] };
    return { missed: false, events: this.#past.slice(place - forgotten) };
  }

  /** An id for what is no event itself, from which {@link since} goes on. */
  get now(): string {
    return `${this.#run}-${this.#count}`;
  }

  listen(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

import { journal, readLines } from '../base/index.js';
import type { Decision } from './labels-file.js';

/** What became of one picture. */
export interface Change {
  path: string;
  from: Decision;
  to: Decision;
}

/** Of one step: what became of pictures, and of the classes that are there without pictures, too. */
export interface Edit {
  changes: Change[];
  added: string[];
  dropped: string[];
}

/** A line of the journal. */
type Line = { at: string } & (
  | { edit: Change[]; added?: string[]; dropped?: string[] }
  | { undo: true }
  | { redo: true }
  | { moved: [string, string][] }
);
type What = Line extends infer One ? (One extends unknown ? Omit<One, 'at'> : never) : never;

const nothing: Edit = { changes: [], added: [], dropped: [] };

/** The edits of all times, which can be taken back one after the other, and done again: a journal that survives the server. */
export class Edits {
  readonly #file: string;
  #edits: Edit[] = [];
  /** So many of them hold. */
  #done = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get undoable(): number {
    return this.#done;
  }
  get redoable(): number {
    return this.#edits.length - this.#done;
  }

  /** Reads the journal. Gives what its last line asked for: the table may not have been written any more. */
  async read(): Promise<Edit> {
    let last = nothing;
    for (const line of await readLines<Line>(this.#file)) {
      if ('edit' in line)
        last = this.#add({ changes: line.edit, added: line.added ?? [], dropped: line.dropped ?? [] });
      else if ('undo' in line) last = this.#back();
      else if ('redo' in line) last = this.#again();
      else {
        this.#rename(new Map(line.moved));
        last = nothing;
      }
    }
    return last;
  }

  async add(edit: Edit): Promise<void> {
    const { changes, added, dropped } = edit;
    await this.#write({
      edit: changes,
      ...(added.length > 0 && { added }),
      ...(dropped.length > 0 && { dropped }),
    });
    this.#add(edit);
  }

  /** Takes the last edit back: what to do. Nothing where there is none. */
  async undo(): Promise<Edit> {
    if (this.#done === 0) return nothing;
    await this.#write({ undo: true });
    return this.#back();
  }

  async redo(): Promise<Edit> {
    if (this.redoable === 0) return nothing;
    await this.#write({ redo: true });
    return this.#again();
  }

  /** Files were moved: what is kept of them goes by their new paths. */
  async moved(paths: ReadonlyMap<string, string>): Promise<void> {
    await this.#write({ moved: [...paths] });
    this.#rename(paths);
  }

  #add(edit: Edit): Edit {
    this.#edits.length = this.#done;
    this.#edits.push(edit);
    this.#done += 1;
    return edit;
  }

  #back(): Edit {
    this.#done -= 1;
    const { changes, added, dropped } = this.#edits[this.#done] ?? nothing;
    return {
      changes: changes.map(({ path, from, to }) => ({ path, from: to, to: from })),
      added: dropped,
      dropped: added,
    };
  }

  #again(): Edit {
    this.#done += 1;
    return this.#edits[this.#done - 1] ?? nothing;
  }

  #rename(paths: ReadonlyMap<string, string>): void {
    for (const { changes } of this.#edits)
      for (const change of changes) change.path = paths.get(change.path) ?? change.path;
  }

  #write(what: What): Promise<void> {
    return journal(this.#file, what);
  }
}

import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readLines } from '../base/index.js';
import type { Decision } from './labels-file.js';

/** What became of one picture. */
export interface Change {
  path: string;
  from: Decision;
  to: Decision;
}

/** A line of the journal. */
type Line = { at: string } & (
  | { edit: Change[] }
  | { undo: true }
  | { redo: true }
  | { moved: [string, string][] }
);

/** The edits of all times, which can be taken back one after the other, and done again: a journal that survives the server. */
export class Edits {
  readonly #file: string;
  #edits: Change[][] = [];
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

  /** Reads the journal. Gives the changes that its last line asked for: the table may not have been written any more. */
  async read(): Promise<readonly Change[]> {
    let last: readonly Change[] = [];
    for (const line of await readLines<Line>(this.#file)) {
      if ('edit' in line) last = this.#add(line.edit);
      else if ('undo' in line) last = this.#back();
      else if ('redo' in line) last = this.#again();
      else {
        this.#rename(new Map(line.moved));
        last = [];
      }
    }
    return last;
  }

  async add(changes: Change[]): Promise<void> {
    await this.#write({ edit: changes });
    this.#add(changes);
  }

  /** Takes the last edit back: what to do. Nothing where there is none. */
  async undo(): Promise<readonly Change[]> {
    if (this.#done === 0) return [];
    await this.#write({ undo: true });
    return this.#back();
  }

  async redo(): Promise<readonly Change[]> {
    if (this.redoable === 0) return [];
    await this.#write({ redo: true });
    return this.#again();
  }

  /** Files were moved: what is kept of them goes by their new paths. */
  async moved(paths: ReadonlyMap<string, string>): Promise<void> {
    await this.#write({ moved: [...paths] });
    this.#rename(paths);
  }

  #add(changes: Change[]): readonly Change[] {
    this.#edits.length = this.#done;
    this.#edits.push(changes);
    this.#done += 1;
    return changes;
  }

  #back(): readonly Change[] {
    this.#done -= 1;
    return (this.#edits[this.#done] ?? []).map(({ path, from, to }) => ({ path, from: to, to: from }));
  }

  #again(): readonly Change[] {
    this.#done += 1;
    return this.#edits[this.#done - 1] ?? [];
  }

  #rename(paths: ReadonlyMap<string, string>): void {
    for (const changes of this.#edits)
      for (const change of changes) change.path = paths.get(change.path) ?? change.path;
  }

  async #write(
    what: { edit: Change[] } | { undo: true } | { redo: true } | { moved: [string, string][] },
  ): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    await appendFile(this.#file, `${JSON.stringify({ at: new Date().toISOString(), ...what })}\n`);
  }
}

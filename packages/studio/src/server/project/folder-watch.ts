import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SET_ASIDE } from './files.js';
import type { Project, Scanned } from './project.js';

/** So long nothing more happens before it is looked, in milliseconds; where it goes on and on, so long at most. */
const QUIET = 300;
const IMPATIENT = 3000;
/** More folders are not watched: systems have a limit. Then a person asks. */
const MOST = 2000;

/**
 * Pictures that come, go or change while the studio is open are found by themselves, and so is another `labels.csv`. Where a system does not
 * tell (drives of other machines), {@link FolderWatch.look} is asked.
 */
export class FolderWatch {
  readonly #project: Project;
  readonly #tell: (scanned: Scanned) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;
  #since: number | undefined;
  /** Whether nothing but the table of labels changed since it was last looked. */
  #onlyTable = true;
  #looking: Promise<Scanned> | undefined;
  #isClosed = false;

  /** @param tell is told of everything that {@link look} finds */
  constructor(project: Project, tell: (scanned: Scanned) => void) {
    this.#project = project;
    this.#tell = tell;
  }

  async open(): Promise<void> {
    await this.#follow();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** Looks now. Whoever asks while it looks gets what is found afterwards. */
  async look(): Promise<Scanned> {
    await this.#looking?.catch(() => {});
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<Scanned> {
    clearTimeout(this.#timer);
    this.#since = undefined;
    this.#onlyTable = true;
    const scanned = await this.#project.scan();
    await this.#follow();
    if (scanned.changed.length > 0 || scanned.gone.length > 0) this.#tell(scanned);
    return scanned;
  }

  /** Watches the folders that there are now. */
  async #follow(): Promise<void> {
    const folders = new Set(await foldersIn(this.#project.folder));
    if (this.#isClosed) return;
    for (const [folder, watcher] of this.#watchers)
      if (!folders.has(folder)) {
        watcher.close();
        this.#watchers.delete(folder);
      }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => this.#happened(name ?? ''));
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // It is gone, or the system watches no more.
    }
  }

  #happened(name: string): void {
    // What is hidden is no picture, and drafts are called so.
    if (name.startsWith('.') || this.#isClosed) return;
    this.#onlyTable &&= name === 'labels.csv';
    const now = performance.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(QUIET, this.#since + IMPATIENT - now));
    this.#timer = setTimeout(() => void this.#settled(), wait).unref();
  }

  async #settled(): Promise<void> {
    // Each edit writes the table, which is no reason to look at ten thousand files.
    if (this.#onlyTable) {
      this.#since = undefined;
      // What stands in the way of reading it is said to who looks.
      if (await this.#project.isTableAsItWas().catch(() => false)) return;
    }
    // A table that another program has not written to its end is looked at again when it has, and so is all else.
    await this.look().catch(() => {
      this.#onlyTable = false;
    });
  }
}

/** A folder and those inside, without hidden ones, links, and what was set aside. */
async function foldersIn(root: string): Promise<string[]> {
  const found = [root];
  for (const folder of found) {
    if (found.length >= MOST) break;
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => []))
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== SET_ASIDE)
        found.push(join(folder, entry.name));
  }
  return found.slice(0, MOST);
}

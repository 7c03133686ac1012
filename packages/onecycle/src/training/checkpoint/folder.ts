import { readdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { nn, Tensor } from '@onecycle/torch';
import type { Path } from '../../data/index.js';
import { checkExtent, dispose, readSealed, tryFolder, writeTensors } from '../persistence/index.js';
import { lock } from './lock.js';
import { checkVersion, positionOf, type RunFile } from './run-file.js';

/** How many checkpoints of a running fit are kept: the newest, and the one before it in case the newest is damaged. */
const KEPT = 2;
const RUNNING = /^checkpoint-(\d+)\.safetensors$/;
/** What a process that was killed while writing leaves behind. */
const TEMPORARY = /^\.(checkpoint|fit)-.*\.tmp$/;
const FINISHED = /^fit-(\d+)\.safetensors$/;

/**
 * How many fits this process has brought to their ends, by folder. A script that is run again comes to its fits in the
 * same order, whichever learners they belong to, and so finds the one to go on with.
 */
const fitsDone = new Map<string, number>();
/** Folders in which the fit that is on was interrupted in this process. */
const interrupted = new Set<string>();

/** The folder with a run's checkpoints: the newest two of the running fit, and the end of each finished one. */
export class CheckpointFolder {
  /** @param model what the run trains: files that hold far more than it are not read */
  constructor(
    readonly path: Path,
    private readonly model: nn.Module<Tensor[]>,
  ) {}

  /** The number of the fit that is on, or comes next: how many of this folder came before it in this process. */
  get fit(): number {
    return fitsDone.get(this.#key) ?? 0;
  }

  /** The fit that was on has come to its end; the next one has the next number. */
  countFit(): void {
    fitsDone.set(this.#key, this.fit + 1);
  }

  /** Whether the fit that is on was interrupted in this process: it is left for the script's next run, as what follows. */
  get interrupted(): boolean {
    return interrupted.has(this.#key);
  }

  set interrupted(isIt: boolean) {
    if (isIt) interrupted.add(this.#key);
    else interrupted.delete(this.#key);
  }

  get #key(): string {
    return resolve(String(this.path));
  }

  /** Removes files that were never finished. */
  async tidy(): Promise<void> {
    for (const name of await this.#names()) {
      if (TEMPORARY.test(name)) await rm(String(this.path.join(name)), { force: true });
    }
  }

  /**
   * Makes the folder this process's own, until it ends.
   *
   * @throws Error where the folder cannot be written to, or another run that lives has it
   */
  async hold(): Promise<void> {
    await tryFolder(String(this.path));
    await lock(String(this.path.join('.lock')));
  }

  /** Writes the next checkpoint of the running fit, then removes those that are not needed any more. */
  async writeRunning(file: RunFile): Promise<void> {
    const numbers = await this.#numbers(RUNNING);
    const next = (numbers.at(-1) ?? -1) + 1;
    await this.#write(runningName(next), file);
    for (const old of numbers.slice(0, Math.max(0, numbers.length + 1 - KEPT))) await this.#remove(old);
  }

  /** Writes how fit number `fit` ended, and removes what was kept of it while it ran. */
  async writeFinished(fit: number, file: RunFile): Promise<void> {
    await this.#write(`fit-${fit}.safetensors`, file);
    for (const old of await this.#numbers(RUNNING)) await this.#remove(old);
  }

  /** How fit number `fit` ended, or null. */
  async finished(fit: number): Promise<{ file: RunFile; name: string } | null> {
    if (!(await this.#numbers(FINISHED)).includes(fit)) return null;
    return this.#read(`fit-${fit}.safetensors`);
  }

  /** The newest readable checkpoint of fit number `fit`, or null. */
  async running(fit: number): Promise<{ file: RunFile; name: string } | null> {
    for (const number of (await this.#numbers(RUNNING)).toReversed()) {
      const found = await this.#read(runningName(number)).catch((error: unknown) => {
        console.warn(`skipped a checkpoint: ${error instanceof Error ? error.message : error}`);
        return null;
      });
      if (!found) continue;
      if (positionOf(found.file, found.name).fit === fit) return found;
      dispose(found.file.tensors);
    }
    return null;
  }

  /** Removes what an earlier run left: the checkpoints of a running fit, and the ends of fit number `fit` and later ones. */
  async forget(fit: number): Promise<void> {
    for (const number of await this.#numbers(RUNNING)) await this.#remove(number);
    for (const number of await this.#numbers(FINISHED)) {
      if (number >= fit) await rm(String(this.path.join(`fit-${number}.safetensors`)));
    }
  }

  #names(): Promise<string[]> {
    return readdir(String(this.path)).catch(() => []);
  }

  async #numbers(pattern: RegExp): Promise<number[]> {
    return (await this.#names())
      .flatMap((name) => pattern.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  async #remove(number: number): Promise<void> {
    await rm(String(this.path.join(runningName(number))), { force: true });
  }

  async #write(name: string, { tensors, metadata }: RunFile): Promise<void> {
    try {
      await writeTensors(String(this.path.join(name)), tensors, metadata);
    } finally {
      dispose(tensors);
    }
  }

  async #read(name: string): Promise<{ file: RunFile; name: string }> {
    const path = String(this.path.join(name));
    const file = await readSealed(path, path, true, ({ tensors }) => checkExtent(this.model, tensors, path));
    try {
      checkVersion(file, path);
    } catch (error) {
      dispose(file.tensors);
      throw error;
    }
    return { file, name: path };
  }
}

const runningName = (number: number) => `checkpoint-${String(number).padStart(6, '0')}.safetensors`;

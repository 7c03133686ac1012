import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../../messages.js';
import type { EpochPoint, Preview, Run, TrainPoint } from '../../protocol/index.js';
import { readJson, readLines, writeJson } from '../base/index.js';
import type { RunData } from './run-data.js';

/** What is written of a run beside what the page sees. */
interface Kept {
  run: Run;
  /** The process that trained it last. */
  pid: number | null;
  preview: Preview | null;
}

/** A folder with all that there is of a run. */
export class RunFolder {
  readonly path: string;

  constructor(
    readonly runs: string,
    readonly id: string,
  ) {
    this.path = join(runs, id);
  }

  static newId(): string {
    const day = new Date().toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
    return `${day}-${randomBytes(3).toString('hex')}`;
  }

  /** The runs that there are, the oldest first. */
  static async all(runs: string): Promise<RunFolder[]> {
    const names = await readdir(runs).catch((): string[] => []);
    return names
      .filter((name) => existsSync(join(runs, name, 'run.json')))
      .sort()
      .map((name) => new RunFolder(runs, name));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  has(name: string): boolean {
    return existsSync(this.file(name));
  }

  read(): Promise<Kept | undefined> {
    return readJson<Kept>(this.file('run.json'));
  }

  write(kept: Kept): Promise<void> {
    return writeJson(this.file('run.json'), kept);
  }

  async data(): Promise<RunData> {
    return (await readJson<RunData>(this.file('data.json'))) ?? { pictures: [], others: [] };
  }

  writeData(data: RunData): Promise<void> {
    return writeJson(this.file('data.json'), data);
  }

  /** Every batch and epoch once: where training went on from a checkpoint, what came after that counts. */
  async log(): Promise<{ points: TrainPoint[]; epochs: EpochPoint[] }> {
    const points = new Map<number, TrainPoint>();
    const epochs = new Map<number, EpochPoint>();
    for (const line of await readLines<LogLine>(this.file('log.jsonl'))) {
      if ('epoch' in line) epochs.set(line.epoch.epoch, line.epoch);
      else {
        for (const step of [...points.keys()].reverse()) {
          if (step < line.point.step) break;
          points.delete(step);
        }
        points.set(line.point.step, line.point);
      }
    }
    return { points: [...points.values()], epochs: [...epochs.values()] };
  }

  /** Out of the way, where it can be found again. */
  async discard(trash: string): Promise<void> {
    await mkdir(trash, { recursive: true });
    await rename(this.path, join(trash, this.id));
  }
}

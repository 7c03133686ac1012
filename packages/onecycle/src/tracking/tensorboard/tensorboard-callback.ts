import { hostname } from 'node:os';
import { checkOptions, explained, is } from '../../base/index.js';
import { Path } from '../../data/index.js';
import { type CallbackState, tryFolder } from '../../training/index.js';
import type { RunConfig } from '../run/index.js';
import { type RunStatus, RunTracker, type RunTrackerOptions, runTrackerNames } from '../run/index.js';
import type { EventFile } from './event-file.js';

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions extends RunTrackerOptions {
  /**
   * The run's folder, below the learner's `path` unless it is absolute. Default `runs/<date and time>_<host>`, as of
   * PyTorch's SummaryWriter; `tensorboard --logdir runs` then compares all that are there.
   */
  logDir?: string;
}

/**
 * Writes TensorBoard's event files, for `tensorboard --logdir <folder>`: numbers and pictures as every {@link RunTracker} has
 * them, and what the run is made of as text and for the table of hyper-parameters. A fit that goes on from a checkpoint
 * writes another file into the same folder, in which TensorBoard finds that what was trained twice counts once.
 * Source: fastai's TensorBoardCallback, without the model's graph and the projector.
 *
 * @throws Error before the fit, where the folder cannot be written to
 */
export class TensorBoardCallback extends RunTracker {
  #logDir: string | undefined;
  #file: EventFile | undefined;
  #make: (() => EventFile) | undefined;
  /** Whether what the run is made of has been told. */
  #begun = false;

  constructor(options: TensorBoardOptions = {}) {
    checkOptions<TensorBoardOptions>(options, { logDir: is.name, ...runTrackerNames }, 'tensorBoard');
    super(options);
    this.#logDir = options.logDir;
  }

  /** The run's folder. */
  get logDir(): Path {
    this.#logDir ??= new Path('runs').join(`${stamp(new Date())}_${hostname()}`).toString();
    return this.learn.path.join(this.#logDir);
  }

  protected override async open(config: RunConfig): Promise<void> {
    await tryFolder(String(this.logDir));
    const { EventFile } = await import('./event-file.js');
    // Made when there is something to write: by then it is known whether the run is one of before.
    this.#make = () => {
      const file = new EventFile(String(this.logDir));
      if (this.resumedAt !== null) {
        file.restart(this.resumedAt + 1);
        this.resumedAt = null;
      } else if (!this.#begun) {
        const rows = Object.entries(config).map(([name, value]) => `| ${name} | ${value} |`);
        file.begin(config);
        file.text('configuration', ['| | |', '|---|---|', ...rows].join('\n'), 0);
      }
      this.#begun = true;
      return file;
    };
  }

  /** Does something with the file. Where a record could not be written whole, whatever comes next goes into another file. */
  #with(task: (file: EventFile) => void): void {
    this.#file ??= this.#make?.();
    if (!this.#file) return;
    try {
      task(this.#file);
    } catch (error) {
      this.#file = undefined;
      throw explained(error, String(this.logDir), 'TensorBoard will miss some of what was measured.');
    }
  }

  protected override scalars(values: Readonly<Record<string, number>>, step: number): void {
    this.#with((file) => file.scalars(values, step));
  }

  protected override picture(name: string, png: Buffer, step: number): void {
    this.#with((file) => file.picture(name, png, step));
  }

  protected override flush(): void {
    this.#with((file) => file.flush());
  }

  protected override close(status: RunStatus): void {
    this.#with((file) => {
      file.end(status);
      file.flush();
    });
  }

  override state(): CallbackState {
    // What a checkpoint has behind it must be in the file.
    if (this.#file) this.safely(() => this.flush());
    return { values: { ...super.state().values, logDir: this.#logDir } };
  }

  override restoreState(state: CallbackState): void {
    super.restoreState(state);
    const { logDir } = state.values ?? {};
    if (typeof logDir === 'string') this.#logDir = logDir;
  }
}

/** As PyTorch names the folders of runs: Nov27_04-31-12. */
function stamp(date: Date): string {
  const [, month, day] = date.toDateString().split(' ');
  return `${month}${day}_${date.toTimeString().slice(0, 8).replaceAll(':', '-')}`;
}

/** See {@link TensorBoardCallback}. */
export const tensorBoard = (options: TensorBoardOptions = {}): TensorBoardCallback =>
  new TensorBoardCallback(options);

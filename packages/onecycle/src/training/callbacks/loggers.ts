import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { checkOptions, explained, is, kindOf } from '../../base/index.js';
import { checkPath, type Path } from '../../data/index.js';
import { Callback, type CallbackState } from '../events/index.js';
import { tryFolder } from '../persistence/index.js';

/** Options of {@link csvLogger} and {@link jsonLogger}. */
export interface LogFileOptions {
  /** The file, below the learner's `path` unless it is absolute. Default 'history.csv' or 'history.jsonl'. */
  fname?: string;
  /** Goes on at the end of a file that is there, instead of starting anew at the callback's first fit. Default false. */
  append?: boolean;
}

/**
 * Writes the rows of the epoch table to a file as they come. A checkpoint remembers how long the file was, so that a
 * resumed run leaves no row out and none twice.
 */
abstract class FileLogger extends Callback {
  override order = 60;
  override onlyFits = true;
  readonly append: boolean;
  #length: number | null = null;
  #headed = false;
  #told = false;
  /** How long the file is, if this process wrote it last; null before its first row, and after a restart. */
  #left: number | null = null;

  constructor(
    readonly fname: string,
    { append = false }: LogFileOptions,
  ) {
    super();
    if (typeof fname !== 'string' || fname === '') {
      throw new TypeError(`fname is the name of a file, and not ${kindOf(fname)}`);
    }
    this.append = append;
  }

  /** Where it writes. */
  get file(): Path {
    return this.learn.path.join(this.fname);
  }

  /** What stands before the rows of a fit. */
  protected abstract header(): string;
  /** The line of the epoch that has just ended. */
  protected abstract line(): string;

  override async beforeFit(): Promise<void> {
    if (this.learn.strategy.rank > 0) return;
    const file = String(this.file);
    await tryFolder(String(this.file.parent));
    this.#length ??= this.append && existsSync(file) ? statSync(file).size : 0;
    this.#headed = false;
  }

  override afterEpoch(): void {
    if (this.learn.strategy.rank > 0) return;
    const file = String(this.file);
    const text = `${this.#headed ? '' : this.header()}${this.line()}`;
    try {
      mkdirSync(String(this.file.parent), { recursive: true });
      const size = existsSync(file) ? statSync(file).size : 0;
      if (this.#left !== null && size !== this.#left) this.#length = this.#shared(file, size);
      else if (size > 0) truncateSync(file, this.#length ?? 0);
      appendFileSync(file, text);
    } catch (error) {
      this.#cutOff(file);
      throw explained(error, file, 'The rows before are in it, and the learner is as trained until here.');
    }
    this.#length = (this.#length ?? 0) + Buffer.byteLength(text);
    this.#left = this.#length;
    this.#headed = true;
  }

  /** Says once that somebody else writes to the file, whose rows stay. Gives the length from which on this one writes. */
  #shared(file: string, size: number): number {
    if (!this.#told)
      console.warn(
        `${file} is not as this fit left it: is another run writing to it? Rows are added at its end; give each run a file of its own (fname)`,
      );
    this.#told = true;
    return size;
  }

  /** Takes away what there was room for of a line. */
  #cutOff(file: string): void {
    try {
      truncateSync(file, this.#length ?? 0);
    } catch {
      // It is not there, or is no file.
    }
  }

  override state(): CallbackState {
    return { values: { length: this.#length, headed: this.#headed } };
  }

  override restoreState({ values }: CallbackState): void {
    this.#length = Number(values?.length);
    this.#headed = values?.headed === true;
    this.#left = null;
  }

  /** The lines that are in the file. */
  protected lines(): string[] {
    return readFileSync(String(this.file), 'utf8').split('\n').slice(0, -1);
  }
}

/** Writes the epoch table to a CSV file. Source: fastai's CSVLogger. */
export class CSVLogger extends FileLogger {
  constructor(options: LogFileOptions = {}) {
    checkOptions(options, { fname: checkPath, append: is.flag }, 'csvLogger');
    super(options.fname ?? 'history.csv', options);
  }

  protected header(): string {
    return `${this.learn.recorder.metricNames.join(',')}\n`;
  }

  protected line(): string {
    return `${this.learn.recorder.row.map((value) => (Array.isArray(value) ? value.join(' ') : value)).join(',')}\n`;
  }
}

/**
 * Writes one JSON object a line for every epoch: `phase` ('frozen' while only the last groups train, else 'unfrozen'),
 * `epoch`, the losses and metrics by their columns' names, `time` in seconds.
 */
export class JSONLogger extends FileLogger {
  constructor(options: LogFileOptions = {}) {
    checkOptions(options, { fname: checkPath, append: is.flag }, 'jsonLogger');
    super(options.fname ?? 'history.jsonl', options);
  }

  protected header(): string {
    return '';
  }

  protected line(): string {
    const { epoch, finalRecord, opt, recorder } = this.learn;
    const columns = recorder.metricNames.slice(1, 1 + finalRecord.length);
    const values = columns.map((name, i) => [name, finalRecord[i]] as const);
    const phase = opt.frozenIdx > 0 ? 'frozen' : 'unfrozen';
    return `${JSON.stringify({ phase, epoch, ...Object.fromEntries(values), time: recorder.seconds })}\n`;
  }

  /** What is in the file, an object for each epoch. */
  readLog(): Record<string, unknown>[] {
    return this.lines().map((line) => JSON.parse(line));
  }
}

/** See {@link CSVLogger}. */
export const csvLogger = (options: LogFileOptions = {}): CSVLogger => new CSVLogger(options);
/** See {@link JSONLogger}. */
export const jsonLogger = (options: LogFileOptions = {}): JSONLogger => new JSONLogger(options);

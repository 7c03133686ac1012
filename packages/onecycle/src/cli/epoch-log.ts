import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Callback } from '../training/index.js';

/**
 * Writes one JSON object a line to a file at the end of every epoch: `phase` (`frozen` while only the head learns,
 * then `unfrozen`), `epoch` (counted from 0 in each phase), the losses and metrics by the names of their columns, and
 * `time` in seconds.
 */
export class EpochLog extends Callback {
  /** After the recorder. */
  override order = 60;
  readonly #file: string;
  readonly #written: Set<string>;
  #began = 0;

  /** With `resume` the lines of the interrupted run stay, and an epoch that is repeated is not written again. */
  constructor(file: string, { resume = false }: { resume?: boolean } = {}) {
    super();
    this.#file = file;
    const lines = resume && existsSync(file) ? wholeLines(readFileSync(file, 'utf8')) : [];
    this.#written = new Set(lines.map((line) => key(JSON.parse(line))));
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  }

  override beforeEpoch(): void {
    this.#began = performance.now();
  }

  override afterEpoch(): void {
    const { opt, epoch, recorder, finalRecord } = this.learn;
    const columns = recorder.metricNames.slice(1, 1 + finalRecord.length);
    const line = {
      phase: opt.frozenIdx > 0 ? 'frozen' : 'unfrozen',
      epoch,
      ...Object.fromEntries(columns.map((name, i) => [name, finalRecord[i]])),
      time: Math.round(performance.now() - this.#began) / 1000,
    };
    if (!this.#written.has(key(line))) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

const key = ({ phase, epoch }: { phase: string; epoch: number }): string => `${phase} ${epoch}`;

/** A run that was killed may have left half a line at the end. */
const wholeLines = (text: string): string[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);

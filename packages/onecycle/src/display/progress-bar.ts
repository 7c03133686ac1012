import { checkOptions, environment, is } from '../base/index.js';
import { escapeHtml, light, type MimeBundle, notebook } from './output/index.js';
import { Table } from './table.js';

/** Where a bar in a terminal is written: `process.stderr` or something like it. */
export interface Terminal {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Options of a {@link ProgressBar}. */
export interface ProgressBarOptions {
  /** What is going on: 'Epoch', 'Downloading …'. */
  label?: string;
  /** Columns of the table whose rows {@link ProgressBar.row} adds. */
  columns?: readonly string[];
  /** 'bytes' shows amounts in kB, MB and GB. */
  unit?: 'items' | 'bytes';
  /** Where to write; by default standard output. Without a TTY only rows are written, never a moving bar. */
  terminal?: Terminal;
}

const TERMINAL_INTERVAL = 100;
const NOTEBOOK_INTERVAL = 400;

/**
 * Progress of a known number of steps, as fastprogress shows it: an outer bar (epochs), an inner one ({@link child},
 * batches) and a table that grows by a row per epoch. In a terminal it is one line that is rewritten in place below the
 * rows; in Deno's Jupyter kernel a live HTML output; where output goes to a file only the rows appear.
 *
 * ```ts
 * const epochs = new ProgressBar(3, { label: 'Epoch', columns: ['epoch', 'train_loss'] });
 * const batches = epochs.child(37, { label: 'train' });
 * batches.update(12, '0.4321');
 * batches.close();
 * epochs.row(['0', '0.4321']);
 * epochs.update(1);
 * epochs.close();
 * ```
 */
export class ProgressBar {
  done = 0;
  comment = '';
  private readonly began = Date.now();
  private readonly rows: string[][] = [];
  private inner: ProgressBar | undefined;
  private drawnAt = 0;
  private lineShown = false;
  private closed = false;
  private readonly output: Terminal;
  private readonly live: ReturnType<typeof notebook>;

  constructor(
    readonly total: number,
    readonly options: ProgressBarOptions = {},
    private readonly parent?: ProgressBar,
  ) {
    checkOptions(
      options,
      { label: is.text, columns: is.texts, unit: is.oneOf('items', 'bytes'), terminal: is.object },
      'ProgressBar',
    );
    this.output = options.terminal ?? process.stdout;
    this.live = options.terminal || parent ? undefined : notebook();
    if (!parent && options.columns && !this.live) this.print(this.tableLine(options.columns));
  }

  /** Sets how many steps are done, with a word beside the bar. Draws at most ten times a second. */
  update(done: number, comment = this.comment): void {
    this.done = Math.min(done, this.total);
    this.comment = comment;
    this.root.draw(false);
  }

  /** Starts an inner bar; the one before it is forgotten. */
  child(total: number, options: Pick<ProgressBarOptions, 'label' | 'unit'> = {}): ProgressBar {
    this.inner = new ProgressBar(total, { ...options, terminal: this.output }, this);
    this.root.draw(false);
    return this.inner;
  }

  /** Adds a row to the table: printed at once in a terminal, part of the live output in a notebook. */
  row(cells: readonly string[]): void {
    this.rows.push([...cells]);
    if (this.live) this.draw(true);
    else this.print(this.tableLine(cells));
  }

  /** Writes a line above the bar. */
  print(line: string): void {
    this.clearLine();
    this.output.write(`${line}\n`);
    if (this.lineShown) this.draw(true);
  }

  /** Takes the bar away; rows stay. Closing twice does no harm. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.parent) {
      if (this.parent.inner === this) this.parent.inner = undefined;
      return;
    }
    this.clearLine();
    this.lineShown = false;
    this.live?.update(this.bundle());
  }

  /** The rows so far as a {@link Table}. */
  get table(): Table {
    return new Table(this.options.columns ?? [], this.rows);
  }

  private get root(): ProgressBar {
    return this.parent ? this.parent.root : this;
  }

  private draw(now: boolean): void {
    if (this.closed) return;
    const interval = this.live ? NOTEBOOK_INTERVAL : TERMINAL_INTERVAL;
    if (!now && Date.now() - this.drawnAt < interval) return;
    this.drawnAt = Date.now();
    if (this.live) this.live.update(this.bundle());
    else if (this.movesIn(this.output)) {
      this.lineShown = true;
      this.output.write(`\r${this.line((this.output.columns || 80) - 1)}\x1b[K`);
    }
  }

  /** Whether a line can be rewritten in place: a dumb terminal (an editor's, a serial line) knows no way back. */
  private movesIn({ isTTY }: Terminal): boolean {
    return isTTY === true && environment('TERM') !== 'dumb';
  }

  private clearLine(): void {
    if (this.lineShown) this.output.write('\r\x1b[K');
  }

  /** Both bars in one line of at most `columns` characters: `Epoch 1/3 · train ████░░░░ 32 % 12/37 00:04<00:09 0.43`. */
  private line(columns: number): string {
    const bar = this.inner ?? this;
    const outer = this.inner
      ? `${this.options.label ?? ''} ${this.done + 1}/${this.total} · `.trimStart()
      : '';
    const before = `${outer}${bar.options.label ? `${bar.options.label} ` : ''}`;
    const after = ` ${bar.facts()}${bar.comment ? ` ${bar.comment}` : ''}`;
    const width = Math.max(5, Math.min(30, columns - before.length - after.length));
    const filled = Math.round(width * bar.fraction());
    return `${before}${'█'.repeat(filled)}${'░'.repeat(width - filled)}${after}`.slice(0, columns);
  }

  private facts(): string {
    const elapsed = (Date.now() - this.began) / 1000;
    const left = this.done > 0 ? `<${clock((elapsed / this.done) * (this.total - this.done))}` : '';
    const percent = `${Math.floor(100 * this.fraction())} %`;
    const amount = (n: number) => (this.options.unit === 'bytes' ? bytes(n) : String(n));
    return `${percent} ${amount(this.done)}/${amount(this.total)} ${clock(elapsed)}${left}`;
  }

  private fraction(): number {
    return this.total > 0 ? this.done / this.total : 1;
  }

  /** Losses and times have a fixed shape, so equal widths keep the growing table aligned. */
  private tableLine(cells: readonly string[]): string {
    return cells
      .map((cell, c) => cell.padEnd(Math.max(10, (this.options.columns?.[c] ?? '').length)))
      .join('  ')
      .trimEnd();
  }

  private bundle(): MimeBundle {
    const bars = this.closed ? [] : this.inner ? [this, this.inner] : [this];
    const html = bars.map(
      (bar) =>
        `<div><progress value="${bar.done}" max="${Math.max(1, bar.total)}" style="width:300px;height:1em;vertical-align:middle;accent-color:${light.accent}"></progress> ${escapeHtml(`${bar.options.label ?? ''} ${bar.facts()} ${bar.comment}`)}</div>`,
    );
    const table = this.options.columns ? this.table.toHtml() : '';
    return {
      'text/html': table + html.join(''),
      'text/plain': this.options.columns ? this.table.toString() : '',
    };
  }
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB'] as const;
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, n)) / 3));
  return `${(n / 1000 ** power).toFixed(power > 1 ? 1 : 0)} ${units[power]}`;
}

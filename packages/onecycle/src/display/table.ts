import {
  checkList,
  checkOptions,
  counted,
  extent,
  is,
  type OptionNames,
  shown,
  toFixedEven,
  wrongKind,
} from '../base/index.js';
import { Displayable, escapeHtml, htmlPage, type MimeBundle, scrolling } from './output/index.js';

/** A value in a {@link Table}; null and undefined are shown empty. */
export type Cell = string | number | bigint | boolean | null | undefined;

/** A column of {@link table}: a list, a typed array, or a tensor of one dimension. */
export type Column = Iterable<Cell> | { tolist(): unknown };

/** Options of a {@link Table}. */
export interface TableOptions {
  /** A line above the table. */
  title?: string;
  /** Decimals of numbers with a fraction; by default six, as pandas shows them. */
  digits?: number;
  /** Decimals of the numbers in some columns, by name; kept whatever the numbers are. */
  columnDigits?: Readonly<Record<string, number>>;
}

const tableOptions: OptionNames<TableOptions> = {
  title: is.text,
  digits: is.count(0),
  columnDigits: is.object,
};

/** Rows under named columns: prints in a terminal, renders in a notebook, saves as HTML, CSV or Markdown. */
export class Table extends Displayable {
  constructor(
    readonly columns: readonly string[],
    readonly rows: readonly (readonly Cell[])[],
    readonly options: TableOptions = {},
  ) {
    super();
    checkList('new Table', "a list of columns' names", columns, (name) => typeof name === 'string');
    checkList('new Table', 'a list of rows, each a list of cells', rows, Array.isArray);
    checkOptions(options, tableOptions, 'new Table');
    const uneven = rows.findIndex((row) => row.length !== columns.length);
    if (uneven >= 0) {
      const found = rows[uneven]?.length;
      throw new Error(
        `row ${uneven} of the table has ${counted(Number(found), 'cell')}, and the table ${counted(columns.length, 'column')}`,
      );
    }
  }

  /** Columns padded to their widest cell: numbers to the right, text to the left. */
  toString(): string {
    const texts = this.texts();
    const widths = this.columns.map((name, c) =>
      Math.max(displayWidth(name), ...texts.map((row) => displayWidth(row[c] ?? ''))),
    );
    const numeric = this.numericColumns();
    const line = (cells: readonly string[]) =>
      cells
        .map((cell, c) => {
          const padding = ' '.repeat((widths[c] ?? 0) - displayWidth(cell));
          return numeric[c] ? padding + cell : cell + padding;
        })
        .join('  ')
        .trimEnd();
    const rule = widths.map((width) => '─'.repeat(width)).join('  ');
    const title = this.options.title ? [this.options.title, ''] : [];
    return [...title, line(this.columns), rule, ...texts.map(line)].join('\n');
  }

  /** An HTML `<table>` without styles of its own. */
  toHtml(): string {
    const numeric = this.numericColumns();
    const align = (c: number) => ` style="text-align:${numeric[c] ? 'right' : 'left'}"`;
    const head = this.columns.map((name, c) => `<th scope="col"${align(c)}>${escapeHtml(name)}</th>`);
    const body = this.texts().map(
      (row) => `<tr>${row.map((cell, c) => `<td${align(c)}>${breakable(cell)}</td>`).join('')}</tr>`,
    );
    const caption = this.options.title ? `<caption>${escapeHtml(this.options.title)}</caption>` : '';
    return `<table>${caption}<thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
  }

  /** Comma-separated values as RFC 4180 has them, numbers in full precision. */
  toCsv(): string {
    const quote = (cell: Cell) => {
      const text = String(cell ?? '');
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return [this.columns, ...this.rows].map((row) => `${row.map(quote).join(',')}\n`).join('');
  }

  /** A table in GitHub's Markdown. */
  toMarkdown(): string {
    const line = (cells: readonly string[]) =>
      `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\r?\n/g, '<br>')).join(' | ')} |\n`;
    const rule = this.numericColumns().map((isNumeric) => (isNumeric ? '---:' : '---'));
    return line(this.columns) + line(rule) + this.texts().map(line).join('');
  }

  async mimeBundle(): Promise<MimeBundle> {
    return { 'text/html': this.toHtml(), 'text/plain': this.toString() };
  }

  protected writers() {
    const { title = 'Table' } = this.options;
    return {
      '.html': async () => htmlPage(title, `<main>${scrolling(this.toHtml(), title)}</main>`),
      '.csv': async () => this.toCsv(),
      '.md': async () => this.toMarkdown(),
      '.txt': async () => `${this.toString()}\n`,
    };
  }

  private texts(): string[][] {
    const formats = this.columns.map((name, c) => {
      const fixed = this.options.columnDigits?.[name];
      if (fixed !== undefined) return (cell: Cell) => textOf(cell, (value) => toFixedEven(value, fixed));
      return columnFormat(
        this.rows.map((row) => row[c]),
        this.options.digits ?? 6,
      );
    });
    return this.rows.map((row) => row.map((cell, c) => formats[c]?.(cell) ?? ''));
  }

  private numericColumns(): boolean[] {
    return this.columns.map((_, c) => {
      const filled = this.rows.map((row) => row[c]).filter((cell) => cell !== null && cell !== undefined);
      const looksNumeric = (cell: Cell) =>
        typeof cell === 'number' ||
        typeof cell === 'bigint' ||
        (typeof cell === 'string' && /^\d[\d.:e-]*$/.test(cell));
      return filled.length > 0 && filled.every(looksNumeric);
    });
  }
}

/**
 * A {@link Table} from named columns of equal length. A column is a list or a tensor of one dimension.
 *
 * @throws if the columns differ in length, or a tensor has more than one dimension.
 */
export function table(columns: Record<string, Column>, options: TableOptions = {}): Table {
  checkOptions(options, tableOptions, 'table');
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns))
    throw new TypeError(`table takes columns by name, { loss: [0.3, 0.2] }, not ${shown(columns)}`);
  const names = Object.keys(columns);
  const lists = Object.entries(columns).map(([name, column]) => cellsOf(name, column));
  const rows = lists[0]?.length ?? 0;
  const uneven = lists.findIndex((list) => list.length !== rows);
  if (uneven >= 0) {
    throw new Error(
      `columns of a table need equal lengths: '${names[0]}' has ${counted(rows, 'row')}, '${names[uneven]}' has ${lists[uneven]?.length}`,
    );
  }
  return new Table(
    names,
    Array.from({ length: rows }, (_, r) => lists.map((list) => list[r])),
    options,
  );
}

function cellsOf(name: string, column: Column): Cell[] {
  if (typeof column !== 'object' || column === null)
    throw wrongKind('table', `a list or a tensor as column '${name}'`, column);
  const list: unknown = 'tolist' in column ? column.tolist() : Array.from(column);
  if (!Array.isArray(list) || !list.every(isCell)) {
    throw new Error(
      `column '${name}' of a table needs one value per row: give a list or a tensor of one dimension`,
    );
  }
  return list;
}

/** HTML of a text that may break after an underscore where a narrow screen leaves no room for it. */
const breakable = (text: string): string => escapeHtml(text).replaceAll('_', '_<wbr>');

function isCell(value: unknown): value is Cell {
  return value === null || ['string', 'number', 'bigint', 'boolean', 'undefined'].includes(typeof value);
}

/** Numbers of a column get equal decimals, so that they line up: none if all are integers. */
function columnFormat(cells: readonly Cell[], digits: number): (cell: Cell) => string {
  const finite = cells.filter((cell) => typeof cell === 'number').filter(Number.isFinite);
  const integers = finite.every(Number.isInteger);
  const [, largest] = extent([0, ...finite.map(Math.abs)]);
  const [smallest] = extent(finite.map(Math.abs).filter((value) => value > 0));
  const exponential = largest >= 1e9 || (smallest < 10 ** (1 - digits) && largest < 10 ** (2 - digits));
  return (cell) =>
    textOf(cell, (value) => {
      if (integers) return String(value);
      return exponential ? value.toExponential(Math.min(digits, 4)) : toFixedEven(value, digits);
    });
}

/** A cell as text; finite numbers as `format` writes them. */
function textOf(cell: Cell, format: (value: number) => string): string {
  return typeof cell === 'number' && Number.isFinite(cell) ? format(cell) : String(cell ?? '');
}

/** Columns that a text takes in a terminal; East Asian wide characters and emoji take two. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.normalize('NFC')) {
    if (/\p{Mark}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

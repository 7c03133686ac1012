import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Split } from '../../protocol/index.js';
import { writeWhole } from '../base/index.js';
import { partNamed } from './parts.js';

/** What a person decided about a picture. */
export interface Decision {
  label: string | null;
  removed: boolean;
}

type Row = Record<string, string>;
const COLUMNS = ['file', 'label', 'removed'];
/** What others call these columns. */
const ALIASES = {
  file: [
    'file',
    'fname',
    'filename',
    'file_name',
    'path',
    'filepath',
    'image',
    'image_id',
    'img',
    'name',
    'id',
  ],
  label: ['label', 'labels', 'class', 'class_name', 'category', 'breed', 'species', 'target', 'tag'],
} as const;
/** Columns that divide the data, as fastai's `ColSplitter` and data sets have them. */
const IS_VALID = /^is_?valid$/i;
const PART = /^(split|part|subset|set)$/i;
const YES = /^(1|true|yes)$/i;

/** Names of pictures, as tables call them. */
export class PictureNames {
  readonly #paths: ReadonlySet<string>;
  /** How many pictures have a name, with its ending and without. */
  readonly #names = new Map<string, number>();

  constructor(paths: Iterable<string>) {
    this.#paths = new Set(paths);
    for (const path of this.#paths)
      for (const name of namesOf(path)) this.#names.set(name, (this.#names.get(name) ?? 0) + 1);
  }

  isOne(cell: string): boolean {
    return this.isPath(plain(cell)) || this.#names.has(plain(cell));
  }

  isPath(cell: string): boolean {
    return this.#paths.has(cell);
  }

  isOnlyOne(name: string): boolean {
    return this.#names.get(name) === 1;
  }
}

/** The name of a file, and that without its ending. */
function namesOf(path: string): string[] {
  const name = path.split('/').at(-1) ?? '';
  return [...new Set([name, name.replace(/\.[^.]+$/, '')])];
}

/** A path as it is written here. */
const plain = (cell: string): string => cell.replaceAll('\\', '/').replace(/^\.\//, '');

/**
 * `labels.csv`: a row for each picture whose label is another than was found, or that is set aside. Rows of files that are not there and
 * columns that are not ours stay as they are, so that a table of all labels, which was there before, is mended and not replaced.
 */
export class LabelsFile {
  readonly #path: string;
  #columns: readonly string[] = COLUMNS;
  #file = 'file';
  #label = 'label';
  #mark = ',';
  #rows = new Map<string, Row>();
  /** The cell that stands for a path or a name. */
  #cells = new Map<string, string>();
  #names = new PictureNames([]);
  /** Of the file as it was read or written last. */
  #stamp = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether it is a table that came with the pictures, and not the studio's. */
  get isForeign(): boolean {
    return this.#rows.size > 0 && !this.#columns.includes('removed');
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  /** Whether it divides the data. */
  get hasParts(): boolean {
    return this.#columns.some((name) => IS_VALID.test(name) || PART.test(name));
  }

  /**
   * Reads the file, unless it is as it was.
   * @param names of the pictures: they tell which column has the files
   * @returns whether it is another than it was
   * @throws Error where it is no table of labels
   */
  async read(names: PictureNames): Promise<boolean> {
    this.#names = names;
    const stamp = await this.#now();
    if (stamp === this.#stamp) return false;
    const text = stamp === '' ? '' : await readFile(this.#path, 'utf8');
    if (text.trim() === '') this.#take(COLUMNS, []);
    else {
      const mark = markOf(text);
      const [columns = [], ...lines] = this.#parsed(text, mark);
      this.#mark = mark;
      this.#take(columns, lines);
    }
    this.#stamp = stamp;
    return true;
  }

  #take(columns: readonly string[], lines: readonly string[][]): void {
    const rows = lines.map((cells): Row => {
      return Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? '']));
    });
    const [file, label] = this.#found(columns, rows);
    this.#file = file;
    this.#label = label;
    this.#columns = columns;
    this.#rows = new Map(rows.map((row) => [row[file] ?? '', row]));
    this.#cells = new Map([...this.#rows.keys()].map((cell) => [plain(cell), cell]));
  }

  /** The columns of files and of labels: by what they are called, or by what is in them. */
  #found(columns: readonly string[], rows: readonly Row[]): [file: string, label: string] {
    const called = (names: readonly string[]) => columns.filter((one) => names.includes(one.toLowerCase()));
    const share = (name: string) =>
      rows.filter((row) => this.#names.isOne(row[name] ?? '')).length / Math.max(1, rows.length);
    const files = called(ALIASES.file);
    const best = [...(files.length > 0 ? files : columns)].sort((a, b) => share(b) - share(a))[0];
    const file = best !== undefined && (files.length > 0 || share(best) > 0.5) ? best : undefined;
    const others = columns.filter(
      (name) => name !== file && name !== 'removed' && !IS_VALID.test(name) && !PART.test(name),
    );
    const label =
      called(ALIASES.label).find((name) => name !== file) ?? (others.length === 1 ? others[0] : undefined);
    if (file !== undefined && label !== undefined) return [file, label];
    throw new Error(
      `${this.#path} has no columns 'file' and 'label' (it has ${columns.join(', ')}): the studio keeps changed labels there, so move that file elsewhere or name its columns so`,
    );
  }

  #parsed(text: string, delimiter: string): string[][] {
    try {
      return parse(text, { bom: true, delimiter, skip_empty_lines: true, relax_column_count: true });
    } catch (error) {
      throw new Error(
        `${this.#path} is no table of labels: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  /** The cell that stands for a picture: its path, or where that will do its name. */
  #cellOf(path: string): string | undefined {
    const own = this.#cells.get(path);
    if (own !== undefined) return own;
    return namesOf(path)
      .filter((name) => !this.#names.isPath(name))
      .map((name) => this.#cells.get(name))
      .find((cell) => cell !== undefined);
  }

  #row(path: string): Row | undefined {
    return this.#rows.get(this.#cellOf(path) ?? '');
  }

  get(path: string): Decision | undefined {
    const row = this.#row(path);
    return row && { label: row[this.#label] || null, removed: YES.test(row.removed ?? '') };
  }

  /** The part of the data that a column says a picture is in. */
  part(path: string): Split | undefined {
    const row = this.#row(path);
    if (!row) return undefined;
    for (const [name, value] of Object.entries(row)) {
      if (IS_VALID.test(name)) return YES.test(value) ? 'valid' : 'train';
      if (PART.test(name)) return partNamed(value);
    }
    return undefined;
  }

  /** Keeps a decision; where it is what was found, the row may go, unless it tells more. */
  set(path: string, decision: Decision, mayGo: boolean): void {
    const found = this.#cellOf(path);
    // A name that is that of several pictures stands for all of them, and one of them is meant.
    const isShared = found !== undefined && plain(found) !== path && !this.#names.isOnlyOne(plain(found));
    const cell = found === undefined || isShared ? path : found;
    const row = this.#rows.get(found ?? '') ?? {};
    const isOnlyOurs = Object.keys(row).every((name) => COLUMNS.includes(name));
    if (mayGo && isOnlyOurs) {
      this.#rows.delete(cell);
      this.#cells.delete(plain(cell));
      return;
    }
    const { label, removed } = decision;
    this.#put(cell, { ...row, [this.#label]: label ?? '', removed: removed ? '1' : '' });
  }

  #put(cell: string, row: Row): void {
    this.#rows.set(cell, { ...row, [this.#file]: cell });
    this.#cells.set(plain(cell), cell);
  }

  /** Gives a row to another path: the file was moved. */
  rename(from: string, to: string): void {
    const cell = this.#cellOf(from);
    const row = cell === undefined ? undefined : this.#rows.get(cell);
    if (cell === undefined || !row) return;
    this.#rows.delete(cell);
    this.#cells.delete(plain(cell));
    this.#put(to, row);
  }

  /** Whether the file is as it was when it was read or written last. */
  async isAsItWas(): Promise<boolean> {
    return (await this.#now()) === this.#stamp;
  }

  async write(): Promise<void> {
    if (!this.#columns.includes('removed')) this.#columns = [...this.#columns, 'removed'];
    const lines = [
      this.#columns,
      ...[...this.#rows.values()].map((row) => this.#columns.map((name) => row[name] ?? '')),
    ];
    const quoted = (text: string) => quotedFor(text, this.#mark);
    await writeWhole(this.#path, lines.map((line) => `${line.map(quoted).join(this.#mark)}\n`).join(''));
    this.#stamp = await this.#now();
  }

  /** '' where there is no file. */
  async #now(): Promise<string> {
    const stats = await stat(this.#path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : '';
  }
}

/** What stands between the cells: programs for tables write semicolons where a comma divides numbers. */
function markOf(text: string): string {
  const [header = ''] = text.split(/\r?\n/, 1);
  const count = (mark: string) => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

const quotedFor = (text: string, mark: string): string =>
  /["\r\n]|^\s|\s$/.test(text) || text.includes(mark) ? `"${text.replaceAll('"', '""')}"` : text;

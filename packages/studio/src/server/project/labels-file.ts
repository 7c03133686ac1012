import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { writeWhole } from '../base/index.js';

/** What a person decided about a picture. */
export interface Decision {
  label: string | null;
  removed: boolean;
}

type Row = Record<string, string>;
const COLUMNS = ['file', 'label', 'removed'];
/** What others call the column of files; there a name may stand for a path. */
const ALIASES = ['file', 'fname', 'filename', 'file_name', 'path', 'image'];

/**
 * `labels.csv`: a row for each picture whose label is another than was found, or that is set aside. Rows of files that are not there and
 * columns that are not ours stay as they are, so that a table of all labels, which was there before, is mended and not replaced.
 */
export class LabelsFile {
  readonly #path: string;
  #columns = COLUMNS;
  #file = 'file';
  #rows = new Map<string, Row>();

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws Error where it is no such table */
  async read(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined || text.trim() === '') return;
    const [columns = [], ...lines] = this.#parsed(text);
    const file = ALIASES.find((name) => columns.includes(name));
    if (file === undefined || !columns.includes('label'))
      throw new Error(
        `${this.#path} has no columns 'file' and 'label' (it has ${columns.join(', ')}): the studio keeps changed labels there, so move that file elsewhere or name its columns so`,
      );
    this.#file = file;
    this.#columns = columns.includes('removed') ? columns : [...columns, 'removed'];
    const rows = lines.map(
      (cells): Row => Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ''])),
    );
    this.#rows = new Map(rows.map((row) => [row[file] ?? '', row]));
  }

  #parsed(text: string): string[][] {
    try {
      return parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true });
    } catch (error) {
      throw new Error(
        `${this.#path} is no table of labels: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  /** What the row of a picture is called; in the tables of others a file's name will do. */
  #key(path: string): string {
    const name = path.split('/').at(-1) ?? '';
    return this.#file !== 'file' && !this.#rows.has(path) && this.#rows.has(name) ? name : path;
  }

  get(path: string): Decision | undefined {
    const row = this.#rows.get(this.#key(path));
    if (!row) return undefined;
    return { label: row.label || null, removed: /^(1|true|yes)$/i.test(row.removed ?? '') };
  }

  /** Keeps a decision; where it is what was found, the row goes, unless it tells more. */
  set(path: string, decision: Decision, isFound: boolean): void {
    const key = this.#key(path);
    const row = this.#rows.get(key) ?? {};
    const isOnlyOurs = Object.keys(row).every((name) => COLUMNS.includes(name));
    if (isFound && isOnlyOurs) {
      this.#rows.delete(key);
      return;
    }
    const { label, removed } = decision;
    this.#rows.set(key, { ...row, [this.#file]: key, label: label ?? '', removed: removed ? '1' : '' });
  }

  /** Gives a row to another path: the file was moved. */
  rename(from: string, to: string): void {
    const key = this.#key(from);
    const row = this.#rows.get(key);
    if (!row) return;
    this.#rows.delete(key);
    this.#rows.set(to, { ...row, [this.#file]: to });
  }

  async write(): Promise<void> {
    const lines = [
      this.#columns,
      ...[...this.#rows.values()].map((row) => this.#columns.map((name) => row[name] ?? '')),
    ];
    await writeWhole(this.#path, lines.map((line) => `${line.map(quoted).join(',')}\n`).join(''));
  }
}

const quoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

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

/**
 * `labels.csv`: a row for each picture whose label is another than was found, or that is set aside. Rows of files that are not there and
 * columns that are not ours stay as they are.
 */
export class LabelsFile {
  readonly #path: string;
  #columns = COLUMNS;
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
    const records = this.#parsed(text);
    const [first] = records;
    this.#columns = first ? Object.keys(first) : COLUMNS;
    for (const column of ['file', 'label'])
      if (!this.#columns.includes(column))
        throw new Error(
          `${this.#path} has no column '${column}' (it has ${this.#columns.join(', ')}): the studio keeps changed labels there, so move that file elsewhere or give it the columns file and label`,
        );
    if (!this.#columns.includes('removed')) this.#columns = [...this.#columns, 'removed'];
    this.#rows = new Map(records.map((row) => [row.file ?? '', row]));
  }

  #parsed(text: string): Row[] {
    try {
      return parse(text, { columns: true, bom: true, skip_empty_lines: true, relax_column_count_less: true });
    } catch (error) {
      throw new Error(
        `${this.#path} is no table of labels: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  get(path: string): Decision | undefined {
    const row = this.#rows.get(path);
    if (!row) return undefined;
    return { label: row.label || null, removed: /^(1|true|yes)$/i.test(row.removed ?? '') };
  }

  /** Keeps a decision; undefined for what was found. */
  set(path: string, decision: Decision | undefined): void {
    if (!decision) this.#rows.delete(path);
    else {
      const { label, removed } = decision;
      this.#rows.set(path, {
        ...this.#rows.get(path),
        file: path,
        label: label ?? '',
        removed: removed ? '1' : '',
      });
    }
  }

  /** Gives a row to another path: the file was moved. */
  rename(from: string, to: string): void {
    const row = this.#rows.get(from);
    if (!row) return;
    this.#rows.delete(from);
    this.#rows.set(to, { ...row, file: to });
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

import { readFile } from 'node:fs/promises';
import type { PathLike } from '../collections/index.js';
import { L } from '../collections/index.js';

/** A value of a table: what looks like numbers or truth values in the whole column becomes those. */
export type TableValue = string | number | boolean;

/** A row of a table: its values by column name, in the columns' order. */
export type Row = Record<string, TableValue>;

/** Options of {@link readCsv}. */
export interface ReadCsvOptions {
  /** What separates columns. Default `','`. */
  delimiter?: string;
  /** Whether the first line names the columns (default), or the names themselves where it does not. */
  header?: boolean | readonly string[];
}

/** Numbers as people write them; `007` stays text, so that names and codes keep their zeros. */
const number = /^[-+]?(0|[1-9]\d*)?(\.\d+)?([eE][-+]?\d+)?$/;
const truth = new Map([
  ['True', true],
  ['true', true],
  ['TRUE', true],
  ['False', false],
  ['false', false],
  ['FALSE', false],
]);

/**
 * Reads a table: rows as objects by column name. Columns whose every value is a number or a truth value are
 * converted, and missing numbers become NaN (as pandas does it); everything else stays text, ids too long for a number
 * as well.
 *
 * Throws, with file and line, where the file is unreadable, rows differ in length or a column's name comes twice.
 */
export async function readCsv(file: PathLike, options: ReadCsvOptions = {}): Promise<L<Row>> {
  const { delimiter = ',', header = true } = options;
  const text = await readFile(String(file), 'utf8').catch((error: Error) => {
    throw new Error(`could not read the table ${file}: ${error.message}`);
  });
  const lines = await parseLines(text, file, delimiter);
  const names = Array.isArray(header) ? header : header === true ? lines.shift() : undefined;
  const columns = names ?? lines[0]?.map((_, i) => String(i)) ?? [];
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`the table ${file} has two columns named '${twice}'`);
  const width = lines[0]?.length ?? columns.length;
  if (width !== columns.length) {
    throw new Error(
      `the table ${file} has ${width} columns, but ${columns.length} names: ${columns.join(', ')}`,
    );
  }
  const values = columns.map((_, i) => convert(lines.map((line) => line[i] ?? '')));
  return L.from(lines, (_, row) =>
    Object.fromEntries(columns.map((name, i) => [name, values[i]?.[row] ?? ''])),
  );
}

async function parseLines(text: string, file: PathLike, delimiter: string): Promise<string[][]> {
  const { parse } = await import('csv-parse/sync');
  try {
    const lines: string[][] = parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      // A quote inside a text without quotes is a letter: 5" tall.
      relax_quotes: true,
    });
    return lines;
  } catch (error) {
    throw new Error(`could not read the table ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Whole numbers beyond 2^53, as ids may be, would lose digits: they stay text. */
const isNumber = (value: string): boolean =>
  number.test(value) &&
  /\d/.test(value) &&
  (Number.isSafeInteger(Number(value)) || !/^[-+]?\d+$/.test(value));

function convert(column: readonly string[]): TableValue[] {
  const filled = column.filter((value) => value !== '');
  const truths = column.map((value) => truth.get(value));
  if (column.length > 0 && truths.every((value) => value !== undefined)) return truths;
  const isNumeric = filled.length > 0 && filled.every(isNumber);
  return isNumeric ? column.map((value) => (value === '' ? Number.NaN : Number(value))) : [...column];
}

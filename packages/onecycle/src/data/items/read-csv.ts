import { readFile } from 'node:fs/promises';
import { checkOptions, counted, is } from '../../base/index.js';
import { L, notThere, Path, type PathLike } from '../collections/index.js';
import { inOrder } from './columns.js';
import { decodedText } from './encoding.js';

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
  /**
   * How the file's bytes stand for letters: `'windows-1252'`, `'shift_jis'`, any name that `TextDecoder` knows. Default:
   * what the mark at its start says (UTF-8 or UTF-16), else UTF-8.
   */
  encoding?: string;
}

/** Throws where `header` is neither true, false or null nor names of columns. */
export function checkHeader(what: string, value: unknown): void {
  if (typeof value !== 'boolean' && value !== null) is.texts(what, value);
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
 * as well. A missing text, `NA` and `NaN` among them, is the empty one.
 *
 * Throws, with file and line, where the file is unreadable or not in its encoding, rows differ in length or a column's
 * name comes twice.
 */
export async function readCsv(file: PathLike, options: ReadCsvOptions = {}): Promise<L<Row>> {
  checkOptions(
    options,
    { delimiter: is.orNull(is.text), header: checkHeader, encoding: is.orNull(is.text) },
    'readCsv',
  );
  const { delimiter = ',', header = true, encoding } = options;
  const bytes = await readFile(String(new Path(file))).catch((error: Error) => {
    const isMissing = 'code' in error && error.code === 'ENOENT';
    throw new Error(
      `could not read the table ${file}: ${isMissing ? notThere('file', file) : error.message}`,
    );
  });
  const text = decodedText(bytes, file, encoding);
  const lines = await parseLines(text, file, delimiter);
  const names = Array.isArray(header) ? header : header === true ? lines.shift() : undefined;
  const columns = names ?? lines[0]?.map((_, i) => String(i)) ?? [];
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`the table ${file} has two columns named '${twice}'`);
  const width = lines[0]?.length ?? columns.length;
  if (width !== columns.length) {
    throw new Error(
      `the table ${file} has ${counted(width, 'column')}, but ${counted(columns.length, 'name')}: ${columns.join(', ')}`,
    );
  }
  const values = columns.map((_, i) => convert(lines.map((line) => line[i] ?? '')));
  return L.from(lines, (_, row) =>
    inOrder(Object.fromEntries(columns.map((name, i) => [name, values[i]?.[row] ?? ''])), columns),
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

/** What pandas takes for a missing value. */
const missing: ReadonlySet<string> = new Set(
  '#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,n/a,nan,null'.split(','),
);

function convert(given: readonly string[]): TableValue[] {
  const column = given.map((value) => (missing.has(value) ? '' : value));
  const filled = column.filter((value) => value !== '');
  const truths = column.map((value) => truth.get(value));
  if (column.length > 0 && truths.every((value) => value !== undefined)) return truths;
  const isNumeric = filled.length > 0 && filled.every(isNumber);
  return isNumeric ? column.map((value) => (value === '' ? Number.NaN : Number(value))) : [...column];
}

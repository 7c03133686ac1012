/** Under it a row keeps the order of its columns, where JavaScript would forget it. */
const columnsOf = Symbol('columns');

const isIndex = (name: string): boolean => /^(0|[1-9]\d*)$/.test(name);

/** The row, which remembers the order of its columns: JavaScript puts names that are whole numbers before all others. */
export function inOrder<R extends object>(row: R, columns: readonly string[]): R {
  return columns.some(isIndex) ? Object.defineProperty(row, columnsOf, { value: columns }) : row;
}

/**
 * The value of a row's column, by name (a text) or position (a number; a negative one counts from the end): a column
 * that is named `0` is had by `'0'`.
 *
 * Throws, naming the columns, where there is none, and where the row's columns have no order.
 */
export function cell(row: object, col: string | number): unknown {
  const names = Object.keys(row);
  const ordered: unknown = Reflect.get(row, columnsOf);
  const columns: readonly unknown[] = Array.isArray(ordered) ? ordered : names;
  if (typeof col === 'number' && columns === names && names.some(isIndex) && !names.every(isIndex))
    throw new Error(
      `columns named by numbers (${names.filter(isIndex).join(', ')}) have no position in a JavaScript object: give the column's name`,
    );
  const name = typeof col !== 'number' ? col : Number.isInteger(col) ? columns.at(col) : undefined;
  if (typeof name === 'string' && Object.hasOwn(row, name)) return Reflect.get(row, name);
  throw new Error(`the row has no column ${place(col)}; it has ${columns.join(', ')}`);
}

/** A column in words. */
export const place = (col: string | number): string =>
  typeof col === 'number' ? `at position ${col}` : `'${col}'`;

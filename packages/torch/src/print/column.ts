import { exponential, fixed } from './number.js';
import type { PrintOptions } from './options.js';

/** An element as printing takes it. */
export type Value = number | bigint | boolean;

/** What all elements of a tensor share when printed: one width and one notation. */
export interface Column {
  width: number;
  write(value: Value): string;
}

/** The column for integers and booleans. */
export function wholeColumn(values: Iterable<Value>): Column {
  let width = 1;
  for (const value of values) width = Math.max(width, plain(value).length);
  return { width, write: (value) => plain(value).padStart(width) };
}

const plain = (value: Value) => (value === true ? 'True' : value === false ? 'False' : String(value));

/**
 * The column for floating-point numbers. Zeros, nan and inf have no say in width or notation. Scientific notation where the
 * sizes lie more than a factor of 1000 apart or reach beyond 1e8 (or, among fractions, below 1e-4); otherwise whole numbers
 * stand with a bare point. The element type is shown by that point, so an infinite or nan element gets none.
 */
export function floatColumn(values: Iterable<Value>, options: PrintOptions): Column {
  const { precision } = options;
  const telling: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const value of values) {
    const number = Number(value);
    if (number === 0 || !Number.isFinite(number)) continue;
    telling.push(number);
    least = Math.min(least, Math.abs(number));
    most = Math.max(most, Math.abs(number));
  }
  const allWhole = telling.every(Number.isInteger);
  const wide = telling.length > 0 && (most / least > 1000 || most > 1e8 || (!allWhole && least < 1e-4));

  const scientific = (number: number) => exponential(number, precision);
  const withPoint = (number: number) => fixed(number, 0) + (Number.isFinite(number) ? '.' : '');
  const decimal = (number: number) => fixed(number, precision);
  const usual = allWhole ? withPoint : decimal;

  // The width follows the automatic choice even where `sciMode` overrides it: PyTorch pads so.
  let width = 1;
  for (const number of telling) width = Math.max(width, (wide ? scientific : usual)(number).length);
  const forced = telling.length > 0 ? options.sciMode : null;
  const written = (forced ?? wide) ? scientific : usual;
  return { width, write: (value) => written(Number(value)).padStart(width) };
}

/** What can be sorted: numbers by size, texts by code point, false before true. */
export type Key = string | number | boolean | bigint;

/** Compares texts by code point, as Python does (JavaScript compares 16-bit units). */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const other = b[Symbol.iterator]();
  for (const char of a) {
    const { value, done } = other.next();
    if (done) return 1;
    const difference = (char.codePointAt(0) ?? 0) - (value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return -1;
}

/** Compares numbers by size and everything else by code point of its text. */
export function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return byCodePoint(a, b);
  const isNumeric = (x: unknown): x is number | bigint | boolean =>
    typeof x === 'number' || typeof x === 'bigint' || typeof x === 'boolean';
  if (isNumeric(a) && isNumeric(b)) return a < b ? -1 : a > b ? 1 : 0;
  return byCodePoint(String(a), String(b));
}

/** What can be sorted: numbers by size, texts by code point, false before true. */
export type Key = string | number | boolean | bigint;

/** A 16-bit unit's place among code points: the halves of what lies beyond 16 bits come after all that does not. */
const place = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** Compares texts by code point, as Python does (JavaScript compares 16-bit units). */
export function byCodePoint(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return place(x) - place(y);
  }
  return a.length - b.length;
}

/** Compares numbers by size and everything else by code point of its text. */
export function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return byCodePoint(a, b);
  const isNumeric = (x: unknown): x is number | bigint | boolean =>
    typeof x === 'number' || typeof x === 'bigint' || typeof x === 'boolean';
  if (isNumeric(a) && isNumeric(b)) return a < b ? -1 : a > b ? 1 : 0;
  return byCodePoint(String(a), String(b));
}

/** Python's `repr` of a float: always with a point or an exponent (`1.0`, `1e-05`). */
export function pyFloat(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  const magnitude = Math.abs(x);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const [mantissa = '', exponent = ''] = x.toExponential().split('e');
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return Number.isInteger(x) ? `${x}.0` : String(x);
}

/** Python's `repr` of a tuple of numbers: `(3, 3)`, `(3,)`, `(1, None)`. */
export function pyTuple(values: readonly (number | null)[]): string {
  const items = values.map((v) => (v === null ? 'None' : String(v)));
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

/** A number as it stands, a list as a tuple. */
export const pySize = (value: number | null | readonly (number | null)[]): string =>
  value === null ? 'None' : typeof value === 'number' ? String(value) : pyTuple(value);

/** A truth value as Python prints it. */
export const pyBool = (value: boolean): string => (value ? 'True' : 'False');

/**
 * One module as PyTorch prints it: the class and its arguments, and under it one line or one indented block a child.
 */
export function moduleRepr(
  name: string,
  extra: string,
  children: readonly (readonly [string, string])[],
): string {
  if (children.length === 0) return `${name}(${extra})`;
  const lines = children.map(([key, text]) => `(${key}): ${text}`.replaceAll('\n', '\n  '));
  return `${name}(\n  ${[...(extra ? [extra] : []), ...lines].join('\n  ')}\n)`;
}

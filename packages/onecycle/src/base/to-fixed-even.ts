/**
 * A number with `digits` decimals as Python writes it: one exactly between two takes the even last digit, where
 * `toFixed` rounds away from zero (0.125 → '0.12', 0.375 → '0.38').
 */
export function toFixedEven(x: number, digits: number): string {
  const text = x.toFixed(digits);
  // Binary fractions lie between two decimals only where this is an odd integer; the product itself is exact.
  const isTie = Math.abs((x * 2 ** (digits + 1)) % 2) === 1;
  const last = Number(text.at(-1));
  return isTie && last % 2 === 1 ? text.slice(0, -1) + (last - 1) : text;
}

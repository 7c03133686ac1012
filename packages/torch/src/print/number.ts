/**
 * Numbers written as Python (and C's printf) writes them. JavaScript's own `toFixed` and `toExponential` differ in three
 * ways: exact ties go up and not to the even digit, the sign of zero is lost, and exponents have one digit.
 */

/** `'{:.{digits}f}'.format(value)` */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  if (size >= 1e21)
    return sign(value) + BigInt(size).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
  return sign(value) + tiesToEven(size.toFixed(digits), size.toFixed(100), digits);
}

/** `'{:.{digits}e}'.format(value)` */
export function exponential(value: number, digits: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  const [longer = '', exact = ''] = size.toExponential(100).split('e');
  const [shorter = '', exponent = ''] = size.toExponential(digits).split('e');
  const rounded = tiesToEven(shorter, longer, digits);
  // A mantissa rounded up to ten has carried into the exponent; where the tie goes down, the exact one holds.
  const power = rounded === shorter ? exponent : exact;
  return `${sign(value)}${rounded}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

const notFinite = (value: number) => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf');

const sign = (value: number) => (value < 0 || Object.is(value, -0) ? '-' : '');

/** `shorter` is rounded up on a tie; `longer` has digits enough to tell a tie, since doubles that tie have short expansions. */
function tiesToEven(shorter: string, longer: string, digits: number): string {
  const end = longer.indexOf('.') + 1 + digits;
  if (!/^50*$/.test(longer.slice(end))) return shorter;
  const kept = longer.slice(0, digits > 0 ? end : end - 1);
  return '02468'.includes(kept.slice(-1)) ? kept : shorter;
}

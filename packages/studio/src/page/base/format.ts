/** Class names are often names of folders. */
export const shownLabel = (label: string): string => label.replaceAll('_', ' ');

/** What was said as a part of a sentence, as a whole one. */
export function asSentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

const whole = new Intl.NumberFormat('en');

/** 12345 → 12,345 */
export const count = (number: number): string => whole.format(number);

/** 1 picture, 2 pictures */
export const counted = (number: number, one: string, several = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : several}`;

/** 0.0123 → 1.2 %, which stays on one line. */
export function percent(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(digits)}\u00a0%` : '–';
}

/** A loss or a metric, with as many digits as one can compare. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000)) return value.toExponential(2);
  return value.toFixed(size < 10 ? 4 : 1);
}

/** A learning rate: 0.001 → 1e-3, 0.0023 → 2.3e-3. */
export function rate(value: number): string {
  return value.toExponential(1).replace('.0e', 'e').replace('e+0', 'e0');
}

/** Seconds as people say them: 42 s, 3 min 5 s, 2 h 10 min. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  const all = Math.round(seconds);
  if (all < 60) return `${all} s`;
  const minutes = Math.floor(all / 60);
  if (minutes < 60) return all % 60 === 0 ? `${minutes} min` : `${minutes} min ${all % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A size of a file. */
export function bytes(number: number): string {
  if (number < 1000) return `${number} B`;
  const units = ['kB', 'MB', 'GB'];
  const power = Math.min(units.length, Math.floor(Math.log10(number) / 3));
  return `${(number / 1000 ** power).toFixed(1)} ${units[power - 1]}`;
}

/** When something was: 14:05 today, else 26 Nov, 14:05. */
export function when(date: Date, now = new Date()): string {
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${time}`;
}

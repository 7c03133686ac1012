import type { RandomStream } from './random.js';

const channels = (color: string) =>
  [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
const hex = (values: readonly number[]) =>
  `#${values
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** The colour between two, `part` of the way to the second. */
export function mix(from: string, to: string, part: number): string {
  const target = channels(to);
  return hex(channels(from).map((value, i) => value + ((target[i] ?? 0) - value) * part));
}

export const darker = (color: string, part: number) => mix(color, '#120d16', part);
export const lighter = (color: string, part: number) => mix(color, '#fffdf6', part);

/** No two sheets of a colour are quite alike. */
export function varied(color: string, rng: RandomStream, amount = 10): string {
  const shade = rng.normal(0, amount);
  return hex(channels(color).map((value) => value + shade + rng.normal(0, amount / 3)));
}

/** One of a list, each as likely as the others. */
export function pick<T>(list: readonly [T, ...T[]], rng: RandomStream): T {
  return list[rng.int(list.length)] ?? list[0];
}

import { isClass, kindOf, shown, unawaited } from '@onecycle/torch/options';

/** What is thrown where an argument is of the wrong kind: what takes it, what it takes, and what it was given. */
export const wrongKind = (where: string, wanted: string, given: unknown): TypeError =>
  new TypeError(`${where} takes ${wanted}, not ${kindOf(given)}${unawaited(given)}`);

/** Throws a TypeError where something is no list, or where one of its items does not fit. */
export function checkList<T>(
  where: string,
  wanted: string,
  list: readonly T[],
  fits: (item: T) => boolean,
): void {
  if (!Array.isArray(list)) throw wrongKind(where, wanted, list);
  const other = list.findIndex((item) => !fits(item));
  if (other < 0) return;
  const given: unknown = list[other];
  throw new TypeError(
    `${where} takes ${wanted}, and number ${other} of this list is ${kindOf(given)}${unawaited(given)}`,
  );
}

/** Whether something has items one after the other: a list, a set, a generator; no text, whose letters nobody means. */
export const isItems = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/** Throws a RangeError where a number of epochs, say, is not whole or less than `least`. */
export function checkCount(what: string, value: unknown, least: number): void {
  if (Number.isInteger(value) && Number(value) >= least) return;
  const bound = least === Number.MIN_SAFE_INTEGER ? '' : `, at least ${least}`;
  throw new RangeError(`${what} is a whole number${bound}, and not ${shown(value)}`);
}

/** Throws a RangeError where something is no seed. */
export function checkSeed(seed: unknown, what = 'seed'): void {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`${what} is a whole number, and not ${shown(seed)}`);
}

/** Bounds of a number: at `least` and at `most`, or `above`. */
export interface Bounds {
  least?: number;
  above?: number;
  most?: number;
}

/** Throws a RangeError where something is no finite number, or out of bounds. */
export function checkNumber(what: string, value: unknown, { least, above, most }: Bounds = {}): void {
  const isInside =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= (least ?? value) &&
    value > (above ?? Number.NEGATIVE_INFINITY) &&
    value <= (most ?? value);
  if (isInside) return;
  const bounds = [
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
  ];
  throw new RangeError(`${[`${what} is a number`, ...bounds].join(', ')}, and not ${shown(value)}`);
}

/** Throws a RangeError where a share is not from 0 to 1. */
export function checkShare(what: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw new RangeError(`${what} is a share, from 0 to 1, and not ${shown(value)}`);
}

/** Throws a RangeError where something is none of the values that there are. */
export function checkChoice(what: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return;
  const text = choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : String(choice)));
  throw new RangeError(`${what} is one of ${text.join(', ')}, and not ${shown(value)}`);
}

/** Throws a TypeError where something is no instance of a class: `inChannels takes a model, not undefined`. */
export function checkInstance(
  what: string,
  value: unknown,
  type: abstract new (...args: never) => unknown,
): void {
  if (value instanceof type) return;
  const advice = isClass(value) ? `: make one with new ${value.name}(…)` : unawaited(value);
  throw new TypeError(`${what}, not ${kindOf(value)}${advice}`);
}

/** Throws a TypeError where something is neither true nor false. */
export function checkFlag(what: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new TypeError(`${what} is true or false, and not ${shown(value)}`);
}

const isNumberList = (value: unknown): value is Iterable<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** Throws a TypeError where something is no list of numbers, nor an array of such. */
export function checkNumbers(what: string, value: unknown): void {
  if (
    isNumberList(value) &&
    Array.from(value).every((one) => typeof one === 'number' && Number.isFinite(one))
  )
    return;
  throw new TypeError(`${what} is a list of numbers, and not ${shown(value)}`);
}

/** Throws a TypeError where something is no text, or an empty one. */
export function checkName(what: string, value: unknown): void {
  if (typeof value !== 'string' || value === '')
    throw new TypeError(`${what} is a name, and not ${value === '' ? 'empty' : shown(value)}`);
}

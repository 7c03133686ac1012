/** Throws where an option's value does not fit. `what` names the option and what takes it: `'dropout: p'`. */
export type OptionCheck = (what: string, value: unknown) => void;

/**
 * The names of all options of `T`: the compiler asks for each of them, and for no other. Beside a name stands the check of
 * its values, or true where they are checked elsewhere.
 */
export type OptionNames<T> = { readonly [K in keyof T]-?: true | OptionCheck };

/**
 * Throws where `given` holds an option that there is not: at run time nobody else does, and a misspelt option would
 * silently have its default. It throws, too, where a value does not pass the check that stands beside its name.
 *
 * ```ts
 * export function dropout(x: Tensor, options: { p?: number; training?: boolean } = {}): Tensor {
 *   checkOptions(options, { p: true, training: true }, 'dropout');
 * ```
 *
 * The names are an object because TypeScript then holds them to the type of the options. Check where the user's object
 * arrives, before it is spread into another.
 *
 * @param given the user's options; undefined passes
 * @param known all options that there are
 * @param where what takes them, as the user wrote it: `'dropout'`, `'nn.Conv2d'`
 * @throws {TypeError} that names the option and the nearest one that there is
 */
export function checkOptions<T extends object>(
  given: T | undefined,
  known: OptionNames<T>,
  where: string,
): void {
  if (given === undefined) return;
  if (!isOptions(given, known)) {
    const [example = 'option'] = Object.keys(known);
    throw new TypeError(
      `${where} takes its options as an object, { ${example}: … }, not ${kindOf(given)}${unawaited(given)}`,
    );
  }
  const checks = new Map<string, true | OptionCheck>(Object.entries(known));
  for (const [name, value] of Object.entries(given)) {
    const check = checks.get(name);
    if (check !== undefined) {
      if (check !== true && value !== undefined) check(`${where}: ${name}`, value);
      continue;
    }
    const names = Object.keys(known);
    const near = nearest(name, names);
    const advice = near === undefined ? `its options are ${names.join(', ')}` : `did you mean '${near}'?`;
    throw new TypeError(`${where} has no option '${name}': ${advice}`);
  }
}

/** Whether a value can be options: an object, but no list, and no tensor, map or promise, which have none of the names. */
function isOptions(given: unknown, known: object): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  if (given.constructor === Object || Object.keys(given).some((name) => Object.hasOwn(known, name)))
    return true;
  const prototype: unknown = Object.getPrototypeOf(given);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What a value is, in two words, for an error: `a number`, `an array`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function')
    return isClass(value) ? `the class ${value.name}` : `the function ${value.name || '(…) => …'}`;
  if (Array.isArray(value)) return 'an array';
  const name =
    typeof value === 'object'
      ? value.constructor?.name || Object.prototype.toString.call(value).slice(8, -1)
      : typeof value;
  return `${/^([aeio]|u(?!rl))/i.test(name) ? 'an' : 'a'} ${name === 'Object' ? 'object' : name}`;
}

/** What to do where a value is a promise: the end of a sentence that says `not ${kindOf(value)}`. */
export const unawaited = (value: unknown): string => (Object(value) instanceof Promise ? ': await it' : '');

/** Throws a TypeError where something is no function, or a class in place of one. */
export function checkFunction(what: string, value: unknown): void {
  if (typeof value === 'function' && !isClass(value)) return;
  throw new TypeError(
    `${what} takes a function, not ${typeof value === 'string' ? shown(value) : kindOf(value)}${unawaited(value)}`,
  );
}

/** A value as an error shows it: as a user wrote it, or near it; what is long in two words. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return kindOf(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value) && value.constructor !== Object) return kindOf(value) + unawaited(value);
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
  return text.length > 120 ? kindOf(value) : text;
}

/** 1 picture, 2 pictures: a number of things as it stands in a sentence, with its verb where there is one. */
export const counted = (number: number, one: string, several = `${one}s`): string =>
  `${number} ${number === 1 ? one : several}`;

/** There is 1, there are 2. */
export const thereAre = (number: number): string => `there ${number === 1 ? 'is' : 'are'} ${number}`;

/** Whether a function is a class, which must be called with `new`. */
export const isClass = (value: unknown): value is abstract new (...args: never) => unknown =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

/** The one of `names` that was probably meant: another spelling, the beginning or a part of it, or a few letters off. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const plain = (text: string) => text.replaceAll(/[_-]/g, '').toLowerCase();
  const given = plain(name);
  const ranked = Array.from(names, (candidate) => {
    const other = plain(candidate);
    const isPart = given.length >= 2 && other.length >= 2 && (other.includes(given) || given.includes(other));
    const distance = given === other ? 0 : isPart ? 1 : editDistance(given, other);
    return { candidate, distance, apart: Math.abs(given.length - other.length) };
  }).sort((a, b) => a.distance - b.distance || a.apart - b.apart);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(given.length / 3)) ? best.candidate : undefined;
}

/** How many letters must be added, removed, changed or swapped with the next (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

import { checkFunction, type OptionCheck } from '@onecycle/torch/options';
import {
  type Bounds,
  checkChoice,
  checkCount,
  checkFlag,
  checkInstance,
  checkName,
  checkNumber,
  checkNumbers,
  checkSeed,
  checkShare,
  isItems,
  wrongKind,
} from './arguments.js';

/** Whether something is items, all of which are texts; what can be gone through only once is not gone through here. */
const isTexts = (value: unknown): boolean =>
  isItems(value) && (!isRepeatable(value) || Array.from(value).every((one) => typeof one === 'string'));

const isRepeatable = (items: Iterable<unknown>): boolean => Array.isArray(items) || items instanceof Set;

/** A check that throws a TypeError where something does not fit: `getFiles: extensions takes a list of texts, not a number`. */
const kind =
  (wanted: string, fits: (value: unknown) => boolean): OptionCheck =>
  (what, value) => {
    if (!fits(value)) throw wrongKind(what, wanted, value);
  };

/**
 * What the value of an option may be, as it stands beside its name where `checkOptions` takes the names:
 *
 * ```ts
 * checkOptions(options, { recurse: is.flag, bs: is.count(1), label: true }, 'getFiles');
 * ```
 */
export const is = {
  flag: checkFlag,
  share: checkShare,
  numbers: checkNumbers,
  /** A text that is not empty. */
  name: checkName,
  seed: ((what, value) => checkSeed(value, what)) satisfies OptionCheck,
  /** A whole number, also below 0. */
  whole: ((what, value) => checkCount(what, value, Number.MIN_SAFE_INTEGER)) satisfies OptionCheck,
  func: checkFunction,
  text: kind('a text', (value) => typeof value === 'string'),
  /** A list, a set or another iterable of texts; no text, whose letters nobody means. */
  texts: kind('a list of texts', isTexts),
  textOrTexts: kind('a text or a list of texts', (value) => typeof value === 'string' || isTexts(value)),
  /** Items one after the other, of whatever kind. */
  items: kind('a list', isItems),
  /** Names and their values, in an object. */
  object: kind('an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  /** Two finite numbers. */
  pair: kind(
    'two numbers, [6.4, 4.8] say',
    (value) => Array.isArray(value) && value.length === 2 && value.every((one) => Number.isFinite(one)),
  ),
  count:
    (least: number): OptionCheck =>
    (what, value) =>
      checkCount(what, value, least),
  /** As `count`, or Infinity, where nothing is to be left out. */
  limit:
    (least: number): OptionCheck =>
    (what, value) => {
      if (value !== Number.POSITIVE_INFINITY) checkCount(what, value, least);
    },
  number:
    (bounds?: Bounds): OptionCheck =>
    (what, value) =>
      checkNumber(what, value, bounds),
  oneOf:
    (...choices: readonly unknown[]): OptionCheck =>
    (what, value) =>
      checkChoice(what, value, choices),
  instance:
    (wanted: string, type: abstract new (...args: never) => unknown): OptionCheck =>
    (what, value) =>
      checkInstance(`${what} takes ${wanted}`, value, type),
  /** Where null stands for the default, too, or for nothing. */
  orNull:
    (check: OptionCheck): OptionCheck =>
    (what, value) => {
      if (value !== null) check(what, value);
    },
};

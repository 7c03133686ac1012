import { describe, expect, test } from 'vitest';
import { checkOptions, is, type OptionCheck } from './index.js';

class Thing {}

/** The generator is not gone through: it can be only once. */
function* texts(): Generator<string> {
  yield 'a';
}

test.each<[string, OptionCheck, fits: unknown[], wrong: unknown[]]>([
  ['flag', is.flag, [true, false], ['no', 0, 1, null, {}, Promise.resolve(true)]],
  ['share', is.share, [0, 0.5, 1], ['0.5', Number.NaN, -1, 1.5, true, null]],
  ['seed', is.seed, [0, -1, 42], ['42', 1.5, Number.NaN, null]],
  ['whole', is.whole, [0, -1, 3], [1.5, '3', Number.POSITIVE_INFINITY, true]],
  ['count', is.count(1), [1, 64], [0, -1, 1.5, '5', Number.NaN, Number.POSITIVE_INFINITY, [2], null]],
  ['limit', is.limit(1), [1, Number.POSITIVE_INFINITY], [0, 1.5, '5', Number.NaN, null]],
  ['number', is.number({ above: 0 }), [0.1, 5], [0, -1, '5', Number.NaN, Number.POSITIVE_INFINITY, null]],
  ['numbers', is.numbers, [[], [0.5, 1], Float32Array.of(1)], ['abc', 5, [Number.NaN], ['1'], {}, null]],
  ['pair', is.pair, [[6.4, 4.8]], [5, '5', [1], [1, 2, 3], ['1', '2'], [Number.NaN, 1]]],
  ['name', is.name, ['abc'], ['', 5, null, ['abc']]],
  ['text', is.text, ['abc', ''], [5, null, ['abc'], {}]],
  ['texts', is.texts, [[], ['a'], new Set(['a']), texts()], ['abc', 5, [5], {}, null]],
  ['textOrTexts', is.textOrTexts, ['a', ['a', 'b']], [5, [5], {}, null]],
  ['items', is.items, [[], [1], new Set([1])], ['abc', 5, {}, null, Promise.resolve([1])]],
  ['object', is.object, [{}, { a: 1 }], [5, 'abc', [], null]],
  ['func', is.func, [() => 1], ['abc', 5, {}, Thing, null]],
  ['oneOf', is.oneOf('linear', 'log'), ['log'], ['lin', 5, null]],
  ['instance', is.instance('a thing', Thing), [new Thing()], [Thing, {}, 5, null]],
  ['orNull', is.orNull(is.count(1)), [null, 1], [0, '5', Number.NaN]],
])('is.%s', (_, check, fits, wrong) => {
  for (const value of fits) expect(() => check('f: it', value)).not.toThrow();
  for (const value of wrong) expect(() => check('f: it', value)).toThrow(/^f: it (is|takes) .*not/);
});

describe('checkOptions', () => {
  const check = (given: { n?: unknown; any?: unknown }) =>
    checkOptions(given, { n: is.count(1), any: true }, 'f');

  test('says what takes the option, what the option takes, and what it was given', () => {
    expect(() => check({ n: '5' })).toThrow("f: n is a whole number, at least 1, and not '5'");
  });

  test('passes what fits, what is undefined, and what is checked elsewhere', () => {
    for (const given of [{ n: 5 }, { n: undefined }, { any: 'abc' }, {}])
      expect(() => check(given)).not.toThrow();
  });
});

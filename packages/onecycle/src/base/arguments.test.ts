import { expect, test } from 'vitest';
import {
  checkChoice,
  checkCount,
  checkInstance,
  checkList,
  checkNumber,
  checkShare,
  isItems,
} from './index.js';

test('what fits passes', () => {
  checkCount('k', 3, 0);
  checkNumber('x', -0.5);
  checkNumber('x', 0, { least: 0, most: 1 });
  checkShare('pctStart', 1);
  checkChoice('comp', null, ['less', null]);
});

test.each([
  [
    () => checkCount('epochs', Number.POSITIVE_INFINITY, 0),
    'epochs is a whole number, at least 0, and not Infinity',
  ],
  [() => checkCount('epochs', '3', 0), "epochs is a whole number, at least 0, and not '3'"],
  [() => checkNumber('wd', Number.NaN), 'wd is a number, and not NaN'],
  [() => checkNumber('div', 0, { above: 0 }), 'div is a number, above 0, and not 0'],
  [
    () => checkNumber('eps', [1], { least: 0, most: 1 }),
    'eps is a number, at least 0, at most 1, and not [1]',
  ],
  [() => checkShare('pct', 1.5), 'pct is a share, from 0 to 1, and not 1.5'],
  [() => checkChoice('comp', 'more', ['less', null]), "comp is one of 'less', null, and not 'more'"],
])('what does not is a RangeError that names it: %#', (check, message) => {
  expect(check).toThrow(new RangeError(message));
});

test.each([
  [undefined, 'theCall takes a map, not undefined'],
  [null, 'theCall takes a map, not null'],
  [[], 'theCall takes a map, not an array'],
  [Map, 'theCall takes a map, not the function Map'],
  [class Mine extends Map {}, 'theCall takes a map, not the class Mine: make one with new Mine(…)'],
  [Promise.resolve(new Map()), 'theCall takes a map, not a Promise: await it'],
])('what is no instance is a TypeError that says what it is: %#', (value, message) => {
  checkInstance('theCall takes a map', new Map(), Map);
  expect(() => checkInstance('theCall takes a map', value, Map)).toThrow(new TypeError(message));
});

test('a list is told from what is none, and the item that does not fit is numbered', () => {
  const check = (list: unknown) =>
    checkList('sum', 'a list of numbers', list as number[], (item) => typeof item === 'number');
  check([]);
  check([1, 2]);
  expect(() => check('12')).toThrow(new TypeError('sum takes a list of numbers, not a string'));
  expect(() => check(Promise.resolve([1]))).toThrow('sum takes a list of numbers, not a Promise: await it');
  expect(() => check([1, [2]])).toThrow(
    new TypeError('sum takes a list of numbers, and number 1 of this list is an array'),
  );
  expect([[], new Set(), 'text', null, 3, { length: 1 }].map(isItems)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

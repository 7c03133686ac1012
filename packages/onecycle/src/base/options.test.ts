import { expect, test } from 'vitest';
import { checkOptions, isClass, kindOf, nearest } from './index.js';

interface Options {
  bs?: number;
  lrMax?: number;
  metrics?: string;
  minScale?: number;
  method: string;
}
const known = { bs: true, lrMax: true, metrics: true, minScale: true, method: true } as const;
const check = (given: unknown) => checkOptions(given as Options, known, 'theCall');

test('options that there are pass, and none at all', () => {
  expect(() => check({ bs: 1, method: 'x' })).not.toThrow();
  expect(() => check({ bs: undefined })).not.toThrow();
  expect(() => check(undefined)).not.toThrow();
});

test.each([
  ['methd', 'method'],
  ['minscale', 'minScale'],
  ['lr_max', 'lrMax'],
  ['metric', 'metrics'],
  ['emthod', 'method'],
])('%s: did you mean %s', (wrong, right) => {
  expect(() => check({ [wrong]: 1 })).toThrow(`theCall has no option '${wrong}': did you mean '${right}'?`);
});

test('what is near nothing is told all that there is', () => {
  expect(() => check({ zebra: 1 })).toThrow(
    "theCall has no option 'zebra': its options are bs, lrMax, metrics, minScale, method",
  );
});

test.each([
  [3, 'a number'],
  ['text', 'a string'],
  [[1], 'an array'],
  [null, 'null'],
  [Map, 'the function Map'],
  [class Mine {}, 'the class Mine'],
])('%s is no object of options', (given, words) => {
  expect(() => check(given)).toThrow(`theCall takes its options as an object, { bs: … }, not ${words}`);
});

test('kinds, classes and near names', () => {
  expect([kindOf({}), kindOf(new Map()), kindOf(undefined), kindOf(new Error())]).toEqual([
    'an object',
    'a Map',
    'undefined',
    'an Error',
  ]);
  expect([isClass(class {}), isClass(() => 1), isClass(3)]).toEqual([true, false, false]);
  expect(nearest('reset34', ['resnet18', 'resnet34'])).toBe('resnet34');
  expect(nearest('x', ['figsize'])).toBeUndefined();
});

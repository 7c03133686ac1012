import { expect, it } from 'vitest';
import { choices } from './label-picker.js';

const known = [
  { name: 'Bengal', count: 3 },
  { name: 'russian_blue', count: 2 },
  { name: 'pug', count: 1 },
];
const names = (typed: string) =>
  choices(known, typed).map(({ name, count }) => (count === null ? `new ${name}` : name));

it('offers the classes that fit, the best first, and a new one', () => {
  expect(names('')).toEqual(['Bengal', 'russian_blue', 'pug']);
  expect(names('b')).toEqual(['Bengal', 'russian_blue', 'new b']);
  expect(names('Russian B')).toEqual(['russian_blue', 'new Russian B']);
  // What is there already is not new, however it is written.
  expect(names('BENGAL')).toEqual(['Bengal']);
  expect(names('russian blue')).toEqual(['russian_blue']);
  expect(names(' corgi ')).toEqual(['new corgi']);
});

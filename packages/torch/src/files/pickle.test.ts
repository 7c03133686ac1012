import { expect, test } from 'vitest';
import { Global, type PickleHost, unpickle } from './pickle.js';

const host: PickleHost<Date> = {
  path: 'x.pkl',
  find: (name) =>
    name === 'a.pair' ? new Global(name, (args) => args) : name === 'torch.float32' ? 'float32' : undefined,
  persistent: (id) => `outside ${id}`,
};

const bytes = (...parts: (string | number | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (c) => c.charCodeAt(0)) : part)),
  );

const read = (...parts: (string | number | number[])[]) => unpickle(bytes(0x80, 2, ...parts), host);

test.each<[string, (string | number | number[])[], unknown]>([
  ['None', ['N.'], null],
  ['int of one byte', ['K', 200, '.'], 200],
  ['int of two bytes', ['M', 0x34, 0x12, '.'], 0x1234],
  ['negative int', ['J', [0xfe, 0xff, 0xff, 0xff], '.'], -2],
  ['long zero', [0x8a, 0, '.'], 0],
  ['long minus one', [0x8a, 1, 0xff, '.'], -1],
  ['long beyond doubles', [0x8a, 9, [0, 0, 0, 0, 0, 0, 0, 0, 1], '.'], 2n ** 64n],
  ['float', ['G', [0x3f, 0xf8, 0, 0, 0, 0, 0, 0], '.'], 1.5],
  ['text', ['X', [3, 0, 0, 0], [0xc3, 0xbc], 'x.'], 'üx'],
  ['list', [']', '(', 'K', 1, 'K', 2, 'e.'], [1, 2]],
  ['tuples', ['K', 1, 'K', 2, 'K', 3, 0x87, 0x85, '.'], [[1, 2, 3]]],
  ['dict', ['}', 'K', 1, 'N', 's.'], new Map([[1, null]])],
  ['set', [0x8f, '(', 'K', 1, 0x90, '.'], new Set([1])],
  ['call', ['ca\npair\n', 'K', 1, 'K', 2, 0x86, 'R.'], [1, 2]],
  ['name as a value', ['ctorch\nfloat32\n.'], 'float32'],
  ['persistent', ['K', 7, 'Q.'], 'outside 7'],
  ['attributes of a dict are left out', ['}', '}', 'b.'], new Map()],
])('%s', (_, parts, value) => expect(read(...parts)).toEqual(value));

test.each<[string, (string | number | number[])[], RegExp]>([
  ['an unknown name', ['cos\nsystem\n.'], /refuses 'os\.system'/],
  ['an unknown name of protocol 4', [0x8c, 2, 'os', 0x8c, 6, 'system', 0x93, '.'], /refuses 'os\.system'/],
  ['a name with a line break too few', ['cos\nsystem'], /cut short/],
  ['an unknown opcode', [0xee, '.'], /opcode 0xee is not known/],
  ['the end of the file', [], /cut short/],
  ['a text longer than the file', ['X', [0xff, 0xff, 0xff, 0xff], 'a.'], /cut short/],
  ['an absurd 64-bit length', [0x8d, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], '.'], /cut short/],
  ['a value that is not there', ['.'], /takes a value that is not there/],
  ['a mark that is not there', ['e.'], /closes a mark that is not there/],
  ['a memo that is not there', ['h', 3, '.'], /recalls value 3/],
  ['appending to a number', ['K', 1, 'K', 2, 'a.'], /appends to something that is no list/],
  ['an item of a list', [']', 'K', 2, 'N', 's.'], /sets an item of something that is no dict/],
  ['a dict with an odd count', ['}', '(', 'K', 1, 'u.'], /a key without a value/],
  ['calling a number', ['K', 1, ')', 'R.'], /calls something that cannot be called/],
  ['attributes of a list', [']', '}', 'b.'], /sets attributes/],
])('refuses %s', (_, parts, message) => {
  expect(() => read(...parts)).toThrow(message);
  expect(() => read(...parts)).toThrow(/^x\.pkl/);
});

test('random bytes give an error or a value, never a hang or a crash', () => {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  let errors = 0;
  for (let round = 0; round < 5000; round++) {
    try {
      unpickle(Uint8Array.from({ length: 40 }, next), host);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      errors++;
    }
  }
  expect(errors).toBeGreaterThan(4000);
});

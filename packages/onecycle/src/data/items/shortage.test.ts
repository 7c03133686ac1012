import { expect, test } from 'vitest';
import { ItemError } from './item-error.js';
import { isShortage, ShortageError } from './shortage.js';

const withCode = (code: string) => Object.assign(new Error('no'), { code });

test('a shortage is told from a fault of the file, however deep it is wrapped', () => {
  for (const code of ['EMFILE', 'ENFILE', 'ENOMEM', 'EIO', 'ESTALE']) {
    expect(isShortage(withCode(code)), code).toBe(true);
    expect(isShortage(new ItemError(3, 'a.jpg', withCode(code))), code).toBe(true);
  }
  expect(isShortage(new Error('outer', { cause: new ShortageError('a.jpg', 'too many open files') }))).toBe(
    true,
  );
  for (const fault of [
    withCode('ENOENT'),
    withCode('EACCES'),
    new Error('premature end'),
    'EMFILE',
    undefined,
  ])
    expect(isShortage(fault)).toBe(false);
  expect(new ShortageError('a.jpg', 'too many open files').message).toBe(
    'could not read a.jpg for now: too many open files. Nothing is known to be wrong with it: try again',
  );
});

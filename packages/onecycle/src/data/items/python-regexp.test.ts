import { expect, test } from 'vitest';
import { pythonRegExp } from './python-regexp.js';

/** What the pattern finds in the text, its groups behind it. */
const found = (pattern: string, text: string): unknown => {
  const match = pythonRegExp(pattern).exec(text);
  return match && [...match];
};

// Each of these was found by Python's re.search, too.
test.each([
  ['(?P<label>.+)_\\d+', 'pug_12', ['pug_12', 'pug']],
  ['(?P<a>.)(?P=a)', 'bookkeeper', ['oo', 'o']],
  ['(?i)(pug)', 'PUG', ['PUG', 'PUG']],
  ['(?im)^(b)$', 'a\nB\nc', ['B', 'B']],
  ['(?m)^(b)$', 'a\u2028b', null],
  ['(.+)', 'a\u2028b\nc', ['a\u2028b', 'a\u2028b']],
  ['(?s)(.+)$', 'a\nb\n', ['a\nb\n', 'a\nb\n']],
  ['(.+)\\.jpg$', 'pug.jpg\n', ['pug.jpg', 'pug']],
  ['(.+)\\.jpg\\Z', 'pug.jpg\n', null],
  ['\\A(b)', 'ab', null],
  ['(\\w+)_(\\d+)', 'Ärla²_٣', ['Ärla²_٣', 'Ärla²', '٣']],
  ['(?a)(\\w+)', 'Ärla', ['rla', 'rla']],
  ['(?a)(\\d)', '٣4', ['4', '4']],
  ['(\\s+)', 'a\ufeff\x1c\x85b', ['\x1c\x85', '\x1c\x85']],
  ['\\b(rla)', 'Ärla rla', ['rla', 'rla']],
  ['(\\Brla)', 'Ärla', ['rla', 'rla']],
  ['([^\\W\\d_]+)', '_1été2', ['été', 'été']],
  ['([\\w-]+)', 'saint-bernard.', ['saint-bernard', 'saint-bernard']],
  ['([]a]+)', 'b]a', [']a', ']a']],
  ['([^]a]+)', ']b-a', ['b-', 'b-']],
  ['([a-c-e]+)', 'd-eb', ['-eb', '-eb']],
  ['([&&--||~~(){}/]+)', 'a&-|~(){}/', ['&-|~(){}/', '&-|~(){}/']],
  ['([\\x41-\\103\\b]+)', 'dABC\b', ['ABC\b', 'ABC\b']],
  ['(\\_\\-\\ \\/)', '_- /', ['_- /', '_- /']],
  ['(\\x41\\u00e9\\U0001f600\\t\\a\\0)', 'Aé😀\t\x07\0', ['Aé😀\t\x07\0', 'Aé😀\t\x07\0']],
  ['(a{,2})b', 'aaab', ['aab', 'aa']],
  ['(a{}])', 'a{}]', ['a{}]', 'a{}]']],
  ['(a)(?#again)\\1', 'aa', ['aa', 'a']],
  ['(a)\\1[0]', 'aa0', ['aa0', 'a']],
])('%j finds in %j what Python finds', (pattern, text, groups) => {
  expect(found(pattern, text)).toEqual(groups);
});

test('labels of named groups have their names', () => {
  expect(pythonRegExp('(?P<breed>.+)_').exec('pug_1')?.groups).toEqual({ breed: 'pug' });
});

test.each([
  ['(a', 'Unterminated group'],
  ['[a', 'a [ has no ]'],
  ['\\p{L}', 'there is no \\p in them'],
  ['(?x)(a b)', 'there is no (?x) in a RegExp'],
  ['(?i:a)', 'there is no (?i: in a RegExp'],
  ['(a)?(?(1)b|c)', 'there is no (?( in a RegExp'],
  ['[\\w-x]', 'Invalid character class'],
  ['(a)\\2', 'Invalid escape'],
])('%s is refused by name', (pattern, reason) => {
  expect(() => pythonRegExp(pattern)).toThrow(`the pattern '${pattern}' cannot be used`);
  expect(() => pythonRegExp(pattern)).toThrow(reason);
});

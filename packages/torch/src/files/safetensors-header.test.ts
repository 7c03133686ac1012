import { expect, test } from 'vitest';
import { parseHeader, writeHeader } from './safetensors-header.js';

const parse = (header: unknown, space: number) =>
  parseHeader(
    new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header)),
    space,
    'a.safetensors',
  );

const entry = (start: unknown, end: unknown, shape: unknown = [2], dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

test('entries come in the order of the header, which need not be that of the data', () => {
  const { entries, metadata } = parse(
    { b: entry(8, 16), __metadata__: { format: 'pt' }, a: entry(0, 8) },
    16,
  );
  expect(entries).toEqual([
    { name: 'b', dtype: 'float32', shape: [2], start: 8, end: 16 },
    { name: 'a', dtype: 'float32', shape: [2], start: 0, end: 8 },
  ]);
  expect(metadata).toEqual({ format: 'pt' });
});

test('an empty file, a scalar and empty tensors are fine', () => {
  expect(parse('{}   ', 0).entries).toEqual([]);
  expect(parse({ e: entry(0, 0, [0, 3]), s: entry(0, 4, []), f: entry(4, 4, [0]) }, 4).entries).toHaveLength(
    3,
  );
});

test('a file may be larger than its offsets’ product would suggest', () => {
  const [half, whole] = [2 ** 33, 2 ** 34];
  const { entries } = parse({ a: entry(0, half, [half / 4]), b: entry(half, whole, [half / 4]) }, whole);
  expect(entries.map(({ end }) => end)).toEqual([half, whole]);
});

test('names that mean something to JavaScript are names like any other', () => {
  const { entries } = parse(
    '{"__proto__": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}, "toString": {"dtype": "U8", "shape": [0], "data_offsets": [1, 1]}}',
    1,
  );
  expect(entries.map(({ name }) => name)).toEqual(['__proto__', 'toString']);
});

const refused: [string, unknown, number, RegExp][] = [
  ['no JSON', '{"a":', 0, /not valid JSON/],
  ['no object', '[1]', 0, /not a JSON object/],
  ['a description that is no object', { a: 3 }, 0, /'a': its description is not an object/],
  ['an unknown dtype', { a: entry(0, 8, [2], 'F8_E4M3') }, 8, /'a': dtype "F8_E4M3" is none of F64, F32/],
  ['a dtype named as an inherited property', { a: entry(0, 8, [2], 'toString') }, 8, /'a': dtype/],
  ['a missing dtype', { a: { shape: [1], data_offsets: [0, 4] } }, 4, /'a': dtype undefined/],
  ['a negative size', { a: entry(0, 8, [-2]) }, 8, /'a': shape \[-2\] is not a list of sizes/],
  ['a fractional size', { a: entry(0, 8, [0.5]) }, 8, /'a': shape/],
  ['sizes beyond counting', { a: entry(0, 8, [2 ** 40, 2 ** 40]) }, 8, /'a': shape/],
  ['a shape that is no list', { a: entry(0, 8, 2) }, 8, /'a': shape 2/],
  ['a negative offset', { a: entry(-8, 0) }, 8, /'a': data_offsets \[-8,0\] are not two offsets/],
  ['one offset', { a: { dtype: 'F32', shape: [2], data_offsets: [0] } }, 8, /'a': data_offsets/],
  ['offsets as text', { a: entry('0', '8') }, 8, /'a': data_offsets/],
  [
    'an end before the start',
    { a: entry(8, 0) },
    8,
    /'a': bytes 8 to 0 do not hold float32 of shape \[2\], which takes 8/,
  ],
  ['a length that does not fit the shape', { a: entry(0, 12) }, 12, /'a': bytes 0 to 12 do not hold/],
  [
    'an overlap',
    { a: entry(0, 8), b: entry(4, 12) },
    12,
    /'b' overlaps tensor 'a' \(byte 4 is taken up to 8\)/,
  ],
  ['the same bytes twice', { a: entry(0, 8), b: entry(0, 8) }, 8, /'b' overlaps tensor 'a'/],
  ['a gap', { a: entry(0, 8), b: entry(9, 17) }, 17, /1 bytes before tensor 'b' belong to nothing/],
  ['a gap at the start', { a: entry(1, 9) }, 9, /1 bytes before tensor 'a'/],
  ['bytes left over', { a: entry(0, 8) }, 10, /2 bytes after tensor 'a' belong to nothing/],
  ['data beyond the end', { a: entry(0, 8) }, 4, /'a' ends at byte 8, the file's data at 4: it is cut short/],
  ['metadata that is no object', { __metadata__: [] }, 0, /__metadata__ is not an object/],
  ['metadata that is no text', { __metadata__: { n: 1 } }, 0, /__metadata__ 'n' is not a string/],
];

test.each(refused)('refuses %s', (_, header, space, message) => {
  expect(() => parse(header, space)).toThrow(message);
  expect(() => parse(header, space)).toThrow(/^a\.safetensors/);
});

test('refuses bytes that are no UTF-8', () => {
  expect(() => parseHeader(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), 0, 'x')).toThrow(
    /^x: .*not valid JSON/,
  );
});

test('what is written can be read, is aligned, and does not depend on the order it came in', () => {
  const tensors = [
    { name: 'mask', dtype: 'bool' as const, shape: [3] },
    { name: 'b.weight', dtype: 'float32' as const, shape: [2, 2] },
    { name: 'steps', dtype: 'int64' as const, shape: [] },
    { name: 'a.weight', dtype: 'float32' as const, shape: [1] },
  ];
  const { header, entries } = writeHeader(tensors, { epoch: '3' }, 'out');
  expect(header.length % 8).toBe(0);
  expect(new DataView(header.buffer).getBigUint64(0, true)).toBe(BigInt(header.length - 8));
  expect(entries.map(({ name, start, end }) => [name, start, end])).toEqual([
    ['steps', 0, 8],
    ['a.weight', 8, 12],
    ['b.weight', 12, 28],
    ['mask', 28, 31],
  ]);
  expect(parseHeader(header.subarray(8), 31, 'out')).toEqual({ entries, metadata: { epoch: '3' } });
  expect(writeHeader(tensors.toReversed(), { epoch: '3' }, 'out').header).toEqual(header);
});

test('a tensor cannot take the name of the metadata', () => {
  expect(() => writeHeader([{ name: '__metadata__', dtype: 'bool', shape: [] }], {}, 'out')).toThrow(
    /out: no tensor may be named/,
  );
});

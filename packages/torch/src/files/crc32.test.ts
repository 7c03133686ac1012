import { expect, test } from 'vitest';
import { crc32, crc32ByTable } from './crc32.js';

test('both ways give the checksum of the standard', () => {
  const digits = new TextEncoder().encode('123456789');
  expect([crc32(digits), crc32ByTable(digits)]).toEqual([0xcbf43926, 0xcbf43926]);
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 31) & 0xff);
  expect(crc32ByTable(bytes)).toBe(crc32(bytes));
  expect(crc32ByTable(new Uint8Array(0))).toBe(0);
});

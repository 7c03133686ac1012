import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { crc32c } from './crc32c.js';
import { EventFile } from './event-file.js';

/** What TensorBoard's own messages and record writer give: made by fixtures/peer.py. */
const peer: { png: string; file: string } = JSON.parse(
  readFileSync(new URL('./fixtures/events.json', import.meta.url), 'utf8'),
);

afterEach(() => {
  vi.restoreAllMocks();
});

test('the checksum is that of RFC 3720', () => {
  expect(crc32c(Buffer.from('123456789')).toString(16)).toBe('e3069283');
  expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa');
});

test('an event file is byte for byte what TensorBoard writes', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_700_000_000_250);
  const file = new EventFile(join(await temporaryFolder(), 'runs/first'));
  file.begin({ bs: 16, fp16: true, model: 'resnet18' });
  file.text('configuration', 'grüße', 0);
  file.scalars({ train_loss: 0.1, lr_0: Number.NaN }, 3);
  file.picture('Sample results', Buffer.from(peer.png, 'hex'), 300);
  file.restart(2 ** 40);
  file.end('KILLED');
  file.flush();
  expect(readFileSync(file.file).toString('hex')).toBe(peer.file);
  // Nothing is written twice.
  file.flush();
  expect(readFileSync(file.file)).toHaveLength(peer.file.length / 2);
});

test('what is collected is written in chunks, before it is asked for', async () => {
  const file = new EventFile(await temporaryFolder());
  for (let step = 0; step < 1000; step++) file.scalars({ train_loss: step }, step);
  const before = readFileSync(file.file).length;
  file.flush();
  const all = readFileSync(file.file).length;
  expect([before > all / 2, before < all]).toEqual([true, true]);
});

test('files of the same second have names of their own', async () => {
  const folder = await temporaryFolder();
  expect(new EventFile(folder).file).not.toBe(new EventFile(folder).file);
});

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { withLock } from '../../data/index.js';

/** What is to arrive: its hash is git's (40 digits) or SHA-256 (64), as the hub tells it. */
export type Expected = { name: string; hash: string; size: number };

const attempts = 5;

/**
 * The complete file under its hash in `folder`. Of several processes that want it one fetches it, and the others wait. A part that an earlier attempt left is continued; a broken connection is
 * tried again a few times from where it broke.
 * @throws Error where the hash does not come out (the part is removed) or the connection keeps breaking (it stays)
 */
export async function completeBlob(
  folder: string,
  expected: Expected,
  open: () => Promise<Blob>,
): Promise<string> {
  const place = join(folder, expected.hash);
  if (existsSync(place)) return place;
  await mkdir(folder, { recursive: true });
  const waiting = () => console.warn(`another process fetches ${expected.name}: waiting for it`);
  return withLock(`${place}.lock`, () => fetchWhole(place, expected, open), waiting);
}

/** @see completeBlob */
async function fetchWhole(place: string, expected: Expected, open: () => Promise<Blob>): Promise<string> {
  if (existsSync(place)) return place;
  const part = `${place}.incomplete`;
  for (let attempt = 1; (await sizeOf(part)) !== expected.size; attempt++) {
    if ((await sizeOf(part)) > expected.size) await rm(part);
    try {
      await fetchRest(part, expected, await open());
    } catch (error) {
      if (attempt >= attempts) throw broken(part, expected, await sizeOf(part), error);
    }
  }
  const hash = await hashOf(part, expected);
  if (hash !== expected.hash) {
    await rm(part);
    throw new Error(
      `${expected.name} arrived damaged: its hash is ${hash}, not ${expected.hash}. It was removed; try again`,
    );
  }
  await rename(part, place);
  return place;
}

async function fetchRest(part: string, { size }: Expected, remote: Blob): Promise<void> {
  const start = await sizeOf(part);
  if (remote.size !== size) throw new Error(`the server offers ${remote.size} bytes, the hub tells ${size}`);
  const stream = (start > 0 ? remote.slice(start) : remote).stream() as ReadableStream<Uint8Array>;
  await pipeline(Readable.fromWeb(stream), createWriteStream(part, { flags: 'a' }));
  const arrived = await sizeOf(part);
  if (arrived < size) throw new Error(`the connection ended after ${arrived} of ${size} bytes`);
}

const sizeOf = async (file: string) => (existsSync(file) ? (await stat(file)).size : 0);

async function hashOf(file: string, { hash, size }: Expected): Promise<string> {
  const digest = createHash(hash.length === 40 ? 'sha1' : 'sha256');
  // git hashes a file with a header before it.
  if (hash.length === 40) digest.update(`blob ${size}\0`);
  await pipeline(createReadStream(file), digest);
  return digest.digest('hex');
}

function broken(part: string, { name, size }: Expected, arrived: number, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const kept =
    arrived > 0
      ? ` ${arrived} of ${size} bytes are kept in ${part}: the next attempt goes on from there`
      : '';
  return new Error(`${name} did not arrive after ${attempts} attempts: ${reason}.${kept}`, { cause: error });
}

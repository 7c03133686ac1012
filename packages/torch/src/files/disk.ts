import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A single read or write of the operating system moves less than 2 GB. */
const PIECE = 1 << 28;

/** Where bytes are read from, at any place: an open file, or bytes in memory. */
export type Readable = FileHandle | MemoryFile;

/** Bytes in memory, read as a file is. */
export class MemoryFile {
  constructor(private readonly bytes: Uint8Array) {}

  async read(
    target: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    const piece = this.bytes.subarray(position, position + length);
    target.set(piece, offset);
    return { bytesRead: piece.byteLength };
  }
}

/** Opens a file for reading, hands it over with its length, and closes it whatever happens. */
export async function reading<T>(
  path: string,
  use: (file: FileHandle, length: number) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

/** Fills `target` with the bytes from `position` on. @throws Error where the file ends before. */
export async function readInto(
  file: Readable,
  target: Uint8Array,
  position: number,
  path: string,
): Promise<void> {
  let done = 0;
  while (done < target.byteLength) {
    const length = Math.min(PIECE, target.byteLength - done);
    const { bytesRead } = await file.read(target, done, length, position + done);
    if (bytesRead === 0) {
      throw new Error(
        `${path} ends at byte ${position + done}, ${target.byteLength - done} bytes too early: the file is cut short`,
      );
    }
    done += bytesRead;
  }
}

/** The next `length` bytes from `position` on. */
export async function readBytes(
  file: Readable,
  length: number,
  position: number,
  path: string,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await readInto(file, bytes, position, path);
  return bytes;
}

/**
 * Writes a file that appears whole or not at all: into a temporary neighbour first, which is flushed to the disk and renamed.
 * `produce` hands over the bytes piece by piece. What stood at `path` stays untouched when anything fails. A link is followed.
 *
 * @throws Error where something stands at `path` that is no file: the new one would take its place
 */
export async function writeAtomic(
  place: string,
  produce: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const path = await realpath(place).catch(() => place);
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) throw Object.assign(new Error(`${place} is a folder`), { code: 'EISDIR' });
  if (there && !there.isFile())
    throw new Error(
      `${place} is no file, but a device, a pipe or a socket, and a file would take its place: choose another name`,
    );
  await tidy(path);
  const temporary = join(dirname(path), `.${basename(path)}.${here}-${process.pid}.${randomUUID()}.tmp`);
  const file = await open(temporary, 'wx');
  try {
    try {
      await produce((bytes) => writeAll(file, bytes));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** This machine, as temporary files name it: a process can be looked for only where it runs. */
const here = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Removes what a process that was killed while it wrote this file has left beside it. */
async function tidy(path: string): Promise<void> {
  const begin = `.${basename(path)}.${here}-`;
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(begin) || !name.endsWith('.tmp')) continue;
    const pid = Number(/^\d+(?=\.)/.exec(name.slice(begin.length))?.[0]);
    if (pid > 0 && !isAlive(pid)) await rm(join(dirname(path), name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It lives, and is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, done, Math.min(PIECE, bytes.byteLength - done));
    done += bytesWritten;
  }
}

/** Makes the new name itself survive a power cut. Not every system can open a folder: there the rename has to do. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

import { type FileHandle, open } from 'node:fs/promises';
import { kindOf, unawaited } from '../options/index.js';

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

/** Throws a TypeError where something is no path. */
export function checkPath(path: unknown): void {
  if (typeof path === 'string') return;
  const given = kindOf(path);
  throw new TypeError(
    `a file's path is a text, not ${given}${given === 'a Path' ? ': give String(path)' : unawaited(path)}`,
  );
}

/** Opens a file for reading, hands it over with its length, and closes it whatever happens. */
export async function reading<T>(
  path: string,
  use: (file: FileHandle, length: number) => Promise<T>,
): Promise<T> {
  checkPath(path);
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

import { type FileHandle, open } from 'node:fs/promises';

/** A regular file in a tar archive: its name, and where its bytes are. */
export interface TarMember {
  name: string;
  offset: number;
  size: number;
  /** Its content, where it was asked for. */
  text: string | undefined;
}

const block = 512;
/** So much is read at a time: more than the headers and small files between two pictures take. */
const windowSize = 2 ** 14;

/** What stands in the way of reading an archive; the caller knows which one it is. */
export class TarError extends Error {
  override name = 'TarError';
}

/**
 * Reads the headers of a tar archive, and small files on request, without what lies between: ustar, GNU and pax.
 * tar's own parser goes through all bytes, and takes 35 µs for each header where this takes two.
 */
export class TarReader {
  readonly #file: FileHandle;
  /** Of the archive, in bytes. */
  readonly size: number;
  // Used again and again: a new one for each picture costs more than reading it.
  readonly #buffer = Buffer.allocUnsafe(windowSize);
  #window = Buffer.alloc(0);
  #start = 0;
  /** Whether the archive has the end that a writer puts there last. */
  hasEnd = false;

  private constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  /** Throws where there is no such file, or it is a folder or compressed. */
  static async open(archive: string): Promise<TarReader> {
    const file = await open(archive).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new TarError('there is no such file') : error;
    });
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new TarError(status.isDirectory() ? 'it is a folder' : 'it is no file');
      const reader = new TarReader(file, status.size);
      const [first, second] = await reader.bytes(0, Math.min(2, status.size));
      if (first === 0x1f && second === 0x8b)
        throw new TarError(
          'it is compressed, and pictures in it have no place of their own: run gunzip on it',
        );
      return reader;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** What was read already. Most is, and is not worth a promise. */
  #held(offset: number, size: number): Buffer | undefined {
    const at = offset - this.#start;
    return at >= 0 && at + size <= this.#window.length ? this.#window.subarray(at, at + size) : undefined;
  }

  /** `size` bytes from `offset` on, to be used before the next call. Throws where the archive ends before. */
  async bytes(offset: number, size: number): Promise<Buffer> {
    const held = this.#held(offset, size);
    if (held) return held;
    if (offset + size > this.size)
      throw new TarError(`it ends at ${this.size}, and ${offset + size} bytes are wanted`);
    const window = size <= windowSize ? this.#buffer : Buffer.allocUnsafe(size);
    const { bytesRead } = await this.#file.read(window, 0, window.length, offset);
    this.#window = window.subarray(0, bytesRead);
    this.#start = offset;
    if (bytesRead < size) throw new TarError('it became shorter while it was read');
    return this.#window.subarray(0, size);
  }

  /** Whether a file of that size begins at `offset`: its header stands before it. */
  async hasFileAt(offset: number, size: number): Promise<boolean> {
    if (offset < block || offset + size > this.size) return false;
    const header = await this.bytes(offset - block, block);
    return isHeader(header) && numberAt(header, 124, 12) === size;
  }

  /**
   * The regular files, in order, with the content of those that `isText` wants to see. Throws where a header is none, and
   * where the archive ends within a file.
   */
  async members(isText: (name: string, size: number) => boolean): Promise<TarMember[]> {
    const members: TarMember[] = [];
    // What headers before a file's own say of it.
    let long: { path?: string; size?: number } = {};
    let at = 0;
    while (at + block <= this.size) {
      const header = this.#held(at, block) ?? (await this.bytes(at, block));
      if (header[0] === 0 && header.every((byte) => byte === 0)) {
        this.hasEnd = true;
        return members;
      }
      checkSum(header, at);
      const kind = String.fromCharCode(header[156] ?? 0);
      const size = long.size ?? numberAt(header, 124, 12);
      const offset = at + block;
      const name = long.path ?? nameIn(header);
      if (offset + size > this.size)
        throw new TarError(
          `it ends within '${name}', which has ${size} bytes from ${offset} on, at ${this.size}: it was cut short. Copy or write it again`,
        );
      if (kind === 'L') long.path = text(await this.bytes(offset, size));
      else if (kind === 'x') long = { ...long, ...paxOf(text(await this.bytes(offset, size))) };
      else if (kind === 'S') throw new TarError(`'${name}' is a sparse file, which is not read`);
      else if (kind !== 'g' && kind !== 'K') {
        if (kind === '0' || kind === '\0' || kind === '7') {
          const content = isText(name, size)
            ? (this.#held(offset, size) ?? (await this.bytes(offset, size)))
            : undefined;
          members.push({ name, offset, size, text: content?.toString('utf8') });
        }
        long = {};
      }
      at = offset + Math.ceil(size / block) * block;
    }
    if (at < this.size)
      throw new TarError(
        `it ends within a header, at ${this.size}: it was cut short${at === 0 ? ', or is no tar archive' : ''}`,
      );
    return members;
  }
}

/** Text up to the first zero byte. */
function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function nameIn(header: Buffer): string {
  const name = text(header.subarray(0, 100));
  const isUstar = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? text(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal digits, or, with the first bit set, a number of base 256. */
function numberAt(header: Buffer, at: number, length: number): number {
  if ((header[at] ?? 0) & 0x80) {
    let value = 0;
    for (let i = at + 1; i < at + length; i++) value = value * 256 + (header[i] ?? 0);
    return value;
  }
  const digits = header
    .toString('latin1', at, at + length)
    .replace(/[\0 ]+$/, '')
    .trim();
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** By its checksum. */
function isHeader(header: Buffer): boolean {
  let sum = 0;
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : (header[i] ?? 0);
  return sum === numberAt(header, 148, 8);
}

function checkSum(header: Buffer, at: number): void {
  if (isHeader(header)) return;
  throw new TarError(
    at === 0 ? 'it is no tar archive' : `at ${at} a header should begin, and does not: it is damaged`,
  );
}

/** What a pax header says that matters here: lines `<length> <key>=<value>`, the length in bytes. */
function paxOf(lines: string): { path?: string; size?: number } {
  const found: { path?: string; size?: number } = {};
  for (const line of lines.split('\n')) {
    const [, key, value] = /^\d+ ([^=]+)=(.*)$/.exec(line) ?? [];
    if (key === 'path' && value !== undefined) found.path = value;
    if (key === 'size') found.size = Number(value);
    if (key?.startsWith('GNU.sparse.')) throw new TarError('it has a sparse file, which is not read');
  }
  return found;
}

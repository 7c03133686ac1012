import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { crc32 } from './crc32.js';
import { beyond, LIMITS } from './limits.js';
import { readBytes, readInto } from './reading.js';

const inflateRaw = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);

/** A file inside a zip archive. */
export interface ZipEntry {
  name: string;
  compressed: boolean;
  /** Bytes in the archive. */
  stored: number;
  /** Bytes once unpacked. */
  size: number;
  crc: number;
  /** Where its own header begins. */
  start: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;

/** Deflate packs no more than this many bytes into one. */
const DEFLATE_LIMIT = 1032;

/** A zip archive that is read entry by entry, straight into the memory where each is wanted; of any size (zip64). */
export class ZipReader {
  private constructor(
    private readonly file: FileHandle,
    private readonly length: number,
    private readonly path: string,
    readonly entries: ReadonlyMap<string, ZipEntry>,
  ) {}

  /** Reads the list of entries. @throws Error where there is none, or it is damaged. */
  static async open(file: FileHandle, length: number, path: string): Promise<ZipReader> {
    const { start, size } = await findDirectory(file, length, path);
    if (start + size > length) throw new Error(`${path}: the zip directory lies outside the file`);
    if (size > LIMITS.directory)
      throw beyond(path, `its list of entries takes ${size.toLocaleString('en')} bytes`, LIMITS.directory);
    const list = parseDirectory(await readBytes(file, size, start, path), path);
    const impossible = list.find(
      (entry) => entry.stored > length || entry.size > entry.stored * DEFLATE_LIMIT + DEFLATE_LIMIT,
    );
    if (impossible)
      throw new Error(
        `${path}: '${impossible.name}' cannot have the ${impossible.size} bytes that the archive lists`,
      );
    checkTogether(list, length, path);
    return new ZipReader(file, length, path, new Map(list.map((entry) => [entry.name, entry])));
  }

  /** The contents of an entry. */
  async read(entry: ZipEntry): Promise<Uint8Array> {
    const bytes = new Uint8Array(entry.size);
    await this.readInto(entry, bytes);
    return bytes;
  }

  /** Fills `target`, which has the entry's size, with its contents. @throws Error where the checksum differs. */
  async readInto(entry: ZipEntry, target: Uint8Array): Promise<void> {
    const begin = await this.begin(entry);
    if (entry.compressed) {
      const packed = await readBytes(this.file, entry.stored, begin, this.path);
      const unpacked = await inflate(packed, entry, this.path);
      target.set(unpacked);
    } else {
      await readInto(this.file, target, begin, this.path);
    }
    if (crc32(target) !== entry.crc)
      throw new Error(`${this.path}: '${entry.name}' is damaged (its checksum differs)`);
  }

  private async begin(entry: ZipEntry): Promise<number> {
    if (entry.start + 30 > this.length)
      throw new Error(`${this.path}: '${entry.name}' lies outside the file`);
    const local = view(await readBytes(this.file, 30, entry.start, this.path));
    const begin = entry.start + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    if (local.getUint32(0, true) !== LOCAL || begin + entry.stored > this.length) {
      throw new Error(
        `${this.path}: '${entry.name}' is damaged (its header is wrong, or its data reach beyond the file)`,
      );
    }
    return begin;
  }
}

/** Few bytes that unpack to very many, and bytes that several entries unpack. */
function checkTogether(list: readonly ZipEntry[], length: number, path: string): void {
  const most = LIMITS.unpacked + LIMITS.unpackedPerByte * length;
  const unpacked = list.reduce((sum, { compressed, size }) => sum + (compressed ? size : 0), 0);
  if (unpacked > most)
    throw beyond(path, `its entries unpack to ${unpacked.toLocaleString('en')} bytes`, most);
  let [end, before] = [0, ''];
  for (const { name, start, stored } of [...list].sort((a, b) => a.start - b.start)) {
    if (start < end) throw new Error(`${path}: '${name}' and '${before}' lie over each other in the archive`);
    // Its own header has at least 30 bytes.
    [end, before] = [start + 30 + stored, name];
  }
}

async function inflate(packed: Uint8Array, { name, size }: ZipEntry, path: string): Promise<Uint8Array> {
  try {
    const unpacked = await inflateRaw(packed, { maxOutputLength: Math.max(size, 1) });
    if (unpacked.length === size) return unpacked;
  } catch {
    // Told below: whatever zlib has to say, the entry is not what the directory lists.
  }
  throw new Error(
    `${path}: '${name}' is damaged (it does not unpack to the ${size} bytes that the archive lists)`,
  );
}

async function findDirectory(
  file: FileHandle,
  length: number,
  path: string,
): Promise<{ start: number; size: number }> {
  const none = new Error(`${path} is no zip archive, or is cut short: its directory is missing`);
  // The directory's end record is the last thing in the file, but for a comment of at most 65,535 bytes.
  const tailStart = Math.max(0, length - 65_557);
  const tail = view(await readBytes(file, length - tailStart, tailStart, path));
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) throw none;
  if (at < 20 || tail.getUint32(at - 20, true) !== LOCATOR_64) {
    return { size: tail.getUint32(at + 12, true), start: tail.getUint32(at + 16, true) };
  }
  const end64 = long(tail, at - 20 + 8);
  if (end64 + 56 > length) throw none;
  const record = view(await readBytes(file, 56, end64, path));
  if (record.getUint32(0, true) !== END_64) throw none;
  return { size: long(record, 40), start: long(record, 48) };
}

function parseDirectory(bytes: Uint8Array, path: string): ZipEntry[] {
  const list: ZipEntry[] = [];
  const directory = view(bytes);
  const damaged = () => new Error(`${path}: the zip directory is damaged after ${list.length} entries`);
  for (let at = 0; at < bytes.length; ) {
    if (at + 46 > bytes.length || directory.getUint32(at, true) !== LISTED) throw damaged();
    const method = directory.getUint16(at + 10, true);
    const nameEnd = at + 46 + directory.getUint16(at + 28, true);
    const extraEnd = nameEnd + directory.getUint16(at + 30, true);
    const next = extraEnd + directory.getUint16(at + 32, true);
    if (next > bytes.length) throw damaged();
    const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
    if ((method !== 0 && method !== 8) || directory.getUint16(at + 8, true) & 1) {
      throw new Error(`${path}: '${name}' is encrypted or packed by a method other than deflate (${method})`);
    }
    const [size, stored, start] = wide(
      [at + 24, at + 20, at + 42].map((field) => directory.getUint32(field, true)),
      view(bytes.subarray(nameEnd, extraEnd)),
    );
    if (size === undefined || stored === undefined || start === undefined) throw damaged();
    if (method === 0 && size !== stored) throw damaged();
    if (list.length >= LIMITS.entries) throw beyond(path, 'it has more entries', LIMITS.entries);
    list.push({
      name,
      compressed: method === 8,
      size,
      stored,
      start,
      crc: directory.getUint32(at + 16, true),
    });
    at = next;
  }
  return list;
}

/** Fields that do not fit 32 bits stand, in their order, in the extra field with id 1. */
function wide(fields: number[], extra: DataView): (number | undefined)[] {
  const queue: number[] = [];
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const end = Math.min(at + 4 + extra.getUint16(at + 2, true), extra.byteLength);
    if (extra.getUint16(at, true) === 1)
      for (let field = at + 4; field + 8 <= end; field += 8) queue.push(long(extra, field));
    at = end;
  }
  return fields.map((field) => (field === 0xffffffff ? queue.shift() : field));
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const long = (data: DataView, at: number) => Number(data.getBigUint64(at, true));

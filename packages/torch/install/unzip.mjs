import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, symlink } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

// A slim image has neither unzip nor Python, and Node reads no zip archives. What is read here is what PyTorch's archives
// use: stored and deflated files, symbolic links, and ZIP64 for those above 4 GB (APPNOTE.TXT of PKWARE, 4.3 and 4.5.3).

/** @typedef {{ name: string, method: number, size: number, start: number, mode: number }} Entry */

const endRecord = 0x06054b50;
const end64Locator = 0x07064b50;
const centralHeader = 0x02014b50;
const linkType = 0o120000;

/**
 * Unpacks a zip archive.
 * @param {string} zip
 * @param {string} folder
 * @param {(fraction: number) => void} [onProgress]
 * @throws {Error} where it is no zip archive, is cut off, or wants to write outside of the folder
 */
export async function unzip(zip, folder, onProgress = () => {}) {
  const file = await open(zip);
  try {
    const entries = await entriesOf(file);
    const total = entries.reduce((sum, { size }) => sum + size, 0) || 1;
    let done = 0;
    for (const entry of entries) {
      await extract(zip, file, entry, placeOf(folder, entry.name));
      done += entry.size;
      onProgress(done / total);
    }
  } finally {
    await file.close();
  }
}

/** @param {string} folder @param {string} name */
function placeOf(folder, name) {
  const place = resolve(folder, name);
  if (!place.startsWith(resolve(folder) + sep))
    throw new Error(`it wants to write outside of its folder: ${name}`);
  return place;
}

/**
 * @param {string} zip
 * @param {import('node:fs/promises').FileHandle} file
 * @param {Entry} entry
 * @param {string} place
 */
async function extract(zip, file, { name, method, size, start, mode }, place) {
  if (name.endsWith('/')) {
    await mkdir(place, { recursive: true });
    return;
  }
  await mkdir(dirname(place), { recursive: true });
  const header = await read(file, start, 30);
  const from = start + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if ((mode & 0o170000) === linkType) {
    await symlink((await read(file, from, size)).toString(), place);
    return;
  }
  if (size === 0) {
    await (await open(place, 'w')).close();
  } else {
    const packed = createReadStream(zip, { start: from, end: from + size - 1 });
    if (method === 0) await pipeline(packed, createWriteStream(place));
    else if (method === 8) await pipeline(packed, createInflateRaw(), createWriteStream(place));
    else throw new Error(`${name} is packed in a way that is not known here (${method})`);
  }
  if (mode & 0o777) await chmod(place, mode & 0o777);
}

/** @param {import('node:fs/promises').FileHandle} file @returns {Promise<Entry[]>} */
async function entriesOf(file) {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== endRecord) at--;
  if (at < 0) throw new Error('it is no zip archive, or its end is missing');
  let [length, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (start === 0xffffffff || length === 0xffffffff) {
    if (at < 20 || tail.readUInt32LE(at - 20) !== end64Locator)
      throw new Error('its ZIP64 directory is missing');
    const end64 = await read(file, Number(tail.readBigUInt64LE(at - 12)), 56);
    [length, start] = [Number(end64.readBigUInt64LE(40)), Number(end64.readBigUInt64LE(48))];
  }
  const directory = await read(file, start, length);
  const entries = [];
  for (let place = 0; place + 46 <= directory.length; ) {
    if (directory.readUInt32LE(place) !== centralHeader) throw new Error('its directory is damaged');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(place + field),
    );
    const name = directory.toString('utf8', place + 46, place + 46 + (nameLength ?? 0));
    const extra = directory.subarray(place + 46 + (nameLength ?? 0)).subarray(0, extraLength);
    entries.push({
      name,
      method: directory.readUInt16LE(place + 10),
      mode: directory.readUInt16LE(place + 40),
      ...sizes(directory, place, extra),
    });
    place += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

/** Size and place of an entry; where 32 bits do not hold them they stand in its ZIP64 field, in the order of the header. */
function sizes(/** @type {Buffer} */ directory, /** @type {number} */ place, /** @type {Buffer} */ extra) {
  const [size, unpacked, start] = [20, 24, 42].map((field) => directory.readUInt32LE(place + field));
  let wide = extra.subarray(0, 0);
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 1) wide = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  const next = (/** @type {number | undefined} */ narrow) => {
    if (narrow !== 0xffffffff) return narrow ?? 0;
    const value = Number(wide.readBigUInt64LE(0));
    wide = wide.subarray(8);
    return value;
  };
  next(unpacked);
  return { size: next(size), start: next(start) };
}

/** @param {import('node:fs/promises').FileHandle} file @param {number} from @param {number} length */
async function read(file, from, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  if (bytesRead !== length) throw new Error('it is cut off');
  return buffer;
}

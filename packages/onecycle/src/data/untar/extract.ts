import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, realpath, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { PassThrough } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ReadEntry } from 'tar';
import { checkOptions, explained, is, wrongKind } from '../../base/index.js';
import type { ProgressBar } from '../../display/index.js';

/** Options of {@link extractTar}. */
export interface ExtractTarOptions {
  /** Told how many bytes of the archive are read. */
  bar?: ProgressBar;
  /** How many entries an archive may have. Default 5,000,000. */
  maxEntries?: number;
  /** How many bytes its files may have together. Default 10 GiB, or 250 times the archive where that is more. */
  maxBytes?: number;
}

/** Kinds of entries that data are made of. Links and devices could lead out of the folder. */
const harmless: ReadonlySet<string> = new Set([
  'File',
  'OldFile',
  'ContiguousFile',
  'Directory',
  'GNUDumpDir',
]);

/** What stands in an archive beside the files, and loses nothing when it is passed over. */
const remarks: ReadonlySet<string> = new Set(['TapeVolumeHeader', 'SolarisACL']);

/** Why an entry must not be extracted; undefined where it may. */
function danger({ path, type }: ReadEntry): string | undefined {
  const slashes = path.replaceAll('\\', '/');
  if (/^(\/|[A-Za-z]:)/.test(slashes)) return 'has an absolute path';
  if (slashes.split('/').includes('..')) return 'leaves the folder';
  if (type === 'SparseFile' || /(^|\/)GNUSparseFile\.\d+\//.test(slashes)) return sparse;
  if (harmless.has(type)) return undefined;
  return `is ${type === 'Unsupported' ? 'of a kind that is not known' : `a ${type}`}; only files and folders are extracted`;
}

const sparse = 'is a sparse file of GNU tar, which is not read: make the archive without --sparse';

/**
 * Extracts a tar archive, compressed with gzip or not, into a folder that exists. Files keep their permissions, without
 * the set-user and set-group bits, and their times.
 *
 * Throws, naming the entry, where one has an absolute path, leaves the folder, is a link, a device, a sparse file or of
 * an unknown kind; where the archive is cut off or damaged; and where it has more entries or bytes than `options` allow.
 * What has been extracted by then stays: extract into a folder that can be thrown away.
 */
export async function extractTar(
  archive: string,
  folder: string,
  options: ExtractTarOptions = {},
): Promise<void> {
  for (const path of [archive, folder])
    if (typeof path !== 'string')
      throw wrongKind('extractTar', 'the paths of an archive and a folder as texts', path);
  checkOptions(options, { bar: true, maxEntries: is.limit(0), maxBytes: is.limit(0) }, 'extractTar');
  try {
    const entries = await extractAll(archive, folder, options);
    if (entries === 0) throw new Error('there are no files in it');
  } catch (error) {
    const isArchives = (error as NodeJS.ErrnoException).path === archive;
    const said = isArchives ? error : explained(error, folder, '');
    const reason = said instanceof Error ? said.message : String(said);
    throw new Error(`could not extract ${archive}: ${reason}`, { cause: error });
  }
}

/** Extracts one entry after the other, so that what is read waits for what is written; gives their number. */
async function extractAll(archive: string, folder: string, options: ExtractTarOptions): Promise<number> {
  const { Parser } = await import('tar');
  const { isGzip, size } = await lookAt(archive);
  const { bar, maxEntries = 5_000_000, maxBytes = Math.max(10 * 2 ** 30, 250 * size) } = options;
  const writer = new Writer(folder);
  const source = createReadStream(archive);
  source.on('data', () => bar?.update(source.bytesRead));
  const unzipped = isGzip ? createGunzip() : new PassThrough();
  let entries = 0;
  let bytes = 0;
  let isSparse = false;

  await new Promise<void>((resolve, reject) => {
    const fail = (reason: unknown) => {
      source.destroy();
      unzipped.destroy();
      reject(reason);
    };
    const refuse = ({ path }: ReadEntry, reason: string) => fail(new Error(`the entry '${path}' ${reason}`));
    const parser = new Parser({ strict: true });
    // Newer sparse files look like ordinary ones whose extended header tells of them.
    parser.on('meta', (text: string) => {
      isSparse ||= text.includes('GNU.sparse.');
    });
    parser.on('ignoredEntry', (entry: ReadEntry) => {
      if (!remarks.has(entry.type)) refuse(entry, danger(entry) ?? 'is not read');
    });
    parser.on('entry', (entry: ReadEntry) => {
      entries++;
      bytes += entry.size;
      const reason = isSparse ? sparse : danger(entry);
      isSparse = false;
      if (reason !== undefined) return refuse(entry, reason);
      if (entries > maxEntries)
        return fail(new Error(`it has more than ${maxEntries.toLocaleString('en')} entries (maxEntries)`));
      if (bytes > maxBytes)
        return fail(new Error(`its files have more than ${maxBytes.toLocaleString('en')} bytes (maxBytes)`));
      writer.write(entry).catch(fail);
    });
    parser.on('error', fail);
    parser.on('end', () => writer.finish().then(resolve, fail));
    source.on('error', fail);
    unzipped.on('error', fail);
    source.pipe(unzipped).pipe(parser);
  });
  return entries;
}

/** Whether a file begins as gzip does, and its size. */
async function lookAt(archive: string): Promise<{ isGzip: boolean; size: number }> {
  const file = await open(archive);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return { isGzip: buffer[0] === 0x1f && buffer[1] === 0x8b, size: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

/** So many small files are written at a time, and so many bytes are small. */
const atOnce = 16;
const small = 2 ** 20;

/** Writes entries into a folder: small files some at a time, large ones as they come. */
class Writer {
  readonly #folder: string;
  readonly #folders = new Set<string>();
  /** The small files that are being written, by their place. */
  readonly #writing = new Map<string, Promise<void>>();
  /** What went wrong in the first of them that failed. */
  #failure: { error: unknown } | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes an entry when the one before has been taken. */
  write(entry: ReadEntry): Promise<void> {
    this.#last = this.#last.then(() => this.#take(entry));
    return this.#last;
  }

  /** Kept when everything is written. */
  async finish(): Promise<void> {
    await this.#last;
    await Promise.all(this.#writing.values());
    if (this.#failure) throw this.#failure.error;
  }

  async #take(entry: ReadEntry): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    const place = join(this.#folder, entry.path);
    if (entry.type === 'Directory' || entry.type === 'GNUDumpDir') {
      await this.#makeFolder(place, entry);
      entry.resume();
      return;
    }
    await this.#makeFolder(dirname(place), entry);
    // The same file may come again, and the last one counts.
    await this.#writing.get(place);
    if (entry.size > small) return writeEntry(place, entry, entry);
    const writing = writeEntry(place, entry, [await entry.concat()])
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#writing.delete(place));
    this.#writing.set(place, writing);
    if (this.#writing.size >= atOnce) await Promise.race(this.#writing.values());
  }

  /** Makes a folder, which must not lie outside by way of a link that was there before. */
  async #makeFolder(place: string, { path }: ReadEntry): Promise<void> {
    if (this.#folders.has(place)) return;
    await mkdir(place, { recursive: true });
    const [inside, whole] = [await realpath(place), await realpath(this.#folder)];
    if (inside !== whole && !inside.startsWith(whole + sep))
      throw new Error(`the entry '${path}' leaves the folder by a link`);
    if (this.#folders.size > 10_000) this.#folders.clear();
    this.#folders.add(place);
  }
}

/** Writes a file with the entry's permissions and times, and this content. */
async function writeEntry(
  place: string,
  { mode = 0o644, mtime, atime }: ReadEntry,
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await openNew(place, (mode & 0o777) | 0o600);
  try {
    for await (const chunk of content) if (chunk.length > 0) await file.writeFile(chunk);
    if (mtime) await file.utimes(atime ?? mtime, mtime);
  } finally {
    await file.close();
  }
}

/** A new file, in the place of one that is there. */
async function openNew(place: string, mode: number): Promise<FileHandle> {
  try {
    return await open(place, 'wx', mode);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await rm(place);
    return open(place, 'wx', mode);
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { checkList, checkOptions, is, kindOf, shown } from '../../base/index.js';
import { ProgressBar } from '../../display/index.js';
import { checkPath, Path, type PathLike } from '../collections/index.js';
import { ItemError, imageExtensions } from '../items/index.js';
import { CategoryMap } from '../targets/index.js';
import type { Sample } from './samples.js';
import { indexFile, indexText } from './shard-index.js';
import { NoSpaceError, TarWriter } from './tar-writer.js';

/** Pictures that get shards of their own: `train-000000.tar` … */
export interface ShardPart {
  /** What their names begin with. */
  name: string;
  /** The pictures and their labels, in the order in which they are written. */
  items: readonly { file: Path; label: string }[];
}

/** Options of {@link writeShards}. */
export interface WriteShardsOptions {
  /** Pictures in a shard. Default 10,000. */
  maxCount?: number;
  /** Bytes of a shard, which the last picture may pass. Default 500,000,000. */
  maxBytes?: number;
  /** What names of samples are relative to. Default: the names of the files alone. */
  root?: PathLike;
  /** Whether progress is shown. Default true. */
  progress?: boolean;
  /** Ends it between two pictures: the shards so far are taken away, and the signal's reason is thrown. */
  signal?: AbortSignal;
}

/** What was written of a part. */
export interface ShardsWritten {
  name: string;
  pictures: number;
  /** The shards, as `imageDataLoaders.fromShards` takes them: `pets/train-{000000..000012}.tar`. */
  pattern: string;
}

/**
 * Writes pictures into tar shards in WebDataset's layout, with an index beside each: of a picture its file as it is, its
 * class's number (`.cls`), and its label and name (`.json`). The folder is there as a whole in the end, or not at all; the
 * same pictures make the same bytes. Pictures are not decoded: `verifyImages` names those that nobody could read.
 *
 * Throws where the folder is there and not empty, and an `ItemError` that names a file which cannot be read.
 */
export async function writeShards(
  parts: readonly ShardPart[],
  folder: PathLike,
  options: WriteShardsOptions = {},
): Promise<ShardsWritten[]> {
  checkOptions<WriteShardsOptions>(
    options,
    { maxCount: is.count(1), maxBytes: is.count(1), root: checkPath, progress: is.flag, signal: true },
    'writeShards',
  );
  const { maxCount = 10_000, maxBytes = 500_000_000, root, progress = true, signal } = options;
  checkParts(parts);
  const out = String(new Path(folder));
  await checkFree(out);
  const total = parts.reduce((sum, { items }) => sum + items.length, 0);
  if (total === 0) throw new Error('there are no pictures to write');
  const classes = new CategoryMap(parts.flatMap(({ items }) => items.map(({ label }) => label)));
  const made = join(dirname(out), `.${basename(out)}.${randomUUID()}`);
  await mkdir(made, { recursive: true });
  const bar = progress ? new ProgressBar(total, { label: 'Writing shards' }) : undefined;
  try {
    const written: ShardsWritten[] = [];
    const counter = new Counter(bar);
    for (const part of parts) {
      if (part.items.length === 0) continue;
      const shards = await writePart(part, { made, classes, maxCount, maxBytes, root, counter, signal });
      written.push({
        name: part.name,
        pictures: part.items.length,
        pattern: patternOf(out, part.name, shards),
      });
    }
    await checkFree(out);
    await rename(made, out);
    return written;
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    throw isFull(error)
      ? new Error(
          `${out} could not be written: the disk is full. Nothing of it was kept: make room, and call it again`,
          {
            cause: error,
          },
        )
      : error;
  } finally {
    bar?.close();
  }
}

/** Throws for what would be shards that nobody can read. */
function checkParts(parts: readonly ShardPart[]): void {
  const wanted = "a list of parts, [{ name: 'train', items: [{ file, label }] }]";
  checkList('writeShards', wanted, parts, (part) => Array.isArray(part?.items));
  const names = new Set<string>();
  for (const { name, items } of parts) {
    if (typeof name !== 'string' || !/^[^/\\{},\0]+$/.test(name))
      throw new TypeError(
        `the name of a part begins those of its shards, and has no / \\ { } or comma: not ${shown(name)}`,
      );
    if (names.has(name)) throw new Error(`two parts are named ${shown(name)}`);
    names.add(name);
    for (const [i, item] of items.entries()) {
      const { file, label } = item ?? {};
      const problem = !(file instanceof Path)
        ? `its file is a Path, not ${kindOf(file)}`
        : !imageExtensions.has(file.suffix.toLowerCase())
          ? `its name ends in ${file.suffix === '' ? 'nothing' : file.suffix}, which no picture's does`
          : typeof label !== 'string' || label === ''
            ? `its label is a text, not ${label === '' ? 'an empty one' : kindOf(label)}`
            : null;
      if (problem !== null) throw new ItemError(i, file, new TypeError(problem));
    }
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof NoSpaceError ||
  (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'));

class Counter {
  #done = 0;
  constructor(readonly bar: ProgressBar | undefined) {}
  next(): void {
    this.bar?.update(++this.#done);
  }
}

/** Throws where there is something already: nothing is overwritten. */
export async function checkFree(out: string): Promise<void> {
  const inside = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error.code === 'ENOTDIR' ? new Error(`${out} is a file; give the name of a new folder`) : error;
  });
  if (inside.length > 0)
    throw new Error(
      `the folder ${out} is not empty, and nothing in it is overwritten: give the name of a new one`,
    );
}

interface PartPlace {
  made: string;
  classes: CategoryMap;
  maxCount: number;
  maxBytes: number;
  root: PathLike | undefined;
  counter: Counter;
  signal: AbortSignal | undefined;
}

const shardName = (part: string, number: number): string => `${part}-${String(number).padStart(6, '0')}.tar`;

function patternOf(out: string, part: string, shards: number): string {
  const digits = (number: number) => String(number).padStart(6, '0');
  const numbers = shards === 1 ? digits(0) : `{${digits(0)}..${digits(shards - 1)}}`;
  // Braces of the folder's own name are none that stand for several.
  return `${out.replace(/[\\{}]/g, '\\$&')}/${part}-${numbers}.tar`;
}

/** The shards of a part; how many they are. */
async function writePart({ name, items }: ShardPart, place: PartPlace): Promise<number> {
  const keys = keysOf(
    items.map(({ file }) => file),
    place.root,
  );
  let shards = 0;
  for (let next = 0; next < items.length; shards++) {
    const archive = join(place.made, shardName(name, shards));
    const tar = await TarWriter.create(archive);
    const samples: Sample[] = [];
    try {
      while (next < items.length && samples.length < place.maxCount && tar.size < place.maxBytes) {
        place.signal?.throwIfAborted();
        const { file, label } = items[next] as ShardPart['items'][number];
        samples.push(
          await writeSample(tar, keys[next] ?? '', file, label, place).catch((error: unknown) => {
            throw isFull(error) ? error : new ItemError(next, file, error);
          }),
        );
        place.counter.next();
        next++;
      }
      await tar.end();
    } catch (error) {
      await tar.close().catch(() => undefined);
      throw error;
    }
    await writeFile(indexFile(archive), indexText(tar.size, samples));
  }
  return shards;
}

async function writeSample(
  tar: TarWriter,
  key: string,
  file: Path,
  label: string,
  { classes, root }: PartPlace,
): Promise<Sample> {
  const bytes = await readFile(String(file)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error('there is no such file') : error;
  });
  if (bytes.length === 0) throw new Error('the file is empty: remove it');
  const sample: Sample = { key, parts: {} };
  const add = async (ending: string, content: Uint8Array, text?: string) => {
    const offset = await tar.add(`${key}.${ending}`, content);
    sample.parts[ending] = { offset, size: content.length, ...(text !== undefined && { text }) };
  };
  const addText = (ending: string, text: string) => add(ending, Buffer.from(text), text);
  await add(file.suffix.slice(1).toLowerCase(), bytes);
  await addText('cls', String(classes.number(label)));
  await addText('json', JSON.stringify({ label, file: nameIn(root, file) }));
  return sample;
}

const nameIn = (root: PathLike | undefined, file: Path): string =>
  root === undefined ? file.name : String(file.relativeTo(root));

/** Names of samples: those of the files, without the dots at which WebDataset would cut them; each of them once. */
function keysOf(files: readonly Path[], root: PathLike | undefined): string[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const name = new Path(nameIn(root, file));
    const plain = String(name.withName(name.stem.replaceAll('.', '_'))).replace(/^__/, '_');
    let key = plain;
    for (let i = 2; taken.has(key); i++) key = `${plain}_${i}`;
    taken.add(key);
    return key;
  });
}

import { createHash, randomUUID } from 'node:crypto';
import { chmod, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './locks.js';
import { whileFleeting } from './temporary.js';
import { explained } from './writing.js';

/** What a file is to hold: all of it, or what hands it over piece by piece. */
export type Content = string | Uint8Array | ((write: (bytes: Uint8Array) => Promise<void>) => Promise<void>);

/** What the library writes is read by other programs, and only what is whole must be found. */
const KEPT = 'A file of that name from before is as it was.';

/** How a file is made that appears whole or not at all. */
export interface WholeOptions {
  /** What there still is where it cannot be written, in a sentence. */
  kept?: string;
  /** One of many that are made anew easily, pictures say: it need not survive a power cut, and nothing is tidied up around it. Default false. */
  oneOfMany?: boolean;
}

/** Writes a file that appears whole or not at all: see {@link aside}. */
export function writeWhole(place: string, content: Content, options: WholeOptions = {}): Promise<void> {
  return aside(place, (draft) => fill(draft, content), options);
}

/**
 * Has `make` write a file beside `place`, under a name of its own, which takes the name `place` when it is whole and on the disk. What
 * stood there stays untouched when anything fails, and then nothing else is left behind either. A link is followed; permissions stay.
 *
 * @throws Error where the system refuses, with the file, the reason and what to do; where something stands at `place` that is no
 *   file: the new one would take its place
 */
export async function aside(
  place: string,
  make: (draft: string) => Promise<void>,
  { kept = KEPT, oneOfMany = false }: WholeOptions = {},
): Promise<void> {
  const path = await realpath(place).catch(() => place);
  const draft = join(dirname(path), `${beginning(basename(path))}${here}-${process.pid}.${randomUUID()}.tmp`);
  try {
    const there = await fileAt(path, place);
    if (!oneOfMany) await tidy(dirname(path), basename(path));
    await whileFleeting(draft, async () => {
      await make(draft);
      if (there) await chmod(draft, there.mode & 0o7777);
      if (!oneOfMany) await flush(draft);
      await rename(draft, path);
    });
  } catch (error) {
    await rm(draft, { force: true });
    // Whoever makes it may have met another file that cannot be read.
    const { path: met = draft } = error as NodeJS.ErrnoException;
    throw [place, path, draft].includes(met) ? explained(error, place, kept) : error;
  }
  if (!oneOfMany) await flush(dirname(path)).catch(() => {});
}

/**
 * Writes files that belong together: none takes its name before all are on the disk.
 *
 * @param files by their places; the last takes its name last
 */
export async function writeTogether(
  files: ReadonlyMap<string, Content>,
  options: WholeOptions = {},
): Promise<void> {
  const others = [...files];
  const last = others.pop();
  if (!last) return;
  const [place, content] = last;
  const make = async (draft: string): Promise<void> => {
    await fill(draft, content);
    await writeTogether(new Map(others), options);
  };
  await aside(place, make, options);
}

/**
 * Removes what processes that were killed while they wrote have left in a folder.
 *
 * @param name only of this file; default: of all
 */
export async function tidy(folder: string, name?: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const one of names) {
    const [, begin, pid] = DRAFT.exec(one) ?? [];
    if (begin === undefined || (name !== undefined && begin !== beginning(name))) continue;
    if (!isAlive(Number(pid))) await rm(join(folder, one), { force: true });
  }
}

/** This machine, as drafts name it: a process can be looked for only where it runs. */
const here = sha256(hostname()).slice(0, 8);
const DRAFT = new RegExp(`^(\\..*\\.)${here}-(\\d+)\\.[^.]+\\.tmp$`, 's');

/** The first part of a draft's name. Systems take names of 255 bytes, and the rest needs some seventy. */
const beginning = (name: string): string =>
  `.${Buffer.byteLength(name) > 150 ? sha256(name).slice(0, 16) : name}.`;

async function fileAt(path: string, place: string) {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) throw Object.assign(new Error(`${place} is a folder`), { code: 'EISDIR' });
  if (there && !there.isFile())
    throw new Error(
      `${place} is no file, but a device, a pipe or a socket, and a file would take its place: choose another name`,
    );
  return there;
}

/** A single write of the operating system moves less than 2 GB. */
const PIECE = 1 << 28;

async function fill(draft: string, content: Content): Promise<void> {
  if (typeof content === 'string') return fill(draft, Buffer.from(content));
  const file = await open(draft, 'wx');
  const write = async (bytes: Uint8Array): Promise<void> => {
    for (let done = 0; done < bytes.byteLength; ) {
      const { bytesWritten } = await file.write(bytes, done, Math.min(PIECE, bytes.byteLength - done));
      done += bytesWritten;
    }
  };
  try {
    await (typeof content === 'function' ? content(write) : write(content));
  } finally {
    await file.close();
  }
}

/** Brings a file, or the names in a folder, to the disk, so that they survive a power cut. Not every system can open a folder. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

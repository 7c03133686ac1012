import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkOptions, environment, is, nearest, shown, WritingError, writing } from '../../base/index.js';
import { ProgressBar } from '../../display/index.js';
import { checkPath, Path, type PathLike } from '../collections/index.js';
import { download, verify } from './download.js';
import { extractTar } from './extract.js';
import { withLock } from './lock.js';
import { type ArchiveCheck, archiveChecks, fileNameOf, URLs } from './urls.js';

/** Options of {@link untarData}. */
export interface UntarDataOptions {
  /** The folder that gets the data set's folder. Default: `data` in the cache. */
  dest?: PathLike;
  /** Whether what is there is made anew. Default false. */
  force?: boolean;
  /** Whether a progress bar is shown. Default true. */
  progress?: boolean;
  /** What the archive must be. Default: what is known of it, if it is one of `URLs`. */
  check?: ArchiveCheck;
  /** Seconds without a byte after which a transfer counts as broken. Default 30. */
  timeout?: number;
}

/** The cache: `ONECYCLE_HOME`, or `.onecycle` in the user's own folder. */
export const onecycleHome = (): Path =>
  new Path(environment('ONECYCLE_HOME') ?? join(homedir(), '.onecycle'));

/** Makes a data set in an empty folder. */
type DataSetMaker = (folder: Path) => Promise<void>;
const makers = new Map<string, DataSetMaker>();

/** Has `untarData(url)` call `make` instead of downloading something: for data sets that are made by a program. */
export function registerDataSet(url: string, make: DataSetMaker): void {
  makers.set(url, make);
}

const endings = /\.(tgz|tar\.gz|tar)$/i;

/** The archive's file name, which must be a name and nothing more. */
function archiveName(url: string): string {
  const address = URL.canParse(url) ? new URL(url).pathname : '';
  const name = decodeURIComponent(basename(address));
  if (endings.test(name) && basename(name) === name) return name;
  const near = typeof url === 'string' ? nearest(url, Object.keys(URLs)) : undefined;
  const advice = near === undefined ? 'URLs has those of known data sets' : `did you mean URLs.${near}?`;
  throw new Error(
    `untarData needs the address of a .tgz, .tar.gz or .tar file, not ${shown(url)}: ${advice}`,
  );
}

/**
 * The folder of a data set: downloaded and extracted the first time, from the cache (`~/.onecycle/data`, or in
 * `ONECYCLE_HOME`) ever after. `url` is one of `URLs`, any address of a tar archive, or a `file:` URL of one. With
 * `ONECYCLE_DATA_MIRROR` (a folder, a `file:` URL or an address) archives are looked for there first.
 *
 * The folder is there whole or not at all, also when the process dies; several processes wait for one another. Archives
 * that try to write outside of their folder are refused.
 *
 * Throws, with the cache's place and the ways out, where the archive can be had neither from the cache nor from the
 * net, is damaged, or is not the one that is expected. fastai: `untar_data`.
 */
export async function untarData(url: string, options: UntarDataOptions = {}): Promise<Path> {
  const known = {
    dest: checkPath,
    force: is.flag,
    progress: is.flag,
    check: true,
    timeout: is.number({ above: 0 }),
  } as const;
  checkOptions(options, known, 'untarData');
  const make = makers.get(url);
  const name = make ? url.replace(/^.*[:/]/, '') : archiveName(url).replace(endings, '');
  const folder = new Path(options.dest ?? onecycleHome().join('data'));
  const data = folder.join(name);
  if (data.exists() && !options.force) return data;
  if (!make && url === URLs.PAPER_PETS) {
    throw new Error("Paper Pets are drawn by the vision part: import from 'onecycle'");
  }
  await writing(String(folder), kept, () => mkdir(String(folder), { recursive: true }));
  const onWait = () => console.error(`waiting for another process that is getting ${data}`);
  return withLock(
    `${folder.join(`.${name}.lock`)}`,
    async () => {
      if (data.exists() && !options.force) return data;
      const making = make ?? ((to: Path) => fetchInto(to, url, options));
      await madeWhole(making, data);
      return data;
    },
    onWait,
  );
}

const kept = 'What was there before is as it was.';

/**
 * Makes the folder beside its place and moves it there when it is whole. Who holds the lock makes it: what lies there
 * half made was left by a process that died.
 */
async function madeWhole(make: DataSetMaker, place: Path): Promise<void> {
  const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
  for (const name of await readdir(String(place.parent)))
    if (name.startsWith(`.${place.name}.`) && uuid.test(name.slice(place.name.length + 2)))
      await rm(String(place.withName(name)), { recursive: true, force: true });
  const temporary = place.withName(`.${place.name}.${randomUUID()}`);
  const old = place.withName(`.${place.name}.${randomUUID()}`);
  await writing(String(place), kept, () => mkdir(String(temporary)));
  try {
    await make(temporary).catch((error: unknown) => {
      // Nobody is to look for a folder that is gone by then.
      if (error instanceof Error) error.message = error.message.replaceAll(String(temporary), String(place));
      throw error;
    });
    if (place.exists()) await rename(String(place), String(old));
    await rename(String(await unwrapped(temporary)), String(place));
  } finally {
    for (const path of [temporary, old]) await rm(String(path), { recursive: true, force: true });
  }
}

/** The only folder in a folder, which is what archives hold; otherwise the folder itself. */
async function unwrapped(folder: Path): Promise<Path> {
  const entries = (await readdir(String(folder), { withFileTypes: true })).filter(
    ({ name }) => !/^\._/.test(name),
  );
  const [only] = entries;
  return only?.isDirectory() && entries.length === 1 ? folder.join(only.name) : folder;
}

/** Gets the archive from where it is to be had, and extracts it. */
async function fetchInto(folder: Path, url: string, options: UntarDataOptions): Promise<void> {
  const check = options.check ?? archiveChecks.get(url);
  const near = await nearbyArchive(url);
  if (!near) return downloadInto(folder, url, { ...options, ...(check && { check }) });
  if (check) {
    await verify(near, check).catch((error: Error) => {
      throw new Error(`${near}: ${error.message}`);
    });
  }
  await extractInto(folder, near, options);
}

async function extractInto(folder: Path, archive: string, options: UntarDataOptions): Promise<void> {
  const { size } = await stat(archive);
  const bar =
    options.progress === false ? undefined : new ProgressBar(size, { label: 'Extracting', unit: 'bytes' });
  try {
    await extractTar(archive, String(folder), bar && { bar });
  } finally {
    bar?.close();
  }
}

const mirror = (): string | undefined => environment('ONECYCLE_DATA_MIRROR');
const isRemote = (place: string): boolean => /^https?:/i.test(place);
const asFolder = (place: string): string => (place.startsWith('file:') ? fileURLToPath(place) : place);

/** The archive's file, where the address or the mirror is a folder of this machine that has it. */
async function nearbyArchive(url: string): Promise<string | undefined> {
  if (url.startsWith('file:')) {
    const file = fileURLToPath(url);
    if (!existsSync(file)) throw new Error(`there is no file ${file}`);
    return file;
  }
  const place = mirror();
  if (place === undefined || isRemote(place)) return undefined;
  const file = join(asFolder(place), archiveName(url));
  return existsSync(file) ? file : undefined;
}

/**
 * Downloads the archive into the cache, from the mirror or where that fails from its own address, and extracts it. One
 * call at a time has what an address gives, whatever folder it is for.
 */
async function downloadInto(folder: Path, url: string, options: UntarDataOptions): Promise<void> {
  const archives = onecycleHome().join('archive').mkdir();
  const place = mirror();
  const addresses = [url];
  if (place !== undefined && isRemote(place))
    addresses.unshift(`${place.replace(/\/$/, '')}/${archiveName(url)}`);
  const failures: string[] = [];
  for (const address of addresses) {
    const bar = (total: number) =>
      options.progress === false || total === 0
        ? undefined
        : new ProgressBar(total, { label: `Downloading ${archiveName(url)}`, unit: 'bytes' });
    const { check, timeout = 30 } = options;
    const file = String(archives.join(fileNameOf(address)));
    const get = async (): Promise<boolean> => {
      try {
        await download(address, file, { check, bar, timeout });
      } catch (error) {
        if (error instanceof WritingError) throw error;
        failures.push(`${address}: ${error instanceof Error ? error.message : error}`);
        return false;
      }
      // Extracted it is of no more use, and damaged even less.
      await extractInto(folder, file, options).finally(() => rm(file, { force: true }));
      return true;
    };
    const onWait = () => console.error(`waiting for another process that is getting ${address}`);
    if (await withLock(`${file}.lock`, get, onWait)) return;
  }
  throw new Error(
    `could not download ${archiveName(url)}, and it is not in the cache (${onecycleHome().join('data')}).\n` +
      `${failures.map((failure) => `  ${failure}`).join('\n')}\n` +
      'Try again with a connection (a broken download goes on where it stopped), or put the archive into a folder and ' +
      'set ONECYCLE_DATA_MIRROR to it',
  );
}

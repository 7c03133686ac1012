import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkOptions, is, writing } from '../../base/index.js';
import { checkPath, L, Path, type PathLike, proxiedFetch } from '../../data/index.js';
import { atOnce } from './at-once.js';

/** Options of {@link downloadImages}. */
export interface DownloadImagesOptions {
  /** Addresses of pictures. */
  urls?: Iterable<string>;
  /** A file with one address a line, in place of `urls`. Default: `urls.txt` in `dest`. */
  urlFile?: PathLike;
  /** At most so many. Default 1000. */
  maxPics?: number;
  /** How many at a time. Default 8. */
  nWorkers?: number;
  /** Seconds for one picture. Default 4. */
  timeout?: number;
  /** Whether files get the names that they have in the addresses; else they are numbered. Default false. */
  preserveFilename?: boolean;
  /** Larger files, in bytes, are refused. Default 64 MiB. */
  maxBytes?: number;
  /** Whether progress is shown. Default true. */
  progress?: boolean;
}

/** An address whose picture could not be had. */
export interface FailedDownload {
  url: string;
  reason: string;
}

/**
 * Downloads pictures into a folder: `00000000.jpg`, `00000001.png`, …, going on behind the numbers that are there; of
 * two names that are the same the second becomes `pug1.jpg`. Nothing that is there is replaced. Returns the addresses
 * that failed; what was got is checked by `verifyImages`. fastai: `download_images`, which draws names at random.
 */
export async function downloadImages(
  dest: PathLike,
  options: DownloadImagesOptions = {},
): Promise<L<FailedDownload>> {
  const known = {
    urls: is.orNull(is.texts),
    urlFile: checkPath,
    maxPics: is.limit(1),
    nWorkers: is.count(1),
    timeout: is.number({ above: 0 }),
    preserveFilename: is.flag,
    maxBytes: is.limit(0),
    progress: is.flag,
  } as const;
  checkOptions(options, known, 'downloadImages');
  const { maxPics = 1000, nWorkers = 8, progress = true } = options;
  const folder = new Path(dest);
  const urls = (await addresses(folder, options)).slice(0, maxPics);
  await writing(String(folder), kept, () => mkdir(String(folder), { recursive: true }));
  const first = await firstFreeNumber(folder);
  const failed = new L<FailedDownload>();
  const how = { label: 'Downloading pictures', progress, workers: nWorkers };
  await atOnce(urls, how, async (url, i) => {
    const content = await fetchOne(url, options).catch((error: unknown) => {
      failed.push({ url, reason: reasonOf(error) });
    });
    if (content) await writing(String(folder), kept, () => store(content, url, first + i, folder, options));
  });
  return failed;
}

async function addresses(folder: Path, { urls, urlFile }: DownloadImagesOptions): Promise<string[]> {
  if (urls) return [...urls];
  const text = await readFile(String(urlFile ?? folder.join('urls.txt')), 'utf8');
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Behind the numbers of all files that are there, whatever their endings. */
async function firstFreeNumber(folder: Path): Promise<number> {
  const numbers = (await readdir(String(folder))).map((name) => Number(/^(\d{8})\./.exec(name)?.[1] ?? -1));
  return numbers.reduce((highest, number) => Math.max(highest, number), -1) + 1;
}

const kept = 'What was got before is there.';

async function fetchOne(
  url: string,
  { timeout = 4, maxBytes = 64 * 2 ** 20 }: DownloadImagesOptions,
): Promise<Buffer> {
  const response = await proxiedFetch()(url, { signal: AbortSignal.timeout(timeout * 1000) });
  if (!response.ok || !response.body) throw new Error(`the server answers ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function store(
  content: Buffer,
  url: string,
  number: number,
  folder: Path,
  { preserveFilename = false }: DownloadImagesOptions,
): Promise<void> {
  const given = nameIn(url);
  const stem = (preserveFilename && given.stem) || String(number).padStart(8, '0');
  const partial = `${folder.join(`.${randomUUID()}.part`)}`;
  try {
    await writeFile(partial, content);
    // Without a pause in between, so that no other download takes the name that was found free.
    renameSync(partial, String(freeName(folder, stem, given.suffix || '.jpg')));
  } finally {
    await rm(partial, { force: true });
  }
}

/** The last part of the address alone: nothing in it can lead out of the folder. */
const nameIn = (url: string): Path =>
  new Path(basename(decodeURIComponent(new URL(url).pathname)).replaceAll('\\', '_'));

function freeName(folder: Path, stem: string, suffix: string): Path {
  let file = folder.join(stem + suffix);
  for (let i = 1; file.exists(); i++) file = folder.join(`${stem}${i}${suffix}`);
  return file;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it took too long';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

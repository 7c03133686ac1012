import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { L, Path, type PathLike, proxiedFetch } from '../../data/index.js';
import { ProgressBar } from '../../display/index.js';

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
 * Downloads pictures into a folder: `00000000.jpg`, `00000001.png`, … Files that are there already are left alone.
 * Returns the addresses that failed; what was got is checked by `verifyImages`. fastai: `download_images`.
 */
export async function downloadImages(
  dest: PathLike,
  options: DownloadImagesOptions = {},
): Promise<L<FailedDownload>> {
  const { maxPics = 1000, nWorkers = 8, progress = true } = options;
  const folder = new Path(dest);
  const urls = (await addresses(folder, options)).slice(0, maxPics);
  await mkdir(String(folder), { recursive: true });
  const bar =
    progress && urls.length > 0 ? new ProgressBar(urls.length, { label: 'Downloading pictures' }) : undefined;
  const failed = new L<FailedDownload>();
  const waiting = urls.entries();
  let done = 0;
  const worker = async () => {
    for (const [i, url] of waiting) {
      try {
        await downloadOne(url, i, folder, options);
      } catch (error) {
        failed.push({ url, reason: reasonOf(error) });
      }
      bar?.update(++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, nWorkers) }, worker));
  } finally {
    bar?.close();
  }
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

async function downloadOne(
  url: string,
  i: number,
  folder: Path,
  options: DownloadImagesOptions,
): Promise<void> {
  const { timeout = 4, preserveFilename = false, maxBytes = 64 * 2 ** 20 } = options;
  // The last part of the address alone: nothing in it can lead out of the folder.
  const name = basename(decodeURIComponent(new URL(url).pathname)).replaceAll('\\', '_');
  const file = folder.join(
    preserveFilename && name !== '' ? name : `${String(i).padStart(8, '0')}${extname(name) || '.jpg'}`,
  );
  if (file.exists()) return;
  const response = await proxiedFetch()(url, { signal: AbortSignal.timeout(timeout * 1000) });
  if (!response.ok || !response.body) throw new Error(`the server answers ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`);
    parts.push(part);
  }
  const partial = `${file}.${process.pid}.part`;
  try {
    await writeFile(partial, Buffer.concat(parts));
    await rename(partial, String(file));
  } finally {
    await rm(partial, { force: true });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it took too long';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

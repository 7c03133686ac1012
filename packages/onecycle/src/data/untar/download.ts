import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { WritingError, writing } from '../../base/index.js';
import type { ProgressBar } from '../../display/index.js';
import { proxiedFetch } from './proxied-fetch.js';
import type { ArchiveCheck } from './urls.js';

export interface DownloadOptions {
  /** What the file must be; a file that is not is removed. */
  check?: ArchiveCheck | undefined;
  /** A bar for `total` bytes; the total is 0 where the server does not tell it. */
  bar?: (total: number) => ProgressBar | undefined;
  /** How often a broken transfer is taken up again. Default 5. */
  retries?: number;
  /** Seconds without a byte after which a transfer counts as broken. Default 30. */
  timeout?: number;
}

/** A refusal by the server, which trying again does not change. */
class Refused extends Error {}

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.size ?? 0;

/**
 * Downloads `url` to `file`, by way of `file.part`: a transfer that broke off is taken up where it stopped, in this
 * call and in the next one. The file is there when it is whole and as it must be, or not at all.
 */
export async function download(url: string, file: string, options: DownloadOptions = {}): Promise<void> {
  const { retries = 5 } = options;
  const part = `${file}.part`;
  for (let attempt = 0; ; attempt++) {
    try {
      await transfer(url, part, options);
      break;
    } catch (error) {
      if (error instanceof WritingError) throw error;
      if (error instanceof Refused || attempt >= retries) throw new Error(inWords(error), { cause: error });
      await sleep(Math.min(8000, 250 * 2 ** attempt));
    }
  }
  await rm(`${part}.etag`, { force: true });
  try {
    if (options.check) await verify(part, options.check);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}

/** One attempt: the rest of the file, or all of it where the server does not go on or has another file by now. */
async function transfer(
  url: string,
  part: string,
  { bar: makeBar, timeout = 30 }: DownloadOptions,
): Promise<void> {
  const have = await sizeOf(part);
  const etag = have > 0 ? await readFile(`${part}.etag`, 'utf8').catch(() => '') : '';
  const abort = new AbortController();
  const alarm = setTimeout(() => abort.abort(new Error(`no data for ${timeout} seconds`)), timeout * 1000);
  let bar: ProgressBar | undefined;
  try {
    const range = have > 0 ? { Range: `bytes=${have}-`, ...(etag !== '' && { 'If-Range': etag }) } : {};
    // Compression on the way would make the size and the place to go on at wrong.
    const headers = { 'Accept-Encoding': 'identity', ...range };
    const response = await proxiedFetch()(url, { headers, signal: abort.signal });
    if (response.status === 416) {
      await rm(part, { force: true });
      throw new Error('the server has another file by now');
    }
    if (!response.ok || !response.body) {
      const text = `the server answered ${response.status} ${response.statusText}`.trim();
      throw response.status >= 500 ? new Error(text) : new Refused(text);
    }
    const from = response.status === 206 ? have : 0;
    const tag = response.headers.get('etag');
    const known = tag !== null && !tag.startsWith('W/') ? tag : '';
    await writing(part, kept, () => writeFile(`${part}.etag`, known));
    const length = Number(response.headers.get('content-length') ?? 0);
    bar = makeBar?.(from + length);
    const written = await store(response.body, part, from, (total) => {
      alarm.refresh();
      bar?.update(total);
    });
    if (length > 0 && written !== from + length)
      throw new Error(`${written} of ${from + length} bytes arrived`);
  } finally {
    clearTimeout(alarm);
    bar?.close();
  }
}

const kept = 'What has arrived is kept, and the next attempt goes on from there.';

async function store(
  body: AsyncIterable<Uint8Array>,
  part: string,
  from: number,
  onProgress: (total: number) => void,
): Promise<number> {
  const file = await writing(part, kept, () => open(part, from > 0 ? 'a' : 'w'));
  let total = from;
  try {
    for await (const chunk of body) {
      await writing(part, kept, () => file.writeFile(chunk));
      total += chunk.length;
      onProgress(total);
    }
  } finally {
    await file.close();
  }
  return total;
}

/** Throws where the file is not the one that it must be, and removes it. */
export async function verify(file: string, { size, md5 }: ArchiveCheck): Promise<void> {
  const handle = await open(file);
  try {
    const { size: found } = await handle.stat();
    const start = Buffer.alloc(Math.min(found, 2 ** 20));
    await handle.read(start, 0, start.length, 0);
    const hash = createHash('md5').update(start).digest('hex');
    if (found === size && hash === md5) return;
    const differs =
      found === size ? 'its beginning has another hash' : `it has ${found} bytes instead of ${size}`;
    throw new Error(`the file is not the one that was expected: ${differs}`);
  } finally {
    await handle.close();
  }
}

/** The reason, with what lies beneath it: `fetch failed` alone says nothing. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== ''
    ? `${error.message} (${cause.message})`
    : error.message;
}

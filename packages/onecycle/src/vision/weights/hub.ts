import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkName,
  checkOptions,
  engine,
  environment,
  type HubClient,
  type HubConnection,
  type HubRefusal,
  is,
  withoutUndefined,
} from '../../base/index.js';
import { proxiedFetch } from '../../data/index.js';
import { completeBlob } from './blob.js';
import { linkSnapshot, writeRef } from './hub-cache.js';

/** A file of a model repository of the Hugging Face hub. */
export type HubFile = {
  /** `timm/resnet34.tv_in1k`. */
  repo: string;
  path: string;
  /** A branch, tag or commit. Default `main`. */
  revision?: string;
};

/** The hub could not be reached or does not work at present, and the file is not in the cache. */
export class OfflineError extends Error {}

const connectMs = 15_000;

/** The hub's client, loaded when something is first asked of it. */
const client = (): Promise<HubClient> => engine('hub', 'a download from the hub');

/**
 * The file's place in the standard cache that Python's `huggingface_hub` uses too (`HF_HUB_CACHE`, `HF_HOME`), downloaded
 * where needed: resumed where an earlier attempt stopped and checked against the hub's hash. `HF_ENDPOINT`, `HF_TOKEN`,
 * `HF_HUB_OFFLINE` and proxies are honoured.
 *
 * @returns undefined where the repository has no such file
 * @throws OfflineError without a connection, or while the hub is out of order, where the file is not cached; Error where the
 *   hub refuses or the hash is wrong
 */
export async function hubFile(file: HubFile): Promise<string | undefined> {
  checkOptions(file, { repo: true, path: true, revision: is.name }, 'hubFile');
  checkName('hubFile({ repo })', file?.repo);
  checkName('hubFile({ path })', file.path);
  if (['1', 'true', 'yes', 'on'].includes((environment('HF_HUB_OFFLINE') ?? '').toLowerCase())) {
    return (await cached(file)) ?? refuse(file, 'HF_HUB_OFFLINE is set');
  }
  const { HubApiError } = await client();
  try {
    return await download(file);
  } catch (error) {
    const answer = error instanceof HubApiError ? error : undefined;
    if (answer && !isOutOfOrder(answer)) throw refused(file, answer);
    const reason = answer ? `it answered ${answer.statusCode}` : unavailability(error);
    if (reason === undefined) throw error;
    return (await cached(file)) ?? refuse(file, reason);
  }
}

async function download(file: HubFile): Promise<string | undefined> {
  const { repo, path, revision = 'main' } = file;
  const connection: HubConnection = {
    hubUrl: endpoint(),
    fetch: impatient(proxiedFetch()),
    ...withoutUndefined({ accessToken: environment('HF_TOKEN') }),
  };
  const { downloadFile, modelInfo, pathsInfo } = await client();
  const { sha } = await modelInfo({ name: repo, revision, additionalFields: ['sha'], ...connection });
  const [entry] = await pathsInfo({ repo, paths: [path], revision: sha, ...connection });
  if (!entry) return undefined;
  const hash = entry.lfs?.oid ?? entry.oid;
  if (!hash)
    throw new Error(
      `the hub tells no hash of ${path} in ${repo}, to see by whether it arrives whole: fetch it yourself, and give that file as weights`,
    );
  const folder = await repoFolder(repo);
  const blob = await completeBlob(
    join(folder, 'blobs'),
    { name: `${repo}/${path}`, hash, size: entry.size },
    async () => {
      const remote = await downloadFile({ repo, path, revision: sha, ...connection });
      if (!remote) throw new Error(`the hub lists ${path} in ${repo} but does not give it`);
      return remote;
    },
  );
  await writeRef(folder, revision, sha);
  return linkSnapshot(folder, sha, path, blob);
}

/** The file as it stands in the cache, whatever the hub may have by now. */
async function cached({ repo, path, revision = 'main' }: HubFile): Promise<string | undefined> {
  const folder = await repoFolder(repo);
  const ref = join(folder, 'refs', revision);
  const commit = existsSync(ref) ? (await readFile(ref, 'utf8')).trim() : revision;
  const place = join(folder, 'snapshots', commit, path);
  return existsSync(place) ? place : undefined;
}

const endpoint = () => (environment('HF_ENDPOINT') ?? 'https://huggingface.co').replace(/\/+$/, '');

async function repoFolder(repo: string): Promise<string> {
  const { getHFHubCachePath, getRepoFolderName } = await client();
  return join(getHFHubCachePath(), getRepoFolderName({ name: repo, type: 'model' }));
}

/** Gives up on a server that does not answer; a body may take as long as it takes. */
const impatient =
  (plain: typeof fetch): typeof fetch =>
  async (input, init) => {
    const patience = new AbortController();
    const timer = setTimeout(
      () => patience.abort(new Error(`no answer within ${connectMs / 1000} s`)),
      connectMs,
    );
    try {
      return await plain(input, { ...init, signal: patience.signal });
    } finally {
      clearTimeout(timer);
    }
  };

/** The hub is overloaded or broken, which says nothing about the file. */
const isOutOfOrder = ({ statusCode }: HubRefusal): boolean => statusCode >= 500 || statusCode === 429;

/** Why there is no answer; undefined for every other error. */
function unavailability(error: unknown): string | undefined {
  // What stands between us and the hub, such as a hotel's login page, answers in HTML.
  if (error instanceof SyntaxError) return 'its answer is not JSON';
  // `fetch` fails with a TypeError where no connection comes about, or with our own patience's error.
  if (error instanceof Error && /^(fetch failed|no answer within)/.test(error.message))
    return reasonOf(error);
  return undefined;
}

/** The innermost cause says what happened; `fetch` itself says only that it failed. */
function reasonOf(error: unknown): string {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  return reason instanceof Error ? reason.message || String(reason) : String(reason);
}

async function refuse({ repo, path, revision = 'main' }: HubFile, reason: string): Promise<never> {
  const folder = await repoFolder(repo);
  throw new OfflineError(
    `cannot use ${endpoint()} (${reason}), and ${repo} is not in the cache. On a machine with a connection take ` +
      `${endpoint()}/${repo}/resolve/${revision}/${path} and pass it as weights: '<that file>', or copy the folder ` +
      `${folder} from that machine's cache`,
  );
}

function refused({ repo, path, revision = 'main' }: HubFile, error: HubRefusal): Error {
  const known: Record<number, string> = {
    401: 'there is no such repository, or it is private: set HF_TOKEN to an access token',
    403: 'the access token in HF_TOKEN may not read it',
    404: `there is no such repository or revision '${revision}'`,
  };
  const reason = known[error.statusCode] ?? `it answered ${error.statusCode}`;
  return new Error(`${endpoint()} does not give ${path} of ${repo}: ${reason}`, { cause: error });
}

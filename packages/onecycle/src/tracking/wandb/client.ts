import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { environment } from '../../base/index.js';
import { ask, isPassing, isRecord, member, parsed, TrackingError } from '../run/index.js';

/** Where a run is, as the server has it. */
export interface RunPlace {
  /** The server's own number of the run. */
  id: string;
  entity: string;
  project: string;
  displayName: string;
}

/** What the server has of a run. */
export interface RunProgress {
  id: string;
  /** Rows of the history, and the step of the last one. */
  rows: number;
  step: number;
}

const UPSERT = `mutation UpsertBucket($id: String, $name: String, $project: String, $entity: String, $displayName: String, $config: JSONString, $program: String, $host: String) {
  upsertBucket(input: {id: $id, name: $name, modelName: $project, entityName: $entity, displayName: $displayName, config: $config, jobProgram: $program, host: $host}) {
    bucket { id name displayName project { name entity { name } } }
    inserted
  }
}`;

const STATUS = `query RunResumeStatus($project: String, $entity: String, $name: String!) {
  model(name: $project, entityName: $entity) {
    bucket(name: $name, missingOk: true) { id name historyLineCount historyTail }
  }
}`;

const FILES = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    uploadHeaders
    files { name uploadUrl }
  }
}`;

/** What a run is made with. */
export interface RunVariables {
  name: string;
  project: string;
  entity: string | null;
  id?: string;
  displayName?: string;
  config?: string;
  program?: string;
  host?: string;
}

/**
 * Asks a server of Weights & Biases as its own clients do: GraphQL for runs, `file_stream` for their rows. Source: what `wandb` 0.30 for
 * Python, and `@wandb/sdk` 0.5 for Node, send.
 */
export class WandbClient {
  readonly #headers: Record<string, string>;

  constructor(
    readonly uri: string,
    key: string,
  ) {
    this.#headers = { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` };
  }

  /** Makes a run, or takes up the one of that name. @throws TrackingError */
  async upsert(variables: RunVariables): Promise<RunPlace> {
    const bucket = member(await this.#query(UPSERT, variables), 'upsertBucket', 'bucket');
    const place = {
      id: member(bucket, 'id'),
      entity: member(bucket, 'project', 'entity', 'name'),
      project: member(bucket, 'project', 'name'),
      displayName: member(bucket, 'displayName') ?? variables.name,
    };
    for (const [what, value] of Object.entries(place))
      if (typeof value !== 'string')
        throw new TrackingError(
          `${this.uri} gave the run no ${what}: is it a server of Weights & Biases?`,
          false,
        );
    return place as RunPlace;
  }

  /** What there is of a run; undefined where there is none. @throws TrackingError */
  async progress({ name, project, entity }: RunVariables): Promise<RunProgress | undefined> {
    const bucket = member(await this.#query(STATUS, { name, project, entity }), 'model', 'bucket');
    const id = member(bucket, 'id');
    if (typeof id !== 'string') return undefined;
    const tail = parsed(String(member(bucket, 'historyTail') ?? '[]'));
    const last = Array.isArray(tail) ? tail.at(-1) : undefined;
    const row = typeof last === 'string' ? /"_step":\s*(\d+)/.exec(last)?.[1] : undefined;
    return { id, rows: Number(member(bucket, 'historyLineCount') ?? 0), step: Number(row ?? -1) };
  }

  /** Puts rows and other news of a run where they belong. @throws TrackingError */
  async stream({ entity, project }: RunPlace, name: string, news: object): Promise<void> {
    const path = ['files', entity, project, name].map(encodeURIComponent).join('/');
    await this.#ask(`${path}/file_stream`, news);
  }

  /** Puts a file among a run's. @throws TrackingError */
  async put({ entity, project }: RunPlace, run: string, file: string, bytes: Buffer): Promise<void> {
    const answer = member(
      await this.#query(FILES, { entity, project, run, files: [file] }),
      'createRunFiles',
    );
    const address = member(answer, 'files', '0', 'uploadUrl');
    if (typeof address !== 'string')
      throw new TrackingError(`${this.uri} gave no address for the picture ${file}`, false);
    const said: unknown = member(answer, 'uploadHeaders');
    const more = (Array.isArray(said) ? said : []).map((line): [string, string] => {
      const [name = '', ...value] = String(line).split(':');
      return [name, value.join(':').trim()];
    });
    const headers = { 'content-type': 'image/png', ...Object.fromEntries(more) };
    // The address may be that of another server, with its own permission in it: the key stays here.
    const { response } = await ask(new URL(address, this.uri).origin, String(new URL(address, this.uri)), {
      method: 'PUT',
      headers,
      body: new Uint8Array(bytes),
    });
    if (!response.ok)
      throw new TrackingError(
        `the picture ${file} was refused: status ${response.status}`,
        isPassing(response.status),
      );
  }

  async #query(query: string, variables: object): Promise<unknown> {
    const answer = await this.#ask('graphql', { query, variables });
    const data = member(answer, 'data');
    if (isRecord(data)) return data;
    const message = member(answer, 'errors', '0', 'message');
    throw new TrackingError(`${this.uri} refused: ${String(message ?? 'it gave no data')}`, false);
  }

  async #ask(path: string, body: object): Promise<unknown> {
    const headers = { ...this.#headers, 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    const { response, text } = await ask(this.uri, `${this.uri.replace(/\/+$/, '')}/${path}`, request);
    if (response.ok) return parsed(text);
    const { status } = response;
    const hint = status === 401 || status === 403 ? ': it does not take the key of WANDB_API_KEY' : '';
    const said = member(parsed(text), 'errors', '0', 'message') ?? member(parsed(text), 'error');
    const reason = typeof said === 'string' ? `${said} (status ${status})` : `status ${status}`;
    throw new TrackingError(`${this.uri} refused ${path}: ${reason}${hint}`, isPassing(status));
  }
}

/** The key for a server: `WANDB_API_KEY`, else what `wandb login` put into `~/.netrc` (`NETRC`). */
export function keyFor(uri: string): string | undefined {
  const key = environment('WANDB_API_KEY');
  if (key !== undefined) return key;
  let text = '';
  try {
    text = readFileSync(environment('NETRC') ?? join(homedir(), '.netrc'), 'utf8');
  } catch {
    return undefined;
  }
  return passwordIn(text, new URL(uri).hostname);
}

/** The password that a netrc has for a host; never one of another's entry, nor the one for any host. */
function passwordIn(netrc: string, host: string): string | undefined {
  const comments = /^[ \t]*#.*\n?/gm;
  const macros = /(?<!\S)macdef\s.*?(\n\s*\n|$)/gs; // each up to an empty line
  const words = netrc.replace(comments, '').replace(macros, '').split(/\s+/);
  let isOwn = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === 'default') isOwn = false;
    // These have a value, which may be any word, 'machine' too.
    if (!['machine', 'login', 'account', 'password'].includes(word)) continue;
    i += 1;
    if (word === 'machine') isOwn = words[i] === host;
    if (word === 'password' && isOwn) return words[i] || undefined;
  }
  return undefined;
}

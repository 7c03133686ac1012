import { type IncomingMessage, request } from 'node:http';
import type { StudioEvents } from '../../protocol/index.js';
import type { Studio } from '../studio.js';

export interface Answer<T = unknown> {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  json: T;
}

/** A page's requests, and whatever headers a test wants to send. */
export class Client {
  readonly origin: string;

  constructor(
    readonly studio: Pick<Studio, 'url' | 'token'>,
    readonly headers: Record<string, string> = { authorization: `Bearer ${studio.token}` },
  ) {
    this.origin = new URL(studio.url).origin;
  }

  send<T = unknown>(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const { body, headers = {} } = options;
    const isBytes = body instanceof Uint8Array;
    const type = body === undefined || isBytes ? {} : { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.origin}${path}`,
        { method, headers: { ...this.headers, ...type, ...headers }, setHost: !('host' in headers) },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const bytes = Buffer.concat(chunks);
            const isJson = /json/.test(response.headers['content-type'] ?? '');
            const json = (isJson ? JSON.parse(String(bytes)) : undefined) as T;
            resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, json });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : isBytes ? body : JSON.stringify(body));
    });
  }

  async get<T>(path: string): Promise<T> {
    return this.#good(await this.send<T>('GET', path)).json;
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#good(await this.send<T>('POST', path, { body })).json;
  }

  #good<T>(answer: Answer<T>): Answer<T> {
    if (answer.status < 300) return answer;
    throw new Error(`${answer.status}: ${answer.bytes}`);
  }

  /** Listens until `close`; `until` waits for an event that has come or comes. */
  listen(lastEventId?: string): Listener {
    return new Listener(this, lastEventId);
  }
}

interface Heard {
  id: string;
  name: keyof StudioEvents;
  data: unknown;
}

export class Listener {
  readonly heard: Heard[] = [];
  readonly #wishes = new Set<() => void>();
  readonly #request;

  constructor(client: Client, lastEventId?: string) {
    const headers = { ...client.headers, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
    this.#request = request(`${client.origin}/api/events`, { headers }, (response) => {
      let text = '';
      response.on('error', () => {});
      response.on('data', (chunk) => {
        text += chunk;
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) this.#take(part);
      });
    });
    this.#request.on('error', () => {});
    this.#request.end();
  }

  #take(text: string): void {
    const [, id = '', name = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(text) ?? [];
    if (name === '') return;
    this.heard.push({ id, name: name as keyof StudioEvents, data: JSON.parse(data) });
    for (const wish of this.#wishes) wish();
  }

  until<Name extends keyof StudioEvents>(
    name: Name,
    isIt: (data: StudioEvents[Name]) => boolean = () => true,
  ): Promise<StudioEvents[Name]> {
    const find = () =>
      this.heard.find((one) => one.name === name && isIt(one.data as StudioEvents[Name]))?.data as
        | StudioEvents[Name]
        | undefined;
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        const failure = found ? undefined : this.#failure();
        if (!found && !failure) return;
        this.#wishes.delete(look);
        if (found) resolve(found);
        else reject(new Error(failure));
      };
      this.#wishes.add(look);
      look();
    });
  }

  /** Why a run failed: what a test waits for then does not come. */
  #failure(): string | undefined {
    const runs = this.heard.flatMap(({ name, data }) =>
      name === 'run' ? [(data as StudioEvents['run']).run] : [],
    );
    const failed = runs.find(({ state }) => state === 'failed');
    return failed && `'${failed.name}' failed: ${failed.error}`;
  }

  /** Forgets what came so far. */
  forget(): void {
    this.heard.length = 0;
  }

  close(): void {
    this.#request.destroy();
  }
}

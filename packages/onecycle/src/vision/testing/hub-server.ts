import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file of a {@link HubServer}: large ones are redirected to the storage, as the hub does with those in LFS. */
export type ServedFile = { content: Buffer; lfs: boolean };

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const gitHash = (content: Buffer) =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

/**
 * The part of the Hugging Face hub's protocol that a download needs, on this machine: revisions, paths with their
 * hashes, redirects to a storage with ETags and ranges. It can break connections and serve wrong bytes.
 */
export class HubServer {
  readonly commit = 'c0ffee'.padEnd(40, '0');
  /** Method, path and range of every request. */
  readonly requests: { method: string; path: string; range?: string }[] = [];
  /** Tunnels asked for: as a proxy it takes the place of whatever server is asked for. */
  tunnels = 0;
  /** Breaks that many downloads in the middle. */
  breaks = 0;
  /** Tells another hash than the content's. */
  liesAboutHash = false;
  /** Answers every request with this instead. */
  always: { status: number; body: string } | undefined;

  private constructor(
    private readonly server: Server,
    private readonly repo: string,
    private readonly files: Record<string, ServedFile>,
  ) {}

  static async start(repo: string, files: Record<string, ServedFile>): Promise<HubServer> {
    const server = createServer();
    const hub = new HubServer(server, repo, files);
    server.on('request', (request, response) => void hub.answer(request, response));
    server.on('connect', (_request, socket) => {
      hub.tunnels++;
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.emit('connection', socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return hub;
  }

  get url(): string {
    const address = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url);
    const { range } = request.headers;
    this.requests.push({ method: request.method ?? '', path: pathname, ...(range ? { range } : {}) });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (this.always) {
      response.writeHead(this.always.status, { 'Content-Type': 'text/html' });
      response.end(this.always.body);
      return;
    }
    const [, kind = ''] = pathname.split('/');
    if (kind === 'storage') return this.content(pathname.slice('/storage/'.length), request, response);
    if (!pathname.includes(this.repo)) return json(response, 404, { error: 'Repository not found' });
    if (pathname.startsWith(`/api/models/${this.repo}/revision/`)) {
      return json(response, 200, {
        _id: '1',
        id: this.repo,
        sha: this.commit,
        lastModified: '2024-01-01T00:00:00Z',
      });
    }
    if (pathname.startsWith(`/api/models/${this.repo}/paths-info/`))
      return json(response, 200, this.paths(JSON.parse(body).paths));
    const path = pathname.split(`/resolve/${this.commit}/`)[1] ?? '';
    const file = this.files[path];
    if (!file) return json(response, 404, { error: 'Entry not found' }, { 'X-Error-Code': 'EntryNotFound' });
    if (!file.lfs) return this.content(path, request, response);
    response.writeHead(302, {
      Location: `/storage/${path}`,
      'X-Repo-Commit': this.commit,
      'X-Linked-Etag': `"${sha256(file.content)}"`,
      'X-Linked-Size': String(file.content.length),
    });
    response.end();
  }

  private paths(wanted: string[]): object[] {
    return wanted.flatMap((path) => {
      const file = this.files[path];
      if (!file) return [];
      const size = file.content.length;
      const oid = this.liesAboutHash
        ? '0'.repeat(file.lfs ? 64 : 40)
        : file.lfs
          ? sha256(file.content)
          : gitHash(file.content);
      const lastCommit = { id: this.commit, title: 'add', date: '2024-01-01T00:00:00Z' };
      return [
        {
          type: 'file',
          path,
          size,
          oid: gitHash(file.content),
          lastCommit,
          ...(file.lfs ? { lfs: { oid, size, pointerSize: 130 } } : { oid }),
        },
      ];
    });
  }

  private content(path: string, request: IncomingMessage, response: ServerResponse): void {
    const content = this.files[path]?.content ?? Buffer.alloc(0);
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const start = Number(from ?? 0);
    const end = Math.min(to ? Number(to) + 1 : content.length, content.length);
    const part = content.subarray(start, end);
    const headers = { ETag: `"${sha256(content)}"`, 'Accept-Ranges': 'bytes', 'Content-Length': part.length };
    if (from === undefined) response.writeHead(200, headers);
    else
      response.writeHead(206, { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${content.length}` });
    if (this.breaks > 0 && part.length > 1000) {
      this.breaks--;
      response.write(part.subarray(0, part.length / 2), () => setTimeout(() => response.destroy(), 50));
      return;
    }
    response.end(part);
  }
}

function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

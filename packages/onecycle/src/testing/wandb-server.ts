import type { IncomingMessage } from 'node:http';
import { JsonServer, type Reply } from './json-server.js';

interface Run {
  id: string;
  displayName: string;
  config: Record<string, { value: unknown }>;
  /** The history: rows as they came, NaN and all. */
  rows: string[];
  summary: string;
  state: 'running' | 'finished';
  exitcode?: number;
}

/** What the requests hold, all of them together. */
interface Asked {
  query?: string;
  variables?: Partial<
    Record<'id' | 'name' | 'project' | 'entity' | 'displayName' | 'config' | 'run', string | null>
  > & {
    files?: string[];
  };
  files?: Record<string, { offset: number; content: string[] }>;
  complete?: boolean;
  exitcode?: number;
}

/** As much of W&B's API as its clients need for a run, over real sockets: `wandb` 0.30 for Python trains against it, too. */
export class WandbServer extends JsonServer {
  readonly runs = new Map<string, Run>();
  readonly uploads = new Map<string, Buffer>();
  /** Milliseconds until it answers. */
  slow = 0;
  /** How many further answers get lost after what was asked is done. */
  loses = 0;
  /** How many rows it has taken and does not yet tell of. */
  lags = 0;

  constructor(readonly key: string) {
    super();
  }

  protected override async answer(request: IncomingMessage, url: URL, bytes: Buffer): Promise<Reply> {
    const [status, body = {}] = this.#reply(request, url, bytes);
    if (this.slow > 0) await new Promise((resolve) => setTimeout(resolve, this.slow));
    if (this.loses === 0) return [status, body];
    this.loses -= 1;
    return null;
  }

  #reply(request: IncomingMessage, { pathname }: URL, bytes: Buffer): [number, unknown?] {
    if (this.broken !== undefined) return [this.broken];
    const upload = /^\/upload\/(.+)$/.exec(pathname)?.[1];
    if (upload !== undefined) {
      if (request.headers.authorization !== undefined) return [400];
      this.uploads.set(decodeURI(upload), bytes);
      return [200];
    }
    const authorization = `Basic ${Buffer.from(`api:${this.key}`).toString('base64')}`;
    if (request.headers.authorization !== authorization)
      return [401, { errors: [{ message: 'user is not logged in' }] }];
    const asked: Asked = JSON.parse(bytes.toString());
    if (pathname === '/graphql') return [200, this.#query(asked)];
    const [, entity, , name = ''] = /^\/files\/([^/]+)\/([^/]+)\/([^/]+)\/file_stream$/.exec(pathname) ?? [];
    const run = this.runs.get(name);
    return entity === undefined || !run ? [404, { error: 'run not found' }] : this.#stream(run, asked);
  }

  #query({ query = '', variables = {} }: Asked): unknown {
    const operation = /(?:query|mutation)\s+(\w+)/.exec(query)?.[1];
    const { name, project, entity, displayName, config, files = [] } = variables;
    const there = this.runs.get(name ?? '');
    const owner = { name: project ?? 'uncategorized', entity: { name: entity ?? 'ann' } };
    switch (operation) {
      case 'Viewer':
        return {
          data: { viewer: { id: 'u', username: 'ann', entity: 'ann', flags: '{}', teams: { edges: [] } } },
        };
      case 'ServerFeaturesQuery':
        return { data: { serverInfo: { features: [] } } };
      case 'RunResumeStatus': {
        const counted = there?.rows.slice(0, Math.max(0, there.rows.length - this.lags)) ?? [];
        const bucket = there && {
          id: there.id,
          name,
          displayName: there.displayName,
          historyLineCount: counted.length,
          historyTail: JSON.stringify(counted.slice(-1)),
          logLineCount: 0,
          eventsLineCount: 0,
          eventsTail: '[]',
          summaryMetrics: there.summary,
          config: JSON.stringify(there.config),
          wandbConfig: '{"t":1}',
        };
        return { data: { model: { ...owner, bucket: bucket ?? null } } };
      }
      case 'UpsertBucket': {
        if (!name) return { errors: [{ message: 'a run has a name' }] };
        const run: Run = there ?? {
          id: `id-${name}`,
          displayName: displayName ?? 'merry-owl-1',
          config: {},
          rows: [],
          summary: '{}',
          state: 'running',
        };
        Object.assign(run.config, JSON.parse(config ?? '{}'));
        run.state = 'running';
        this.runs.set(name, run);
        const bucket = { id: run.id, name, displayName: run.displayName, project: owner, config: '{}' };
        return {
          data: {
            upsertBucket: { bucket: { ...bucket, historyLineCount: run.rows.length }, inserted: !there },
          },
        };
      }
      case 'CreateRunFiles':
        return {
          data: {
            createRunFiles: {
              runID: variables.run,
              uploadHeaders: ['x-kind: picture'],
              files: files.map((file) => ({
                name: file,
                uploadUrl: `${this.uri}/upload/${encodeURI(file)}`,
              })),
            },
          },
        };
    }
    return { errors: [{ message: `no such operation: ${operation}` }] };
  }

  /** Rows come to the places that they name, over what is there; there are no gaps, and steps go up. */
  #stream(run: Run, { files = {}, complete, exitcode }: Asked): [number, unknown?] {
    const history = files['wandb-history.jsonl'];
    if (history) {
      if (history.offset > run.rows.length) return [400, { error: `a gap before row ${history.offset}` }];
      run.rows.splice(history.offset, history.content.length, ...history.content);
      const steps = run.rows.map((row) => Number(/"_step":(\d+)/.exec(row)?.[1]));
      if (steps.some((step, i) => !(step > (steps[i - 1] ?? -1)))) return [400, { error: 'steps go up' }];
    }
    run.summary = files['wandb-summary.json']?.content[0] ?? run.summary;
    if (complete) Object.assign(run, { state: 'finished', exitcode });
    return [200, { exitcode: null, limits: {} }];
  }
}

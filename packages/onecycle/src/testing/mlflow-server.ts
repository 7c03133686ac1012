import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Metric {
  key: string;
  value: number | string;
  timestamp: number;
  step: number;
}

interface Run {
  info: {
    run_id: string;
    experiment_id: string;
    run_name: string;
    status: string;
    artifact_uri: string;
    end_time?: number;
  };
  metrics: Metric[];
  params: Map<string, string>;
  tags: { key: string; value: string }[];
}

/** What the requests hold, all of them together; a client may leave out what it must not, and is refused. */
interface Asked {
  name?: string;
  experiment_id?: string;
  run_id?: string;
  run_name?: string;
  status?: string;
  end_time?: number;
  filter?: string;
  tags?: { key: string; value: string }[];
  metrics?: Metric[];
  params?: { key: string; value: string }[];
}

/** As much of MLflow's REST API as a training needs, with its refusals, over real sockets. */
export class MLflowServer {
  readonly experiments = new Map([['Default', '0']]);
  readonly runs = new Map<string, Run>();
  readonly files = new Map<string, Buffer>();
  readonly requests: string[] = [];
  /** Answers with this status and nothing else, if it is set. */
  broken: number | undefined;
  /** What the last request had as authorization. */
  authorization: string | undefined;
  #server: Server | undefined;
  port = 0;

  get uri(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens, at the same port as before where there was one. */
  async start(): Promise<this> {
    this.#server = createServer((request, response) => {
      this.#answer(request).then(([status, body]) => {
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(body === undefined ? '' : JSON.stringify(body));
      });
    });
    this.#server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => this.#server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve) ?? resolve(null));
  }

  async #answer(request: IncomingMessage): Promise<[number, unknown?]> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const { pathname, searchParams } = new URL(request.url ?? '', this.uri);
    this.authorization = request.headers.authorization;
    if (this.broken !== undefined) return [this.broken];
    this.requests.push(`${request.method} ${pathname}`);
    const file = /^\/api\/2\.0\/mlflow-artifacts\/artifacts\/(.+)$/.exec(pathname)?.[1];
    if (file !== undefined && request.method === 'PUT') {
      this.files.set(decodeURI(file), bytes);
      return [200, {}];
    }
    if (request.method === 'POST' && !request.headers['content-type']?.startsWith('application/json'))
      return [415];
    const body: Asked = bytes.length > 0 ? JSON.parse(bytes.toString()) : {};
    return this.#call(pathname.replace('/api/2.0/mlflow/', ''), body, searchParams);
  }

  #call(endpoint: string, body: Asked, query: URLSearchParams): [number, unknown?] {
    const gone: [number, unknown] = [
      404,
      { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'there is none' },
    ];
    const invalid = (message: string): [number, unknown] => [
      400,
      { error_code: 'INVALID_PARAMETER_VALUE', message },
    ];
    switch (endpoint) {
      case 'experiments/get-by-name': {
        const id = this.experiments.get(query.get('experiment_name') ?? '');
        return id === undefined ? gone : [200, { experiment: { experiment_id: id } }];
      }
      case 'experiments/create': {
        if (!body.name) return invalid('an experiment has a name');
        this.experiments.set(body.name, String(this.experiments.size));
        return [200, { experiment_id: this.experiments.get(body.name) }];
      }
      case 'runs/create': {
        if (!body.experiment_id) return invalid('a run belongs to an experiment');
        const id = `run${this.runs.size}`;
        const info = {
          run_id: id,
          experiment_id: body.experiment_id,
          run_name: body.run_name ?? 'merry-owl-1',
          status: 'RUNNING',
          artifact_uri: `mlflow-artifacts:/${body.experiment_id}/${id}/artifacts`,
        };
        this.runs.set(id, { info, metrics: [], params: new Map(), tags: body.tags ?? [] });
        return [200, { run: { info } }];
      }
    }
    if (endpoint === 'runs/search') {
      const [, key, value] = /^tags\.(\w+) = '(.*)'$/.exec(body.filter ?? '') ?? [];
      const runs = [...this.runs.values()].filter(({ tags }) =>
        tags.some((tag) => tag.key === key && tag.value === value),
      );
      return [200, runs.length > 0 ? { runs } : {}];
    }
    const run = this.runs.get(body.run_id ?? query.get('run_id') ?? '');
    if (!run) return gone;
    switch (endpoint) {
      case 'runs/get': {
        const latest = new Map<string, Metric>();
        for (const metric of run.metrics) latest.set(metric.key, metric);
        const params = [...run.params].map(([key, value]) => ({ key, value }));
        return [200, { run: { info: run.info, data: { metrics: [...latest.values()], params } } }];
      }
      case 'metrics/get-history':
        return [200, { metrics: run.metrics.filter(({ key }) => key === query.get('metric_key')) }];
      case 'runs/update':
        if (!body.status) return invalid('a run has a status');
        Object.assign(run.info, { status: body.status, end_time: body.end_time });
        return [200, { run_info: run.info }];
      case 'runs/log-batch': {
        const { metrics = [], params = [] } = body;
        if (metrics.length > 1000 || params.length > 100) return invalid('too many');
        for (const { key, value, timestamp, step } of metrics) {
          if (!/^[\w\-. /:]+$/.test(key) || !Number.isInteger(timestamp) || !Number.isInteger(step))
            return invalid(`wrong: ${key}`);
          if (typeof value !== 'number' && !['NaN', 'Infinity', '-Infinity'].includes(value))
            return invalid(`no number: ${value}`);
        }
        for (const { key, value } of params) {
          if (typeof value !== 'string' || (run.params.has(key) && run.params.get(key) !== value))
            return invalid(`no param: ${key}`);
        }
        run.metrics.push(...metrics);
        for (const { key, value } of params) run.params.set(key, value);
        return [200, {}];
      }
    }
    return [404];
  }
}

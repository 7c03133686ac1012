import type { IncomingMessage } from 'node:http';
import { JsonServer, type Reply } from './json-server.js';

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
export class MLflowServer extends JsonServer {
  readonly experiments = new Map([['Default', '0']]);
  readonly runs = new Map<string, Run>();
  readonly files = new Map<string, Buffer>();
  readonly requests: string[] = [];
  /** What the last request had as authorization. */
  authorization: string | undefined;

  protected override answer(request: IncomingMessage, { pathname, searchParams }: URL, bytes: Buffer): Reply {
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

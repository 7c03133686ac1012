import { Histogram, type Predictor } from '../predictor/index.js';

/** Counts what a handler answered, and prints it and how the predictor is doing in Prometheus' text format, version 0.0.4. */
export class Metrics {
  /** Requests with pictures that are under way. */
  underWay = 0;
  readonly #requests = new Map<string, number>();
  readonly #errors = new Map<string, number>();
  readonly #seconds = new Histogram([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]);

  /** @param route one of the addresses that there are, so that made-up ones do not make ever more series */
  add(route: string, status: number, seconds: number): void {
    const labels = `route="${route}",status="${status}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    if (status >= 400) this.#errors.set(labels, (this.#errors.get(labels) ?? 0) + 1);
    if (route === '/predict') this.#seconds.add(seconds);
  }

  text({ model, stats }: Predictor): string {
    const { name, version, task } = model;
    const info = `name=${quoted(name)},version="${version}",task="${task}"`;
    return [
      ...counters('onecycle_requests_total', 'Requests that were answered.', this.#requests),
      ...counters('onecycle_errors_total', 'Requests that were refused or failed.', this.#errors),
      ...histogram('onecycle_request_seconds', 'How long requests with pictures took.', this.#seconds),
      ...gauge('onecycle_requests_under_way', 'Requests with pictures under way.', this.underWay),
      ...gauge('onecycle_queued_pictures', 'Pictures that wait for a worker.', stats.queued),
      ...gauge('onecycle_running_pictures', 'Pictures that workers have in hand.', stats.running),
      ...histogram(
        'onecycle_batch_pictures',
        'Pictures that went through the model together.',
        stats.batchSizes,
      ),
      ...histogram('onecycle_batch_seconds', 'How long a worker had a batch in hand.', stats.batchSeconds),
      ...gauge('onecycle_workers', 'Worker threads that have loaded the model.', stats.workers),
      ...counters(
        'onecycle_workers_replaced_total',
        'Worker threads that died.',
        new Map([['', stats.replaced]]),
      ),
      ...gauge('onecycle_model_info', 'The model.', 1, info),
      ...gauge('process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
      '',
    ].join('\n');
  }
}

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

const head = (name: string, help: string, type: string): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];

const line = (name: string, labels: string, value: number): string =>
  `${name}${labels === '' ? '' : `{${labels}}`} ${value}`;

const counters = (name: string, help: string, values: ReadonlyMap<string, number>): string[] => [
  ...head(name, help, 'counter'),
  ...Array.from(values, ([labels, value]) => line(name, labels, value)),
];

const gauge = (name: string, help: string, value: number, labels = ''): string[] => [
  ...head(name, help, 'gauge'),
  line(name, labels, value),
];

const histogram = (name: string, help: string, { bounds, counts, sum, count }: Histogram): string[] => [
  ...head(name, help, 'histogram'),
  ...bounds.map((bound, i) => line(`${name}_bucket`, `le="${bound}"`, counts[i] ?? 0)),
  line(`${name}_bucket`, 'le="+Inf"', count),
  line(`${name}_sum`, '', sum),
  line(`${name}_count`, '', count),
];

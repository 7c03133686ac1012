import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { checkName, checkOptions, environment } from '../../base/index.js';
import type { CallbackState } from '../../training/index.js';
import {
  addressOf,
  isRecord,
  member,
  RemoteTracker,
  type RunConfig,
  type RunStatus,
  type RunTrackerOptions,
  runTrackerNames,
} from '../run/index.js';
import { MLflowClient, MLflowError } from './client.js';

/** Options of {@link mlflow}. */
export interface MLflowOptions extends RunTrackerOptions {
  /** The server's address. Default: `MLFLOW_TRACKING_URI` of the environment. */
  uri?: string;
  /** The experiment, which is made where it is missing. Default: `MLFLOW_EXPERIMENT_NAME` of the environment, else 'Default', as MLflow has it. */
  experiment?: string;
  /** The run's name. Default: one that the server makes up. */
  runName?: string;
}

interface Metric {
  key: string;
  value: number | string;
  timestamp: number;
  step: number;
}

/** A request that waits for its turn, without the run's number, which the server gives. */
type Mail =
  | {
      picture?: undefined;
      endpoint: 'runs/log-batch';
      body: { metrics?: Metric[]; params?: { key: string; value: string }[] };
    }
  | {
      picture?: undefined;
      endpoint: 'runs/update';
      body: { status: RunStatus | 'RUNNING'; end_time?: number };
    }
  | { picture: string; png: Buffer };

/** The tag by which a run is found again. */
const MARK = 'onecycle_run';
/** At most so many metrics in a request, as the server has it. */
const METRICS = 1000;
/**
 * Tells an MLflow server, by its REST API, as every tracker of a server does: what it has not taken at the end of a fit stands in a
 * file beside the learner's, a request a line, for you to send.
 */
export class MLflowCallback extends RemoteTracker<Mail> {
  readonly #client: MLflowClient;
  readonly #experiment: string;
  readonly #runName: string | undefined;
  #runId: string | undefined;
  /** What the run is found by, where a training ended before it knew the run's number. */
  #mark: string = randomUUID();
  #mayBeThere = false;
  /** Where pictures go; null where the server takes none. */
  #artifacts: string | null | undefined;
  /** Of a run that goes on: the last step that the server has of each metric. */
  readonly #had = new Map<string, number>();
  #config: RunConfig | undefined;

  constructor(options: MLflowOptions = {}) {
    checkOptions<MLflowOptions>(
      options,
      { uri: true, experiment: true, runName: true, ...runTrackerNames },
      'mlflow',
    );
    const { uri: given = environment('MLFLOW_TRACKING_URI'), runName } = options;
    const { experiment = environment('MLFLOW_EXPERIMENT_NAME') ?? 'Default' } = options;
    if (given === undefined)
      throw new TypeError(
        "mlflow({ uri }) takes the server's address: mlflow({ uri: 'http://localhost:5000' }); so does MLFLOW_TRACKING_URI",
      );
    const uri = addressOf(given, {
      option: 'mlflow({ uri })',
      example: 'http://localhost:5000',
      variables: 'MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD',
      advice: ': start one with mlflow server',
    });
    checkName('experiment', experiment);
    if (runName !== undefined) checkName('runName', runName);
    super(options, uri, 'mlflow');
    this.#client = new MLflowClient(uri);
    this.#experiment = experiment;
    this.#runName = runName;
  }

  /** The run's number, once the server has given one. */
  get runId(): string | undefined {
    return this.#runId;
  }

  protected override open(config: RunConfig): void {
    this.#config = config;
  }

  /** Before the first that is told of a fit: by then it is known whether its run is one of before. */
  #begin(): void {
    if (!this.#config) return;
    const params = Object.entries(this.#config).map(([key, value]) => ({
      key: named(key),
      value: String(value).slice(0, 6000),
    }));
    this.#config = undefined;
    const isNew = this.resumedAt === null && this.#runId === undefined && this.outbox.unsent.length === 0;
    this.outbox.add(...this.restored);
    this.resumedAt = null;
    if (isNew) this.outbox.add({ endpoint: 'runs/log-batch', body: { params } });
    else this.outbox.add({ endpoint: 'runs/update', body: { status: 'RUNNING' } });
  }

  protected override scalars(values: Readonly<Record<string, number>>, step: number): void {
    this.#begin();
    const timestamp = Date.now();
    for (const [key, value] of Object.entries(values)) {
      const metric = {
        key: named(key),
        value: Number.isFinite(value) ? value : String(value),
        timestamp,
        step,
      };
      const { last } = this.outbox;
      const metrics = last && 'body' in last && 'metrics' in last.body ? last.body.metrics : undefined;
      if (metrics && metrics.length < METRICS) metrics.push(metric);
      else this.outbox.add({ endpoint: 'runs/log-batch', body: { metrics: [metric] } });
    }
  }

  protected override picture(name: string, png: Buffer, step: number): void {
    const file = `${named(name).toLowerCase().replaceAll(' ', '_')}/step_${String(step).padStart(8, '0')}.png`;
    this.outbox.add({ picture: file, png });
  }

  protected override async close(status: RunStatus): Promise<void> {
    this.#begin();
    this.outbox.add({ endpoint: 'runs/update', body: { status, end_time: Date.now() } });
    await super.close(status);
  }

  protected override numbersIn(letter: Mail): number {
    return 'body' in letter && 'metrics' in letter.body ? (letter.body.metrics?.length ?? 0) : 0;
  }

  protected override lineOf(letter: Mail): string {
    return 'body' in letter ? JSON.stringify({ endpoint: letter.endpoint, body: this.#bodyOf(letter) }) : '';
  }

  #bodyOf(letter: Exclude<Mail, { picture: string }>): Record<string, unknown> {
    return { run_id: this.#runId ?? null, ...letter.body };
  }

  protected override async send(letter: Mail): Promise<void> {
    this.#runId ??= await this.#findOrCreate();
    if (this.#artifacts === undefined) await this.#look(this.#runId);
    if (!('body' in letter)) {
      if (this.#artifacts) await this.#client.put(this.#artifacts, letter.picture, letter.png);
      return;
    }
    const body = this.#bodyOf(letter);
    if (letter.endpoint === 'runs/log-batch' && letter.body.metrics)
      body.metrics = letter.body.metrics.filter(({ key, step }) => step > (this.#had.get(key) ?? -1));
    await this.#client.post(letter.endpoint, body);
  }

  async #findOrCreate(): Promise<string> {
    const experiment = await this.#experimentId();
    if (this.#mayBeThere) {
      const query = { experiment_ids: [experiment], filter: `tags.${MARK} = '${this.#mark}'` };
      const found = member(await this.#client.post('runs/search', query), 'runs', '0', 'info', 'run_id');
      if (typeof found === 'string') return found;
    }
    // An answer may get lost: then there is a run that another try must find.
    this.#mayBeThere = true;
    const answer = await this.#client.post('runs/create', {
      experiment_id: experiment,
      start_time: this.started,
      ...(this.#runName !== undefined && { run_name: this.#runName }),
      tags: [
        { key: 'mlflow.source.type', value: 'LOCAL' },
        { key: 'mlflow.source.name', value: basename(process.argv[1] ?? 'node') },
        { key: MARK, value: this.#mark },
      ],
    });
    return identifier(member(answer, 'run', 'info', 'run_id'), 'run_id', this.#client.uri);
  }

  async #experimentId(): Promise<string> {
    const name = this.#experiment;
    const found = await this.#client
      .get('experiments/get-by-name', { experiment_name: name })
      .catch((error: unknown) => {
        if (error instanceof MLflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return null;
        throw error;
      });
    const id =
      found === null
        ? member(await this.#client.post('experiments/create', { name }), 'experiment_id')
        : member(found, 'experiment', 'experiment_id');
    return identifier(id, 'experiment_id', this.#client.uri);
  }

  /** What the server has of the run. */
  async #look(runId: string): Promise<void> {
    const answer = await this.#client.get('runs/get', { run_id: runId });
    const metrics = member(answer, 'run', 'data', 'metrics');
    for (const metric of Array.isArray(metrics) ? metrics : [])
      if (isRecord(metric)) this.#had.set(String(metric.key), Number(metric.step ?? 0));
    const root = member(answer, 'run', 'info', 'artifact_uri');
    this.#artifacts = typeof root === 'string' && root.startsWith('mlflow-artifacts:') ? root : null;
  }

  override state(): CallbackState {
    return { values: { ...super.state().values, runId: this.#runId, mark: this.#mark } };
  }

  override restoreState(state: CallbackState): void {
    super.restoreState(state);
    const { runId, mark } = state.values ?? {};
    if (typeof runId === 'string') this.#runId = runId;
    if (typeof mark === 'string') this.#mark = mark;
    this.#mayBeThere = true;
  }
}

/** A name as MLflow takes it. */
const named = (name: string): string => name.replace(/[^\w\-. /]/g, '_');

function identifier(value: unknown, what: string, uri: string): string {
  if (typeof value === 'string') return value;
  throw new MLflowError(`${uri} gave no ${what}: is it an MLflow server?`, false);
}

/** See {@link MLflowCallback}. */
export const mlflow = (options: MLflowOptions = {}): MLflowCallback => new MLflowCallback(options);

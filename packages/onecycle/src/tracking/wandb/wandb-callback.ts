import { createHash, randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { checkName, checkOptions, environment } from '../../base/index.js';
import type { CallbackState } from '../../training/index.js';
import {
  addressOf,
  isRecord,
  RemoteTracker,
  type RunConfig,
  type RunStatus,
  type RunTrackerOptions,
  runTrackerNames,
} from '../run/index.js';
import { keyFor, type RunPlace, WandbClient } from './client.js';

/** Options of {@link wandb}. */
export interface WandbOptions extends RunTrackerOptions {
  /** The project, which is made where it is missing. Default: `WANDB_PROJECT` of the environment, else 'uncategorized', as wandb has it. */
  project?: string;
  /** The user or team whose project it is. Default: `WANDB_ENTITY` of the environment, else the key's own. */
  entity?: string;
  /** The run's name. Default: `WANDB_NAME` of the environment, else one that the server makes up. */
  runName?: string;
  /** The server's address. Default: `WANDB_BASE_URL` of the environment, else https://api.wandb.ai. */
  uri?: string;
}

/** A row of the history, as JSON, and how many numbers are in it. */
interface Row {
  step: number;
  text: string;
  numbers: number;
}

/** A request that waits for its turn. */
type Mail =
  | { picture?: undefined; rows: Row[]; summary: string }
  | { picture?: undefined; ended: RunStatus }
  | { picture?: undefined; begun: string | null }
  | { picture: string; png: Buffer };

/** Rows in a request, at most. */
const ROWS = 500;
/** What the exit code says of a run's end; 255 is how wandb counts Ctrl-C. */
const exitcodes: Record<RunStatus, number> = { FINISHED: 0, FAILED: 1, KILLED: 255 };

/**
 * Tells a server of Weights & Biases, as every tracker of a server does; `WANDB_API_KEY`, or what `wandb login` wrote, gives the right to.
 * No package is needed: the requests are those of W&B's own clients. What it has not taken at the end of a fit stands in a file beside the
 * learner's, a row of the history a line.
 */
export class WandbCallback extends RemoteTracker<Mail> {
  readonly #client: WandbClient;
  readonly #project: string;
  readonly #entity: string | null;
  readonly #runName: string | undefined;
  #runId = Array.from({ length: 8 }, () => randomInt(36).toString(36)).join('');
  #place: RunPlace | undefined;
  #mayBeThere = false;
  #config: RunConfig | undefined;
  /** The values of a step, which belong into one row. */
  #row: { step: number; values: Map<string, unknown> } | undefined;
  readonly #summary = new Map<string, unknown>();
  /** Rows that the server has, and the step of the last one. */
  #had = { rows: 0, step: -1 };

  constructor(options: WandbOptions = {}) {
    checkOptions<WandbOptions>(
      options,
      { project: true, entity: true, runName: true, uri: true, ...runTrackerNames },
      'wandb',
    );
    const { project = environment('WANDB_PROJECT') ?? 'uncategorized' } = options;
    const { entity = environment('WANDB_ENTITY'), runName = environment('WANDB_NAME') } = options;
    const { uri: given = environment('WANDB_BASE_URL') ?? 'https://api.wandb.ai' } = options;
    const uri = addressOf(given, {
      option: 'wandb({ uri })',
      example: 'https://api.wandb.ai',
      variables: 'WANDB_API_KEY to the key alone',
    });
    checkName('project', project);
    if (entity !== undefined) checkName('entity', entity);
    if (runName !== undefined) checkName('runName', runName);
    const key = keyFor(uri);
    if (key === undefined)
      throw new Error(
        `wandb() needs the key of your account at ${uri}: set WANDB_API_KEY to it (W&B shows it under User settings, API keys)`,
      );
    super(options, uri, 'wandb');
    this.#client = new WandbClient(uri, key);
    this.#project = project;
    this.#entity = entity ?? null;
    this.#runName = runName;
  }

  /** The run's name in its address: …/<entity>/<project>/runs/<runId>. */
  get runId(): string {
    return this.#runId;
  }

  protected override open(config: RunConfig): void {
    this.#config = config;
  }

  /** Before the first that is told of a fit: by then it is known whether its run is one of before. */
  #begin(): void {
    if (!this.#config) return;
    const config = JSON.stringify(
      Object.fromEntries(Object.entries(this.#config).map(([key, value]) => [key, { value }])),
    );
    this.#config = undefined;
    this.outbox.add({ begun: config }, ...this.restored);
    this.resumedAt = null;
  }

  protected override scalars(values: Readonly<Record<string, number>>, step: number): void {
    this.#begin();
    this.#put(step, Object.entries(values));
  }

  protected override picture(name: string, png: Buffer, step: number): void {
    const sha256 = createHash('sha256').update(png).digest('hex');
    const plain = name.replace(/[^\w-]/g, '_');
    const path = `media/images/${plain}_${step}_${sha256.slice(0, 20)}.png`;
    const size = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }; // PNG's first chunk
    const about = { _type: 'image-file', path, format: 'png', size: png.length, sha256, ...size };
    this.outbox.add({ picture: path, png });
    this.#put(step, [[name, about]]);
  }

  /** Puts values into the row of their step; the row of the step before is whole by then. */
  #put(step: number, values: readonly (readonly [string, unknown])[]): void {
    if (this.#row?.step !== step) {
      this.#commit();
      const now = Date.now();
      const runtime = (now - this.started) / 1000;
      const times = [
        ['_step', step],
        ['_timestamp', now / 1000],
        ['_runtime', runtime],
      ] as const;
      this.#row = { step, values: new Map<string, unknown>(times) };
    }
    for (const [key, value] of values) this.#row.values.set(key, value);
  }

  #commit(): void {
    if (!this.#row) return;
    const { step, values } = this.#row;
    this.#row = undefined;
    for (const [key, value] of values) this.#summary.set(key, value);
    const row = { step, text: jsonOf(values), numbers: values.size };
    const summary = jsonOf(this.#summary);
    const { last } = this.outbox;
    if (last && 'rows' in last && last.rows.length < ROWS) {
      last.rows.push(row);
      last.summary = summary;
    } else this.outbox.add({ rows: [row], summary });
  }

  protected override flush(): void {
    this.#commit();
  }

  protected override async close(status: RunStatus): Promise<void> {
    this.#begin();
    this.#commit();
    this.outbox.add({ ended: status });
    await super.close(status);
  }

  protected override numbersIn(letter: Mail): number {
    return 'rows' in letter ? letter.rows.reduce((sum, { numbers }) => sum + numbers, 0) : 0;
  }

  protected override lineOf(letter: Mail): string {
    if ('rows' in letter) return letter.rows.map(({ text }) => text).join('\n');
    const { runId: run } = this;
    return JSON.stringify('ended' in letter ? { run, exitcode: exitcodes[letter.ended] } : { run });
  }

  protected override async send(letter: Mail): Promise<void> {
    if ('begun' in letter) {
      await this.#take(letter.begun);
      return;
    }
    const place = this.#place ?? (await this.#take(null));
    if ('png' in letter) await this.#client.put(place, this.#runId, letter.picture, letter.png);
    else if ('ended' in letter)
      await this.#client.stream(place, this.#runId, { complete: true, exitcode: exitcodes[letter.ended] });
    else await this.#sendRows(place, letter.rows, letter.summary);
  }

  /**
   * Rows have places: those whose answer got lost come to the same ones again. The last row that the server has may lack what was
   * measured after it was sent, as that of an epoch which Ctrl-C ended: the whole one takes its place.
   */
  async #sendRows(place: RunPlace, rows: readonly Row[], summary: string): Promise<void> {
    const news = rows.filter(({ step }) => step >= this.#had.step);
    const last = news.at(-1);
    if (!last) return;
    const offset = this.#had.rows - (news[0]?.step === this.#had.step ? 1 : 0);
    const content = news.map(({ text }) => text);
    const files = {
      'wandb-history.jsonl': { offset, content },
      'wandb-summary.json': { offset: 0, content: [summary] },
    };
    await this.#client.stream(place, this.#runId, { files });
    this.#had = { rows: offset + content.length, step: last.step };
  }

  /** Makes the run, or takes it up where the server has it. */
  async #take(config: string | null): Promise<RunPlace> {
    const run = { name: this.#runId, project: this.#project, entity: this.#entity };
    const there = this.#mayBeThere ? await this.#client.progress(run) : undefined;
    // The server counts rows some time after it took them.
    if (there && there.rows > this.#had.rows) this.#had = { rows: there.rows, step: there.step };
    this.#mayBeThere = true;
    this.#place = await this.#client.upsert({
      ...run,
      ...(there && { id: there.id }),
      ...(this.#runName !== undefined && { displayName: this.#runName }),
      ...(config !== null && { config }),
      program: basename(process.argv[1] ?? 'node'),
      host: hostname(),
    });
    return this.#place;
  }

  override state(): CallbackState {
    const summary = [...this.#summary].filter(([, value]) => typeof value === 'number');
    const row = this.#row && { step: this.#row.step, values: [...this.#row.values] };
    return { values: { ...super.state().values, runId: this.#runId, summary, row } };
  }

  override restoreState(state: CallbackState): void {
    super.restoreState(state);
    const { runId, summary, row } = state.values ?? {};
    if (typeof runId === 'string') this.#runId = runId;
    if (Array.isArray(summary)) for (const [key, value] of summary) this.#summary.set(key, value);
    if (isRecord(row) && Array.isArray(row.values))
      this.#row = { step: Number(row.step), values: new Map(row.values) };
    this.#mayBeThere = true;
  }
}

/** JSON in which numbers that are none stand as W&B writes them: NaN, Infinity. */
const jsonOf = (values: ReadonlyMap<string, unknown>): string => {
  const members = Array.from(values, ([key, value]) => {
    const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{${members.join(',')}}`;
};

/** See {@link WandbCallback}. */
export const wandb = (options: WandbOptions = {}): WandbCallback => new WandbCallback(options);

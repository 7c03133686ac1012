import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FromWorker, Task } from '../../messages.js';
import type {
  EpochPoint,
  Preview,
  Run,
  RunDetail,
  RunSettings,
  RunState,
  TrainPoint,
} from '../../protocol/index.js';
import { type EventHub, notFound, Refusal, sentenceOf } from '../base/index.js';
import type { Project } from '../project/index.js';
import { Child } from './child.js';
import { isOurs } from './processes.js';
import type { Queue } from './queue.js';
import { dataFor, taskSettings } from './run-data.js';
import { RunFolder } from './run-folder.js';

interface Known {
  run: Run;
  folder: RunFolder;
  pid: number | null;
  /** Its process, while it is on. */
  child?: Child;
  preview: Preview | null;
  /** Seconds of the parts before this one. */
  before: number;
  /** Its file is written by one after the other, so that the last word stays. */
  written: Promise<void>;
}

const waiting: ReadonlySet<RunState> = new Set([
  'queued',
  'preparing',
  'training',
  'stopping',
  'interpreting',
]);
const resumable: ReadonlySet<RunState> = new Set(['stopped', 'interrupted', 'failed']);
const MOST_NOTES = 20;
const CUT_SHORT = 'the studio ended while it was on';

/** The runs of a project: those that were, the one that trains, and those that wait. */
export class Runs {
  readonly #runs = new Map<string, Known>();

  private constructor(
    private readonly project: Project,
    private readonly queue: Queue,
    private readonly hub: EventHub,
  ) {}

  /** Finds the runs that there are. One that a server which is gone left in the middle goes on. */
  static async open(project: Project, queue: Queue, hub: EventHub): Promise<Runs> {
    const runs = new Runs(project, queue, hub);
    for (const folder of await RunFolder.all(project.keeps('runs'))) {
      const kept = await folder.read().catch(() => undefined);
      if (!kept) continue;
      const { run, pid, preview } = kept;
      run.notes ??= []; // not kept by earlier versions
      const known: Known = { run, folder, pid, preview, before: run.seconds, written: Promise.resolve() };
      runs.#runs.set(run.id, known);
      if (!waiting.has(run.state)) continue;
      if (folder.has('result.json')) await runs.#become(known, 'done');
      else {
        await runs.#become(known, 'interrupted', CUT_SHORT);
        await runs.resume(run.id);
      }
    }
    return runs;
  }

  get all(): Run[] {
    return [...this.#runs.values()].map(({ run }) => run).reverse();
  }

  /** The one that trains, or else the first that waits. */
  get current(): Run | undefined {
    const busy = this.all.filter(({ state }) => waiting.has(state));
    return busy.find(({ id }) => this.queue.current?.id === id) ?? busy.at(-1);
  }

  get(id: string): Run {
    return this.#known(id).run;
  }

  folder(id: string): RunFolder {
    return this.#known(id).folder;
  }

  async detail(id: string): Promise<RunDetail> {
    const { run, folder, preview } = this.#known(id);
    return { ...run, ...(await folder.log()), preview };
  }

  /** @throws Refusal where there is too little to learn from */
  async start(settings: RunSettings): Promise<Run> {
    const { project } = this;
    await taskSettings(project, settings);
    const data = dataFor(project, settings);
    const folder = new RunFolder(project.keeps('runs'), RunFolder.newId());
    await mkdir(folder.path, { recursive: true });
    await folder.writeData(data);
    const valid = data.pictures.filter((picture) => picture.valid).length;
    const run: Run = {
      id: folder.id,
      name: settings.name || nextName([...this.#runs.values()].map((known) => known.run.name)),
      state: 'queued',
      settings,
      createdAt: new Date().toISOString(),
      endedAt: null,
      seconds: 0,
      error: null,
      notes: [],
      doing: null,
      vocab: [...new Set(data.pictures.map(({ label }) => label))].sort(),
      counts: { train: data.pictures.length - valid, valid },
      progress: {
        epochs: settings.freezeEpochs + settings.epochs,
        epoch: 0,
        batch: 0,
        batches: 0,
        part: 'train',
        secondsLeft: null,
      },
      last: null,
      best: null,
      hasModel: false,
    };
    const known = { run, folder, pid: null, preview: null, before: 0, written: Promise.resolve() };
    this.#runs.set(run.id, known);
    await this.#become(known, 'queued');
    this.#enqueue(known);
    return run;
  }

  /** Ends it with a checkpoint, from which it can go on. */
  async stop(id: string): Promise<Run> {
    const known = this.#known(id);
    if (this.queue.withdraw(id)) await this.#become(known, 'stopped');
    else if (known.run.state === 'interpreting')
      throw new Refusal(409, 'training is over: the model is being looked into, which ends by itself');
    else if (waiting.has(known.run.state)) {
      await this.#become(known, 'stopping');
      known.child?.tell({ type: 'stop' });
    } else throw new Refusal(409, `'${known.run.name}' does not train`);
    return known.run;
  }

  async resume(id: string): Promise<Run> {
    const known = this.#known(id);
    if (!resumable.has(known.run.state))
      throw new Refusal(
        409,
        `'${known.run.name}' is ${known.run.state}: only what was stopped, interrupted or failed goes on`,
      );
    await this.#become(known, 'queued');
    this.#enqueue(known);
    return known.run;
  }

  async rename(id: string, name: string): Promise<Run> {
    const known = this.#known(id);
    known.run.name = name;
    await this.#become(known, known.run.state, known.run.error);
    return known.run;
  }

  /** Its files go into the trash of the hidden folder. */
  async discard(id: string): Promise<Run> {
    const { run, folder } = this.#known(id);
    if (waiting.has(run.state)) throw new Refusal(409, `'${run.name}' is ${run.state}: stop it first`);
    await this.#known(id).written;
    await folder.discard(this.project.keeps('trash'));
    this.#runs.delete(id);
    this.hub.publish('runDeleted', { id });
    return run;
  }

  /** Waits until all that is known is written. */
  async settled(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ written }) => written));
  }

  #known(id: string): Known {
    const found = this.#runs.get(id);
    if (found) return found;
    throw notFound(`run ${JSON.stringify(id.slice(0, 40))}`);
  }

  #enqueue(known: Known): void {
    const { run } = known;
    this.queue.add({
      id: run.id,
      start: async () => this.#begin(known),
      failed: (error) => void this.#become(known, 'failed', sentenceOf(error)),
    });
  }

  async #begin(known: Known): Promise<Child> {
    const { run, folder } = known;
    // The process of a server that is gone may be writing its checkpoint.
    while (known.pid !== null && isOurs(known.pid)) await wait(200);
    const { pictures, others } = await folder.data();
    const file = ({ path }: { path: string }) => join(this.project.folder, path);
    const task: Task = {
      do: 'train',
      run: run.id,
      folder: folder.path,
      settings: await taskSettings(this.project, run.settings),
      pictures: pictures.map((picture) => ({ ...picture, file: file(picture) })),
      others: others.map((picture) => ({ ...picture, file: file(picture) })),
    };
    known.before = run.seconds;
    let hasEnd = false;
    const child = new Child(task, {
      message: (message) => {
        hasEnd ||= ['done', 'stopped', 'failed'].includes(message.type);
        this.#hear(known, message);
      },
      ended: (reason) => {
        delete known.child;
        if (!hasEnd) void this.#become(known, 'interrupted', reason ?? 'its process ended');
      },
    });
    known.child = child;
    known.pid = child.pid ?? null;
    // It may have been told to stop before there was a process to tell.
    if (run.state === 'stopping') child.tell({ type: 'stop' });
    await this.#become(known, run.state === 'stopping' ? 'stopping' : 'preparing');
    return child;
  }

  #hear(known: Known, message: FromWorker): void {
    const { run } = known;
    switch (message.type) {
      case 'begun':
        run.vocab = message.vocab;
        if (run.state === 'preparing') void this.#become(known, 'training');
        break;
      case 'progress': {
        const { progress, seconds, points, epochs } = message;
        run.progress = progress;
        run.seconds = known.before + seconds;
        for (const epoch of epochs) noteEpoch(run, epoch);
        if (epochs.length > 0) void keep(known);
        this.#publish(run, points, epochs);
        break;
      }
      case 'preview':
        known.preview = message.preview;
        this.hub.publish('preview', message.preview);
        break;
      case 'warned':
        if (run.notes.length === MOST_NOTES || run.notes.includes(message.text)) break;
        run.notes.push(message.text);
        this.#publish(run, [], []);
        void keep(known);
        break;
      case 'doing':
        run.doing = { what: message.doing, share: message.progress };
        this.#publish(run, [], []);
        break;
      case 'interpreting':
        void this.#become(known, 'interpreting');
        break;
      case 'model':
        run.hasModel = true;
        void this.#become(known, run.state);
        break;
      case 'done':
        void this.#become(known, 'done');
        break;
      case 'stopped':
        void this.#become(known, 'stopped');
        break;
      case 'failed':
        void this.#become(known, 'failed', sentenceOf(message.error));
        break;
    }
  }

  async #become(known: Known, state: RunState, error: string | null = null): Promise<void> {
    const { run, folder } = known;
    run.state = state;
    run.error = error;
    run.doing = null;
    run.endedAt = waiting.has(state) ? null : new Date().toISOString();
    run.hasModel ||= folder.has('model.onecycle');
    this.#publish(run, [], []);
    await keep(known);
  }

  #publish(run: Run, points: TrainPoint[], epochs: EpochPoint[]): void {
    this.hub.publish('run', { run, points, epochs });
  }
}

/** A name that no run has: the number after the largest, also where some in between are gone. */
export const nextName = (names: readonly string[]): string =>
  `Run ${Math.max(names.length, ...names.map((name) => Number(/^Run (\d{1,6})$/.exec(name)?.[1] ?? 0))) + 1}`;

/** A disk that is full ends no run: what was not written is tried again with the next change. */
function keep(known: Known): Promise<void> {
  known.written = known.written.then(() => {
    const { run, folder, pid, preview } = known;
    return folder.write({ run, pid, preview }).catch(() => {});
  });
  return known.written;
}

function noteEpoch(run: Run, epoch: EpochPoint): void {
  run.last = epoch;
  const best = run.best?.errorRate ?? Number.POSITIVE_INFINITY;
  if (epoch.errorRate !== null && epoch.errorRate < best) run.best = epoch;
}

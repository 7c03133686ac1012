import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FromWorker, Task, TaskResult } from '../../messages.js';
import type {
  CheckResult,
  Finding,
  FindingKind,
  Job,
  KeepRequest,
  LrFindResult,
  RunSettings,
} from '../../protocol/index.js';
import { type EventHub, notFound, Refusal, readJson, sentenceOf, writeJson } from '../base/index.js';
import type { Project } from '../project/index.js';
import { Child } from './child.js';
import type { Queue } from './queue.js';
import { dataFor, taskSettings } from './run-data.js';

type KeptCheck = Omit<CheckResult, 'changedSince'> & { labels: Record<string, string | null> };

/** What is done once and has a result that stays: the search for a learning rate, and the doctor's look at the pictures. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  #lrFind: LrFindResult | null = null;
  #check: KeptCheck | null = null;
  #kinds = new Map<string, FindingKind[]>();
  /** Findings that a person looked at, and lets be. */
  #kept = new Set<string>();

  private constructor(
    private readonly project: Project,
    private readonly queue: Queue,
    private readonly hub: EventHub,
  ) {}

  static async open(project: Project, queue: Queue, hub: EventHub): Promise<Jobs> {
    const jobs = new Jobs(project, queue, hub);
    jobs.#lrFind = (await readJson<LrFindResult>(project.keeps('lr-find.json')).catch(() => null)) ?? null;
    jobs.#kept = new Set(await readJson<string[]>(project.keeps('kept.json')).catch(() => []));
    jobs.#takeCheck((await readJson<KeptCheck>(project.keeps('check.json')).catch(() => null)) ?? null);
    return jobs;
  }

  /** The one that is on, or else the last. */
  get current(): Job | undefined {
    const all = [...this.#jobs.values()];
    return all.find(({ state }) => state === 'running') ?? all.at(-1);
  }

  get lrFind(): LrFindResult | null {
    return this.#lrFind;
  }

  get check(): CheckResult | null {
    if (!this.#check) return null;
    const { labels, ...check } = this.#check;
    const findings = check.findings.map((finding) =>
      this.#kept.has(keyOf(finding)) ? { ...finding, kept: true } : finding,
    );
    const changedSince = Object.entries(labels).filter(([id, label]) => {
      const picture = this.project.find(id);
      return picture && (picture.removed || picture.label !== label);
    }).length;
    return { ...check, findings, changedSince };
  }

  /** What was found about a picture. */
  findingsOf(id: string): readonly FindingKind[] | undefined {
    return this.#kinds.get(id);
  }

  async startLrFind(settings: RunSettings): Promise<Job> {
    const { folder } = this.project;
    const { pictures: learned } = dataFor(this.project, settings);
    const pictures = learned.map(({ path, ...picture }) => ({ ...picture, file: join(folder, path) }));
    const task: Task = { do: 'lr-find', settings: await taskSettings(this.project, settings), pictures };
    return this.#start('lr-find', task, async (result) => {
      if (result.of !== 'lr-find') return;
      this.#lrFind = { settings, points: result.points, suggestions: result.suggestions };
      await writeJson(this.project.keeps('lr-find.json'), this.#lrFind);
    });
  }

  async startCheck(): Promise<Job> {
    const { project } = this;
    const looked = [...project.pictures].filter(({ removed }) => !removed);
    if (looked.length === 0) throw new Refusal(409, 'there are no pictures in this folder');
    const pictures = looked.map(({ id, path, label }) => {
      return { id, file: join(project.folder, path), label, part: project.split.get(id) ?? null };
    });
    const settings = await taskSettings(project, project.defaults);
    const task: Task = { do: 'check', folder: project.folder, settings, pictures };
    return this.#start('check', task, async (result) => {
      if (result.of !== 'check') return;
      const findings = result.findings.map((finding) => this.#shown(finding));
      this.#takeCheck({
        checkedAt: new Date().toISOString(),
        pictures: looked.length,
        findings,
        notes: result.notes,
        labels: Object.fromEntries(looked.map(({ id, label }) => [id, label])),
      });
      await writeJson(project.keeps('check.json'), this.#check);
      this.hub.publish('check', { checkedAt: this.#check?.checkedAt ?? '' });
    });
  }

  /** Lets a finding be, or takes that back. */
  async keep(request: KeepRequest): Promise<CheckResult> {
    const { check } = this;
    if (!check?.findings.some((finding) => keyOf(finding) === keyOf(request)))
      throw new Refusal(404, 'the doctor has found no such thing');
    if (request.kept) this.#kept.add(keyOf(request));
    else this.#kept.delete(keyOf(request));
    this.#takeCheck(this.#check);
    await writeJson(this.project.keeps('kept.json'), [...this.#kept]);
    this.hub.publish('check', { checkedAt: check.checkedAt });
    return this.check ?? check;
  }

  stop(id: string): Job {
    const job = this.#jobs.get(id);
    if (!job) throw notFound(`job ${JSON.stringify(id.slice(0, 40))}`);
    if (this.queue.withdraw(id)) this.#become(job, { state: 'stopped' });
    else if (job.state === 'running') {
      this.#become(job, { state: 'stopped' });
      this.queue.childOf(id)?.kill();
    }
    return job;
  }

  /** Reasons name other pictures by their paths, of which the page needs not all. */
  #shown(finding: Finding | { kind: string; id: string | null; reason: string; score: number }): Finding {
    return { ...finding, reason: finding.reason.replaceAll(`${this.project.folder}/`, '') } as Finding;
  }

  #takeCheck(check: KeptCheck | null): void {
    this.#check = check;
    this.#kinds = new Map();
    for (const finding of check?.findings ?? []) {
      const { id, kind } = finding;
      // A doubt is no reason to mark the picture.
      if (id === null || kind === 'label doubt' || this.#kept.has(keyOf(finding))) continue;
      const kinds = this.#kinds.get(id) ?? [];
      if (!kinds.includes(kind)) this.#kinds.set(id, [...kinds, kind]);
    }
  }

  #start(kind: Job['kind'], task: Task, take: (result: TaskResult) => Promise<void>): Job {
    const under = [...this.#jobs.values()].find(
      (one) => one.kind === kind && (one.state === 'queued' || one.state === 'running'),
    );
    if (under) return under;
    const job: Job = {
      id: randomBytes(6).toString('hex'),
      kind,
      state: 'queued',
      progress: null,
      doing: this.queue.current ? 'waits until the work before it is done' : '',
      error: null,
    };
    this.#jobs.set(job.id, job);
    this.#become(job, {});
    this.queue.add({
      id: job.id,
      start: async () => this.#begin(job, task, take),
      failed: (error) => this.#become(job, { state: 'failed', error: sentenceOf(error) }),
    });
    return job;
  }

  #begin(job: Job, task: Task, take: (result: TaskResult) => Promise<void>): Child {
    this.#become(job, { state: 'running', doing: 'starting' });
    const hear = async (message: FromWorker): Promise<void> => {
      if (message.type === 'doing') this.#become(job, { doing: message.doing, progress: message.progress });
      if (message.type === 'stopped') this.#become(job, { state: 'stopped' });
      if (message.type === 'failed') this.#become(job, { state: 'failed', error: sentenceOf(message.error) });
      if (message.type !== 'done') return;
      await take(message.result);
      this.#become(job, { state: 'done', progress: 1, doing: '' });
    };
    let isDone = false;
    return new Child(task, {
      message: (message) => {
        isDone ||= message.type === 'done';
        hear(message).catch((error: unknown) =>
          this.#become(job, { state: 'failed', error: sentenceOf(error) }),
        );
      },
      ended: (reason) => {
        if (!isDone && job.state === 'running')
          this.#become(job, { state: 'failed', error: reason ?? 'its process ended' });
      },
    });
  }

  #become(job: Job, change: Partial<Job>): void {
    Object.assign(job, change);
    this.hub.publish('job', job);
  }
}

/** What names a finding: its kind, its picture or class, and the other picture of a pair. */
const keyOf = ({ kind, id, other, label }: Pick<KeepRequest, 'kind' | 'id' | 'other' | 'label'>): string =>
  JSON.stringify([kind, id ?? label ?? '', other ?? '']);

import { computed, signal } from '@preact/signals';
import type {
  EpochPoint,
  Preview,
  Run,
  RunDetail,
  RunId,
  RunSettings,
  RunState,
  StudioEvents,
  TrainPoint,
} from '../../protocol/index.js';
import { get, send } from './api.js';
import { attempt, say } from './notices.js';

/** The newest first. */
export const runs = signal<readonly Run[]>([]);
/** Those whose curves somebody looked at. */
export const details = signal<ReadonlyMap<RunId, RunDetail>>(new Map());

const busy: ReadonlySet<RunState> = new Set(['queued', 'preparing', 'training', 'stopping', 'interpreting']);
/** Whether something is going on in a run. */
export const isBusy = ({ state }: Run): boolean => busy.has(state);
export const canResume = ({ state }: Run): boolean =>
  state === 'stopped' || state === 'interrupted' || state === 'failed';

/** The run that trains, or waits to. */
export const currentRun = computed(() => runs.value.find(isBusy) ?? null);
/** Those with a classifier. */
export const modelRuns = computed(() => runs.value.filter(({ hasModel }) => hasModel));

export async function loadRuns(): Promise<void> {
  runs.value = await get<Run[]>('runs');
  await Promise.all([...details.peek().keys()].map((id) => loadDetail(id).catch(() => {})));
}

function keep(detail: RunDetail): void {
  details.value = new Map(details.peek()).set(detail.id, detail);
}

export async function loadDetail(id: RunId): Promise<void> {
  keep(await get<RunDetail>(`runs/${id}`));
}

/** Points of both, each once, in order. What comes later counts. */
export function mergePoints<T>(before: readonly T[], after: readonly T[], at: (point: T) => number): T[] {
  const [first] = after;
  if (first === undefined) return [...before];
  const last = before.at(-1);
  if (last === undefined || at(last) < at(first)) return [...before, ...after];
  const all = new Map([...before, ...after].map((point) => [at(point), point]));
  return [...all.values()].sort((a, b) => at(a) - at(b));
}

function put(run: Run): void {
  const known = runs.peek().some(({ id }) => id === run.id);
  runs.value = known ? runs.peek().map((one) => (one.id === run.id ? run : one)) : [run, ...runs.peek()];
}

export function applyRun({ run, points, epochs }: StudioEvents['run']): void {
  put(run);
  const before = details.peek().get(run.id);
  if (!before) return;
  keep({
    ...before,
    ...run,
    points: mergePoints<TrainPoint>(before.points, points, ({ step }) => step),
    epochs: mergePoints<EpochPoint>(before.epochs, epochs, ({ epoch }) => epoch),
  });
}

export function applyDeleted({ id }: { id: RunId }): void {
  runs.value = runs.peek().filter((run) => run.id !== id);
  const next = new Map(details.peek());
  next.delete(id);
  details.value = next;
}

export function applyPreview(preview: Preview): void {
  const before = details.peek().get(preview.run);
  if (before) keep({ ...before, preview });
}

/** Starts a run; null where the server refused. */
export async function startRun(settings: Partial<RunSettings>): Promise<Run | null> {
  const run = await attempt(() => send<Run>('POST', 'runs', settings));
  if (run) put(run);
  return run;
}

export async function changeRun(run: Run, what: 'stop' | 'resume' | 'delete'): Promise<void> {
  const now = await attempt(() => send<Run>('POST', `runs/${run.id}/${what}`));
  if (!now) return;
  if (what !== 'delete') return put(now);
  applyDeleted(run);
  say(`${run.name} lies in .onecycle/trash now.`);
}

export async function renameRun(run: Run, name: string): Promise<void> {
  const now = await attempt(() => send<Run>('PATCH', `runs/${run.id}`, { name }));
  if (now) put(now);
}

import { computed, signal } from '@preact/signals';
import type { ClassInfo, EditsDone, Job, PictureCounts, Project, RunSettings } from '../../protocol/index.js';
import { counted } from '../base/index.js';
import { get, send } from './api.js';
import { attempt, say } from './notices.js';

/** The folder; null until it is known. */
export const project = signal<Project | null>(null);

export const classes = computed<readonly ClassInfo[]>(() => project.value?.classes ?? []);
export const counts = computed<PictureCounts | null>(() => project.value?.counts ?? null);
/** What works beside training: the doctor, the search for a learning rate. */
export const job = computed<Job | null>(() => project.value?.job ?? null);

/** Whether a job waits or runs. */
export const isRunning = (one: Job | null): one is Job => one?.state === 'queued' || one?.state === 'running';

export async function loadProject(): Promise<void> {
  project.value = await get<Project>('project');
}

export function changeProject(change: Partial<Project>): void {
  const now = project.peek();
  if (now) project.value = { ...now, ...change };
}

/** Takes in what an edit changed of the classes. */
export const applyCounts = ({
  classes: known,
  counts: numbers,
  undo,
  redo,
}: Pick<EditsDone, 'classes' | 'counts'> & Partial<Pick<EditsDone, 'undo' | 'redo'>>): void =>
  changeProject({
    classes: known,
    counts: numbers,
    ...(undo === undefined ? {} : { undo }),
    ...(redo === undefined ? {} : { redo }),
  });

const applyDefaults = (defaults: RunSettings): void => changeProject({ defaults });
export const applyJob = (now: Job): void => changeProject({ job: now });

let changes = 0;

/** Changes what a run starts with: here at once, and the server remembers it. */
export async function changeDefaults(change: Partial<RunSettings>): Promise<void> {
  const before = project.peek()?.defaults;
  if (!before) return;
  const turn = ++changes;
  applyDefaults({ ...before, ...change });
  const now = await attempt(() => send<Project>('PATCH', 'project', { defaults: change }));
  // What an earlier change is answered does not know of the later ones.
  if (turn === changes) applyDefaults(now?.defaults ?? before);
}

/** Has the server look for pictures that came or went; what it finds comes as an event, to all pages. */
export async function rescan(): Promise<void> {
  const done = await attempt(() => send<EditsDone>('POST', 'rescan'));
  if (!done) return;
  const { pictures, removed } = done.counts;
  say(`Looked again: ${counted(pictures + removed, 'picture')} in this folder.`);
}

/** Between two looks that nobody asked for there are at least so many milliseconds. */
const REST = 10_000;
let lookedAt = 0;

/** Who comes back to the page may have put pictures there: not every drive tells of it. */
export function rescanOnReturn(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - lookedAt < REST) return;
    lookedAt = Date.now();
    void send<EditsDone>('POST', 'rescan').catch(() => {});
  });
}

import { signal } from '@preact/signals';
import type { StudioEvents } from '../../protocol/index.js';
import { address, get, sentence } from './api.js';
import { applyEdits } from './edits.js';
import { followJob, loadCheck } from './jobs.js';
import { fault } from './notices.js';
import { applyPictures, loadPictures } from './pictures.js';
import { applyCounts, changeProject, loadProject } from './project.js';
import { applyDeleted, applyPreview, applyRun, loadRuns } from './runs.js';

/** What keeps the page from its server, in a sentence; '' while all is well. */
export const trouble = signal('');

/** Between two attempts to reach the server, in milliseconds. */
const AGAIN = 1500;

/** Whether everything was read once. */
let loaded = false;

const handlers: { [Name in keyof StudioEvents]: (data: StudioEvents[Name]) => void } = {
  hello: ({ missed }) => {
    trouble.value = '';
    if (missed || !loaded) void loadAll();
  },
  labels: applyEdits,
  pictures: ({ files, splitBy, ...counted }) => {
    applyCounts(counted);
    changeProject({ splitBy });
    if (files) applyPictures(files.changed, files.gone);
    else void loadPictures().catch(fault);
  },
  project: changeProject,
  check: () => void loadCheck().catch(fault),
  run: applyRun,
  runDeleted: applyDeleted,
  job: followJob,
  preview: applyPreview,
};

const names: (keyof StudioEvents)[] = [
  'hello',
  'labels',
  'pictures',
  'project',
  'check',
  'run',
  'runDeleted',
  'job',
  'preview',
];

/** Reads everything; what is there stays until it is replaced. */
async function loadAll(): Promise<void> {
  try {
    await Promise.all([loadProject(), loadPictures(), loadRuns(), loadCheck()]);
    loaded = true;
    trouble.value = '';
  } catch (error) {
    loaded = false;
    trouble.value = sentence(error);
    setTimeout(() => void loadAll(), AGAIN);
  }
}

function listen<Name extends keyof StudioEvents>(source: EventSource, name: Name): void {
  source.addEventListener(name, ({ data }: MessageEvent<string>) => {
    const carried: StudioEvents[Name] = JSON.parse(data);
    handlers[name](carried);
  });
}

/** Follows what happens, in this page, in others and in runs; reads everything before, and where something was missed. */
export function connect(): void {
  const source = new EventSource(address('events'));
  for (const name of names) listen(source, name);
  source.addEventListener('error', async () => {
    trouble.value = 'The studio does not answer. It is being tried again …';
    // The browser tries again by itself, but where it was refused: then the server says why.
    if (source.readyState !== EventSource.CLOSED) return;
    const why: unknown = await get('project').then(
      () => null,
      (error) => error,
    );
    if (why) trouble.value = sentence(why);
    setTimeout(connect, AGAIN);
  });
}

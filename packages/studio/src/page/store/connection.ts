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

/** Of the last event, from which the next connection goes on. */
let lastId = '';
let source: EventSource | undefined;
let again: ReturnType<typeof setTimeout> | undefined;

function listen<Name extends keyof StudioEvents>(to: EventSource, name: Name): void {
  to.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
    lastId = lastEventId;
    const carried: StudioEvents[Name] = JSON.parse(data);
    handlers[name](carried);
  });
}

/** Follows what happens, in this page, in others and in runs; reads everything before, and where something was missed. */
function open(): void {
  clearTimeout(again);
  source?.close();
  const opened = new EventSource(address('events', { lastEventId: lastId }));
  source = opened;
  for (const name of names) listen(opened, name);
  opened.addEventListener('error', async () => {
    trouble.value = 'The studio does not answer. It is being tried again …';
    // The browser tries again by itself, but where it was refused: then the server says why.
    if (opened.readyState !== EventSource.CLOSED) return;
    const why: unknown = await get('project').then(
      () => null,
      (error) => error,
    );
    if (source !== opened) return;
    if (why) trouble.value = sentence(why);
    again = setTimeout(open, AGAIN);
  });
}

/** After so many milliseconds out of sight a page follows no more. */
const OUT_OF_SIGHT = 60_000;

/**
 * Keeps to the server while the page is seen. A browser has six connections to a server, which all pages share: those that nobody looks at
 * leave theirs to the others, and catch up when somebody comes back.
 */
export function connect(): void {
  open();
  let leaving: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(leaving);
    if (document.visibilityState === 'visible') {
      if (!source) open();
      return;
    }
    leaving = setTimeout(() => {
      clearTimeout(again);
      source?.close();
      source = undefined;
    }, OUT_OF_SIGHT);
  });
}

import { computed, signal } from '@preact/signals';
import type { Run, RunId } from '../../protocol/index.js';
import { modelRuns } from './runs.js';

const KEY = 'onecycle-run';
const picked = signal<RunId | null>(globalThis.localStorage?.getItem(KEY) ?? null);

/** The run whose classifier is looked into, tried and exported: the one that was chosen, else the newest. */
export const modelRun = computed<Run | null>(
  () => modelRuns.value.find(({ id }) => id === picked.value) ?? modelRuns.value[0] ?? null,
);

export function pickModel(id: RunId): void {
  picked.value = id;
  localStorage.setItem(KEY, id);
}

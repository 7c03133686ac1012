import { signal } from '@preact/signals';
import type {
  CheckResult,
  Finding,
  Job,
  KeepRequest,
  LrFindResult,
  RunSettings,
} from '../../protocol/index.js';
import { get, send } from './api.js';
import { attempt, fault, say } from './notices.js';
import { applyJob } from './project.js';

/** What the doctor found last; null: nobody asked yet, undefined: not known yet. */
export const check = signal<CheckResult | null | undefined>(undefined);
/** The last search for a learning rate. */
export const lrFind = signal<LrFindResult | null | undefined>(undefined);

export async function loadCheck(): Promise<void> {
  check.value = await get<CheckResult | null>('check');
}

export async function loadLrFind(): Promise<void> {
  lrFind.value = await get<LrFindResult | null>('lr-find');
}

const start = async (path: string, body: unknown): Promise<void> => {
  const job = await attempt(() => send<Job>('POST', path, body));
  if (job) applyJob(job);
};

export const startCheck = (): Promise<void> => start('check', {});
export const startLrFind = (settings: Partial<RunSettings>): Promise<void> => start('lr-find', settings);
export const stopJob = (job: Job): Promise<void> => start(`jobs/${job.id}/stop`, {});

/** Follows a job: what it found is read when it is done. */
export function followJob(job: Job): void {
  applyJob(job);
  if (job.state === 'failed' && job.error) fault(new Error(job.error));
  if (job.state !== 'done') return;
  void attempt(job.kind === 'check' ? loadCheck : loadLrFind);
}

/** What a finding is called by. */
type Named = Pick<Finding, 'kind' | 'id' | 'other' | 'label'>;

/** A person looked at a finding, and keeps the picture as it is. */
export async function keepFinding(finding: Named, kept = true): Promise<void> {
  const { kind, id, other, label } = finding;
  const request: KeepRequest = {
    kind,
    id,
    kept,
    ...(other === undefined ? {} : { other }),
    ...(label === undefined ? {} : { label }),
  };
  const result = await attempt(() => send<CheckResult>('POST', 'check/keep', request));
  if (!result) return;
  check.value = result;
  if (kept) say('Kept as it is.', { name: 'Undo', run: () => void keepFinding(finding, false) });
}

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FuzzOutcome } from './fuzz-calls.js';

/** A child runs in this much address space, so that a call for absurd memory is refused and does not eat the machine. */
const ADDRESS_SPACE_KB = 6_000_000;

/** No single call computes this long: one that does is counted as a crash. Processor time, because the machine may be busy. */
const HANGS_AFTER_SECONDS = 15;

export interface FuzzReport extends Omit<FuzzOutcome, 'last'> {
  /** Calls that ended the process or hung, with the signal. */
  crashes: string[];
}

/**
 * Makes `count` random calls, beginning with number `first`, in child processes under an address-space limit; after a crash a new
 * child goes on with the next call.
 *
 * @param only just this operator, such as `embedding_bag`
 */
export async function fuzz(first: number, count: number, only?: string): Promise<FuzzReport> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const report: FuzzReport = { calls: 0, errors: 0, faults: [], crashes: [] };
  try {
    for (let next = first; next < first + count; ) {
      const end = await run(folder, next, first + count - next, only);
      const outcome = readOutcome(folder);
      if (!outcome) throw new Error(`the fuzzing process ended before its first call: ${end}`);
      next += outcome.calls;
      report.calls += outcome.calls;
      report.errors += outcome.errors;
      report.faults.push(...outcome.faults);
      if (end !== null) report.crashes.push(`${outcome.last} → ${end}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return report;
}

function readOutcome(folder: string): FuzzOutcome | null {
  const text = readFileSync(join(folder, 'trace'), 'utf8');
  return text === '' ? null : JSON.parse(text);
}

/** One child: null where it made all its calls, else how it ended. */
function run(folder: string, first: number, count: number, only: string | undefined): Promise<string | null> {
  const trace = join(folder, 'trace');
  writeFileSync(trace, '');
  // The tests run from the sources, but a child needs JavaScript.
  const program = fileURLToPath(new URL('../../dist/testing/fuzz-calls.js', import.meta.url));
  const command = `ulimit -v ${ADDRESS_SPACE_KB}; ulimit -c 0; exec "$@"`;
  const child = spawn(
    'sh',
    [
      '-c',
      command,
      'sh',
      process.execPath,
      program,
      String(first),
      String(count),
      trace,
      ...(only ? [only] : []),
    ],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints = (complaints + chunk).slice(-2000)));
  let hung = false;
  let seen = { at: 0, seconds: 0 };
  const watch = setInterval(() => {
    const seconds = processorSeconds(child.pid);
    const at = statSync(trace).mtimeMs;
    if (at !== seen.at) seen = { at, seconds };
    if (seconds - seen.seconds < HANGS_AFTER_SECONDS) return;
    hung = true;
    child.kill('SIGKILL');
  }, 1000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      const end = signal ?? `exit ${code}: ${complaints.trim().split('\n').at(-1)}`;
      resolve(code === 0 ? null : hung ? 'hangs' : end);
    });
  });
}

/** What a process has computed so far, all threads together; Linux says so in hundredths. */
function processorSeconds(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

import type { ChildProcess } from 'node:child_process';
import { availableParallelism, totalmem } from 'node:os';
import { checkOptions, is, shown } from '../base/index.js';
import { Nodes } from './nodes.js';
import { type Output, type ProcessEnd, Workers } from './workers.js';

export type { ProcessEnd } from './workers.js';

/** Options of {@link launch}. */
export interface LaunchOptions {
  /** Processes on this machine: one for each device. */
  nproc: number;
  /** Machines. Default 1. */
  nnodes?: number;
  /** Which machine this is, from 0. Default: as Slurm (`SLURM_NODEID`) or Kubernetes (`JOB_COMPLETION_INDEX`) say, else 0. */
  nodeRank?: number;
  /** Where machine 0 can be reached, `host:port`; for several machines. */
  rdzv?: string;
  /** How often to begin anew after a process failed. Default 0. */
  maxRestarts?: number;
  /** More for the environment of the processes. */
  env?: Readonly<Record<string, string>>;
  /** Where they write, each line after the process's number. Default: where this process does. */
  output?: Output;
  /** Arguments of later attempts, behind the command: what lets a program go on from its checkpoint. */
  onRestart?: readonly string[];
  /** Told of each process as it starts. */
  started?: (rank: number, child: ChildProcess) => void;
}

/** How a launch ended. */
export interface LaunchResult {
  /** The exit code: 0 where all processes of this machine ended well, else that of the first that failed. */
  code: number;
  /** How often it began anew. */
  restarts: number;
  /** How the processes of the last attempt ended. */
  ends: ProcessEnd[];
}

/** A process that has opened libtorch takes more than 100 MB, and there is no use in as many as that. */
const mostProcesses = Math.max(16, Math.floor(totalmem() / 1e8));

const standard: Output = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** The exit code of what a signal ended, as shells have it. */
const SIGNALLED = 128;
const signals: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/**
 * Starts a program in several processes that train together, and ends all when one fails; begins anew up to `maxRestarts`
 * times. The environment of the processes is torchrun's. The store by which they find each other is kept here, so that it
 * outlives each of them. Source: PyTorch's torchelastic.
 */
export async function launch(command: readonly string[], options: LaunchOptions): Promise<LaunchResult> {
  checkOptions<LaunchOptions>(
    options,
    {
      nproc: is.count(1),
      nnodes: is.count(1),
      nodeRank: is.count(0),
      rdzv: is.text,
      maxRestarts: is.count(0),
      env: true,
      output: true,
      onRestart: is.texts,
      started: is.func,
    },
    'launch',
  );
  const { nproc, nnodes = 1, maxRestarts = 0, output = standard, onRestart = [] } = options;
  if (!Array.isArray(command) || typeof command[0] !== 'string' || command[0] === '')
    throw new TypeError("launch takes the command as a list, such as ['node', 'train.js']");
  if (nproc > mostProcesses)
    throw new RangeError(
      `nproc is the number of processes on this machine, which has memory for about ${mostProcesses} at most, and not ${shown(nproc)}`,
    );
  const nodeRank = options.nodeRank ?? ownNodeRank();
  if (nnodes > 1 && !options.rdzv)
    throw new Error('several machines find each other at rdzv, host:port of machine 0');
  if (nodeRank >= nnodes)
    throw new Error(
      `this is machine ${nodeRank} of ${nnodes}${options.nodeRank === undefined ? ` (as ${nodeRankFrom()} says)` : ''}, and they are counted from 0: ` +
        'say how many there are by nnodes (--nnodes), or that it trains by itself, by nodeRank 0 (--node-rank)',
    );
  const nodes = await Nodes.meet(nnodes, nodeRank, options.rdzv);
  try {
    await nodes.agree({ nnodes, nproc, maxRestarts });
    for (let attempt = 0; ; attempt++) {
      const whole = attempt === 0 ? command : [...command, ...onRestart];
      const { ends, failed, wasToldTo } = await runOnce(whole, attempt, nodes, options, output);
      const refusal = await nodes.refusal();
      if (refusal !== null) throw new Error(refusal);
      await nodes.together(`ended/${attempt}`);
      const isDone = failed === null && !(await nodes.hasFailed(attempt));
      // The first machine keeps the store, which the others ask once more.
      if (nodes.rank === 0) await nodes.together(`asked/${attempt}`);
      else void nodes.together(`asked/${attempt}`);
      if (isDone || wasToldTo || attempt === maxRestarts) {
        return { code: failed ? codeOf(failed) : isDone ? 0 : 1, restarts: attempt, ends };
      }
      const what = failed ? description(failed) : 'a process of another machine failed';
      output.err(`${what}; beginning anew (${attempt + 1} of ${maxRestarts})\n`);
    }
  } finally {
    nodes.close();
  }
}

/** Variables by which others say which machine this is. */
const nodeRankNames = ['SLURM_NODEID', 'JOB_COMPLETION_INDEX', 'GROUP_RANK'];

const nodeRankFrom = (): string | undefined => nodeRankNames.find((name) => process.env[name]?.trim());

function ownNodeRank(): number {
  const name = nodeRankFrom();
  const text = name === undefined ? '0' : (process.env[name]?.trim() ?? '0');
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(
    `the environment variable ${name} is '${text}', and should be a whole number: which machine this is`,
  );
}

interface Attempt {
  ends: ProcessEnd[];
  failed: ProcessEnd | null;
  /** Whether somebody pressed Ctrl-C here, or ended this process. */
  wasToldTo: boolean;
}

async function runOnce(
  command: readonly string[],
  attempt: number,
  nodes: Nodes,
  options: LaunchOptions,
  output: Output,
): Promise<Attempt> {
  const environments = Array.from({ length: options.nproc }, (_, local) =>
    environment(local, attempt, nodes, options),
  );
  const workers = new Workers(command, environments, output, options.started);
  let wasToldTo = false;
  const pass = (name: NodeJS.Signals) => () => {
    wasToldTo = true;
    // A terminal's Ctrl-C has reached them already, and a second one would end them at once.
    if (name !== 'SIGINT' || !process.stdin.isTTY) workers.signal(name);
  };
  const [onInterrupt, onEnd] = [pass('SIGINT'), pass('SIGTERM')];
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onEnd);
  const over = new AbortController();
  try {
    await workers.anyFailed(nodes.hear(attempt, over.signal));
    over.abort();
    if (workers.failed) await nodes.tell(attempt);
    const ends = await workers.end();
    const failed = workers.failed ?? (ends.every(({ code }) => code === 0) ? null : (ends[0] ?? null));
    return { ends, failed, wasToldTo };
  } finally {
    over.abort();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onEnd);
  }
}

function environment(
  local: number,
  attempt: number,
  nodes: Nodes,
  { nproc, maxRestarts = 0, env = {} }: LaunchOptions,
): { rank: number; env: NodeJS.ProcessEnv } {
  const rank = nodes.rank * nproc + local;
  const threads = Math.max(1, Math.floor(availableParallelism() / nproc));
  return {
    rank,
    env: {
      OMP_NUM_THREADS: String(threads),
      ...process.env,
      ...env,
      RANK: String(rank),
      WORLD_SIZE: String(nodes.size * nproc),
      LOCAL_RANK: String(local),
      LOCAL_WORLD_SIZE: String(nproc),
      GROUP_RANK: String(nodes.rank),
      MASTER_ADDR: nodes.host,
      MASTER_PORT: String(nodes.store.port),
      TORCHELASTIC_USE_AGENT_STORE: 'True',
      TORCHELASTIC_RESTART_COUNT: String(attempt),
      TORCHELASTIC_MAX_RESTARTS: String(maxRestarts),
      ...(nodes.size === 1 &&
        process.platform === 'linux' && { GLOO_SOCKET_IFNAME: process.env.GLOO_SOCKET_IFNAME ?? 'lo' }),
    },
  };
}

function codeOf({ code, signal }: ProcessEnd): number {
  return code ?? SIGNALLED + ((signal && signals[signal]) ?? 0);
}

function description({ rank, code, signal }: ProcessEnd): string {
  return signal ? `process ${rank} was ended by ${signal}` : `process ${rank} failed with exit code ${code}`;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { torch } from '../index.js';

/** How a process of {@link together} ended. */
export interface Ended {
  rank: number;
  code: number | null;
  signal: string | null;
  out: string;
  err: string;
  /** What it wrote to its standard output last, as JSON, or null. */
  result: unknown;
}

export interface TogetherOptions {
  /** Arguments of the program. */
  args?: readonly string[];
  env?: Record<string, string>;
  /** Another program for some of the processes: `[command, ...arguments]`. */
  program?: (rank: number) => string[] | undefined;
  /** Told of each process as it starts. */
  started?: (rank: number, child: ChildProcess) => void;
  /** Told of what they write. */
  wrote?: (rank: number, child: ChildProcess, text: string) => void;
}

/** A script as `tsc` compiled it: a process of its own cannot read TypeScript. */
export const compiled = (path: string): string =>
  fileURLToPath(new URL(path.replace(/\.ts$/, '.js'), import.meta.url)).replace('/src/', '/dist/');

/** Runs a program in several processes that find each other by the environment; waits until all have ended. */
export async function together(
  script: string,
  size: number,
  options: TogetherOptions = {},
): Promise<Ended[]> {
  const { args = [], env = {}, program, started, wrote } = options;
  const store = await torch.distributed.TCPStore.open('127.0.0.1', 0, { isServer: true });
  const launched = (rank: number) => ({
    ...process.env,
    RANK: String(rank),
    LOCAL_RANK: String(rank),
    WORLD_SIZE: String(size),
    LOCAL_WORLD_SIZE: String(size),
    MASTER_ADDR: '127.0.0.1',
    MASTER_PORT: String(store.port),
    GLOO_SOCKET_IFNAME: 'lo',
    // This process keeps the store, at a port that nobody else can take.
    TORCHELASTIC_USE_AGENT_STORE: 'True',
    TORCHELASTIC_RESTART_COUNT: '0',
    OMP_NUM_THREADS: '1',
    ...env,
  });
  const children: ChildProcess[] = [];
  try {
    const run = (rank: number): Promise<Ended> => {
      const [command, ...rest] = program?.(rank) ?? [process.execPath, script, ...args];
      const child = spawn(command as string, rest, { env: launched(rank) });
      children.push(child);
      let [out, err] = ['', ''];
      child.stdout.on('data', (text) => {
        out += text;
        wrote?.(rank, child, String(text));
      });
      child.stderr.on('data', (text) => {
        err += text;
      });
      started?.(rank, child);
      return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code, signal) => resolve({ rank, code, signal, out, err, result: lastJson(out) }));
      });
    };
    return await Promise.all(Array.from({ length: size }, (_, rank) => run(rank)));
  } finally {
    for (const child of children) child.kill('SIGKILL');
    store.close();
  }
}

function lastJson(out: string): unknown {
  try {
    return JSON.parse(out.trim().split('\n').at(-1) ?? '');
  } catch {
    return null;
  }
}

import { spawn } from 'node:child_process';

import { fileURLToPath } from 'node:url';
import { type LaunchOptions, launch, type ProcessEnd } from '../launch/index.js';

/** What a process of {@link together} printed last, as JSON, and how it ended. */
export interface Part<T> {
  result: T | null;
  out: string;
  err: string;
  end: ProcessEnd | undefined;
}

/** A script of this folder as `tsc` compiled it: a process of its own cannot read TypeScript. */
export const compiled = (name: string): string =>
  fileURLToPath(new URL(`../../dist/testing/${name}.js`, import.meta.url));

/** Runs a script in several processes of one thread each; what each printed, by rank. */
export async function together<T>(
  script: string,
  nproc: number,
  args: readonly string[],
  options: Partial<LaunchOptions> = {},
): Promise<{ parts: Part<T>[]; code: number; restarts: number }> {
  let [out, err] = ['', ''];
  const { code, ends, restarts } = await launch([process.execPath, script, ...args], {
    nproc,
    env: { OMP_NUM_THREADS: '1' },
    output: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    },
    ...options,
  });
  const of = (text: string, rank: number) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`[${rank}] `))
      .map((line) => line.slice(`[${rank}] `.length))
      .join('\n');
  const parts = Array.from({ length: nproc }, (_, rank) => {
    const [said, wrong] = [of(out, rank), of(err, rank)];
    return {
      result: last<T>(said),
      out: said,
      err: wrong,
      end: ends.find((end) => end.rank === rank),
    };
  });
  return { parts, code, restarts };
}

/** Runs a script in a process by itself; what it printed last. */
export function alone<T>(script: string, args: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  return new Promise((resolve, reject) => {
    child.on('close', () => {
      const result = last<T>(out);
      if (result === null) reject(new Error(`${script} printed no result: ${out}`));
      else resolve(result);
    });
  });
}

function last<T>(out: string): T | null {
  try {
    return JSON.parse(out.trim().split('\n').at(-1) ?? '');
  } catch {
    return null;
  }
}

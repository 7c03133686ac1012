import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { compiled, together } from '../../testing/together.js';

const program = fileURLToPath(new URL('fixtures/ddp.py', import.meta.url));
const python = process.env.PYTHON ?? '/usr/bin/python3';
// Of our libtorch's version: a store of another one speaks differently.
const [major, minor] = torch.version.split('.');
const isThere = `import sys, torch, torch.distributed as d
sys.exit(not (d.is_gloo_available() and torch.__version__.startswith("${major}.${minor}.")))`;
const hasTorch = spawnSync(python, ['-c', isThere]).status === 0;

interface Printed {
  rank: number;
  losses: number[];
  weights: number[];
}

/** Twenty steps in several processes, of which those with the given ranks are Python's. */
async function learned(nproc: number, bucket: string, pythonRanks: readonly number[]): Promise<Printed[]> {
  const args = [bucket, program, pythonRanks.join(',')];
  const { parts } = await together<Printed>(compiled('ddp-peer'), nproc, args);
  return parts.map(({ result, err }) => result ?? raise(err));
}

const raise = (text: string): never => {
  throw new Error(text);
};

const nearly = (a: readonly number[], b: readonly number[], most: number): void => {
  expect(a).toHaveLength(b.length);
  for (const [i, value] of a.entries()) expect(Math.abs(value - (b[i] ?? Number.NaN))).toBeLessThan(most);
};

test.skipIf(!hasTorch)(
  "PyTorch's DistributedDataParallel has the same losses, and one of its processes can be in our group",
  async () => {
    for (const [nproc, bucket] of [
      [2, '25'],
      [3, '0.001'],
    ] as const) {
      const theirs = await learned(
        nproc,
        bucket,
        Array.from({ length: nproc }, (_, rank) => rank),
      );
      const ours = await learned(nproc, bucket, []);
      const mixed = [await learned(nproc, bucket, [1]), await learned(nproc, bucket, [0])];
      for (const rank of Array.from({ length: nproc }, (_, i) => i)) {
        const peer = theirs[rank] ?? raise('no peer');
        for (const group of [ours, ...mixed]) {
          const own = group[rank] ?? raise('no part');
          nearly(own.losses, peer.losses, 1e-5);
          nearly(own.weights, peer.weights, 1e-5);
          // All processes of a group have the same weights to the bit.
          expect(own.weights).toEqual(group[0]?.weights);
        }
        expect(peer.losses.at(-1)).not.toBe(peer.losses[0]);
      }
    }
  },
);

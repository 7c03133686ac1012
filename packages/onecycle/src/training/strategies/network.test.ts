import { expect, test } from 'vitest';
import { hasNamespaces, Network } from '../../testing/namespaces.js';
import type { SharedRun } from '../../testing/shared-run.js';
import { compiled } from '../../testing/together.js';

// It wants Linux, root and iproute2: elsewhere nobody may take a network down.
test.skipIf(!hasNamespaces())(
  'a network that is cut ends the fit on both sides, with a word on the other',
  async () => {
    const networks = [new Network(), new Network(), new Network()] as const;
    try {
      // Most of it is waiting: a run of which nothing is cut, and one cut by either side, at once.
      const run: SharedRun = { bs: 8, epochs: 3, timeout: 4 };
      const on = (network: Network, given: SharedRun) =>
        network.together(compiled('shared-run'), [JSON.stringify(given)], 90);
      const [whole, ...cut] = await Promise.all([
        on(networks[0], run),
        on(networks[1], { ...run, trouble: { rank: 0, batch: 5, what: 'cut' } }),
        on(networks[2], { ...run, trouble: { rank: 1, batch: 5, what: 'cut' } }),
      ]);
      for (const { out, err } of whole) expect(JSON.parse(out || err).error).toBeNull();
      for (const ends of cut)
        for (const [i, { out, err, signal }] of ends.entries()) {
          expect([signal, err]).toEqual([null, err]);
          const { error, seconds } = JSON.parse(out.trim().split('\n').at(-1) ?? '');
          expect(error).toMatch(
            new RegExp(
              `^process ${1 - i} \\(pid \\d+ on machine-${1 - i}\\) (does not answer|cannot be reached)`,
            ),
          );
          expect(error).toMatch(/the network/);
          // The timeout, and what it takes to find out who is missing.
          expect(seconds).toBeLessThan(30);
        }
    } finally {
      for (const network of networks) network.close();
    }
  },
);

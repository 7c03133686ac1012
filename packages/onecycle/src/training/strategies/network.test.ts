import { expect, test } from 'vitest';
import { hasNamespaces, Network } from '../../testing/namespaces.js';
import type { SharedRun } from '../../testing/shared-run.js';
import { compiled } from '../../testing/together.js';

// It wants Linux, root and iproute2: elsewhere nobody may take a network down.
test.skipIf(!hasNamespaces())(
  'a network that is cut ends the fit on both sides, with a word on the other',
  async () => {
    const network = new Network();
    try {
      const run: SharedRun = { bs: 8, epochs: 3, timeout: 4 };
      const whole = await network.together(compiled('shared-run'), [JSON.stringify(run)], 60);
      for (const { out, err } of whole) expect(JSON.parse(out || err).error).toBeNull();
      for (const rank of [0, 1]) {
        const cut: SharedRun = { ...run, trouble: { rank, batch: 5, what: 'cut' } };
        const ends = await network.together(compiled('shared-run'), [JSON.stringify(cut)], 90);
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
        network.mend();
      }
    } finally {
      network.close();
    }
  },
);

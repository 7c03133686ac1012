import { Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { DataLoader } from './data-loader.js';
import type { DataLoaderOptions } from './loader-options.js';
import { isPadding, type Shard } from './shard.js';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** What a loader of `n` numbers gives a process, batch by batch; padding as null. */
async function read(n: number, options: DataLoaderOptions<unknown>, shard?: Shard, start = 0) {
  const loader = new DataLoader(range(n), { seed: 5, ...options });
  const batches: (number[] | null)[] = [];
  for await (const batch of loader.iterate({ start, ...(shard && { shard }) })) {
    if (!(batch instanceof Tensor)) throw new Error('no tensor');
    batches.push(isPadding(batch) ? null : Array.from(batch.toTypedArray(), Number));
  }
  return batches;
}

test('the parts of a batch are, put together, the batch of one process; each item comes once', async () => {
  torch.manualSeed(0);
  for (const [n, size, bs, dropLast] of [
    [40, 2, 5, true],
    [43, 2, 5, false],
    [43, 3, 4, false],
    [41, 4, 2, false],
    [7, 4, 2, true],
  ] as const) {
    for (const shuffle of [true, false]) {
      const options = { bs, shuffle, dropLast };
      const whole = await read(n, { ...options, bs: bs * size });
      const parts = await Promise.all(range(size).map((rank) => read(n, options, { rank, size })));
      const together = whole.map((_, i) => parts.flatMap((part) => part[i] ?? []));
      expect(together).toEqual(whole);
      const counts = whole.map((_, i) => parts.map((part) => part[i]?.length ?? 0));
      for (const each of counts) expect(Math.max(...each) - Math.min(...each)).toBeLessThan(2);
      const later = await read(n, options, { rank: 1, size }, 1);
      expect(later).toEqual(parts[1]?.slice(1));
      expect(new DataLoader(range(n), options).lengthFor(size)).toBe(whole.length);
    }
  }
});

test('where nothing is left for a process it gets padding, or, if that is wished, items from the beginning', async () => {
  const options = { bs: 2 };
  const filled = await Promise.all(range(4).map((rank) => read(17, options, { rank, size: 4, fill: true })));
  expect(filled.map((part) => part[2])).toEqual([[16], null, null, null]);
  const padded = await Promise.all(
    range(4).map((rank) => read(18, options, { rank, size: 4, lastBatch: 'padded' })),
  );
  expect(padded.map((part) => part[2])).toEqual([[16], [17], [16], [17]]);
  await expect(read(4, options, { rank: 2, size: 2 })).rejects.toThrow(
    'a rank below it, not size 2 and rank 2',
  );
});

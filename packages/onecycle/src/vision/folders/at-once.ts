import { ProgressBar } from '../../display/index.js';

export interface BarOptions {
  /** What the bar says is being done. */
  label: string;
  progress: boolean;
}

/** Runs `work` with a bar up to `total`, or with none where nobody wants it or there is nothing to do. */
export async function withBar<T>(
  total: number,
  { label, progress }: BarOptions,
  work: (bar: ProgressBar | undefined) => Promise<T>,
): Promise<T> {
  const bar = progress && total > 0 ? new ProgressBar(total, { label }) : undefined;
  try {
    return await work(bar);
  } finally {
    bar?.close();
  }
}

/** Does `work` for every item, `workers` of them at once, under a bar. After an error no further item is begun. */
export function atOnce<T>(
  items: readonly T[],
  { workers, ...options }: BarOptions & { workers: number },
  work: (item: T, i: number) => Promise<void>,
): Promise<void> {
  return withBar(items.length, options, async (bar) => {
    let done = 0;
    const waiting = inTurn(items);
    const worker = async () => {
      for (const [i, item] of waiting) {
        await work(item, i);
        bar?.update(++done);
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: workers }, worker));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  });
}

/** A generator and no array's iterator: the loop that an error leaves ends it for all others. */
function* inTurn<T>(items: readonly T[]): Generator<[number, T], void, undefined> {
  yield* items.entries();
}

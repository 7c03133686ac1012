import { torch } from '@onecycle/torch';

const outOfMemory =
  /out of memory|not enough memory|can't allocate memory|cannot allocate memory|bad_alloc|Array buffer allocation failed/i;

const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;

/** Whether an error says that memory ran out, on the CPU or a GPU. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && outOfMemory.test(error.message);

/** What to do about an error in a batch of `bs` items on a device: a smaller batch where memory ran out, else nothing. */
export function adviceFor(error: unknown, bs: number | undefined, device = 'cpu'): string {
  if (!isOutOfMemory(error)) return '';
  const smaller = bs && bs > 1 ? `bs: ${Math.floor(bs / 2)}` : 'smaller pictures';
  return [
    `Memory ran out with a batch of ${bs ?? 'unknown size'}; ${inUse(device)}.`,
    `Make the data loaders with ${smaller}, call learn.toFp16(), or add gradientAccumulation(${bs ?? 64}) to keep the`,
    'effect of the large batch. The learner can still be used.',
  ].join(' ');
}

function inUse(device: string): string {
  torch.cuda.emptyCache();
  // By now the batch is freed; what it took at its height is what tells.
  const [kind, index = '0'] = device.split(':');
  const memory = kind === 'cuda' ? torch.cuda.memoryStats(Number(index)) : null;
  if (memory) return `${gigabytes(memory.peak)} of the memory of ${device} had been taken`;
  return `this process had taken ${gigabytes(process.resourceUsage().maxRSS * 1024)} of memory`;
}

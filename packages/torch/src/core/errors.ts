/** libtorch refused a call. The message names the operator, the arguments' shapes and dtypes, and libtorch's reason. */
export class TorchError extends Error {
  override name = 'TorchError';
}

/** The device, or the machine, has no memory left for a call. */
export class OutOfMemoryError extends TorchError {
  override name = 'OutOfMemoryError';
}

const outOfMemory = /out of memory|can't allocate memory|cannot allocate memory|bad_alloc/i;

/** Gives an error of the addon the name of what was called and a description of its arguments. */
export function translate(error: unknown, what: string, args: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code !== 'ERR_TORCH' && error.code !== 'ERR_ARGUMENT') return error;
  const reason = error.message.split('\n').find((line) => line.trim() !== '') ?? 'failed';
  const message = `${what}: ${reason}${args === '' ? '' : ` (called with ${args})`}`;
  return outOfMemory.test(reason) ? new OutOfMemoryError(message) : new TorchError(message);
}

/** Runs `run`; an error of the addon gets the name of what was called and a description of its arguments. */
export function translated<T>(what: string, args: () => string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw translate(error, what, args());
  }
}

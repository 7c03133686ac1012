import { type NativeDistributed, native, translate } from '../core/index.js';

/** Whether this libtorch can exchange tensors between processes at all. */
export const isAvailable = (): boolean => native.distributedBackends !== undefined;

/**
 * What C++ offers of c10d.
 *
 * @throws Error where this libtorch was built without it
 */
export function door(): NativeDistributed {
  if (isAvailable()) return native as NativeDistributed;
  throw new Error(
    'this libtorch was built without c10d (USE_DISTRIBUTED=0), so that it knows no process groups: take another one, such as that of `pip install torch`, name its folder by LIBTORCH and run npx onecycle setup',
  );
}

/** Nothing came within the time that was given. */
export class Silence extends Error {}

/** The longest that a timer can wait, in milliseconds. */
export const LONGEST = 2 ** 31 - 1;

/**
 * Runs a call that another process has to answer; errors get the name of what was called. The thread on which it waits keeps no process
 * alive: this does, as long as somebody waits.
 *
 * @param seconds after which nobody does
 * @throws Silence after that time; what comes later is lost
 */
export async function waited<T>(what: string, run: () => Promise<T>, seconds?: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer =
      seconds === undefined
        ? setInterval(() => {}, LONGEST)
        : setTimeout(() => reject(new Silence()), Math.min(1000 * seconds, LONGEST));
  });
  try {
    return await Promise.race([run(), silence]);
  } catch (error) {
    if (error instanceof Silence) throw error;
    throw translate(error, `distributed.${what}`, '');
  } finally {
    clearTimeout(timer);
  }
}

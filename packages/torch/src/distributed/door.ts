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

/** Runs a call that may fail later; errors get the name of what was called. */
export async function waited<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw translate(error, `distributed.${what}`, '');
  }
}

import { native } from './native.js';

/** By libtorch's minor version: operators that end the process on arguments of valid kinds, and what brings it about. */
const CRASHES: Record<string, Record<string, string>> = {
  '1.13': {},
};

/** Operators of the installed libtorch that can end the process, with the reason. */
export const knownCrashes = (): ReadonlyMap<string, string> =>
  new Map(Object.entries(CRASHES[native.version().split('.').slice(0, 2).join('.')] ?? {}));

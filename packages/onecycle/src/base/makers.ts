/** Functions of the library that make a transform, a splitter, a metric, and are none themselves. */
const makers = new WeakSet<object>();

/** Remembers functions that make something, so that one that was not called is noticed before the work. */
export function rememberMakers(functions: Readonly<Record<string, unknown>>): void {
  for (const maker of Object.values(functions)) if (typeof maker === 'function') makers.add(maker);
}

/** Whether it is a function that makes what is wanted, and was to be called. */
export const isMaker = (value: unknown): boolean => typeof value === 'function' && makers.has(value);

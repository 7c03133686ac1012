/** A value, or the promise of one where a transform is asynchronous. */
export type MaybePromise<T> = T | Promise<T>;

/** Goes on with `f` now, or when the promise is kept: synchronous chains stay synchronous. */
export function andThen<T, U>(value: MaybePromise<T>, f: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(f) : f(value);
}

/** The value, where it is none of a promise: batches are changed in a scope, which ends when its function returns. */
export function refuseAsync<T>(value: MaybePromise<T>): T {
  if (value instanceof Promise)
    throw new TypeError(
      'batch transforms must be synchronous, and one gave a promise: do what waits in an item transform (itemTfms)',
    );
  return value;
}

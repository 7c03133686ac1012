import { checkFunction, kindOf, unawaited } from '../options/index.js';
import { type Id, native } from './native.js';

/**
 * Whether open scopes free a tensor. Symbols, because `structuredClone` and `postMessage` then refuse the tensor, with these words,
 * where they would else give an object that is none.
 */
const advice = 'a tensor belongs to one thread: send x.toTypedArray() and x.shape in its place';
const lifetimes = { scoped: Symbol(advice), kept: Symbol(advice) } as const;

/**
 * What JavaScript holds of a tensor: its id in the addon's table. `Tensor` extends it.
 *
 * A handle made inside a `scope` belongs to the scope. Any other is freed when it is disposed, or by a sweep once it
 * has been collected.
 */
export abstract class Handle {
  /** @internal */
  id: Id = -1;
  /** `keep` changes it: no open scope frees the tensor then. @internal */
  lifetime: symbol = lifetimes.scoped;

  /** Whether the tensor was freed; any further use of it is an error. */
  get disposed(): boolean {
    return this.id < 0;
  }

  /** Frees the tensor now. Its memory goes with the last tensor that shares it. A second call does nothing. */
  dispose(): void {
    if (this.id < 0) return;
    release(this.id);
    this.id = -1;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** The ids that go at once. Kept from one time to the next: a new array would cost more than to free a few tensors. */
let dying = new Int32Array(256);

/** Frees a tensor by its id. @internal */
export function release(id: Id): void {
  dying[0] = id;
  native.free(dying, 1);
}

/** Throws a TypeError where something is no tensor. @param what the argument, where there are several @internal */
export function checkTensor(where: string, value: unknown, what = ''): void {
  if (value instanceof Handle) return;
  const isNumbers = Array.isArray(value) || ArrayBuffer.isView(value);
  const advice = isNumbers ? ': torch.tensor makes one of it' : unawaited(value);
  throw new TypeError(`${where} takes a tensor${what && ` as ${what}`}, not ${kindOf(value)}${advice}`);
}

/** Throws a TypeError where something is no list of tensors. @internal */
export function checkTensors(where: string, values: unknown, what = ''): void {
  if (!Array.isArray(values))
    throw new TypeError(
      `${where} takes a list of tensors${what && ` as ${what}`}, not ${kindOf(values)}${unawaited(values)}`,
    );
  const at = values.findIndex((value) => !(value instanceof Handle));
  if (at >= 0) checkTensor(where, values[at], `${what}[${at}]`);
}

/** The id, or an error that names the operation where there is no tensor, or it was disposed. @internal */
export function liveId(handle: Handle, operation: string): Id {
  // Each property of a tensor comes by here: what is no tensor is told from one by having no id.
  const id = handle?.id;
  if (id >= 0) return id;
  checkTensor(operation, handle);
  throw new TypeError(
    `${operation}: this tensor was disposed. Return it from its scope, or keep it with torch.keep(tensor)`,
  );
}

/** The handles of the innermost open scope, or null. */
let current: Handle[] | null = null;

/** The object that the addon shall watch for collection: none inside a scope, which frees by itself. @internal */
export const ownerOf = (handle: Handle): Handle | null => (current === null ? handle : null);

/** Gives a handle its id; `watched` says that the addon already has it as owner. @internal */
export function adopt<T extends Handle>(handle: T, id: Id, watched: boolean): T {
  handle.id = id;
  if (current !== null) current.push(handle);
  else if (!watched) native.track(id, handle);
  return handle;
}

function* handlesIn(value: unknown, seen = new Set<unknown>()): Generator<Handle> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  if (value instanceof Handle) {
    yield value;
    return;
  }
  seen.add(value);
  if (ArrayBuffer.isView(value)) return;
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
    for (const item of value) yield* handlesIn(item, seen);
  } else {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return;
    for (const item of Object.values(value)) yield* handlesIn(item, seen);
  }
}

/** What a function may return whose work is done when it returns. */
export type Synchronous<T> = T extends PromiseLike<unknown> ? never : T;

/** Refuses a promise: a mode of the thread or a scope would end before the promise's work is done. @internal */
export function refusePromise<T>(value: T, what: string): T {
  if (typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function')
    throw new TypeError(
      `${what} needs a synchronous function: it ends when the function returns, and this one returned a promise. ` +
        `Await first, then call ${what} with what you got.`,
    );
  return value;
}

/**
 * Runs `fn` and frees every tensor that was made inside, but for those that it returns (also inside arrays, maps and
 * plain objects) and those kept with `keep`. Scopes nest; an inner scope's results belong to the outer one.
 *
 * @throws TypeError if `fn` returns a promise: a scope cannot stay open across `await`
 */
export function scope<T>(fn: () => Synchronous<T>): T {
  // Whether it is a class takes longer to tell than a scope.
  if (typeof fn !== 'function') checkFunction('scope', fn);
  const outer = current;
  const mine: Handle[] = [];
  current = mine;
  let survivors = new Set<Handle>();
  try {
    const result = refusePromise(fn(), 'scope');
    survivors = new Set(handlesIn(result));
    return result;
  } finally {
    current = outer;
    if (mine.length > dying.length) dying = new Int32Array(2 * mine.length);
    let dead = 0;
    const leaving: Handle[] = [];
    for (const handle of mine) {
      if (handle.id < 0 || handle.lifetime === lifetimes.kept) continue;
      if (survivors.size > 0 && survivors.has(handle)) leaving.push(handle);
      else {
        dying[dead++] = handle.id;
        handle.id = -1;
      }
    }
    native.free(dying, dead);
    // After the free, so that a view whose origin went with it counts the memory as its own.
    for (const handle of leaving) {
      if (outer) outer.push(handle);
      else native.track(handle.id, handle);
    }
  }
}

/**
 * Takes tensors (one, or those in an array, map or plain object) out of every open scope: they live until they are
 * disposed or collected. Returns its argument.
 */
export function keep<T>(value: T): T {
  if (current === null) return value;
  for (const handle of handlesIn(value)) {
    handle.lifetime = lifetimes.kept;
    if (handle.id >= 0) native.track(handle.id, handle);
  }
  return value;
}

/** Live tensors of this JavaScript environment, and the bytes of the memory that they brought into being. */
export function memory(): { tensors: number; bytes: number } {
  return native.memory();
}

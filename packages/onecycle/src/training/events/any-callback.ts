import type { Tensor } from '@onecycle/torch';
import { isClass, kindOf } from '../../base/index.js';
import type { Event } from './events.js';

/** What a callback saves in a checkpoint: numbers, strings and lists as JSON holds them, and tensors by name. */
export interface CallbackState {
  values?: Record<string, unknown>;
  tensors?: Record<string, Tensor>;
}

/** A callback for whatever batches, as those see it who call it. `Callback` is what one extends. */
export interface AnyCallback {
  /** Callbacks run by ascending order, equal ones as they were added. */
  order: number;
  /** False silences the callback until the end of the fit. */
  run: boolean;
  /** Whether it is left out while predictions are made in the middle of a fit. */
  removeOnFetch: boolean;
  /** Whether it is told of validations and predictions in the middle of a fit as of an epoch of their own. */
  hearsInnerEpochs: boolean;
  /** What it is called in messages and in `showTrainingLoop()`. */
  readonly name: string;
  /** Binds it to a learner, or to none. */
  attach(learn: unknown): void;
  /** Whether it does anything at an event. */
  handles(event: Event): boolean;
  /** Whether it must hear what happens inside of training steps, so that none can be replayed as a CUDA graph. */
  watchesSteps(): boolean;
  /** Tells it of an event. */
  call(event: Event): void | Promise<void>;
  /** What a checkpoint has to hold of it. */
  state(): CallbackState | null;
  /** Takes back what `state` gave. */
  restoreState(state: CallbackState): void;
  toString(): string;
}

/** One callback or several. */
export type Callbacks = AnyCallback | readonly AnyCallback[];

const isList = (cbs: Callbacks): cbs is readonly AnyCallback[] => Array.isArray(cbs);

const isCallback = (cb: unknown): boolean =>
  typeof cb === 'object' && cb !== null && 'attach' in cb && 'call' in cb;

/**
 * Callbacks as a list, whichever way they were given.
 *
 * @throws TypeError for a class or a function, which were to be called, and for whatever else is no callback
 */
export function callbackList(cbs: Callbacks): readonly AnyCallback[] {
  const list = isList(cbs) ? cbs : [cbs];
  for (const cb of list) if (!isCallback(cb)) throw new TypeError(`cbs takes callbacks: ${whatInstead(cb)}`);
  return list;
}

function whatInstead(cb: unknown): string {
  if (isClass(cb)) return `${cb.name} is a class, make one with new ${cb.name}()`;
  if (typeof cb === 'function') return `${cb.name || 'a function'} is a function, call it: ${cb.name}()`;
  return `${kindOf(cb)} is none`;
}

/** A class of callbacks, to find or remove those of it. */
export type CallbackClass<C = object> = abstract new (...args: never[]) => C;

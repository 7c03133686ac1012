import type { Tensor } from '@onecycle/torch';
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
  /** What it is called in messages and in `showTrainingLoop()`. */
  readonly name: string;
  /** Binds it to a learner, or to none. */
  attach(learn: unknown): void;
  /** Whether it does anything at an event. */
  handles(event: Event): boolean;
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

/** Callbacks as a list, whichever way they were given. */
export const callbackList = (cbs: Callbacks): readonly AnyCallback[] => ('length' in cbs ? cbs : [cbs]);

/** A class of callbacks, to find or remove those of it. */
export type CallbackClass<C = object> = abstract new (...args: never[]) => C;

import type { nn } from '@onecycle/torch';
import { checkFunction, checkOptions, is, type OptionNames } from '../../base/index.js';
import { Callback } from '../events/index.js';
import { type HookFunction, type HookOptions, Hooks, hasParams } from '../hooks/index.js';

/** Options of {@link hookCallback}. */
export interface HookCallbackOptions extends HookOptions {
  /** The layers. Default: all without children that have parameters. */
  modules?: readonly nn.AnyModule[];
  /** Of the default, also those without parameters. Default false. */
  includeParamless?: boolean;
  /** Hooks only for every so many training batches, counted from 1. Default: from the beginning of the fit to its end. */
  every?: number;
  /** Whether the hooks are taken off at the end of the fit. Default true. */
  removeEnd?: boolean;
}

const names: OptionNames<HookCallbackOptions> = {
  isForward: is.flag,
  detach: is.flag,
  cpu: is.flag,
  modules: is.orNull(is.items),
  includeParamless: is.flag,
  every: is.count(1),
  removeEnd: is.flag,
};

/**
 * Hooks layers while a fit is on: `hooks.stored` has what the function made of each layer in the batch in hand, from `afterPred` on (with
 * `isForward: false` from `afterBackward` on). Tensors are copied to the CPU unless `cpu` is false. Source: fastai's HookCallback.
 *
 * ```ts
 * const means = hookCallback((_layer, _input, output) => Number((output as Tensor).mean()), { modules: [learn.model.getSubmodule('1')] });
 * await learn.fit(1, { cbs: means });
 * ```
 *
 * A class that extends it gets at each batch's results in `afterBatch`, which ends with `super.afterBatch()`.
 */
export class HookCallback<T = unknown> extends Callback {
  override onlyFits = true;
  /** The layers that are hooked. */
  modules: readonly nn.AnyModule[];
  readonly #options: HookCallbackOptions;
  #hooks: Hooks<T> | null = null;

  constructor(
    readonly hook: HookFunction<T>,
    options: HookCallbackOptions = {},
  ) {
    super();
    checkFunction('hookCallback', hook);
    checkOptions(options, names, 'hookCallback');
    this.#options = options;
    this.modules = options.modules ?? [];
  }

  /** The hooks. Throws where none have been set yet. */
  get hooks(): Hooks<T> {
    if (this.#hooks) return this.#hooks;
    throw new Error(
      'there are no hooks yet: they are set when a fit begins, or with `every` when a batch of it does',
    );
  }

  override beforeFit(): void | Promise<void> {
    const { modules, includeParamless = false, every } = this.#options;
    this.remove();
    this.modules =
      modules ??
      this.learn.model
        .modules()
        .filter((layer) => layer.children().length === 0 && (includeParamless || hasParams(layer)));
    if (every === undefined) this.#set();
  }

  override beforeBatch(): void {
    // Counted before the batch, as fastai counts: the first is number 0.
    if (this.isDue(this.learn.trainIter)) this.#set();
  }

  override afterBatch(): void {
    if (this.#options.every !== undefined && this.learn.training) this.remove();
  }

  override afterFit(): void | Promise<void> {
    if (this.#options.removeEnd ?? true) this.remove();
  }

  /** Whether the hooks are set anew for a training batch that so many came before. */
  protected isDue(before: number): boolean {
    const { every } = this.#options;
    return every !== undefined && this.learn.training && before % every === 0;
  }

  /** Takes the hooks off; what is stored stays. */
  remove(): void {
    this.#hooks?.remove();
  }

  #set(): void {
    const { isForward = true, detach = true, cpu = true } = this.#options;
    this.remove();
    this.#hooks = new Hooks(this.modules, this.hook, { isForward, detach, cpu });
  }
}

/** See {@link HookCallback}. */
export const hookCallback = <T>(hook: HookFunction<T>, options: HookCallbackOptions = {}): HookCallback<T> =>
  new HookCallback(hook, options);

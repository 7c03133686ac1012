import { Tensor } from '../tensor/index.js';

/** The gradients of a loss with respect to a module's tensors, in their order; null for what takes no part in it. */
export type ModuleGradients = (Tensor | null)[];

/**
 * Watches one pass of a module: tells, once the backward pass has come through it, the gradients of what went in and of
 * what came out.
 */
export class GradientWatch {
  readonly #inputs: ModuleGradients = [];
  readonly #outputs: ModuleGradients = [];
  #inputsAwaited = 0;
  #outputsAwaited = 0;

  constructor(private readonly tell: (gradInput: ModuleGradients, gradOutput: ModuleGradients) => void) {}

  /**
   * The same arguments, as copies for this pass alone: a tensor that others take as well has one gradient in all, and
   * only the share of this module is wanted. No views, since the module may work in place.
   */
  watchInputs(args: readonly unknown[]): unknown[] {
    return args.map((arg, i) => {
      this.#inputs[i] = null;
      if (!(arg instanceof Tensor && arg.requiresGrad)) return arg;
      const own = arg.clone();
      if (!own.requiresGrad) return arg; // inside of noGrad
      this.#inputsAwaited += 1;
      own.registerHook((gradient) => {
        this.#inputs[i] = gradient;
        this.#inputsAwaited -= 1;
        if (this.#inputsAwaited === 0) this.#done();
      });
      return own;
    });
  }

  watchOutputs(out: unknown): void {
    const outputs: readonly unknown[] = Array.isArray(out) ? out : [out];
    for (const [i, output] of outputs.entries()) {
      this.#outputs[i] = null;
      if (!(output instanceof Tensor && output.requiresGrad)) continue;
      this.#outputsAwaited += 1;
      output.registerHook((gradient) => {
        this.#outputs[i] = gradient;
        this.#outputsAwaited -= 1;
        // Where nothing that goes in has a gradient, no more is to come.
        if (
          this.#outputsAwaited === 0 &&
          this.#inputs.every((input) => input === null) &&
          this.#inputsAwaited === 0
        )
          this.#done();
      });
    }
  }

  #done(): void {
    this.tell([...this.#inputs], [...this.#outputs]);
  }
}

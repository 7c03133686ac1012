import { type Described, register, revive } from './registry.js';
import { Transform } from './transform.js';

/** A plain function of an item as a transform; it may be asynchronous. */
export type TransformFunction = (x: never) => unknown;

/** The transform that a plain function makes in a pipeline. */
export class FunctionTransform extends Transform {
  readonly f: TransformFunction;

  constructor(f: TransformFunction) {
    super();
    this.f = f;
  }

  encodes(x: unknown): unknown {
    const result: unknown = Reflect.apply(this.f, undefined, [x]);
    if (result instanceof Transform)
      throw new TypeError(
        `the function ${this.name} gave the transform ${result.name} for an item: call it where the transform is given, ${this.name}(…)`,
      );
    return result;
  }

  override get name(): string {
    const description = this.#description();
    return description?.type ?? (this.f.name || 'function');
  }

  override get identity(): unknown {
    return this.f;
  }

  override settings(): Record<string, unknown> {
    const { type: _, ...settings } = this.#description() ?? { type: '' };
    return settings;
  }

  #description(): Described | undefined {
    const toJSON: unknown = Reflect.get(this.f, 'toJSON');
    return typeof toJSON === 'function' ? Reflect.apply(toJSON, this.f, []) : undefined;
  }

  override toJSON(): Described {
    return { type: 'function', name: this.name, f: this.#description() ?? null };
  }
}

// A function of the user's cannot be put into a file. Registered under its name it is found again; otherwise whatever
// doesn't need it (prediction doesn't need labellers) works, and the call says what is missing.
register('function', ({ name, f }) => {
  if (f !== null) {
    const revived = revive(f);
    if (typeof revived === 'function')
      return new FunctionTransform((x) => Reflect.apply(revived, undefined, [x]));
  }
  return new FunctionTransform(() => {
    throw new Error(
      `the function ${name} was not part of the exported file: give it a toJSON() and register it before loading`,
    );
  });
});

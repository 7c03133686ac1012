import { Tensor, torch } from '@onecycle/torch';
import { checkOptions, isClass, isMaker, kindOf } from '../../base/index.js';
import { globalRng, type Rng } from '../random/index.js';
import { type Described, type Revivable, register, revive } from './registry.js';
import { retainType } from './tensors.js';
import {
  type BatchStep,
  type ChainLink,
  type Fusion,
  type SetupSource,
  type SplitIdx,
  Transform,
  type TransformContext,
} from './transform.js';

/** A value, or the promise of one where a transform is asynchronous. */
export type MaybePromise<T> = T | Promise<T>;

/** What a pipeline is made of: transforms, plain functions of one argument, lists of them. */
export type TransformLike = Transform | TransformFunction | Pipeline | readonly TransformLike[];

/** A plain function of an item as a transform; it may be asynchronous. */
export type TransformFunction = (x: never) => unknown;

/** Goes on with `f` now, or when the promise is kept: synchronous chains stay synchronous. */
export function andThen<T, U>(value: MaybePromise<T>, f: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(f) : f(value);
}

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

function flatten(tfms: readonly TransformLike[]): Transform[] {
  return tfms.flatMap((tfm): Transform[] => {
    if (tfm instanceof Transform) return [tfm];
    if (tfm instanceof Pipeline) return [...tfm.transforms];
    if (isClass(tfm))
      throw new TypeError(`a transform is ${kindOf(tfm)}: give one of it, new ${tfm.name}(…)`);
    if (typeof tfm === 'function') {
      if (isMaker(tfm)) throw new TypeError(`a transform is ${kindOf(tfm)}: call it, ${tfm.name}(…)`);
      return [new FunctionTransform(tfm)];
    }
    if (Array.isArray(tfm)) return flatten(tfm);
    throw new TypeError(`a pipeline takes transforms, functions and lists of them, not ${kindOf(tfm)}`);
  });
}

/** Options of {@link Pipeline}. */
export interface PipelineOptions {
  /** The set whose transforms run where no context is given. Default null: only those for both sets. */
  splitIdx?: SplitIdx;
  /** The number of the first transform's random stream, so that two pipelines of an item draw apart. Default 0. */
  firstStream?: number;
}

/** Transforms that run one after the other, and what does them in one. */
interface Part {
  readonly part: readonly ChainLink[];
  readonly fusion: Fusion | null;
}

const nothing: ReadonlySet<number> = new Set();

const byOrder = (transforms: readonly Transform[]): Transform[] =>
  [...transforms].sort((a, b) => a.order - b.order);

/**
 * Transforms that run one after the other, by their `order`, and back again for display.
 *
 * ```ts
 * const pipeline = new Pipeline([rotate({ draw: 30, p: 1 }), zoom({ draw: 1.2, p: 1 })]);
 * const y = pipeline.encode(x);
 * ```
 *
 * fastai: `Pipeline`.
 */
export class Pipeline implements Revivable {
  /** In running order. */
  #transforms: Transform[];
  /** The set whose transforms run where no context is given. Default null: only those for both sets. */
  splitIdx: SplitIdx;

  /** The number of the first transform's random stream; the others follow. */
  readonly firstStream: number;

  constructor(tfms: TransformLike | undefined = [], options: PipelineOptions = {}) {
    if (!(options instanceof Pipeline))
      checkOptions(options, { splitIdx: true, firstStream: true }, 'new Pipeline');
    const { splitIdx = null, firstStream = 0 } = options;
    this.#transforms = byOrder(flatten([tfms]));
    this.splitIdx = splitIdx;
    this.firstStream = firstStream;
  }

  /** The transforms in running order. */
  get transforms(): readonly Transform[] {
    return this.#transforms;
  }

  get length(): number {
    return this.#transforms.length;
  }

  /** Adds transforms, which find their place by `order`. */
  add(...tfms: TransformLike[]): this {
    this.#transforms = byOrder([...this.#transforms, ...flatten(tfms)]);
    this.#known.clear();
    return this;
  }

  /** Only the first `n` transforms. */
  first(n: number): Pipeline {
    return new Pipeline(this.#transforms.slice(0, n), this);
  }

  /** Whether transform `t` runs for this set. */
  static runs(t: Transform, splitIdx: SplitIdx): boolean {
    return t.splitIdx === null || t.splitIdx === splitIdx;
  }

  /** A context for calls from outside a data loader, its randomness taken from PyTorch's global generator. */
  #context(): TransformContext {
    return { rng: globalRng(), splitIdx: this.splitIdx };
  }

  /** Takes a value through the transforms that accept it. A promise only where a transform is asynchronous. */
  encode(x: unknown, ctx: TransformContext = this.#context()): MaybePromise<unknown> {
    return this.#run(x, ctx, encodePart);
  }

  /**
   * Takes a tuple through: each transform is applied to the members that it accepts, or to all at once (`whole`).
   * `begun` of them were applied by `begin`.
   */
  encodeTuple(
    x: readonly unknown[],
    ctx: TransformContext = this.#context(),
    begun = 0,
  ): MaybePromise<readonly unknown[]> {
    return this.#run(x, ctx, encodeMembers, begun);
  }

  /**
   * Takes a tuple through the first transforms, where these can do their work off the main thread. `begun` says how many they are:
   * `encodeTuple` goes on from there, unless `done` says that they were all. Members that were made are new tensors of the caller's.
   *
   * @param options `moving`: a batch that goes to another device, and only through transforms that are the processor's work; default false.
   *   `ahead`: the members that have taken the first step (`firstStep`) already; default none
   */
  async begin(
    x: readonly unknown[],
    ctx: TransformContext,
    options: { moving?: boolean; ahead?: ReadonlySet<number> } = {},
  ): Promise<{ members: readonly unknown[]; begun: number; done: boolean }> {
    const { moving = false, ahead = nothing } = options;
    let members = x;
    let begun = 0;
    for (const { part, fusion } of this.#parts(ctx.splitIdx)) {
      const isAhead = fusion?.encodesAsync && (fusion.onProcessor || !moving);
      const passed = begun === 0 ? ahead : nothing;
      if (!(fusion && isAhead && (passed.size > 0 || members.some((member) => fusion.accepts(member)))))
        return { members, begun, done: false };
      const before = members;
      try {
        members = await allAhead(before, part, ctx, fusion, passed);
      } finally {
        disposeBut(before, members === before ? x : [...x, ...members]);
      }
      begun += part.length;
    }
    return { members, begun, done: true };
  }

  /** The first transforms, where they are done in one, for those who do that as they read. */
  firstStep(ctx: TransformContext): BatchStep | undefined {
    const [first] = this.#parts(ctx.splitIdx);
    return first?.fusion ? { fusion: first.fusion, contexts: contextsOf(first.part, ctx) } : undefined;
  }

  /** Whether nothing is left to do to a tuple whose members `ahead` have taken the first step. */
  isThrough(x: readonly unknown[], splitIdx: SplitIdx, ahead: ReadonlySet<number>): boolean {
    const [first, another] = this.#parts(splitIdx);
    if (!first) return true;
    if (another || ahead.size === 0) return false;
    const { part, fusion } = first;
    for (let i = 0; i < x.length; i++) {
      const member = x[i];
      if (ahead.has(i)) continue;
      if (fusion?.accepts(member) || part.some(({ transform }) => transform.accepts(member))) return false;
    }
    return true;
  }

  /** What `begin` goes through for each set: it is asked for every batch. */
  readonly #known = new Map<SplitIdx, readonly Part[]>();

  #parts(splitIdx: SplitIdx): readonly Part[] {
    const known = this.#known.get(splitIdx);
    if (known) return known;
    const parts: Part[] = [];
    const links = this.#links(splitIdx);
    for (let i = 0; i < links.length; ) {
      const [part, fusion] = partOf(links, i);
      parts.push({ part, fusion });
      i += part.length;
    }
    this.#known.set(splitIdx, parts);
    return parts;
  }

  /** The transforms that run for a set, each with its random stream. */
  #links(splitIdx: SplitIdx): readonly ChainLink[] {
    const links: ChainLink[] = [];
    let stream = this.firstStream;
    for (const transform of this.#transforms) {
      if (Pipeline.runs(transform, splitIdx)) links.push({ transform, stream });
      stream++;
    }
    return links;
  }

  /** Part by part; mostly a part is one transform, but some can be taken together. */
  #run<T>(
    x: T,
    ctx: TransformContext,
    take: (x: T, part: readonly ChainLink[], ctx: TransformContext, fusion: Fusion | null) => MaybePromise<T>,
    from = 0,
  ): MaybePromise<T> {
    let value: MaybePromise<T> = x;
    const links = this.#links(ctx.splitIdx);
    for (let i = from; i < links.length; ) {
      const [part, fusion] = partOf(links, i);
      value = andThen(value, (current) => take(current, part, ctx, fusion));
      i += part.length;
    }
    return value;
  }

  /** Back through the transforms, last first, for display. */
  decode(x: unknown): unknown {
    return this.#transforms.reduceRight((value, t) => decodeOne(t, value), x);
  }

  /** As `decode`, member by member. */
  decodeTuple(x: readonly unknown[]): readonly unknown[] {
    return this.#transforms.reduceRight((members: readonly unknown[], t) => {
      if (!t.whole) return members.map((member) => decodeOne(t, member));
      const decoded = decodeOne(t, members);
      return Array.isArray(decoded) ? decoded : [decoded];
    }, x);
  }

  /** Calls each transform's `setup` in running order; `source` tells what the items are after the first `i` of them. */
  async setup(source: (before: Pipeline) => SetupSource): Promise<void> {
    for (const [i, t] of this.#transforms.entries()) await t.setup?.(source(this.first(i)));
    this.#known.clear(); // what was learned may have a part in them
  }

  toJSON(): Described {
    return { type: 'Pipeline', transforms: this.#transforms };
  }

  /** `Pipeline: Resize -- { size: [460,460] } -> ToTensor` */
  toString(): string {
    return `Pipeline: ${this.#transforms.join(' -> ')}`;
  }
}

/** The context of one transform. Most draw nothing, and a stream that nobody asks for is not begun. */
class ForkedContext implements TransformContext {
  readonly #whole: TransformContext;
  readonly #stream: number;
  #rng: Rng | undefined;

  constructor(whole: TransformContext, stream: number) {
    this.#whole = whole;
    this.#stream = stream;
  }

  get rng(): Rng {
    this.#rng ??= this.#whole.rng.fork(this.#stream);
    return this.#rng;
  }

  get splitIdx(): SplitIdx {
    return this.#whole.splitIdx;
  }

  get made(): Set<Tensor> | undefined {
    return this.#whole.made;
  }
}

/** The transform at a place, or as many from there on as are done in one. */
function partOf(
  links: readonly ChainLink[],
  at: number,
): [part: readonly ChainLink[], fusion: Fusion | null] {
  const fusion = links[at]?.transform.fuse?.(links.slice(at + 1).map(({ transform }) => transform)) ?? null;
  return [links.slice(at, at + (fusion?.length ?? 1)), fusion];
}

function encodeMembers(
  members: readonly unknown[],
  part: readonly ChainLink[],
  ctx: TransformContext,
  fusion: Fusion | null,
): MaybePromise<readonly unknown[]> {
  const [first] = part;
  if (first?.transform.whole) {
    const { transform, stream } = first;
    if (!transform.accepts(members)) return members;
    return andThen(transform.encodes(members, new ForkedContext(ctx, stream)), (tuple) =>
      Array.isArray(tuple) ? tuple : [tuple],
    );
  }
  const encoded = members.map((member) => encodePart(member, part, ctx, fusion));
  return encoded.some((member) => member instanceof Promise) ? Promise.all(encoded) : encoded;
}

function encodePart(
  x: unknown,
  part: readonly ChainLink[],
  ctx: TransformContext,
  fusion: Fusion | null,
): MaybePromise<unknown> {
  const together = fusion?.accepts(x) ? fusion.encodes(x, contextsOf(part, ctx)) : null;
  if (together !== null) return retainType(together, x);
  // Each member's random stream begins anew.
  return part.reduce(
    (value: MaybePromise<unknown>, link) => andThen(value, (y) => encodeOne(link, y, ctx)),
    x,
  );
}

const contextsOf = (part: readonly ChainLink[], ctx: TransformContext): TransformContext[] =>
  part.map(({ stream }) => new ForkedContext(ctx, stream));

/** Every member through a part but for those that have passed it; where one fails the others' results are freed. */
async function allAhead(
  x: readonly unknown[],
  part: readonly ChainLink[],
  ctx: TransformContext,
  fusion: Fusion,
  passed: ReadonlySet<number>,
): Promise<readonly unknown[]> {
  const members = [...x];
  try {
    // As a rule one of them is made of pictures, and the others pass by.
    for (const [i, member] of x.entries())
      if (passed.has(i)) continue;
      else if (fusion.accepts(member)) members[i] = await encodeAhead(member, part, ctx, fusion);
      else if (part.some(({ transform }) => transform.accepts(member)))
        members[i] = encodeHere(member, part, ctx, fusion);
    return members;
  } catch (error) {
    disposeBut(members, x);
    throw error;
  }
}

function disposeBut(members: readonly unknown[], kept: readonly unknown[]): void {
  for (const member of members) if (member instanceof Tensor && !kept.includes(member)) member.dispose();
}

/** Off the main thread; where that cannot be after all, at once. */
async function encodeAhead(
  x: unknown,
  part: readonly ChainLink[],
  ctx: TransformContext,
  fusion: Fusion,
): Promise<unknown> {
  const plain = await fusion.encodesAsync?.(x, contextsOf(part, ctx));
  if (!plain) return encodeHere(x, part, ctx, fusion);
  const kept = retainType(plain, x);
  if (kept !== plain) plain.dispose();
  return kept;
}

const encodeHere = (x: unknown, part: readonly ChainLink[], ctx: TransformContext, fusion: Fusion): unknown =>
  torch.noGrad(() => torch.scope(() => refuseAsync(encodePart(x, part, ctx, fusion))));

/** Batches are changed in a scope, which ends when its function returns. */
export function refuseAsync<T>(value: MaybePromise<T>): T {
  if (value instanceof Promise) throw new TypeError('batch transforms must be synchronous, and one is not');
  return value;
}

function encodeOne(
  { transform, stream }: ChainLink,
  x: unknown,
  ctx: TransformContext,
): MaybePromise<unknown> {
  if (!transform.accepts(x)) return x;
  return andThen(transform.encodes(x, new ForkedContext(ctx, stream)), (y) => {
    const kept = retainType(y, x);
    if (transform.makesNew && kept !== x && kept instanceof Tensor) {
      ctx.made?.add(kept);
      if (y !== kept && y instanceof Tensor) y.dispose();
    }
    return kept;
  });
}

function decodeOne(t: Transform, value: unknown): unknown {
  return t.decodes && t.decodable(value) ? retainType(t.decodes(value), value) : value;
}

register('Pipeline', ({ transforms }) => {
  if (!Array.isArray(transforms)) throw new Error('a pipeline needs a list of transforms');
  return new Pipeline(
    transforms.map((description): Transform => {
      const transform = revive(description);
      if (transform instanceof Transform) return transform;
      throw new Error(`${JSON.stringify(description)} describes no transform`);
    }),
  );
});

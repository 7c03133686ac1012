import { checkOptions, is, isClass, isMaker, kindOf, wrongKind } from '../../base/index.js';
import { globalRng } from '../random/index.js';
import { FunctionTransform, type TransformFunction } from './function-transform.js';
import { andThen, type MaybePromise } from './maybe-promise.js';
import {
  contextsOf,
  decodeOne,
  disposeBut,
  encodeMembers,
  encodeMembersAhead,
  encodePart,
  type Part,
  partAt,
} from './parts.js';
import { type Described, type Revivable, register, revive } from './registry.js';
import {
  type BatchStep,
  type ChainLink,
  type SetupSource,
  type SplitIdx,
  Transform,
  type TransformContext,
} from './transform.js';

/** What a pipeline is made of: transforms, plain functions of one argument, lists of them. */
export type TransformLike = Transform | TransformFunction | Pipeline | readonly TransformLike[];

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
    throw wrongKind('a pipeline', 'transforms, functions and lists of them', tfm);
  });
}

/** The check of an option that takes transforms; null stands for none. */
export function checkTfms(what: string, value: unknown): void {
  if (Array.isArray(value)) for (const tfm of value) checkTfms(what, tfm);
  else if (
    !(
      value instanceof Transform ||
      value instanceof Pipeline ||
      typeof value === 'function' ||
      value === null
    )
  )
    throw wrongKind(what, 'transforms, functions and lists of them', value);
}

/** Options of {@link Pipeline}. */
export interface PipelineOptions {
  /** The set whose transforms run where no context is given. Default null: only those for both sets. */
  splitIdx?: SplitIdx;
  /** The number of the first transform's random stream, so that two pipelines of an item draw apart. Default 0. */
  firstStream?: number;
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
      checkOptions(options, { splitIdx: is.oneOf(0, 1, null), firstStream: is.count(0) }, 'new Pipeline');
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
    for (const part of this.#parts(ctx.splitIdx)) {
      const { links, fusion } = part;
      const isAhead = fusion?.encodesAsync && (fusion.onProcessor || !moving);
      const passed = begun === 0 ? ahead : nothing;
      if (!(fusion && isAhead && (passed.size > 0 || members.some((member) => fusion.accepts(member)))))
        return { members, begun, done: false };
      const before = members;
      try {
        members = await encodeMembersAhead(before, part, ctx, passed);
      } finally {
        disposeBut(before, members === before ? x : [...x, ...members]);
      }
      begun += links.length;
    }
    return { members, begun, done: true };
  }

  /** The first transforms, where they are done in one, for those who do that as they read. */
  firstStep(ctx: TransformContext): BatchStep | undefined {
    const [first] = this.#parts(ctx.splitIdx);
    return first?.fusion ? { fusion: first.fusion, contexts: contextsOf(first, ctx) } : undefined;
  }

  /** Whether nothing is left to do to a tuple whose members `ahead` have taken the first step. */
  isThrough(x: readonly unknown[], splitIdx: SplitIdx, ahead: ReadonlySet<number>): boolean {
    const [first, another] = this.#parts(splitIdx);
    if (!first) return true;
    if (another || ahead.size === 0) return false;
    const { links, fusion } = first;
    for (let i = 0; i < x.length; i++) {
      const member = x[i];
      if (ahead.has(i)) continue;
      if (fusion?.accepts(member) || links.some(({ transform }) => transform.accepts(member))) return false;
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
      const part = partAt(links, i);
      parts.push(part);
      i += part.links.length;
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

  /** Part by part. */
  #run<T>(
    x: T,
    ctx: TransformContext,
    take: (x: T, part: Part, ctx: TransformContext) => MaybePromise<T>,
    from = 0,
  ): MaybePromise<T> {
    let value: MaybePromise<T> = x;
    const links = this.#links(ctx.splitIdx);
    for (let i = from; i < links.length; ) {
      const part = partAt(links, i);
      value = andThen(value, (current) => take(current, part, ctx));
      i += part.links.length;
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

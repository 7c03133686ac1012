import { Tensor, torch } from '@onecycle/torch';
import type { Rng } from '../random/index.js';
import { andThen, type MaybePromise, refuseAsync } from './maybe-promise.js';
import { retainType } from './tensors.js';
import type { ChainLink, Fusion, SplitIdx, Transform, TransformContext } from './transform.js';

/** What a pipeline goes through at once: one transform, or several that a fusion does in one. */
export interface Part {
  readonly links: readonly ChainLink[];
  readonly fusion: Fusion | null;
}

/** The part that begins at a place of a pipeline. */
export function partAt(all: readonly ChainLink[], at: number): Part {
  const fusion = all[at]?.transform.fuse?.(all.slice(at + 1).map(({ transform }) => transform)) ?? null;
  return { links: all.slice(at, at + (fusion?.length ?? 1)), fusion };
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

/** The context of each transform of a part. */
export const contextsOf = ({ links }: Part, ctx: TransformContext): TransformContext[] =>
  links.map(({ stream }) => new ForkedContext(ctx, stream));

/** Takes the members of a tuple through a part, one by one, or the tuple through a transform for all of it. */
export function encodeMembers(
  members: readonly unknown[],
  part: Part,
  ctx: TransformContext,
): MaybePromise<readonly unknown[]> {
  const [first] = part.links;
  if (first?.transform.whole) {
    const { transform, stream } = first;
    if (!transform.accepts(members)) return members;
    return andThen(transform.encodes(members, new ForkedContext(ctx, stream)), (tuple) =>
      Array.isArray(tuple) ? tuple : [tuple],
    );
  }
  const encoded = members.map((member) => encodePart(member, part, ctx));
  return encoded.some((member) => member instanceof Promise) ? Promise.all(encoded) : encoded;
}

/** Takes a value through a part. */
export function encodePart(x: unknown, part: Part, ctx: TransformContext): MaybePromise<unknown> {
  const { links, fusion } = part;
  const together = fusion?.accepts(x) ? fusion.encodes(x, contextsOf(part, ctx)) : null;
  if (together !== null) return retainType(together, x);
  // Each member's random stream begins anew.
  return links.reduce(
    (value: MaybePromise<unknown>, link) => andThen(value, (y) => encodeOne(link, y, ctx)),
    x,
  );
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

/** Takes a value back through a transform, where that has a way back. */
export function decodeOne(transform: Transform, value: unknown): unknown {
  return transform.decodes && transform.decodable(value)
    ? retainType(transform.decodes(value), value)
    : value;
}

/**
 * Takes the members of a batch through a part off the main thread, but for those that have passed it; where one fails the others'
 * results are freed.
 */
export async function encodeMembersAhead(
  x: readonly unknown[],
  part: Part,
  ctx: TransformContext,
  passed: ReadonlySet<number>,
): Promise<readonly unknown[]> {
  const { links, fusion } = part;
  const members = [...x];
  try {
    // As a rule one of them is made of pictures, and the others pass by.
    for (const [i, member] of x.entries())
      if (passed.has(i)) continue;
      else if (fusion?.accepts(member)) members[i] = await encodeAhead(member, part, ctx);
      else if (links.some(({ transform }) => transform.accepts(member)))
        members[i] = encodeHere(member, part, ctx);
    return members;
  } catch (error) {
    disposeBut(members, x);
    throw error;
  }
}

/** Off the main thread; where that cannot be after all, at once. */
async function encodeAhead(x: unknown, part: Part, ctx: TransformContext): Promise<unknown> {
  const plain = await part.fusion?.encodesAsync?.(x, contextsOf(part, ctx));
  if (!plain) return encodeHere(x, part, ctx);
  const kept = retainType(plain, x);
  if (kept !== plain) plain.dispose();
  return kept;
}

const encodeHere = (x: unknown, part: Part, ctx: TransformContext): unknown =>
  torch.noGrad(() => torch.scope(() => refuseAsync(encodePart(x, part, ctx))));

/** Frees the tensors among `members` that are none of those `kept`. */
export function disposeBut(members: readonly unknown[], kept: readonly unknown[]): void {
  for (const member of members) if (member instanceof Tensor && !kept.includes(member)) member.dispose();
}

import { checkTensor, checkTensors, liveId, type Numbered, translated } from '../core/index.js';
import { describe, operatorFamily } from '../dispatch/index.js';
import { checkOptions, counted, shown } from '../options/index.js';
import { fromTypedArray, type Tensor, tensor as tensorFrom } from '../tensor/index.js';
import { door, waited } from './door.js';
import type { Store } from './store.js';

/** What is made of the values of all processes. `'avg'` is the sum, divided by their number. */
export type ReduceOp = 'sum' | 'avg' | 'product' | 'min' | 'max';

const reductions: readonly string[] = ['sum', 'avg', 'product', 'min', 'max'];

/** What processes exchange by. */
export type Backend = 'gloo' | 'nccl';

/**
 * Processes that exchange tensors. Every one of them calls the same methods in the same order, with tensors of the same
 * shape and dtype; each call waits for the others, up to the group's timeout. Methods without `Sync` wait on another
 * thread. Source: c10d's ProcessGroup.
 */
export class ProcessGroup {
  #number: Numbered | null;

  /** @internal Made by `torch.distributed.initProcessGroup` and `newGroup`. */
  constructor(
    number: Numbered,
    readonly backend: Backend,
    /** Which of its processes this one is, from 0. */
    readonly rank: number,
    /** How many there are. */
    readonly size: number,
    /** How long they wait for each other, in seconds. */
    readonly timeout: number,
    /** Keys and values of this group. */
    readonly store: Store,
    /** The ranks of its members in the default group. */
    readonly ranks: readonly number[],
  ) {
    this.#number = number;
  }

  /** Its number in C++. @internal */
  get number(): Numbered {
    if (this.#number === null) throw new Error('this process group was destroyed');
    return this.#number;
  }

  /** Whether `destroy` was called. */
  get isDestroyed(): boolean {
    return this.#number === null;
  }

  /** Replaces the tensor by the sum (or what `op` says) over all processes, in place. */
  async allReduce(tensor: Tensor, options: { op?: ReduceOp } = {}): Promise<void> {
    const op = this.#reduction(options, 'allReduce');
    const flat = contiguous(tensor, 'allReduce');
    await this.#waits('allReduce', (now) => door().allReduce(this.number, now, flat.id, native(op)));
    this.#finish(tensor, flat, op);
  }

  /** {@link allReduce}, waited for on this thread: inside of a batch, where nothing can be awaited. */
  allReduceSync(tensor: Tensor, options: { op?: ReduceOp } = {}): void {
    const op = this.#reduction(options, 'allReduceSync');
    const flat = contiguous(tensor, 'allReduceSync');
    this.#now('allReduceSync', tensor, (now) => door().allReduce(this.number, now, flat.id, native(op)));
    this.#finish(tensor, flat, op);
  }

  /** Replaces the tensor by that of process `src` (its rank in this group; default 0), in place. */
  async broadcast(tensor: Tensor, options: { src?: number } = {}): Promise<void> {
    checkOptions(options, { src: true }, 'broadcast');
    const src = this.#member(options.src ?? 0, 'broadcast');
    const flat = contiguous(tensor, 'broadcast');
    await this.#waits('broadcast', (now) => door().broadcast(this.number, now, flat.id, src));
    this.#finish(tensor, flat, 'sum');
  }

  /** The tensors of all processes, by rank. */
  async allGather(tensor: Tensor): Promise<Tensor[]> {
    const { flat, outputs } = this.#gathering(tensor, 'allGather');
    await this.#waits('allGather', (now) => this.#gather(now, outputs, flat));
    if (flat !== tensor) flat.dispose();
    return outputs;
  }

  /** {@link allGather}, waited for on this thread. */
  allGatherSync(tensor: Tensor): Tensor[] {
    const { flat, outputs } = this.#gathering(tensor, 'allGatherSync');
    this.#now('allGatherSync', tensor, (now) => this.#gather(now, outputs, flat));
    if (flat !== tensor) flat.dispose();
    return outputs;
  }

  #gathering(tensor: Tensor, what: string): { flat: Tensor; outputs: Tensor[] } {
    const flat = contiguous(tensor, what);
    return { flat, outputs: Array.from({ length: this.size }, () => emptyLike(flat)) };
  }

  #gather(now: boolean, outputs: readonly Tensor[], flat: Tensor): Promise<void> | undefined {
    const places = outputs.map(({ id }) => id);
    return door().allGather(this.number, now, places, flat.id);
  }

  /** Of the tensors that each process has for each (by rank), the sum (or what `op` says) of those for this one. */
  async reduceScatter(tensors: readonly Tensor[], options: { op?: ReduceOp } = {}): Promise<Tensor> {
    const op = this.#reduction(options, 'reduceScatter');
    checkTensors('reduceScatter', tensors, 'tensors');
    if (tensors.length !== this.size)
      throw new RangeError(
        `reduceScatter takes a tensor for each of the ${this.size} processes, not ${tensors.length}`,
      );
    const flat = tensors.map((tensor) => contiguous(tensor, 'reduceScatter'));
    const output = clone(flat[this.rank] as Tensor);
    if (this.backend === 'gloo') {
      // Gloo has none. Each part is reduced by itself, in the same order everywhere.
      for (const [rank, part] of flat.entries()) {
        const own = rank === this.rank ? output : clone(part);
        await this.#waits('reduceScatter', (now) => door().allReduce(this.number, now, own.id, native(op)));
        if (own !== output) own.dispose();
      }
    } else {
      await this.#waits('reduceScatter', (now) =>
        door().reduceScatter(
          this.number,
          now,
          output.id,
          flat.map(({ id }) => id),
          native(op),
        ),
      );
    }
    for (const [i, part] of flat.entries()) if (part !== tensors[i]) part.dispose();
    if (op === 'avg') divide(output, this.size);
    return output;
  }

  /** Waits until all processes have come here. */
  async barrier(): Promise<void> {
    await this.#waits('barrier', (now) => door().barrier(this.number, now));
  }

  /** What process `src` (default 0) has, as JSON carries it: for what is small. */
  async broadcastObject<T>(value: T, options: { src?: number } = {}): Promise<T> {
    checkOptions(options, { src: true }, 'broadcastObject');
    const src = this.#member(options.src ?? 0, 'broadcastObject');
    const bytes = src === this.rank ? toBytes(value) : new Uint8Array();
    using length = tensorFrom([bytes.length], { dtype: 'int64' });
    await this.broadcast(length, { src });
    const full = new Uint8Array(Number(length.item()));
    if (src === this.rank) full.set(bytes);
    using content = bytesTensor(full);
    await this.broadcast(content, { src });
    return fromBytes<T>(content);
  }

  /** What each process has, by rank, as JSON carries it: for what is small. */
  async allGatherObject<T>(value: T): Promise<T[]> {
    const bytes = toBytes(value);
    using longest = tensorFrom([bytes.length], { dtype: 'int64' });
    await this.allReduce(longest, { op: 'max' });
    using own = bytesTensor(padded(bytes, Number(longest.item())));
    return (await this.allGather(own)).map(readObject<T>);
  }

  /** {@link allGatherObject}, waited for on this thread. */
  allGatherObjectSync<T>(value: T): T[] {
    const bytes = toBytes(value);
    using longest = tensorFrom([bytes.length], { dtype: 'int64' });
    this.allReduceSync(longest, { op: 'max' });
    using own = bytesTensor(padded(bytes, Number(longest.item())));
    return this.allGatherSync(own).map(readObject<T>);
  }

  /** Replaces tensors by those of process 0, in place, in few messages: what a model begins with. Waits on this thread. */
  broadcastAllSync(tensors: readonly Tensor[]): void {
    checkTensors('broadcastAllSync', tensors, 'tensors');
    if (tensors.length === 0) return;
    translated(
      'distributed.broadcastAllSync',
      () => counted(tensors.length, 'tensor'),
      () =>
        door().broadcastAll(
          this.number,
          tensors.map((tensor) => liveId(tensor, 'broadcastAllSync')),
          0,
        ),
    );
  }

  /** Ends the group's connections, once what it does is done. A second call does nothing. */
  async destroy(): Promise<void> {
    if (this.#number === null) return;
    const number = this.#number;
    this.#number = null;
    await waited('destroyProcessGroup', () => door().destroyGroup(number));
  }

  #reduction(options: { op?: ReduceOp }, what: string): ReduceOp {
    checkOptions(options, { op: true }, what);
    const { op = 'sum' } = options;
    if (!reductions.includes(op))
      throw new TypeError(`${what}: op is ${reductions.map((name) => `'${name}'`).join(', ')}, not '${op}'`);
    return op;
  }

  #member(rank: number, what: string): number {
    if (Number.isInteger(rank) && rank >= 0 && rank < this.size) return rank;
    throw new RangeError(`${what}: src is a rank from 0 to ${this.size - 1}, not ${shown(rank)}`);
  }

  #finish(tensor: Tensor, flat: Tensor, op: ReduceOp): void {
    if (op === 'avg') divide(flat, this.size);
    if (flat === tensor) return;
    copy(tensor, flat);
    flat.dispose();
  }

  async #waits(what: string, run: (now: boolean) => Promise<void> | undefined): Promise<void> {
    await waited(what, async () => run(false));
  }

  #now(what: string, tensor: Tensor, run: (now: boolean) => Promise<void> | undefined): void {
    translated(
      `distributed.${what}`,
      () => describe(tensor),
      () => run(true),
    );
  }
}

const native = (op: ReduceOp): string => (op === 'avg' ? 'sum' : op);

// Outside of the graph: what comes from another process has no gradient.
const operator =
  (name: string) =>
  (...args: unknown[]): Tensor =>
    operatorFamily(name).call(args) as Tensor;
const contiguousCopy = operator('aten::contiguous');
const emptyLike = operator('aten::empty_like');
const clone = operator('aten::clone');
const detach = operator('aten::detach');
const divideInPlace = operator('aten::div_');
const copyInPlace = operator('aten::copy_');

function divide(tensor: Tensor, by: number): void {
  using plain = detach(tensor);
  divideInPlace(plain, by);
}

function copy(to: Tensor, from: Tensor): void {
  using plain = detach(to);
  copyInPlace(plain, from);
}

/** The tensor itself where its elements lie one behind the other, else a copy of which they do. */
function contiguous(tensor: Tensor, what: string): Tensor {
  checkTensor(what, tensor);
  liveId(tensor, what);
  if (tensor.isContiguous()) return tensor;
  using plain = detach(tensor);
  return contiguousCopy(plain);
}

/** JSON has no word for numbers that are not finite; a loss may be one. */
const NOT_FINITE = 'not finite: ';

const toBytes = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(
    JSON.stringify({ value }, (_, part) =>
      typeof part === 'number' && !Number.isFinite(part) ? `${NOT_FINITE}${part}` : part,
    ),
  );

/** With zeros at the end, which are no part of any JSON. */
function padded(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const full = new Uint8Array(length);
  full.set(bytes);
  return full;
}

const bytesTensor = (bytes: Uint8Array): Tensor => fromTypedArray(bytes, [bytes.length]);

function fromBytes<T>(content: Tensor): T {
  const text = new TextDecoder().decode(Uint8Array.from(content.toTypedArray() as Uint8Array));
  return JSON.parse(text.replace(/\0+$/, ''), (_, part) =>
    typeof part === 'string' && part.startsWith(NOT_FINITE) ? Number(part.slice(NOT_FINITE.length)) : part,
  ).value;
}

function readObject<T>(content: Tensor): T {
  using bytes = content;
  return fromBytes<T>(bytes);
}

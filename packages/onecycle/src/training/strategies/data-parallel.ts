import { createHash } from 'node:crypto';
import {
  type Backend,
  type GradientReducer,
  nn,
  type ProcessGroup,
  type Tensor,
  torch,
} from '@onecycle/torch';
import { checkOptions, is, withoutUndefined } from '../../base/index.js';
import { type DataLoaders, isPadding } from '../../data/index.js';
import { type Batches, iterateShard, lengthFor } from '../state/index.js';
import { isBrokenExchange, PeerError, Peers } from './peers.js';
import { checkSameRun, checkSameWeights } from './same-run.js';
import { Single } from './single.js';
import type { BatchWork, Strategy } from './strategy.js';

const { distributed } = torch;

/** Options of `learn.distributed`. */
export interface DistributedOptions {
  /** What gradients travel by. Default: 'nccl' on NVIDIA's GPUs where this libtorch has it, else 'gloo'. */
  backend?: Backend;
  /** Seconds that processes wait for each other before the fit ends with an error. Default 600. */
  timeout?: number;
  /** Whether batch norms take their statistics over the batches of all processes. Default false: each over its own. */
  syncBn?: boolean;
  /** What becomes of an incomplete last batch: divided as it is, or filled up with items from its beginning. Default 'uneven'. */
  lastBatch?: 'uneven' | 'padded';
  /** Megabytes of gradients that travel together. Default 25. */
  bucketCapMb?: number;
  /** Whether some parameters may take no part in a step. Default false. */
  findUnused?: boolean;
}

/** A number that says where this process's random numbers stand, without drawing one. */
function randomPlace(): number {
  using state = torch.getRngState();
  const bytes = Uint8Array.from(state.toTypedArray(), Number);
  return createHash('sha256').update(bytes).digest().readUInt32LE();
}

/** The error that ended the processes' connection: nothing can be exchanged any more. */
let ended: unknown = null;

/**
 * The same model in several processes, each with a part of every batch: data-parallel training, on libtorch's own engine
 * (c10d). Gradients are averaged over all items of the batch while the backward pass goes on, so that every process takes
 * the same step, the one that a single process takes with the whole batch. Source: PyTorch's DistributedDataParallel,
 * fastai's DistributedTrainer.
 */
export class DataParallel extends Single implements Strategy {
  readonly options: DistributedOptions;
  #group: ProcessGroup | null = null;
  /** Small things on the CPU: counts, losses, decisions. */
  #control: ProcessGroup | null = null;
  #peers: Peers | null = null;
  #reducer: GradientReducer | null = null;
  #reduced: readonly Tensor[] = [];
  #model: nn.Module<Tensor[]> | null = null;
  #alone = 0;
  /** Items of the batch in hand, by rank. */
  #items: readonly number[] = [];

  constructor(options: DistributedOptions = {}) {
    super();
    checkOptions<DistributedOptions>(
      options,
      {
        backend: true,
        timeout: is.number({ above: 0 }),
        syncBn: is.flag,
        lastBatch: is.oneOf('uneven', 'padded'),
        bucketCapMb: is.number({ above: 0 }),
        findUnused: is.flag,
      },
      'learn.distributed',
    );
    this.options = options;
  }

  override get rank(): number {
    return this.#control?.rank ?? distributed.launch()?.rank ?? distributed.rank;
  }

  override get size(): number {
    return this.#control?.size ?? distributed.launch()?.worldSize ?? distributed.worldSize;
  }

  override async prepare(model: nn.Module<Tensor[]>, dls: DataLoaders<readonly Tensor[]>): Promise<void> {
    const local = distributed.launch()?.localRank ?? 0;
    if (/^cuda/.test(dls.device)) dls.to(`cuda:${local % torch.cuda.deviceCount()}`);
    await super.prepare(model, dls);
    if (this.#alone > 0) return;
    const control = await this.#connected(dls.device);
    await checkSameRun(control, model, dls);
    for (const [i, seed] of (await control.broadcastObject(dls.loaders.map(({ seed }) => seed))).entries()) {
      const loader = dls.loaders[i];
      if (loader) loader.seed = seed;
    }
    this.#broadcast([...model.namedState()].map(([, tensor]) => tensor));
    if (this.options.syncBn) nn.syncBatchNorms(model, { group: control, counts: () => this.#share > 0 });
    this.#model = model;
  }

  async #connected(device: string): Promise<ProcessGroup> {
    if (ended) throw ended;
    if (this.#control) return this.#control;
    const { timeout = 600 } = this.options;
    const isGpu = device.startsWith('cuda');
    const best = isGpu && distributed.backends().includes('nccl') ? 'nccl' : 'gloo';
    const { backend = best } = this.options;
    const group = distributed.isInitialized()
      ? distributed.group
      : await distributed.initProcessGroup({ backend, timeout });
    this.#group = group;
    const all = group.ranks;
    const control = group.backend === 'gloo' ? group : await distributed.newGroup(all, { backend: 'gloo' });
    if (!control) throw new Error('this process is no member of the process group');
    this.#peers = await Peers.of(control);
    this.#control = control;
    // Dropout and mixing should differ from process to process, and be the same in every run.
    const seed = await control.broadcastObject(randomPlace());
    if (control.rank > 0) torch.manualSeed(seed + control.rank);
    return control;
  }

  get #live(): ProcessGroup {
    if (!this.#control) throw new Error('the processes are not connected yet');
    return this.#control;
  }

  #broadcast(tensors: readonly Tensor[]): void {
    torch.noGrad(() =>
      torch.scope(() => this.#group?.broadcastAllSync(tensors.map((tensor) => tensor.detach()))),
    );
  }

  override count(batches: Batches<readonly Tensor[]>): number {
    return this.#alone > 0 ? super.count(batches) : lengthFor(batches, this.size);
  }

  override batches<B extends readonly Tensor[]>(
    batches: Batches<B>,
    start: number,
    learns: boolean,
  ): AsyncIterable<B | null> {
    return this.#alone > 0 ? super.batches(batches, start, learns) : this.#inStep(batches, start, learns);
  }

  /** This process's part of each batch, as soon as all have theirs. */
  async *#inStep<B extends readonly Tensor[]>(
    batches: Batches<B>,
    start: number,
    learns: boolean,
  ): AsyncGenerator<B | null> {
    const { rank, size } = this;
    // Running statistics are each process's own: those of process 0 are validated, and saved.
    if (!learns && this.#model) await checkSameWeights(this.#live, this.#model);
    if (!learns) this.#broadcast([...(this.#model?.namedBuffers() ?? [])].map(([, buffer]) => buffer));
    const shard = { rank, size, fill: learns, ...withoutUndefined({ lastBatch: this.options.lastBatch }) };
    const own = iterateShard(batches, start, shard);
    try {
      for (;;) {
        const next = await own.next();
        const batch = next.done ? null : next.value;
        const here = batch === null || isPadding(batch) ? 0 : (batch[0]?.shape[0] ?? 1);
        const counts = await this.#counts(batch !== null, here);
        this.#items = counts.map(({ items }) => items);
        const all = counts.every(({ has }) => has);
        if (!counts.some(({ has }) => has) || (learns && !all)) {
          for (const tensor of batch ?? []) tensor.dispose();
          const without = counts.findIndex(({ has }) => !has);
          if (rank === 0 && counts.some(({ has }) => has))
            console.warn(
              `process ${without} has no batch left where others have one, and the pass ends for all: each needs as many batches as the others, of getIdxs that give the same everywhere and items that can be read`,
            );
          return;
        }
        yield batch;
      }
    } finally {
      this.#items = [];
      await own.return(undefined);
    }
  }

  /** Of each process whether it has a batch, and how many items of its own are in it. */
  async #counts(has: boolean, items: number): Promise<{ has: boolean; items: number }[]> {
    const { rank, size } = this;
    const row = new Array<number>(2 * size).fill(0);
    row[2 * rank] = has ? 1 : 0;
    row[2 * rank + 1] = items;
    using counts = torch.tensor(row, { dtype: 'int64' });
    await this.#live.allReduce(counts);
    const all = Array.from(counts.toTypedArray(), Number);
    return Array.from({ length: size }, (_, i) => ({ has: all[2 * i] === 1, items: all[2 * i + 1] ?? 0 }));
  }

  override run(work: BatchWork): void {
    try {
      work.forward(this.forwardContext);
      if (!work.learns) return;
      if (this.#alone > 0) work.backward();
      else work.backward((loss) => this.#exchanging(loss));
      work.step();
    } finally {
      this.steps = true;
    }
  }

  /** Lets the backward pass average gradients; gives the loss with the weight that this process's items have. */
  #exchanging(loss: Tensor): Tensor {
    if (this.steps) {
      const reducer = this.#reducerNow();
      reducer.beforeForward();
      reducer.beforeBackward(loss);
    }
    // The mean over processes of means over items is the mean over items where each counts by its number of items.
    const weight = this.#share * this.size;
    if (weight === 1) return loss;
    // Nothing of what only fills a place may count, not even where it is no number.
    return weight === 0 ? loss.nanToNum(0, 0, 0).mul(0) : loss.mul(weight);
  }

  /** The share of the batch's items that are here. */
  get #share(): number {
    const total = this.items(0);
    return total === 0 ? 1 / this.size : (this.#items[this.rank] ?? 0) / total;
  }

  #reducerNow(): GradientReducer {
    const parameters = this.#model?.parameters().filter(({ requiresGrad }) => requiresGrad) ?? [];
    const isSame =
      parameters.length === this.#reduced.length && parameters.every((p, i) => p === this.#reduced[i]);
    if (this.#reducer && isSame) return this.#reducer;
    this.#reducer?.destroy();
    const { bucketCapMb, findUnused } = this.options;
    this.#reducer = new distributed.GradientReducer(
      parameters,
      this.#group ?? this.#live,
      withoutUndefined({ bucketCapMb, findUnused }),
    );
    this.#reduced = parameters;
    return this.#reducer;
  }

  override items(here: number): number {
    const total = this.#items.reduce((sum, items) => sum + items, 0);
    return this.#alone > 0 || total === 0 ? here : total;
  }

  override mean(values: readonly number[]): number[] {
    if (this.#alone > 0) return super.mean(values);
    const share = this.#share;
    using means = torch.tensor(
      values.map((value) => (share === 0 ? 0 : value * share)),
      { dtype: 'float64' },
    );
    this.#live.allReduceSync(means);
    return Array.from(means.toTypedArray(), Number);
  }

  override any(here: boolean): boolean {
    // What a process does by itself ends with it; a wish to stop is heard at the next batch that all have.
    if (this.#alone > 0) return false;
    using found = torch.tensor([here ? 1 : 0]);
    this.#live.allReduceSync(found, { op: 'max' });
    return Number(found.item()) === 1;
  }

  override average(tensors: readonly Tensor[]): void {
    const group = this.#group ?? this.#live;
    if (this.#alone === 0) for (const tensor of tensors) group.allReduceSync(tensor, { op: 'avg' });
  }

  override gather<T>(value: T): T[] {
    return this.#alone > 0 ? super.gather(value) : this.#live.allGatherObjectSync(value);
  }

  override async agree<T>(value: T): Promise<T> {
    return this.#alone > 0 ? value : (await this.#connected('cpu')).broadcastObject(value);
  }

  override async alone<T>(run: () => Promise<T>): Promise<T> {
    this.#alone += 1;
    try {
      return await run();
    } finally {
      this.#alone -= 1;
    }
  }

  override async failed(error: unknown): Promise<unknown> {
    const peers = this.#peers;
    if (this.#alone > 0 || !peers || ended) return error;
    const isOwn = !isBrokenExchange(error);
    ended = error;
    const message = error instanceof Error ? error.message : String(error);
    await peers.report(isOwn ? message : null);
    this.#disconnect();
    if (!isOwn) ended = await peers.verdict(error);
    await peers.heard();
    const lost = ended instanceof PeerError ? ended.rank : null;
    if (isOwn || this.rank === 0) await peers.linger(lost);
    return ended;
  }

  /** Ends the connections, upon which whoever waits for this process notices; what still goes on is not waited for. */
  #disconnect(): void {
    this.#reducer?.destroy();
    this.#reducer = null;
    this.#reduced = [];
    if (this.#model) nn.syncBatchNorms(this.#model, null);
    for (const group of [this.#group, this.#control]) group?.destroy().catch(() => {});
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { native } from '../core/index.js';
import { checkOptions, kindOf, type OptionNames, shown, unawaited } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { door, isAvailable, waited } from './door.js';
import { type Launch, launch } from './launch.js';
import { type Backend, ProcessGroup, type ReduceOp } from './process-group.js';
import { GradientReducer } from './reducer.js';
import { DEFAULT_TIMEOUT, FileStore, milliseconds, Store, TCPStore } from './store.js';

/** Options of `torch.distributed.initProcessGroup`. */
export interface ProcessGroupOptions {
  /** `'gloo'` on CPUs, `'nccl'` on NVIDIA's GPUs. Default `'gloo'`. */
  backend?: Backend;
  /** Seconds that processes wait for each other before they give up. Default 1800. */
  timeout?: number;
  /** Where they find each other. Default: at `MASTER_ADDR` and `MASTER_PORT`, as the environment says. */
  store?: Store;
  /** With a store: which of them this one is, and how many there are. */
  rank?: number;
  worldSize?: number;
}

/** What a function of `torch.distributed` takes beside its own options. */
export interface InGroup {
  /** The processes that take part; this one is among them. Default: all. */
  group?: ProcessGroup;
}

let everybody: ProcessGroup | null = null;
/** Groups that were made, which numbers the next one; the same in every process. */
let made = 0;

function defaultGroup(): ProcessGroup {
  if (everybody && !everybody.isDestroyed) return everybody;
  throw new Error('there is no process group yet: await torch.distributed.initProcessGroup() first');
}

/**
 * Makes the group of all processes, and waits until they have come. Without a store the environment says which one this
 * is (see `launch`).
 *
 * @throws Error where the environment says nothing, or this libtorch lacks the backend
 */
async function initProcessGroup(options: ProcessGroupOptions = {}): Promise<ProcessGroup> {
  checkOptions(
    options,
    { backend: true, timeout: true, store: true, rank: true, worldSize: true },
    'initProcessGroup',
  );
  const { backend = 'gloo', timeout = DEFAULT_TIMEOUT } = options;
  if (everybody && !everybody.isDestroyed)
    throw new Error('there is a process group already: destroy it first with destroyProcessGroup()');
  if (!(timeout > 0)) throw new RangeError(`timeout is a number of seconds, not ${shown(timeout)}`);
  checkBackend(backend);
  const { rank, worldSize, store } = await rendezvous(options, timeout);
  made = 0;
  // The names are those of PyTorch, so that a process of PyTorch can be in the group.
  const shared = store.withPrefix('default_pg');
  everybody = await makeGroup(backend, shared, rank, worldSize, timeout, range(worldSize));
  await allHere(shared, worldSize, timeout);
  const { number } = everybody;
  await waited('initProcessGroup', () => door().startCounting(number));
  return everybody;
}

function checkBackend(backend: Backend): void {
  const there = door().distributedBackends();
  if (there.includes(backend)) return;
  const names = there.map((name) => `'${name}'`).join(', ');
  const reason = backend === 'nccl' ? door().whyNoNccl() : 'Gloo runs on CPUs, NCCL on GPUs';
  throw new Error(`there is no backend '${backend}' here, only ${names}: ${reason}`);
}

async function rendezvous(
  { store, rank, worldSize }: ProcessGroupOptions,
  timeout: number,
): Promise<{ rank: number; worldSize: number; store: Store }> {
  if (store) {
    if (!(store instanceof Store))
      throw new TypeError(`initProcessGroup takes a store, not ${kindOf(store)}${unawaited(store)}`);
    if (rank === undefined || worldSize === undefined)
      throw new TypeError('initProcessGroup with a store takes rank and worldSize, too');
    if (!Number.isInteger(worldSize) || worldSize < 1)
      throw new RangeError(`worldSize is a whole number from 1 on, not ${shown(worldSize)}`);
    if (!Number.isInteger(rank) || rank < 0 || rank >= worldSize)
      throw new RangeError(`rank is a whole number from 0 to ${worldSize - 1}, not ${shown(rank)}`);
    return { rank, worldSize, store };
  }
  const found = launch();
  if (!found)
    throw new Error(
      'the environment does not say which process this is (RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT): start the program with `onecycle launch --nproc 2 <program>`, torchrun, srun or mpirun, or give initProcessGroup a store, rank and worldSize',
    );
  return { rank: found.rank, worldSize: found.worldSize, store: await environmentStore(found, timeout) };
}

/** The store where the environment says. Whoever launched the processes may keep it: then it outlives each of them. */
async function environmentStore({ rank, masterAddr, masterPort }: Launch, timeout: number): Promise<Store> {
  const { TORCHELASTIC_USE_AGENT_STORE, TORCHELASTIC_RESTART_COUNT = '0' } = process.env;
  const isKept = TORCHELASTIC_USE_AGENT_STORE === 'True';
  const store = await TCPStore.open(masterAddr, masterPort, { isServer: !isKept && rank === 0, timeout });
  return isKept ? store.withPrefix(`/worker/attempt_${TORCHELASTIC_RESTART_COUNT}`) : store;
}

async function makeGroup(
  backend: Backend,
  shared: Store,
  rank: number,
  size: number,
  timeout: number,
  ranks: readonly number[],
): Promise<ProcessGroup> {
  const store = shared.withPrefix(String(made++));
  const number = await waited('initProcessGroup', () =>
    door().makeGroup(backend, store.number, rank, size, milliseconds(timeout)),
  ).catch((error: unknown) => {
    if (!/time-?d?\s?out/i.test(String(error))) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `not all of the ${size} processes came within ${timeout} seconds (${reason}): did each of them start, and come to initProcessGroup or its fit?`,
      { cause: error },
    );
  });
  return new ProcessGroup(number, backend, rank, size, timeout, store, ranks);
}

/** Waits until all have made the group, as PyTorch does. */
async function allHere(shared: Store, worldSize: number, timeout: number): Promise<void> {
  const key = `store_based_barrier_key:${made}`;
  const until = Date.now() + timeout * 1000;
  let come = await shared.add(key, 1);
  while (come < worldSize) {
    if (Date.now() > until)
      throw new Error(`only ${come} of ${worldSize} processes came within ${timeout} seconds`);
    await sleep(10);
    come = await shared.add(key, 0);
  }
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/**
 * A group of some of the processes; every process of the default group calls this, in the same order, also those that
 * will be no part of it, which get null.
 *
 * @param ranks of its members
 */
async function newGroup(
  ranks: readonly number[],
  options: { backend?: Backend; timeout?: number } = {},
): Promise<ProcessGroup | null> {
  checkOptions(options, { backend: true, timeout: true }, 'newGroup');
  if (!Array.isArray(ranks)) throw new TypeError(`newGroup takes a list of ranks, not ${shown(ranks)}`);
  const all = defaultGroup();
  const { backend = all.backend, timeout = all.timeout } = options;
  checkBackend(backend);
  const members = [...new Set(ranks)].sort((a, b) => a - b);
  const stranger = members.find((rank) => !Number.isInteger(rank) || rank < 0 || rank >= all.size);
  if (stranger !== undefined || members.length === 0)
    throw new RangeError(`newGroup takes ranks from 0 to ${all.size - 1}, not [${ranks.join(', ')}]`);
  const own = members.indexOf(all.rank);
  const shared = all.store.withPrefix('groups');
  if (own < 0) {
    made++;
    return null;
  }
  return makeGroup(backend, shared, own, members.length, timeout, members);
}

/** Ends the group of all processes; whoever is in a call at this moment gets an error. */
async function destroyProcessGroup(): Promise<void> {
  const group = everybody;
  everybody = null;
  await group?.destroy();
}

/** Takes `group` out of the options; what is left is the method's own. */
function inGroup<T extends InGroup>(
  options: T,
  names: OptionNames<T>,
  what: string,
): [ProcessGroup, Omit<T, 'group'>] {
  checkOptions(options, names, what);
  const { group, ...own } = options;
  return [group ?? defaultGroup(), own];
}

/**
 * Processes that work together, on one machine or several: PyTorch's engine for it, c10d. Every process calls the same
 * functions in the same order.
 *
 * ```ts
 * await torch.distributed.initProcessGroup({ backend: 'gloo' });
 * await torch.distributed.allReduce(x); // the sum over all processes, in place
 * ```
 */
export const distributed = {
  FileStore,
  GradientReducer,
  ProcessGroup,
  Store,
  TCPStore,
  /** Whether this libtorch has it. */
  isAvailable,
  /** What tensors can travel by with this libtorch: `'gloo'`, `'nccl'`. */
  backends: (): string[] => native.distributedBackends?.() ?? [],
  launch,
  initProcessGroup,
  /** Whether there is a group of all processes. */
  isInitialized: (): boolean => everybody !== null && !everybody.isDestroyed,
  /** The group of all processes. @throws Error where there is none yet */
  get group(): ProcessGroup {
    return defaultGroup();
  },
  /** Which process this is, from 0; 0 where there is no group. */
  get rank(): number {
    return everybody?.rank ?? 0;
  },
  /** How many processes there are; 1 where there is no group. */
  get worldSize(): number {
    return everybody?.size ?? 1;
  },
  newGroup,
  destroyProcessGroup,
  /** Replaces the tensor by the sum (or what `op` says) over all processes, in place. */
  allReduce(tensor: Tensor, options: { op?: ReduceOp } & InGroup = {}): Promise<void> {
    const [group, own] = inGroup(options, { op: true, group: true }, 'allReduce');
    return group.allReduce(tensor, own);
  },
  /** Replaces the tensor by that of process `src` (its rank in the group; default 0), in place. */
  broadcast(tensor: Tensor, options: { src?: number } & InGroup = {}): Promise<void> {
    const [group, own] = inGroup(options, { src: true, group: true }, 'broadcast');
    return group.broadcast(tensor, own);
  },
  /** The tensors of all processes, by rank. */
  allGather(tensor: Tensor, options: InGroup = {}): Promise<Tensor[]> {
    return inGroup(options, { group: true }, 'allGather')[0].allGather(tensor);
  },
  /** Of the tensors that each process has for each (by rank), the sum (or what `op` says) of those for this one. */
  reduceScatter(tensors: readonly Tensor[], options: { op?: ReduceOp } & InGroup = {}): Promise<Tensor> {
    const [group, own] = inGroup(options, { op: true, group: true }, 'reduceScatter');
    return group.reduceScatter(tensors, own);
  },
  /** Waits until all processes have come here. */
  barrier(options: InGroup = {}): Promise<void> {
    return inGroup(options, { group: true }, 'barrier')[0].barrier();
  },
  /** What process `src` (default 0) has, as JSON carries it: for what is small. */
  broadcastObject<T>(value: T, options: { src?: number } & InGroup = {}): Promise<T> {
    const [group, own] = inGroup(options, { src: true, group: true }, 'broadcastObject');
    return group.broadcastObject(value, own);
  },
  /** What each process has, by rank, as JSON carries it: for what is small. */
  allGatherObject<T>(value: T, options: InGroup = {}): Promise<T[]> {
    return inGroup(options, { group: true }, 'allGatherObject')[0].allGatherObject(value);
  },
};

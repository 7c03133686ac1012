import { availableParallelism } from 'node:os';
import { load as loadAddon, locate } from '@onecycle/torch/install';

/** An operator as the dispatcher describes it. */
export interface NativeOperator {
  index: number;
  schema: string;
  arguments: NativeArgument[];
  returns: string[];
  /** The argument that an in-place operator returns, or -1. */
  returnsArgument: number;
}

/** An argument as the schema describes it. */
export interface NativeArgument {
  name: string;
  /** The schema's type without `?`: `Tensor`, `int[]`, `ScalarType`, … */
  type: string;
  /** 2 for `int[2]`, where one number stands for both. */
  size: number | null;
  optional: boolean;
  keywordOnly: boolean;
  isOut: boolean;
  default: string | null;
}

/** The memory of a graphics processor, in bytes. */
export interface DeviceMemory {
  /** In tensors now. */
  allocated: number;
  /** Held by the allocator: in tensors, or kept for the next ones. */
  reserved: number;
  /** The most that tensors took at once since the start. */
  peak: number;
  /**
   * What no process has taken; from libtorch 2.10 on. Before 2.9 the largest block that could be had, where the native part was built
   * with CUDA's headers.
   */
  free?: number;
  /** What the device has in all; from libtorch 2.10 on. */
  total?: number;
}

/** A tensor's number in the addon's table; -1 is no tensor. */
export type Id = number;

/** A recorded program: C++ holds it as long as JavaScript does. */
export interface NativeProgram {
  readonly [nativeProgram]: never;
}
declare const nativeProgram: unique symbol;

/** A tensor of a program: its number, and what it was like when the program was recorded. */
export interface SeenTensor {
  value: number;
  shape: number[];
  dtype: string;
  device: string;
}

/** A number, text or list that an operator was called with. */
export type Constant = number | bigint | boolean | string | null | readonly Constant[];

export interface StepDescription {
  /** What was marked as the place. */
  place: number;
  /** With its namespace: `aten::conv2d`; null for a change of mode. */
  operator: string | null;
  overload: string;
  arguments: ArgumentDescription[];
  /** All tensors that it gave; the value -1 is none. */
  results: SeenTensor[];
  /** The argument that an in-place operator gives back, or -1. */
  returnsArgument: number;
}

/** One of `tensor`, `tensors` (values, -1 for none) and `constant` is there. */
export interface ArgumentDescription {
  name: string;
  tensor?: number;
  tensors?: number[];
  constant?: Constant;
  /** Of a number that may be one: whether it is a floating-point number. */
  fraction?: boolean;
  isDefault?: boolean;
}

/** A program as C++ describes it. */
export interface ProgramDescription {
  inputs: SeenTensor[];
  captured: { seen: SeenTensor; name: number }[];
  steps: StepDescription[];
  outputs: SeenTensor[];
}

/** A store, a process group or a reducer, by its number in the addon's tables. */
export type Numbered = number;

/** What C++ offers of c10d. `now` waits on this thread and gives nothing; otherwise a promise is given. Times are in milliseconds. */
export interface NativeDistributed {
  distributedBackends(): string[];
  /** Why 'nccl' is not among them. */
  whyNoNccl(): string | null;
  openTcpStore(
    host: string,
    port: number,
    isServer: boolean,
    size: number,
    timeout: number,
  ): Promise<Numbered>;
  openFileStore(path: string, size: number): Numbered;
  prefixStore(store: Numbered, prefix: string): Numbered;
  storePort(store: Numbered): number;
  storeSet(store: Numbered, key: string, text: string): Promise<void>;
  storeGet(store: Numbered, key: string, timeout: number): Promise<string>;
  storeHas(store: Numbered, keys: readonly string[]): Promise<boolean>;
  storeAdd(store: Numbered, key: string, amount: number): Promise<number>;
  closeStore(store: Numbered): void;

  makeGroup(backend: string, store: Numbered, rank: number, size: number, timeout: number): Promise<Numbered>;
  startCounting(group: Numbered): Promise<void>;
  destroyGroup(group: Numbered): Promise<void>;
  allReduce(group: Numbered, now: boolean, tensor: Id, reduction: string): Promise<void> | undefined;
  broadcast(group: Numbered, now: boolean, tensor: Id, source: number): Promise<void> | undefined;
  allGather(group: Numbered, now: boolean, outputs: readonly Id[], input: Id): Promise<void> | undefined;
  reduceScatter(
    group: Numbered,
    now: boolean,
    output: Id,
    inputs: readonly Id[],
    reduction: string,
  ): Promise<void> | undefined;
  barrier(group: Numbered, now: boolean): Promise<void> | undefined;

  createReducer(
    group: Numbered,
    parameters: readonly Id[],
    bytes: number,
    firstBytes: number,
    findUnused: boolean,
    broadcast: readonly Id[],
  ): Numbered;
  beforeForward(reducer: Numbered): void;
  beforeBackward(reducer: Numbered, outputs: readonly Id[]): void;
  destroyReducer(reducer: Numbered): void;
  broadcastAll(group: Numbered, tensors: readonly Id[], source: number): void;
}

/** The addon: what C++ offers. Tensors cross as ids; `owner` is the object whose collection frees the tensor. */
export interface Native extends Partial<NativeDistributed> {
  names(): string[];
  resolve(name: string, overload: string): NativeOperator | null;
  call(index: number, owner: object | null, ...args: unknown[]): unknown;
  /** Of several results the first alone, a tensor's id, where the others are empty lists. */
  callAsync(index: number, ...args: unknown[]): Promise<unknown>;
  /** Memory for the arguments of one call (native/frame.cc). */
  frame(): ArrayBuffer;
  /** A number for calls of an operator whose arguments are `default`, `none` or `given` in the frame; -1 where one is no number. */
  form(index: number, arguments_: readonly string[]): number;
  /** Calls what the frame says. */
  callForm(owner?: object): unknown;
  /** As `callAsync`; the frame has the arguments but for the texts. */
  callFramedAsync(index: number, ...texts: unknown[]): Promise<unknown>;
  freeObject(id: number): void;

  fromMemory(
    memory: NodeJS.TypedArray,
    dtype: string,
    shape: readonly number[],
    pinned: boolean,
    owner: object | null,
  ): Id;
  view(id: Id, pinned: boolean, most: number): ArrayBuffer;
  alias(id: Id, owner: object | null): Id;
  track(id: Id, owner: object): void;
  /** Frees the first `count`. */
  free(ids: Int32Array, count: number): void;
  sweep(): void;
  memory(): { tensors: number; bytes: number };
  shape(id: Id): number[];
  strides(id: Id): number[];
  ndim(id: Id): number;
  numel(id: Id): number;
  dtype(id: Id): string;
  device(id: Id): string;
  layout(id: Id): string;
  memoryFormat(id: Id): string;
  isContiguous(id: Id, memoryFormat?: string): boolean;
  item(id: Id): number | bigint | boolean;

  backward(outputs: Id[], gradients: Id[], retain: boolean | null, create: boolean, inputs: Id[]): void;
  grad(
    outputs: Id[],
    inputs: Id[],
    gradients: Id[],
    retain: boolean | null,
    create: boolean,
    allowUnused: boolean,
  ): Id[];
  requiresGrad(id: Id): boolean;
  setRequiresGrad(id: Id, value: boolean): void;
  isLeaf(id: Id): boolean;
  gradFn(id: Id): string | null;
  getGrad(id: Id, owner: object | null): Id;
  setGrad(id: Id, gradient: Id | null): void;
  setData(id: Id, data: Id): void;
  data(id: Id, owner: object | null): Id;
  registerHook(id: Id, hook: (gradient: Id) => Id[]): number;
  removeHook(id: Id, position: number): void;
  attachBackward(
    outputs: Id[],
    inputs: Id[],
    saved: Id[],
    backward: (...gradientsAndSaved: Id[]) => Id[],
  ): void;
  /** `leaving` says that this puts back what was there before. */
  setGradMode(enabled: boolean, leaving: boolean): boolean;
  isGradEnabled(): boolean;
  pushInferenceMode(enabled: boolean): void;
  popInferenceMode(): void;
  autocastState(device: string): { enabled: boolean; dtype: string };
  enterAutocast(device: string, dtype: string, enabled: boolean): void;
  exitAutocast(device: string, dtype: string, enabled: boolean): void;

  startRecording(inputs: Id[], named: Id[]): void;
  markRecording(place: number): void;
  stopRecording(): void;
  finishRecording(outputs: Id[]): NativeProgram;
  describeProgram(program: NativeProgram): ProgramDescription;
  capturedOf(program: NativeProgram, index: number, owner: object | null): Id;
  followBatch(program: NativeProgram, sizes: number[][], numbers: number[][]): void;
  runProgram(program: NativeProgram, inputs: Id[]): Id[];
  runProgramAsync(program: NativeProgram, inputs: Id[]): Promise<Id[]>;

  manualSeed(seed: number | bigint): void;
  newGenerator(device: string): number;
  /** A generator is named by its number, or by the device whose default one is meant. */
  seedGenerator(generator: number, seed: number | bigint): void;
  generatorState(generator: number | string): Id;
  setGeneratorState(generator: number | string, state: Id): void;
  initialSeed(generator: number): number | bigint;

  setNumThreads(threads: number): void;
  getNumThreads(): number;
  version(): string;
  config(): string;
  cudaDeviceCount(): number;
  hasMps(): boolean;
  cudaSynchronize(device: number): void;
  cudaMemory(device: number): DeviceMemory | null;
  cudaEmptyCache(): void;
  cpuEmptyCache(): void;
  /** Streams are named by their numbers among the addon's objects. */
  newStream(device: string): number;
  currentStream(device: string): number;
  /** Gives the stream that was current before, for `leaveStream`. */
  enterStream(stream: number): number;
  leaveStream(before: number): void;
  waitStream(stream: number, other: number): void;
  recordUse(stream: number, tensor: Id): void;
  synchronizeStream(stream: number): void;
  sameStream(stream: number, other: number): boolean;
  deviceOfStream(stream: number): string;
  /** Why there are no CUDA graphs here. */
  graphsHindrance(): string | null;
  newGraph(device: string): number;
  beginCapture(graph: number): void;
  endCapture(graph: number, keep: boolean): void;
  replayGraph(graph: number): void;
  resetGraph(graph: number): void;
  placesOf(tensors: readonly Id[]): string;
  cpuHas(feature: string): boolean;
  loadLibrary(path: string, isGlobal: boolean): void;
}

// Another build of it: `npm run test:sanitize` has one that watches its own memory. That there is none is said at the import.
const path = process.env.ONECYCLE_TORCH_ADDON ?? locate('@onecycle/torch', import.meta.url);
// libgomp reads these when it is loaded. Without the first, worker threads start with libtorch's own guess. The second is
// how often a thread without work looks for some before it sleeps: the 300,000 of libgomp take the cores from the threads that
// read pictures and from other programs (a convolution beside a busy one: 42 ms, so 34 ms), 10,000 cost nothing where there are none.
process.env.OMP_NUM_THREADS ??= String(availableParallelism());
process.env.GOMP_SPINCOUNT ??= '10000';
// The same of OpenBLAS's threads, where libtorch has it: 2 to the power of so many clock ticks. Its 2^26 take a core for some 25 ms after each
// product of matrices: ResNet-50 told a picture on two cores in 67 ms (mean; 37 or 100), so in 39.
process.env.OPENBLAS_THREAD_TIMEOUT ??= '20';

const waiting: (() => void)[] = [];
let isOpen = false;

/** Has something done as soon as libtorch is open, and before it is used; at once where it is. */
export function whenOpen(action: () => void): void {
  if (isOpen) action();
  else waiting.push(action);
}

function open(): Native {
  if (isOpen) return native;
  // A copy, since V8 keeps what an addon exports as a table, in which each look-up takes longer than that of a literal's property.
  native = { ...(loadAddon('@onecycle/torch', path) as Native) };
  isOpen = true;
  native.setNumThreads(Number.parseInt(process.env.OMP_NUM_THREADS ?? '', 10) || availableParallelism());
  for (const action of waiting.splice(0)) action();
  return native;
}

/**
 * The addon, loaded once per JavaScript environment: at its first use, since opening libtorch takes longer than all the rest of
 * an import. Until then this stands for it.
 */
export let native: Native = new Proxy({} as Native, { get: (_, name) => Reflect.get(open(), name) });

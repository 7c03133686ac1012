import { threadId } from 'node:worker_threads';
import { Tensor, torch } from '@onecycle/torch';
import { locate } from '@onecycle/torch/install';
import { shown } from '../../base/index.js';
import { Semaphore } from './semaphore.js';

let isLoaded = false;

/** Loads the library of packages/onecycle/native, which registers the `onecycle::…` operators. */
function load(): void {
  if (isLoaded) return;
  torch.loadLibrary(locate('onecycle', import.meta.url));
  isLoaded = true;
}

/** Single pictures are decoded on a thread each. */
let singles: Semaphore | undefined;

/** A batch may begin while one is worked on: natively they share the threads, and the later takes what the earlier leaves idle. */
const batches = new Semaphore(2);

/** How many threads read, decode, resize and augment pictures. Default: as many as operators use (the cores). */
export const pictureThreads = (): number => singles?.total ?? torch.getNumThreads();

/** Sets how many threads read, decode, resize and augment pictures; work that has begun keeps the old number. */
export function setPictureThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`the number of threads is a whole number from 1 on, not ${shown(threads)}`);
  }
  singles = new Semaphore(threads);
}

/** The last arguments of native operators that work on many pictures: how many threads do so, and that they are shared by what runs here. */
export const ownThreads = (): readonly [threads: number, team: number] => [pictureThreads(), threadId];

/** A batch from a native operator, with what is wrong with each item ('' where nothing is), or an empty list where nothing is with any. */
export interface NativeBatch {
  batch: Tensor;
  failures: readonly string[];
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

/** Calls an operator (`onecycle::…`) off the main thread, with the threads that it may use as its last arguments. */
export async function callForBatch(name: string, args: readonly unknown[]): Promise<NativeBatch> {
  load();
  const turn = batches.acquire();
  if (turn) await turn;
  let result: unknown;
  try {
    result = await torch.callAsync(name, ...args, ...ownThreads());
  } finally {
    batches.release();
  }
  const [batch, failures] = Array.isArray(result) ? result : [];
  if (!(batch instanceof Tensor) || !isTexts(failures)) throw new TypeError(`${name} gave no batch`);
  return { batch, failures };
}

/** Works on one picture, no more of them at a time than there are threads for pictures. */
export function onOneThread<T>(work: () => Promise<T>): Promise<T> {
  singles ??= new Semaphore(pictureThreads());
  return singles.use(work);
}

/** Calls an operator that makes one picture and a note on it, off the main thread. */
export async function callForPicture(
  name: string,
  args: readonly unknown[],
): Promise<{ pixels: Tensor; note: string }> {
  load();
  const result = await onOneThread(() => torch.callAsync(name, ...args));
  const [pixels, note] = Array.isArray(result) ? result : [];
  if (!(pixels instanceof Tensor) || typeof note !== 'string') throw new TypeError(`${name} gave no picture`);
  return { pixels, note };
}

/** Calls an operator with one tensor as its result, off the main thread. */
export async function callSoon(name: string, args: readonly unknown[]): Promise<Tensor> {
  load();
  return tensorOf(name, await torch.callAsync(name, ...args));
}

const operator = (name: string) => torch.ops.onecycle?.[name.slice('onecycle::'.length)];

/** Calls an operator with one tensor as its result, at once. */
export function callNow(name: string, args: readonly unknown[]): Tensor {
  load();
  return tensorOf(name, operator(name)?.(...args));
}

function tensorOf(name: string, result: unknown): Tensor {
  if (result instanceof Tensor) return result;
  throw new TypeError(`${name} gave no tensor`);
}

/** Calls an operator whose results are whole numbers, at once. */
export function callForNumbers(name: string, args: readonly unknown[]): number[] {
  load();
  const result = operator(name)?.(...args);
  return (Array.isArray(result) ? result : [result]).map(Number);
}

import { fileURLToPath } from 'node:url';
import { Tensor, torch } from '@onecycle/torch';
import { ShortageError } from '../../data/index.js';
import { Permits } from './permits.js';
import { PictureError } from './picture-error.js';

/** The library of packages/onecycle/native, which registers the `onecycle::…` operators. */
const library = fileURLToPath(new URL('../../../build/libonecycle_pictures.so', import.meta.url));
let isLoaded = false;

function load(): void {
  if (isLoaded) return;
  torch.loadLibrary(library);
  isLoaded = true;
}

/** Single pictures are decoded on a thread each. */
let singles: Permits | undefined;

/** A batch may begin while one is worked on: natively they share the threads, and the later takes what the earlier leaves idle. */
const batches = new Permits(2);

/** How many threads read, decode, resize and augment pictures. Default: as many as operators use (the cores). */
export const pictureThreads = (): number => singles?.total ?? torch.getNumThreads();

/** Sets how many threads read, decode, resize and augment pictures; work that has begun keeps the old number. */
export function setPictureThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`the number of threads is a whole number from 1 on, not ${threads}`);
  }
  singles = new Permits(threads);
}

/** Files or decoded pictures on their way through a native operator. */
export interface NativeInput {
  /** Paths; not read where there is a picture. */
  files: readonly string[];
  /** uint8 tensors [3, height, width]; empty ones where the file is to be read. None at all: all files are read. */
  pictures: readonly Tensor[];
}

/** A batch from a native operator, with what is wrong with each item ('' where nothing is). */
export interface NativeBatch {
  batch: Tensor;
  failures: readonly string[];
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Calls `onecycle::<name>` off the main thread, with the number of threads it may use as its last argument. */
export async function loadBatch(name: string, items: number, ...args: unknown[]): Promise<NativeBatch> {
  load();
  const threads = Math.min(items, pictureThreads());
  const result = await batches.use(() => torch.callAsync(`onecycle::${name}`, ...args, threads));
  const [batch, failures] = Array.isArray(result) ? result : [];
  if (!(batch instanceof Tensor) || !isTexts(failures))
    throw new TypeError(`onecycle::${name} gave no batch`);
  return { batch, failures };
}

/** Works on one picture when it is its turn: no more of them at a time than there are threads for pictures. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  singles ??= new Permits(pictureThreads());
  return singles.use(work);
}

/** Calls an operator that makes one picture and a note on it, off the main thread. */
export async function pictureAsync(
  name: string,
  ...args: unknown[]
): Promise<{ pixels: Tensor; note: string }> {
  load();
  const result = await inTurn(() => torch.callAsync(`onecycle::${name}`, ...args));
  const [pixels, note] = Array.isArray(result) ? result : [];
  if (!(pixels instanceof Tensor) || typeof note !== 'string')
    throw new TypeError(`onecycle::${name} gave no picture`);
  return { pixels, note };
}

/** What an operator says is wrong with a file, as an error: of the picture, or of the machine. */
export function failureOf(file: string | undefined, note: string): PictureError | ShortageError {
  const shortage = /^shortage: (.*)$/s.exec(note)?.[1];
  return shortage === undefined ? new PictureError(file, note) : new ShortageError(file, shortage);
}

/** Calls an operator with one tensor as its result, at once. */
export function tensorNow(name: string, ...args: unknown[]): Tensor {
  load();
  const result = torch.ops.onecycle?.[name]?.(...args);
  if (!(result instanceof Tensor)) throw new TypeError(`onecycle::${name} gave no tensor`);
  return result;
}

/** What runs in each worker thread of a predictor: the model, and all that leads to it. It has no names to let out. */
import { parentPort, workerData } from 'node:worker_threads';
import { Tensor, torch } from '@onecycle/torch';
import { ItemError, isShortage } from '../../data/index.js';
import {
  type Learner,
  type LoadLearnerOptions,
  loadLearner,
  type Prediction,
  predictEach,
  UnreadableItemError,
} from '../../training/index.js';
// Its models and transforms register what an exported file names.
import { limitPixels, PilImage, setPictureThreads } from '../../vision/index.js';
import { answerOf, type ModelInfo, taskOf } from './answer.js';
import { asError } from './as-error.js';
import type { FromWorker, ToWorker, WireItem, WireResult, WorkerSetup } from './messages.js';
import { toWire } from './wire.js';

const port = parentPort;
if (!port) throw new Error('predict-worker is what createPredictor starts; it does nothing by itself');
/** Lets the thread end when it has nothing left to do. */
function end(): void {
  // Deno's port cannot be closed.
  if (typeof port?.close === 'function') port.close();
  else process.exit(0);
}
const tell = (message: FromWorker): void => port.postMessage(message);

const setup: WorkerSetup = workerData;
try {
  const learn = await load(setup);
  const [first] = await predictEach(learn, [await sample()]).catch((error: unknown) => {
    throw new Error(`${setup.file} cannot predict: ${reasonOf(error)}`, { cause: error });
  });
  if (first === undefined || first instanceof ItemError)
    throw new Error(
      `${setup.file} does not take pictures: a predictor is for models that do (${first?.message ?? 'no prediction'})`,
    );
  const task = taskOf(learn, first);
  const classes = task === 'values' ? [] : learn.dls.vocab.map(String);
  release(first);
  port.on('message', (message: ToWorker) => {
    if (message === 'close') end();
    else void run(learn, { task, classes }, message);
  });
  tell({ type: 'ready', model: { task, classes } });
} catch (error) {
  tell({ type: 'refused', error: asError(error) });
  end();
}

/** Without where in a pass it happened: of that there is one. */
function reasonOf(error: unknown): string {
  const { cause = error } = error instanceof Error ? error : {};
  return asError(cause).message;
}

/** The learner, ready to predict: faster where its model can be folded, and with the same results up to rounding. */
async function load({ bytes, file, threads, device, maxPixels, module }: WorkerSetup): Promise<Learner> {
  torch.setNumThreads(threads);
  setPictureThreads(threads);
  const given = module === undefined ? {} : await ownParts(module);
  const learn = await loadLearner(new Uint8Array(bytes), {
    name: file,
    ...(device === undefined ? {} : { device }),
    ...given,
  });
  if (maxPixels !== undefined) limitPixels(learn.dls, maxPixels);
  try {
    return learn.toInference();
  } catch {
    // Not every model begins with a convolution or has its norms behind one.
    return learn;
  }
}

/** What a module of the user's own hands in, after it registered what it wants to. */
async function ownParts(address: string): Promise<LoadLearnerOptions> {
  const { default: given }: { default?: unknown } = await import(address);
  const parts: unknown = typeof given === 'function' ? await given() : given;
  if (parts === undefined) return {};
  if (typeof parts === 'object' && parts !== null) return parts;
  throw new TypeError(
    `the default export of ${address} is to be the options of loadLearner, or a function that gives them`,
  );
}

/** A grey picture: what the model does with it shows what it decides, and the first prediction is the slowest. */
function sample(): Promise<PilImage> {
  const side = 64;
  return PilImage.create({ data: new Uint8Array(3 * side * side).fill(127), width: side, height: side });
}

async function run(
  learn: Learner,
  model: Pick<ModelInfo, 'task' | 'classes'>,
  { id, items }: { id: number; items: WireItem[] },
): Promise<void> {
  try {
    const made = await predictEach(
      learn,
      items.map(({ source }) => (typeof source === 'string' ? source : new Uint8Array(source))),
    );
    const results = await Promise.all(made.map((one, i) => resultOf(one, items[i]?.brief ?? false, model)));
    for (const one of made) release(one);
    tell({ type: 'done', id, results });
  } catch (error) {
    tell({ type: 'failed', id, error: asError(error) });
  }
}

async function resultOf(
  made: Prediction | ItemError,
  brief: boolean,
  { task, classes }: Pick<ModelInfo, 'task' | 'classes'>,
): Promise<WireResult> {
  if (!(made instanceof ItemError))
    return brief ? { answer: await answerOf(task, classes, made) } : toWire(made);
  const problem = made instanceof UnreadableItemError ? made.reason : made.message;
  return { problem, passing: isShortage(made) };
}

/** A mask is a tensor of its own. */
function release(made: Prediction | ItemError): void {
  if (!(made instanceof ItemError) && made.decoded instanceof Tensor) made.decoded.dispose();
}

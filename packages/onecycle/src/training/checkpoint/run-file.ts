import type { Tensor } from '@onecycle/torch';
import type { RunShape } from './run-shape.js';

/** Everything that the rest of a run depends on, as a file holds it. */
export interface RunFile {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

/** Where a fit stands between two batches, and what it was asked to do. */
export interface RunPosition {
  /** Number of the fit among those of the script that write into the same folder. */
  fit: number;
  /** The method that trains: 'fit', 'fitOneCycle', …; not in files of before it was taken down. */
  method?: string;
  nEpoch: number;
  /** Batches of an epoch. */
  nIter: number;
  /** The epoch and the training batch that come next. */
  epoch: number;
  batch: number;
  /** How many processes trained together; 1 where it is not said. */
  processes?: number;
}

/** Counters of the loop, and states beside the weights. */
export interface Counters {
  trainIter: number;
  pctTrain: number;
  /** Place and randomness of each loader, and the items that it has learned to leave out, with their errors. */
  loaders: { epoch: number; seed: number; failures: [number, string][] }[];
  callbacks: { name: string; state: string }[];
}

/** Of what a checkpoint holds; those of another version are refused. */
const VERSION = '1';

/** The entries of a checkpoint's metadata that are not the optimizer's. */
export const writtenEntries = (
  position: RunPosition,
  shape: RunShape,
  counters: Counters,
  trained: readonly boolean[],
): Record<string, string> => ({
  version: VERSION,
  position: JSON.stringify(position),
  shape: JSON.stringify(shape),
  counters: JSON.stringify(counters),
  trained: JSON.stringify(trained),
});

/** Throws where a file is no checkpoint, or one of another version. */
export function checkVersion({ metadata }: RunFile, name: string): void {
  if (metadata.version === VERSION) return;
  throw new Error(`${name} is no checkpoint of this version of onecycle: leave resume out to start anew`);
}

/** Runs what reads a checkpoint; whatever is wrong in it, the error names the file. */
export function readingRun<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason.startsWith(name)) throw error;
    throw new Error(`${name} cannot be resumed from: ${reason}`, { cause: error });
  }
}

/** The place in the run that a file is of. Throws, naming the file, where it says none. */
export function positionOf({ metadata }: RunFile, name: string): RunPosition {
  const {
    fit,
    kind,
    method = kind,
    nEpoch,
    nIter,
    epoch,
    batch,
    processes,
  } = entry(metadata, 'position', name);
  return {
    ...(typeof method === 'string' && { method }),
    ...(typeof processes === 'number' && { processes }),
    ...numbers({ fit, nEpoch, nIter, epoch, batch }, 'position', name),
  };
}

/** What shaped the fit that a file is of; nothing in older files. */
export const shapeOf = ({ metadata }: RunFile, name: string): RunShape =>
  metadata.shape === undefined ? {} : entry(metadata, 'shape', name);

/** Which parameters had trained. */
export function trainedOf({ metadata }: RunFile, name: string): boolean[] {
  const flags = parsed(metadata.trained ?? '[]', 'trained', name);
  if (Array.isArray(flags) && flags.every((flag) => typeof flag === 'boolean')) return flags;
  throw damaged('trained', name);
}

/** The counters of the loop. */
export function countersOf({ metadata }: RunFile, name: string): Counters {
  const { trainIter, pctTrain, loaders, callbacks } = entry(metadata, 'counters', name);
  if (!Array.isArray(loaders) || !loaders.every(isLoader)) throw damaged('counters', name);
  if (!Array.isArray(callbacks) || !callbacks.every(isCallback)) throw damaged('counters', name);
  return { ...numbers({ trainIter, pctTrain }, 'counters', name), loaders, callbacks };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLoader = (value: unknown): value is Counters['loaders'][number] =>
  isRecord(value) &&
  typeof value.epoch === 'number' &&
  typeof value.seed === 'number' &&
  Array.isArray(value.failures) &&
  value.failures.every(
    (failure) => Array.isArray(failure) && typeof failure[0] === 'number' && typeof failure[1] === 'string',
  );

const isCallback = (value: unknown): value is Counters['callbacks'][number] =>
  isRecord(value) && typeof value.name === 'string' && typeof value.state === 'string';

const damaged = (what: string, name: string) =>
  new Error(`${name} is damaged: its '${what}' is not what a checkpoint has there`);

function parsed(json: string, what: string, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`${name} is damaged: its '${what}' is no JSON`, { cause: error });
  }
}

function entry(
  metadata: Readonly<Record<string, string>>,
  what: string,
  name: string,
): Record<string, unknown> {
  const value = parsed(metadata[what] ?? 'null', what, name);
  if (isRecord(value)) return value;
  throw damaged(what, name);
}

function numbers<K extends string>(
  values: Readonly<Record<K, unknown>>,
  what: string,
  name: string,
): Record<K, number> {
  const wrong = Object.values(values).some((value) => typeof value !== 'number');
  if (wrong) throw damaged(what, name);
  return values as Record<K, number>;
}

import type { Tensor } from '@onecycle/torch';
import { ItemError } from '../../data/index.js';
import type { CallbackLearner, CallbackState } from '../events/index.js';
import {
  forFile,
  loadWeights,
  packState,
  randomState,
  restoreOptimizer,
  restoreRandomState,
  unpackState,
} from '../persistence/index.js';
import { ParamScheduler } from '../schedules/index.js';

/** Where a fit stands between two batches, and what it was asked to do. */
export interface RunPosition {
  /** Number of the fit among those of the script that write into the same folder. */
  fit: number;
  /** The method that trains: 'fit', 'fitOneCycle', …; not in files of before it was taken down. */
  kind?: string;
  nEpoch: number;
  /** Batches of an epoch. */
  nIter: number;
  /** The epoch and the training batch that come next. */
  epoch: number;
  batch: number;
}

/** The position of fit number `fit`, which is on, before a batch of an epoch. */
export function positionAt<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  fit: number,
  epoch: number,
  batch: number,
): Required<RunPosition> {
  const kind = learn.callback(ParamScheduler)?.kind ?? 'fit';
  return { fit, kind, nEpoch: learn.nEpoch, nIter: learn.dls.train.length, epoch, batch };
}

/** Everything that the rest of a run depends on, as a file holds it. */
export interface RunFile {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

/** Of what a checkpoint holds; those of another version are refused. */
const VERSION = '1';

interface Counters {
  trainIter: number;
  pctTrain: number;
  /** Place and randomness of each loader, and the items that it has learned to leave out, with their errors. */
  loaders: { epoch: number; seed: number; failures: [number, string][] }[];
  callbacks: { name: string; state: string }[];
}

/** Takes down model, optimizer, gradients that wait for their step, random state, loaders, callbacks and counters. */
export function captureRun<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  position: RunPosition,
): RunFile {
  const optimizer = packState(learn.opt.stateDict(), 'optimizer');
  const states = learn.cbs.map((cb, i) => ({ name: cb.name, ...packState(cb.state(), `callback/${i}`) }));
  const gradients = [...learn.model.namedParameters()].flatMap(([name, { grad }]): [string, Tensor][] =>
    grad ? [[`gradient/${name}`, grad]] : [],
  );
  const counters: Counters = {
    trainIter: learn.trainIter,
    pctTrain: learn.pctTrain,
    // The pass that is under way has taken its number already; it is the one to take again.
    loaders: learn.dls.loaders.map(({ epoch, seed, failures }, i) => ({
      epoch: i === 0 && position.batch > 0 ? epoch - 1 : epoch,
      seed,
      failures: [...failures].map(([index, { cause }]) => [
        index,
        cause instanceof Error ? cause.message : String(cause),
      ]),
    })),
    callbacks: states.map(({ name, json }) => ({ name, state: json })),
  };
  const tensors = forFile([
    ...learn.model.stateDict(),
    ...optimizer.tensors,
    ...states.flatMap((state) => [...state.tensors]),
    ...gradients,
    ...randomState(learn.dls.device),
  ]);
  return {
    tensors,
    metadata: {
      version: VERSION,
      position: JSON.stringify(position),
      optimizer: optimizer.json,
      trained: JSON.stringify(learn.opt.trained),
      counters: JSON.stringify(counters),
    },
  };
}

/** The place in the run that a file is of. */
export const positionOf = ({ metadata }: RunFile): RunPosition => JSON.parse(metadata.position ?? 'null');

/** Throws where a file is no checkpoint, or one of another version. */
export function checkVersion({ metadata }: RunFile, name: string): void {
  if (metadata.version === VERSION) return;
  throw new Error(`${name} is no checkpoint of this version of onecycle: leave resume out to start anew`);
}

/** Puts everything back. Throws where the model, the optimizer or the callbacks are others than when it was written. */
export function restoreRun<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  file: RunFile,
  name: string,
): void {
  const { tensors, metadata } = file;
  const counters: Counters = JSON.parse(metadata.counters ?? 'null');
  const names = (cbs: readonly { name: string }[]) => cbs.map((cb) => cb.name).join(', ');
  if (names(counters.callbacks) !== names(learn.cbs)) {
    throw new Error(
      `${name} was written with the callbacks ${names(counters.callbacks)}, now there are ${names(learn.cbs)}: resume with the same ones`,
    );
  }
  loadWeights(learn.model, tensors, name);
  restoreOptimizer(learn.opt, metadata.optimizer ?? 'null', tensors);
  learn.opt.trained = JSON.parse(metadata.trained ?? '[]');
  for (const [key, parameter] of learn.model.namedParameters()) {
    parameter.grad = tensors.get(`gradient/${key}`)?.to(parameter.device).clone() ?? null;
  }
  counters.callbacks.forEach(({ state }, i) => {
    const saved = unpackState(state, tensors);
    if (isCallbackState(saved)) learn.cbs[i]?.restoreState(saved);
  });
  learn.trainIter = counters.trainIter;
  learn.pctTrain = counters.pctTrain;
  for (const [i, loader] of learn.dls.loaders.entries()) {
    const { epoch, seed, failures } = counters.loaders[i] ?? { ...loader, failures: [] };
    Object.assign(loader, { epoch, seed });
    for (const [index, reason] of failures)
      loader.failures.set(index, new ItemError(index, undefined, reason));
  }
  restoreRandomState(learn.dls.device, tensors);
}

const isCallbackState = (value: unknown): value is CallbackState =>
  typeof value === 'object' && value !== null;

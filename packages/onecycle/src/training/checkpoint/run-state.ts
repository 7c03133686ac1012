import { type Tensor, torch } from '@onecycle/torch';
import { ItemError } from '../../data/index.js';
import type { CallbackLearner, CallbackState } from '../events/index.js';
import { copyLaidOutAs } from '../optimizer/index.js';
import {
  forFile,
  loadWeights,
  ofProcess,
  packedRandomState,
  packState,
  randomState,
  restoreOptimizer,
  restoreRandomState,
  unpackedRandomState,
  unpackState,
} from '../persistence/index.js';
import { ParamScheduler } from '../schedules/index.js';
import {
  type Counters,
  countersOf,
  type RunFile,
  type RunPosition,
  readingRun,
  trainedOf,
  writtenEntries,
} from './run-file.js';
import type { RunShape } from './run-shape.js';

/** The position of fit number `fit`, which is on, before a batch of an epoch. */
export function positionAt<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  fit: number,
  epoch: number,
  batch: number,
): Required<RunPosition> {
  const method = learn.callback(ParamScheduler)?.method ?? 'fit';
  const { dls, nEpoch, strategy } = learn;
  const nIter = strategy.count(dls.train);
  return { fit, method, nEpoch, nIter, epoch, batch, processes: strategy.size };
}

/**
 * Takes down model, optimizer, gradients that wait for their step, random state, loaders, callbacks and counters. Of several
 * processes, each with a random state of its own, the first one takes down everything, and the others give null.
 */
export function captureRun<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  position: RunPosition,
  shape: RunShape,
): RunFile | null {
  const { strategy } = learn;
  // Those of a step that still waits for more are each process's own.
  torch.scope(() => strategy.average(learn.model.parameters().flatMap(({ grad }) => grad ?? [])));
  const random = strategy.gather(strategy.rank > 0 ? packedRandomState(learn.dls.device) : []);
  if (strategy.rank > 0) return null;
  return torch.scope(() => takenDown(learn, position, shape, random));
}

function takenDown<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  position: RunPosition,
  shape: RunShape,
  random: readonly [string, string][][],
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
    ...learn.model.namedState(),
    ...optimizer.tensors,
    ...states.flatMap((state) => [...state.tensors]),
    ...gradients,
    ...randomState(learn.dls.device),
    ...random.flatMap((state, rank) => unpackedRandomState(state, rank)),
  ]);
  return {
    tensors,
    metadata: {
      ...writtenEntries(position, shape, counters, learn.opt.trained),
      optimizer: optimizer.json,
    },
  };
}

/** Puts everything back. Throws where the model, the optimizer or the callbacks are others than when it was written. */
export function restoreRun<B extends readonly Tensor[]>(
  learn: CallbackLearner<B>,
  file: RunFile,
  name: string,
): void {
  const { tensors, metadata } = file;
  const counters = countersOf(file, name);
  const names = (cbs: readonly { name: string }[]) => cbs.map((cb) => cb.name).join(', ');
  if (names(counters.callbacks) !== names(learn.cbs)) {
    throw new Error(
      `${name} was written with the callbacks ${names(counters.callbacks)}, now there are ${names(learn.cbs)}: resume with the same ones`,
    );
  }
  loadWeights(learn.model, tensors, name);
  readingRun(name, () => restoreOptimizer(learn.opt, metadata.optimizer ?? 'null', tensors));
  learn.opt.trained = trainedOf(file, name);
  for (const [key, parameter] of learn.model.namedParameters()) {
    const saved = tensors.get(`gradient/${key}`);
    parameter.grad = saved ? copyLaidOutAs(saved, parameter) : null;
  }
  counters.callbacks.forEach(({ state }, i) => {
    readingRun(name, () => {
      const saved = unpackState(state, tensors);
      if (isCallbackState(saved)) learn.cbs[i]?.restoreState(saved);
    });
  });
  learn.trainIter = counters.trainIter;
  learn.pctTrain = counters.pctTrain;
  for (const [i, loader] of learn.dls.loaders.entries()) {
    const { epoch, seed, failures } = counters.loaders[i] ?? { ...loader, failures: [] };
    Object.assign(loader, { epoch, seed });
    for (const [index, reason] of failures)
      loader.failures.set(index, new ItemError(index, undefined, reason));
  }
  restoreRandomState(learn.dls.device, ofProcess(tensors, learn.strategy.rank));
}

const isCallbackState = (value: unknown): value is CallbackState =>
  typeof value === 'object' && value !== null;

import { type Tensor, torch } from '@onecycle/torch';
import { keptCopy } from '../optimizer/index.js';
import { randomState, restoreRandomState } from '../persistence/index.js';
import type { RateFindable } from './rate-findable.js';

/**
 * Remembers a learner's weights, buffers, optimizer, recorder, counters, place in the data and random streams.
 * @returns a function that puts all of it back, bit for bit, once
 */
export function snapshot<B extends readonly Tensor[]>(learn: RateFindable<B>): () => void {
  const { opt, model, recorder } = learn;
  const weights = [...model.namedState()].map(([, tensor]) => ({ tensor, saved: keptCopy(tensor) }));
  const optimizer = opt.stateDict();
  const averages = optimizer.state.map((state) => ({
    ...state,
    tensors: Object.fromEntries(
      Object.entries(state.tensors).map(([name, tensor]) => [name, keptCopy(tensor)]),
    ),
  }));
  const recorded = structuredClone(recorder.state());
  const random = new Map(randomState(learn.dls.device));
  for (const state of random.values()) torch.keep(state);
  const { epoch, nEpoch, iter, nIter, trainIter, pctTrain, smoothLoss, finalRecord, stopRequested } = learn;
  const counters = {
    epoch,
    nEpoch,
    iter,
    nIter,
    trainIter,
    pctTrain,
    smoothLoss,
    finalRecord,
    stopRequested,
  };
  const { train } = learn.dls;
  const passes = train.epoch;
  return () => {
    torch.noGrad(() => {
      for (const { tensor, saved } of weights) tensor.copy_(saved);
    });
    opt.zeroGrad();
    opt.loadStateDict({ ...optimizer, state: averages });
    recorder.restoreState(recorded);
    Object.assign(learn, counters);
    train.epoch = passes;
    restoreRandomState(learn.dls.device, random);
    const copies = [
      ...weights.map(({ saved }) => saved),
      ...averages.flatMap(({ tensors }) => Object.values(tensors)),
    ];
    for (const tensor of [...copies, ...random.values()]) tensor.dispose();
  };
}

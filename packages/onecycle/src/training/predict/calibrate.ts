import { type Tensor, torch } from '@onecycle/torch';
import { checkOptions } from '../../base/index.js';
import type { DataLoader } from '../../data/index.js';
import { CalibratedLoss, type CalibratedOutputs, type LossFunc, outputMeaning } from '../losses/index.js';
import { getPreds, type Predicting } from './predictions.js';

/** Options of `learn.calibrate`. */
export interface CalibrateOptions<B extends readonly Tensor[]> {
  /** 0 for the training data, 1 (the default) for the validation data. */
  dsIdx?: number;
  /** Other data, with labels. */
  dl?: DataLoader<B>;
}

/** What `learn.calibrate` found. */
export interface Calibration {
  /** What outputs are divided by: above 1 the model was too certain, below 1 not certain enough. */
  temperature: number;
  /** Items that it was measured on. */
  items: number;
  /** The mean negative log-likelihood of those items' labels, before and after. */
  nll: { before: number; after: number };
}

/** A learner whose loss may be replaced. */
export interface Calibratable<B extends readonly Tensor[]> extends Predicting<B> {
  lossFunc: LossFunc;
}

/** See `learn.calibrate`. */
export async function calibrate<B extends readonly Tensor[]>(
  learn: Calibratable<B>,
  options: CalibrateOptions<B>,
): Promise<Calibration> {
  checkOptions<CalibrateOptions<B>>(options, { dsIdx: true, dl: true }, 'learn.calibrate');
  const { lossFunc } = learn;
  // A calibration replaces the one before.
  const loss = lossFunc instanceof CalibratedLoss && lossFunc.loss ? lossFunc.loss : lossFunc;
  const { preds, targs } = await learn.noBar(() => getPreds(learn, { ...options, act: (output) => output }));
  try {
    return torch.scope(() => {
      if (!targs)
        throw new Error('calibrate needs labels: make the data with testDl(items, { withLabels: true })');
      const scores = preds.double();
      const broken = Number(scores.flatten(1).isfinite().logicalNot().any(1).sum().item());
      if (broken > 0)
        throw new Error(
          `calibrate: for ${broken} of ${preds.size(0)} items the model gives NaN or infinite numbers: its weights are broken. Load others, or train it anew with a lower learning rate`,
        );
      const outputs = outputsUnder(loss, learn, scores, targs);
      refuseAllRight(outputs, scores, targs);
      const nll = likelihood(outputs, scores, targs);
      const sharpness = minimum(nll);
      learn.lossFunc = new CalibratedLoss(loss, 1 / sharpness, outputs);
      return {
        temperature: 1 / sharpness,
        items: preds.size(0),
        nll: { before: nll(1).value, after: nll(sharpness).value },
      };
    });
  } finally {
    preds.dispose();
    targs?.dispose();
  }
}

/** Whether outputs are classes or labels: only of those it is known what a temperature does. */
function outputsUnder<B extends readonly Tensor[]>(
  loss: LossFunc,
  learn: Predicting<B>,
  scores: Tensor,
  targs: Tensor,
): CalibratedOutputs {
  const { activation } = outputMeaning(loss, learn.dls);
  const given = activation(scores);
  const gives = (probs: Tensor) =>
    given.shape.join() === probs.shape.join() && Number(given.sub(probs).abs().max()) < 1e-6;
  if (scores.ndim === 2 && targs.ndim === 1 && gives(torch.softmax(scores, 1))) return 'classes';
  if (scores.shape.join() === targs.shape.join() && gives(scores.sigmoid())) return 'labels';
  throw new Error(
    `calibrate is for classes [N, C] and labels under a softmax or a sigmoid; here outputs are [${scores.shape}] for targets [${targs.shape}], and the loss's activation is ${scores.ndim === 2 ? 'neither' : 'of something else'}`,
  );
}

/** The mean negative log-likelihood where scores are multiplied by `s`, with its first two derivatives. It is convex in s. */
type Likelihood = (s: number) => { value: number; slope: number; curvature: number };

function likelihood(outputs: CalibratedOutputs, scores: Tensor, targs: Tensor): Likelihood {
  const number = (x: Tensor) => Number(x.mean().item());
  if (outputs === 'labels') {
    const wanted = targs.double();
    return (s) =>
      torch.scope(() => {
        const scaled = scores.mul(s);
        const probs = scaled.sigmoid();
        return {
          value: number(torch.softplus(scaled).sub(scaled.mul(wanted))),
          slope: number(probs.sub(wanted).mul(scores)),
          curvature: number(probs.mul(probs.rsub(1)).mul(scores.square())),
        };
      });
  }
  const own = scores.gather(1, targs.long().unsqueeze(1)).squeeze(1);
  return (s) =>
    torch.scope(() => {
      const scaled = scores.mul(s);
      const probs = torch.softmax(scaled, 1);
      const expected = probs.mul(scores).sum(1);
      return {
        value: number(scaled.logsumexp([1]).sub(own.mul(s))),
        slope: number(expected.sub(own)),
        curvature: number(probs.mul(scores.square()).sum(1).sub(expected.square())),
      };
    });
}

/** Where no decision is wrong, ever smaller temperatures are ever better. */
function refuseAllRight(outputs: CalibratedOutputs, scores: Tensor, targs: Tensor): void {
  const margins =
    outputs === 'labels'
      ? scores.mul(targs.double().mul(2).sub(1))
      : scores.gather(1, targs.long().unsqueeze(1)).sub(scores.amax([1], { keepdim: true }));
  if (Number(margins.min().item()) < 0) return;
  throw new Error(
    'calibrate: the model is right about each of these items, so that it could not be certain enough: take items that it has not been trained on, and more of them',
  );
}

/** Where the likelihood is greatest, by Newton's method between bounds that close in. */
function minimum(nll: Likelihood): number {
  let [low, high] = [0, 1];
  if (nll(low).slope >= 0)
    throw new Error(
      'calibrate: the model is no better than chance on these items, and no temperature makes its probabilities right',
    );
  while (nll(high).slope < 0) {
    low = high;
    high *= 2;
  }
  let s = (low + high) / 2;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const { slope, curvature } = nll(s);
    if (slope === 0) return s;
    if (slope > 0) high = s;
    else low = s;
    const newton = s - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - s) < 1e-10 * s) return next;
    s = next;
  }
  return s;
}

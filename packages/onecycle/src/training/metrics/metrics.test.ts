import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { camelCased, expectClose } from '../../testing/against-fastai.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import { packState, unpackState } from '../persistence/index.js';
import * as metrics from './index.js';

/** A number; NaN and infinities are strings. */
type Numeric = number | string;
type Args = Record<string, unknown>;
interface Case {
  metric: string;
  args: Args;
  name: string;
  value: Numeric | Numeric[] | { error: string };
}
/** Data have logits where classes or labels are predicted, predictions where numbers are. */
interface Data {
  logits?: ReferenceTensor;
  predictions?: ReferenceTensor;
  targets: ReferenceTensor;
  batch_sizes: number[];
  results: Case[];
}
interface Reference {
  smooth_loss: { beta: number; losses: Numeric[]; values: Numeric[] }[];
  avg_loss: { losses: Numeric[]; batch_sizes: number[]; value: Numeric; perplexity: Numeric };
}
const cases = reference<Reference & Record<string, unknown>>('metrics');

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && 'results' in value;

// fastai's name of each metric, and how it is made here.
const made: Record<string, (options: never) => metrics.MetricLike> = {
  accuracy: metrics.accuracy,
  error_rate: metrics.errorRate,
  top_k_accuracy: metrics.topKAccuracy,
  accuracy_multi: metrics.accuracyMulti,
  mse: metrics.mse,
  mae: metrics.mae,
  msle: metrics.msle,
  Precision: metrics.precision,
  Recall: metrics.recall,
  F1Score: metrics.f1Score,
  FBeta: metrics.fBeta,
  MatthewsCorrCoef: metrics.matthewsCorrCoef,
  BalancedAccuracy: metrics.balancedAccuracy,
  CohenKappa: metrics.cohenKappa,
  Jaccard: metrics.jaccard,
  HammingLoss: metrics.hammingLoss,
  BrierScore: metrics.brierScore,
  RocAuc: metrics.rocAuc,
  RocAucBinary: metrics.rocAucBinary,
  APScoreBinary: metrics.apScoreBinary,
  F1ScoreMulti: metrics.f1ScoreMulti,
  FBetaMulti: metrics.fBetaMulti,
  PrecisionMulti: metrics.precisionMulti,
  RecallMulti: metrics.recallMulti,
  HammingLossMulti: metrics.hammingLossMulti,
  JaccardMulti: metrics.jaccardMulti,
  MatthewsCorrCoefMulti: metrics.matthewsCorrCoefMulti,
  BrierScoreMulti: metrics.brierScoreMulti,
  RocAucMulti: metrics.rocAucMulti,
  APScoreMulti: metrics.apScoreMulti,
  rmse: metrics.rmse,
  exp_rmspe: metrics.expRmspe,
  R2Score: metrics.r2Score,
  ExplainedVariance: metrics.explainedVariance,
  PearsonCorrCoef: metrics.pearsonCorrCoef,
  SpearmanCorrCoef: metrics.spearmanCorrCoef,
};

const tensor = ({ shape, data }: ReferenceTensor): Tensor =>
  torch.tensor(numbers(data), { dtype: 'float32' }).reshape(shape);

/** The metric's value after it saw the data in batches, as a validation pass would hand them over. */
function overBatches(metric: metrics.Metric, pred: Tensor, target: Tensor, sizes: number[]) {
  const loss = torch.tensor(0.5);
  metric.reset();
  let start = 0;
  for (const size of sizes) {
    torch.scope(() =>
      metric.accumulate({ pred: pred.narrow(0, start, size), yb: [target.narrow(0, start, size)], loss }),
    );
    start += size;
  }
  const { value } = metric;
  metric.reset();
  return value;
}

for (const [kind, data] of Object.entries(cases)) {
  if (!isData(data)) continue;
  for (const { metric: name, args, value, name: column } of data.results) {
    test(`${kind}: ${name} ${JSON.stringify(args)} has fastai’s value and name`, () => {
      const { logits, predictions, targets, batch_sizes } = data;
      const pred = tensor(predictions ?? logits ?? targets);
      const target = predictions ? tensor(targets) : tensor(targets).long();
      const make = made[name];
      if (!make) throw new Error(`no metric for ${name}`);
      const measure = () => {
        const metric = metrics.toMetric(make(camelCased(args) as never));
        expect(metric.name).toBe(column);
        return [overBatches(metric, pred, target, batch_sizes)].flat();
      };
      if (typeof value === 'object' && 'error' in value) {
        // Where scikit-learn refuses, ours does, too, or has no value.
        expect(() => {
          if (measure().some(Number.isNaN)) throw new Error('no value');
        }).toThrow();
      } else expectClose(measure(), [value].flat(), name);
    });
  }
}

test('losses are smoothed and averaged as fastai does it', () => {
  for (const { beta, losses, values } of cases.smooth_loss) {
    const smooth = new metrics.AvgSmoothLoss({ beta });
    for (const [i, loss] of losses.entries()) {
      smooth.add(Number(loss));
      expectClose([smooth.value], [values[i] ?? 'none'], `loss ${i} with beta ${beta}`);
    }
    const resumed = new metrics.AvgSmoothLoss({ beta });
    resumed.restoreState(unpackState(packState(smooth.state(), '').json, new Map()));
    for (const each of [smooth, resumed]) each.add(1);
    expect(resumed.value).toBe(smooth.value);
  }
  const averages = [new metrics.AvgLoss(), metrics.perplexity()];
  for (const [i, loss] of cases.avg_loss.losses.entries()) {
    for (const average of averages) average.add(Number(loss), cases.avg_loss.batch_sizes[i] ?? 0);
  }
  const { value = 'none', perplexity = 'none' } = cases.avg_loss;
  expectClose(
    averages.map((average) => average.value),
    [value, perplexity],
    'loss and perplexity',
  );
});

/** What a metric says of these outputs and targets in one batch. */
const measured = (metric: metrics.Metric, outputs: number[][], targets: number[] | number[][]) =>
  overBatches(metric, torch.tensor(outputs, { dtype: 'float32' }), torch.tensor(targets), [outputs.length]);

test('a part of the ROC curve is scaled to the whole (scikit-learn’s numbers)', () => {
  const scores = [0.1, 0.4, 0.35, 0.8, 0.5, 0.6, 0.2, 0.7];
  const targets = [0, 0, 1, 1, 0, 1, 0, 0];
  const areas = [0.6491228070175439, 0.6732026143790849, 0.6888888888888889, 0.7333333333333333];
  for (const [i, maxFpr] of [0.1, 0.3, 0.5, 1].entries()) {
    const area = measured(
      metrics.rocAucBinary({ maxFpr }),
      scores.map((score) => [0, score]),
      targets,
    );
    expect(area).toBeCloseTo(areas[i] ?? Number.NaN, 12);
    const ofLabels = measured(
      metrics.rocAucMulti({ maxFpr, average: null }),
      scores.map((score) => [score, -score]),
      targets.map((target) => [target, 1 - target]),
    );
    expect([ofLabels].flat()[0]).toBeCloseTo(areas[i] ?? Number.NaN, 12);
  }
  expect(() => measured(metrics.rocAucBinary({ maxFpr: 0 }), [[0, 1]], [1])).toThrow(/maxFpr/);
});

test('without positives average precision is 0, as is what is weighted by them', () => {
  const outputs = [
    [0, 0.5],
    [0, 1.5],
  ];
  expect(measured(metrics.apScoreBinary(), outputs, [0, 0])).toBe(0);
  const noLabels = [
    [0, 0],
    [0, 0],
  ];
  expect(measured(metrics.apScoreMulti({ average: null }), outputs, noLabels)).toEqual([0, 0]);
  expect(measured(metrics.rocAucMulti({ average: 'weighted' }), outputs, noLabels)).toBe(0);
});

test('one label alone is yes and no, two classes, as in scikit-learn', () => {
  const outputs = [[1], [1], [-1], [1.5]];
  const targets = [[1], [0], [1], [1]];
  expect(measured(metrics.f1ScoreMulti(), outputs, targets)).toBeCloseTo(1 / 3, 12);
  const each = measured(metrics.precisionMulti({ average: null }), outputs, targets);
  expect(each).toEqual([0, expect.closeTo(2 / 3, 12)]);
  expect(() => measured(metrics.recallMulti({ average: 'samples' }), outputs, targets)).toThrow(/several/);
});

test('one item has no R², and a perplexity beyond 32 bits is infinite', () => {
  expect(measured(metrics.r2Score(), [[1.5]], [[2.5]])).toBeNaN();
  const perplexity = metrics.perplexity();
  perplexity.reset();
  perplexity.add(88.7, 1);
  expect(perplexity.value / Math.exp(88.7)).toBeCloseTo(1, 4);
  perplexity.add(88.8, 3);
  expect(perplexity.value).toBe(Number.POSITIVE_INFINITY);
});

test('a loss that is no number stays in the smoothed loss', () => {
  const smooth = new metrics.AvgSmoothLoss();
  for (const loss of [2, Number.NaN, 1]) smooth.add(loss);
  expect(smooth.value).toBeNaN();
});

test('a function is a metric under its name, and may be given bare or with options', () => {
  const preds = torch.tensor([
    [0.1, 0.9],
    [0.8, 0.2],
  ]);
  const targets = torch.tensor([1, 1]);
  expect(metrics.toMetric(metrics.errorRate).name).toBe('error_rate');
  expect(metrics.toMetric(metrics.topKAccuracy({ k: 2 })).name).toBe('top_k_accuracy');
  const meanOfPreds = (x: Tensor) => x.mean();
  expect(metrics.toMetric(meanOfPreds).name).toBe('mean_of_preds');
  expect(overBatches(metrics.toMetric(metrics.accuracy), preds, targets, [2])).toBe(0.5);
});

test('a metric that gives no number says so, and what to do', () => {
  const batch = { pred: torch.zeros([2, 2]), yb: [torch.tensor([0, 1])], loss: torch.tensor(1) };
  const vector = metrics.toMetric((x: Tensor) => x);
  expect(() => vector.accumulate(batch)).toThrow(/one number per batch, and gave a tensor of shape \[2, 2\]/);
  const uncalled = new metrics.AvgMetric(() => metrics.rmse() as never, 'rmse');
  expect(() => uncalled.accumulate(batch)).toThrow(/call it: metrics: rmse\(\)/);
  const binary = metrics.precision();
  expect(() => {
    binary.accumulate({ ...batch, pred: torch.eye(3), yb: [torch.tensor([0, 1, 2])] });
    return binary.value;
  }).toThrow(/'macro'/);
});

test('metrics that collect a pass leave no tensors behind', () => {
  const metric = metrics.f1Score({ average: 'macro' });
  const pred = torch.eye(3);
  const targets = torch.tensor([0, 1, 1]);
  overBatches(metric, pred, targets, [2, 1]);
  const before = torch.memory().tensors;
  overBatches(metric, pred, targets, [2, 1]);
  // The loss that overBatches makes itself is the only one that may be left.
  expect(torch.memory().tensors - before).toBeLessThanOrEqual(1);
});

import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import * as metrics from './index.js';

type Args = Record<string, unknown>;
interface Case {
  metric: string;
  args: Args;
  name: string;
  value: number | number[];
}
interface Data {
  logits: ReferenceTensor;
  predictions: ReferenceTensor;
  targets: ReferenceTensor;
  batch_sizes: number[];
  results: Case[];
}
interface Reference {
  classes: Data;
  binary: Data;
  multi_label: Data;
  regression: Data;
  smooth_loss: { beta: number; losses: number[]; values: number[] }[];
  avg_loss: { losses: number[]; batch_sizes: number[]; value: number; perplexity: number };
}
const cases = reference<Reference>('metrics');

// fastai's name of each metric, and how it is made here.
const made: Record<string, (options: never) => metrics.MetricLike> = {
  accuracy: metrics.accuracy,
  error_rate: metrics.errorRate,
  top_k_accuracy: metrics.topKAccuracy,
  accuracy_multi: metrics.accuracyMulti,
  mse: metrics.mse,
  mae: metrics.mae,
  Precision: metrics.precision,
  Recall: metrics.recall,
  F1Score: metrics.f1Score,
  FBeta: metrics.fBeta,
  MatthewsCorrCoef: metrics.matthewsCorrCoef,
  BalancedAccuracy: metrics.balancedAccuracy,
  CohenKappa: metrics.cohenKappa,
  Jaccard: metrics.jaccard,
  HammingLoss: metrics.hammingLoss,
  RocAucBinary: metrics.rocAucBinary,
  APScoreBinary: metrics.apScoreBinary,
  F1ScoreMulti: metrics.f1ScoreMulti,
  PrecisionMulti: metrics.precisionMulti,
  RecallMulti: metrics.recallMulti,
  HammingLossMulti: metrics.hammingLossMulti,
  JaccardMulti: metrics.jaccardMulti,
  RocAucMulti: metrics.rocAucMulti,
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

test.skipIf(!cases)('every metric has the value and the name that fastai gives it', () => {
  for (const [kind, data] of Object.entries(cases ?? {})) {
    if (typeof data !== 'object' || !('results' in data)) continue;
    const pred = tensor(kind === 'regression' ? data.predictions : data.logits);
    const target = kind === 'regression' ? tensor(data.targets) : tensor(data.targets).long();
    for (const { metric: name, args, value, name: column } of data.results) {
      const make = made[name];
      if (!make) throw new Error(`no metric for ${name}`);
      const metric = metrics.toMetric(make(args as never));
      expect(metric.name, name).toBe(column);
      const actual = overBatches(metric, pred, target, data.batch_sizes);
      const pairs = [actual].flat().map((x, i) => [x, [value].flat()[i]] as const);
      expect(pairs).toHaveLength([value].flat().length);
      for (const [x, y] of pairs)
        expect(x, `${name} ${JSON.stringify(args)}`).toBeCloseTo(y ?? Number.NaN, 5);
    }
  }
});

test.skipIf(!cases)('losses are smoothed and averaged as fastai does it', () => {
  for (const { beta, losses, values } of cases?.smooth_loss ?? []) {
    const smooth = new metrics.AvgSmoothLoss({ beta });
    for (const [i, loss] of losses.entries()) {
      smooth.add(loss);
      expect(Math.abs(smooth.value - (values[i] ?? Number.NaN))).toBeLessThan(1e-5);
    }
    const resumed = new metrics.AvgSmoothLoss({ beta });
    resumed.restoreState(JSON.parse(JSON.stringify(smooth.state())));
    for (const each of [smooth, resumed]) each.add(1);
    expect(resumed.value).toBe(smooth.value);
  }
  const averages = [new metrics.AvgLoss(), metrics.perplexity()];
  for (const [i, loss] of (cases?.avg_loss.losses ?? []).entries()) {
    for (const average of averages) average.add(loss, cases?.avg_loss.batch_sizes[i] ?? 0);
  }
  expect(averages[0]?.value).toBeCloseTo(cases?.avg_loss.value ?? Number.NaN, 5);
  expect(averages[1]?.value).toBeCloseTo(cases?.avg_loss.perplexity ?? Number.NaN, 5);
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

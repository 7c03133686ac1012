import { F, type Tensor, torch } from '@onecycle/torch';
import { kFoldSplitter } from '../data/index.js';
import { chosenLayer } from '../interpret/index.js';
import { Hook, type Learner } from '../training/index.js';

/** The features of some files, a row for each that can be read, and which those are. */
export interface Embeddings {
  /** [N, features], on the CPU. */
  features: Tensor;
  files: string[];
}

/** What the last layer with places gives for each file, averaged over the places. */
export async function embed<B extends readonly Tensor[]>(
  learn: Learner<B>,
  files: readonly string[],
  tell?: (done: number) => void,
): Promise<Embeddings> {
  const dl = learn.dls.testDl(files).new<B>({ onError: 'skip' });
  dl.whenLeftOut = () => {};
  const first = await learn.dls.testDl(files.slice(0, 1)).oneBatch();
  const inputs = first.slice(0, learn.dls.nInp);
  const layer = chosenLayer(learn.model, inputs, undefined);
  for (const tensor of first) tensor.dispose();
  const rows: Tensor[] = [];
  let done = 0;
  using _hook = new Hook(layer, (_module, _input, output) => {
    const out = output as Tensor;
    rows.push(torch.keep(torch.scope(() => out.float().mean([2, 3]).cpu())));
    done += out.size(0);
    tell?.(done);
    out.dispose();
  });
  const { preds } = await learn.noBar(() => learn.getPreds({ dl, act: (output) => output }));
  preds.dispose();
  const features = torch.cat(rows, 0);
  for (const row of rows) row.dispose();
  return { features, files: files.filter((_, i) => !dl.failures.has(i)) };
}

/**
 * The probability of each class for each item, from logistic regressions on the features, each trained on the folds that the item
 * is not in: [N][classes].
 *
 * @param rows the items' rows of the features, to which `labels` belong
 */
export async function outOfFold(
  features: Tensor,
  rows: readonly number[],
  labels: readonly number[],
  classes: number,
  folds: number,
): Promise<number[][]> {
  const all = labels.map((label, i) => ({ label, i }));
  const probs: number[][] = [];
  for (let fold = 0; fold < folds; fold++) {
    const split = kFoldSplitter<{ label: number; i: number }>(folds, fold, {
      stratify: ({ label }) => label,
    });
    const [train, valid] = await split(all);
    const found = torch.noGrad(() =>
      torch.scope(() => {
        const take = (places: number[]) =>
          features.indexSelect(0, torch.tensor(places.map((place) => rows[place] ?? 0)));
        const known = take(train);
        const [mean, std] = [known.mean([0]), known.std(0).add(1e-6)];
        const scaled = (x: Tensor) => x.sub(mean).div(std);
        const targets = torch.tensor(train.map((i) => labels[i] ?? 0));
        const fitted = regression(scaled(known), targets, classes);
        return torch.softmax(fitted(scaled(take(valid))), 1).tolist() as number[][];
      }),
    );
    for (const [at, i] of valid.entries()) probs[i] = found[at] ?? [];
  }
  return probs;
}

/** How strongly the weights are held small. */
const DECAY = 0.02;
const STEPS = 200;

/** A softmax regression by Nesterov's accelerated gradient over all items at once: what turns features into probabilities. */
function regression(x: Tensor, targets: Tensor, classes: number): (x: Tensor) => Tensor {
  const [count = 1, width = 1] = x.shape;
  const wanted = F.oneHot(targets, classes).float();
  const step = 1 / (largestCurvature(x) / 2 + DECAY);
  const weight = torch.zeros([width, classes]);
  const bias = torch.zeros([classes]);
  const before = weight.clone();
  for (let i = 0; i < STEPS; i++) {
    torch.scope(() => {
      const ahead = weight.add(weight.sub(before).mul(i / (i + 3)));
      before.copy_(weight);
      const wrong = torch.softmax(x.matmul(ahead).add(bias), 1).sub(wanted).div(count);
      weight.copy_(ahead.sub(x.t().matmul(wrong).add(ahead.mul(DECAY)).mul(step)));
      bias.sub_(wrong.sum([0]));
    });
  }
  return (other) => other.matmul(weight).add(bias);
}

/** The largest eigenvalue of xᵀx / N, by the power method. */
function largestCurvature(x: Tensor): number {
  return torch.scope(() => {
    let direction = torch.ones([x.size(1), 1]);
    let value = 1;
    for (let i = 0; i < 30; i++) {
      const next = x.t().matmul(x.matmul(direction)).div(x.size(0));
      value =
        Number(torch.linalg.vectorNorm(next).item()) / Number(torch.linalg.vectorNorm(direction).item());
      direction = next.div(torch.linalg.vectorNorm(next));
    }
    return 1.05 * value;
  });
}

/** How far each item is from its nearest others, as the mean of 1 − cosine; the higher, the lonelier. */
export function loneliness(features: Tensor, neighbours = 10): number[] {
  return torch.scope(() => {
    const directions = F.normalize(features.sub(features.mean([0])), { dim: 1 });
    const k = Math.min(neighbours, features.size(0) - 1);
    if (k < 1) return [0];
    const scores: number[] = [];
    // Some rows at a time: all pairs at once would take the square of the items.
    for (const part of directions.split(512, 0)) {
      // The nearest of all is the item itself.
      const [nearest] = part.matmul(directions.t()).topk(k + 1, 1);
      scores.push(...Array.from(nearest.narrow(1, 1, k).mean([1]).rsub(1).toTypedArray(), Number));
    }
    return scores;
  });
}

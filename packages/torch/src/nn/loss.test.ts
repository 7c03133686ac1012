import { expect, test } from 'vitest';
import { F, nn, type Tensor, torch } from '../index.js';

torch.manualSeed(0);
const [scores, other] = [torch.randn([6, 4]), torch.randn([6, 4])];
const classes = torch.randint(4, [6]);
const goal = scores.gt(0.2).float();
const signs = torch.tensor([1, -1, 1, 1, -1, -1], { dtype: 'float32' });
const weight = torch.rand([4]);
const reduction = 'sum';

// The functions' values are PyTorch's (functional.test.ts): a module must hand on every option.
const pairs: Record<string, [module: () => Tensor, reference: () => Tensor]> = {
  CrossEntropyLoss: [
    () =>
      new nn.CrossEntropyLoss({ weight, ignoreIndex: 1, labelSmoothing: 0.2, reduction }).forward(
        scores,
        classes,
      ),
    () => F.crossEntropy(scores, classes, { weight, ignoreIndex: 1, labelSmoothing: 0.2, reduction }),
  ],
  NLLLoss: [
    () => new nn.NLLLoss({ weight, ignoreIndex: 1, reduction }).forward(scores, classes),
    () => F.nllLoss(scores, classes, { weight, ignoreIndex: 1, reduction }),
  ],
  BCELoss: [
    () => new nn.BCELoss({ weight, reduction }).forward(scores.sigmoid(), goal),
    () => F.binaryCrossEntropy(scores.sigmoid(), goal, { weight, reduction }),
  ],
  BCEWithLogitsLoss: [
    () => new nn.BCEWithLogitsLoss({ weight, posWeight: weight, reduction }).forward(scores, goal),
    () => F.binaryCrossEntropyWithLogits(scores, goal, { weight, posWeight: weight, reduction }),
  ],
  MSELoss: [
    () => new nn.MSELoss({ reduction }).forward(scores, other),
    () => F.mseLoss(scores, other, { reduction }),
  ],
  L1Loss: [
    () => new nn.L1Loss({ reduction }).forward(scores, other),
    () => F.l1Loss(scores, other, { reduction }),
  ],
  SmoothL1Loss: [
    () => new nn.SmoothL1Loss({ beta: 0.5, reduction }).forward(scores, other),
    () => F.smoothL1Loss(scores, other, { beta: 0.5, reduction }),
  ],
  HuberLoss: [
    () => new nn.HuberLoss({ delta: 0.5, reduction }).forward(scores, other),
    () => F.huberLoss(scores, other, { delta: 0.5, reduction }),
  ],
  KLDivLoss: [
    () => new nn.KLDivLoss({ logTarget: true, reduction: 'batchmean' }).forward(scores, other),
    () => F.klDiv(scores, other, { logTarget: true, reduction: 'batchmean' }),
  ],
  SoftMarginLoss: [
    () => new nn.SoftMarginLoss({ reduction }).forward(scores, goal.mul(2).sub(1)),
    () => F.softMarginLoss(scores, goal.mul(2).sub(1), { reduction }),
  ],
  MultiLabelSoftMarginLoss: [
    () => new nn.MultiLabelSoftMarginLoss({ weight, reduction }).forward(scores, goal),
    () => F.multilabelSoftMarginLoss(scores, goal, { weight, reduction }),
  ],
  MultiLabelMarginLoss: [
    () => new nn.MultiLabelMarginLoss({ reduction }).forward(scores, goal.long()),
    () => F.multilabelMarginLoss(scores, goal.long(), { reduction }),
  ],
  MultiMarginLoss: [
    () => new nn.MultiMarginLoss({ p: 2, margin: 0.5, weight, reduction }).forward(scores, classes),
    () => F.multiMarginLoss(scores, classes, { p: 2, margin: 0.5, weight, reduction }),
  ],
  PoissonNLLLoss: [
    () => new nn.PoissonNLLLoss({ full: true, reduction }).forward(scores, goal.mul(3)),
    () => F.poissonNllLoss(scores, goal.mul(3), { full: true, reduction }),
  ],
  GaussianNLLLoss: [
    () => new nn.GaussianNLLLoss({ full: true, eps: 0.1, reduction }).forward(scores, goal, other.exp()),
    () => F.gaussianNllLoss(scores, goal, other.exp(), { full: true, eps: 0.1, reduction }),
  ],
  CTCLoss: [
    () => new nn.CTCLoss({ blank: 3, reduction }).forward(scores.unsqueeze(1).logSoftmax(2), ...word),
    () => F.ctcLoss(scores.unsqueeze(1).logSoftmax(2), ...word, { blank: 3, reduction }),
  ],
  MarginRankingLoss: [
    () =>
      new nn.MarginRankingLoss({ margin: 0.3, reduction }).forward(
        scores.at(':', 0),
        other.at(':', 0),
        signs,
      ),
    () => F.marginRankingLoss(scores.at(':', 0), other.at(':', 0), signs, { margin: 0.3, reduction }),
  ],
  TripletMarginLoss: [
    () => new nn.TripletMarginLoss({ margin: 0.3, p: 1, reduction }).forward(scores, other, goal),
    () => F.tripletMarginLoss(scores, other, goal, { margin: 0.3, p: 1, reduction }),
  ],
  CosineEmbeddingLoss: [
    () => new nn.CosineEmbeddingLoss({ margin: 0.3, reduction }).forward(scores, other, signs),
    () => F.cosineEmbeddingLoss(scores, other, signs, { margin: 0.3, reduction }),
  ],
  HingeEmbeddingLoss: [
    () => new nn.HingeEmbeddingLoss({ margin: 0.3, reduction }).forward(scores, goal.mul(2).sub(1)),
    () => F.hingeEmbeddingLoss(scores, goal.mul(2).sub(1), { margin: 0.3, reduction }),
  ],
  CosineSimilarity: [
    () => new nn.CosineSimilarity({ dim: 0 }).forward(scores, other),
    () =>
      scores
        .mul(other)
        .sum(0)
        .div(scores.norm(2, [0]).mul(other.norm(2, [0]))),
  ],
  PairwiseDistance: [
    () => new nn.PairwiseDistance({ p: 1, keepdim: true }).forward(scores, other),
    () => scores.sub(other).add(1e-6).abs().sum(1, { keepdim: true }),
  ],
};
const word: [Tensor, number[], number[]] = [torch.tensor([[0, 2, 1]]), [6], [3]];

test.each(Object.entries(pairs))(
  '%s computes what its function does, with every option',
  (_, [module, reference]) => {
    const [given, wanted] = [module(), reference()];
    expect(given.shape).toEqual(wanted.shape);
    expect(given.isfinite().all().item()).toBe(true);
    expect(given.sub(wanted).abs().max().item()).toBeLessThan(1e-5);
  },
);

import { F, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { expectTensor } from '../../testing/against-fastai.js';
import { type ReferenceTensor, reference } from '../../testing/reference.js';

type Quantity =
  | 'acts'
  | 'sigmoid'
  | 'difference_sigmoid'
  | 'softmax'
  | 'picked'
  | 'minus_picked'
  | 'nll_loss_of_softmax'
  | 'log_softmax'
  | 'nll_loss_of_log_softmax'
  | 'log_of_picked'
  | 'cross_entropy_each'
  | 'gradient'
  | 'softmax_minus_one_hot';
type Book = Record<Quantity, ReferenceTensor> & {
  seed: number;
  targ: number[];
  cross_entropy: number;
  nll_mean: number;
};

const book = reference<{ book: Book }>('losses').book;

test('the book’s walk from activations to cross-entropy', () => {
  const near = (actual: Tensor, name: Quantity) => expectTensor(actual, book[name], name);
  const nearNumber = (actual: Tensor, expected: number, name: string) =>
    expectTensor(actual, { shape: [], data: [expected] }, name);
  const [items = 0, classes = 0] = book.acts.shape;

  torch.manualSeed(book.seed);
  const acts = torch.randn([items, classes]).mul(2);
  near(acts, 'acts');
  near(acts.sigmoid(), 'sigmoid');
  near(acts.select(1, 0).sub(acts.select(1, 1)).sigmoid(), 'difference_sigmoid');

  const targ = torch.tensor(book.targ);
  const softmax = torch.softmax(acts, 1);
  const picked = softmax.gather(1, targ.unsqueeze(1)).squeeze(1);
  near(softmax, 'softmax');
  near(picked, 'picked');
  near(picked.neg(), 'minus_picked');
  near(F.nllLoss(softmax, targ, { reduction: 'none' }), 'nll_loss_of_softmax');

  const logSoftmax = torch.logSoftmax(acts, 1);
  near(logSoftmax, 'log_softmax');
  near(F.nllLoss(logSoftmax, targ, { reduction: 'none' }), 'nll_loss_of_log_softmax');
  near(picked.log(), 'log_of_picked');
  nearNumber(F.nllLoss(logSoftmax, targ), book.nll_mean, 'nll_mean');

  acts.requiresGrad = true;
  near(F.crossEntropy(acts, targ, { reduction: 'none' }), 'cross_entropy_each');
  const loss = F.crossEntropy(acts, targ);
  nearNumber(loss, book.cross_entropy, 'cross_entropy');
  loss.backward();
  expect(acts.grad).not.toBeNull();
  if (acts.grad) near(acts.grad, 'gradient');
  near(softmax.sub(F.oneHot(targ, classes)), 'softmax_minus_one_hot');
});

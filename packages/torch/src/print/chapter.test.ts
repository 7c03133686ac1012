import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { F, nn, Tensor, torch } from '../index.js';

class TensorCategory extends Tensor {}

const { y, preds, shown }: { y: number[]; preds: number[]; shown: Record<string, string> } = JSON.parse(
  readFileSync(new URL('./fixtures/chapter.json', import.meta.url), 'utf8'),
);

/** The chapter's tensors, made in its words. */
function chapter(): Record<string, Tensor | null> {
  const probabilities = torch.tensor(preds);
  torch.manualSeed(42);
  const acts = torch.randn([6, 2]).mul(2);
  const targ = torch.tensor([0, 1, 0, 1, 1, 0]);
  const idx = torch.arange(6);
  const smActs = torch.softmax(acts, 1);
  const leaf = acts.clone().requiresGrad_();
  const loss = F.crossEntropy(leaf, targ);
  loss.backward();
  const bears = torch.tensor([0.02, -2.49, 1.25]);
  return {
    "one batch's labels": TensorCategory.from(torch.tensor(y)),
    'probabilities of one picture': probabilities,
    'their sum': probabilities.sum(),
    acts,
    sigmoid: acts.sigmoid(),
    'sigmoid of the difference': acts.at(':', 0).sub(acts.at(':', 1)).sigmoid(),
    softmax: smActs,
    targ,
    picked: smActs.at(idx, targ),
    nll_loss: F.nllLoss(smActs, targ, { reduction: 'none' }),
    'minus picked': smActs.at(idx, targ).neg(),
    'log of picked': torch.log(smActs.at(idx, targ)).neg(),
    'cross entropy': new nn.CrossEntropyLoss().forward(acts, targ),
    'cross entropy function': F.crossEntropy(acts, targ),
    'cross entropy of each': new nn.CrossEntropyLoss({ reduction: 'none' }).forward(acts, targ),
    'log softmax': F.logSoftmax(acts, 1),
    'loss in the graph': loss,
    gradient: leaf.grad,
    bears: bears.exp(),
    "bears' softmax": torch.softmax(bears, 0),
    'logarithm of a negative': torch.log(torch.tensor([-2, 2], { dtype: 'float32' })),
  };
}

const tensors = chapter();

test.each(Object.entries(shown))('the chapter prints: %s', (name, text) => {
  expect(String(tensors[name])).toBe(text);
});

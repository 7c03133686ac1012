import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Categorize, DataLoaders, Datasets } from '../data/index.js';
import { Table, toFixedEven } from '../display/index.js';
import { expectClose, expectTensor } from '../testing/against-fastai.js';
import { numbers, type ReferenceTensor, reference } from '../testing/reference.js';
import { CrossEntropyLossFlat, Learner } from '../training/index.js';
import { ClassificationInterpretation, type Findings } from './index.js';

interface Case {
  n_items: number;
  n_classes: number;
  vocab: string[];
  logits: ReferenceTensor;
  targets: ReferenceTensor;
  losses: ReferenceTensor;
  decoded: ReferenceTensor;
  confusion_matrix: ReferenceTensor;
  normalized_confusion_matrix_diagonal: ReferenceTensor;
  probabilities_of_first_two_items: ReferenceTensor;
  most_confused: Record<string, [string, string, number][]>;
  top_losses: { k: number | null; largest: boolean; losses: (number | string)[]; indices: number[] }[];
  classification_report: Record<string, number | Record<string, number>>;
  report_header_and_last_lines: ({ columns: string[] } | { label: string; numbers: string[] })[];
  accuracy: number;
}

const cases = reference<{ cases: Case[] }>('interpretation').cases;

/** Gives its input back: the data are the logits themselves. */
class Same extends nn.Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

/** A learner whose items are rows of given logits, labelled by class names. */
async function learnerOn(rows: number[][], targets: number[], vocab: string[]): Promise<Learner> {
  const items = rows.map((_, i) => i);
  const logits = (i: number) => torch.tensor(rows[i] ?? [], { dtype: 'float32' });
  const label = (i: number) => vocab[targets[i] ?? 0] ?? '';
  const dsets = await Datasets.create(items, [[logits], [label, new Categorize({ vocab, sort: false })]], {
    splits: [items.slice(0, 2), items],
  });
  const dls = DataLoaders.fromDsets<Tensor[]>(dsets, { bs: 64 });
  return new Learner(dls, new Same(), { lossFunc: new CrossEntropyLossFlat() });
}

const rowsOf = ({ shape, data }: ReferenceTensor): number[][] => {
  const width = shape[1] ?? 1;
  return Array.from({ length: shape[0] ?? 0 }, (_, row) =>
    numbers(data.slice(row * width, (row + 1) * width)),
  );
};

for (const [index, expected] of cases.entries()) {
  test(`case ${index}: everything that fastai and scikit-learn say`, async () => {
    const { vocab } = expected;
    const learn = await learnerOn(rowsOf(expected.logits), numbers(expected.targets.data), vocab);
    const interp = await ClassificationInterpretation.fromLearner(learn);

    expectClose(interp.losses, expected.losses.data, 'losses');
    expect(interp.confusionMatrix()).toEqual(rowsOf(expected.confusion_matrix));
    const { preds } = await learn.getPreds({ dsIdx: 1 });
    const first = preds.narrow(0, 0, Math.min(2, expected.n_items));
    expectTensor(first, expected.probabilities_of_first_two_items, 'probabilities');

    for (const [minVal, pairs] of Object.entries(expected.most_confused)) {
      expect(interp.mostConfused({ minVal: Number(minVal) })).toEqual(pairs);
    }
    for (const { k, largest, losses, indices } of expected.top_losses) {
      const top = interp.topLosses(k ?? undefined, { largest });
      expect(top.indices.slice(0, indices.length)).toEqual(indices);
      expectClose(top.losses.slice(0, losses.length), losses, 'top losses');
      expect(top.indices.length).toBe(k ?? expected.n_items);
    }

    const report = interp.classificationReport();
    for (const [name, scores] of Object.entries(expected.classification_report)) {
      const row = report.rows.find(([first]) => first === name) ?? [];
      if (typeof scores === 'number') expect(row[3]).toBeCloseTo(scores, 6);
      else {
        ['precision', 'recall', 'f1-score', 'support'].forEach((column, i) => {
          expect(row[i + 1], `${name} ${column}`).toBeCloseTo(scores[column] ?? Number.NaN, 6);
        });
      }
    }
    const printed = String(report).split('\n');
    const tail = expected.report_header_and_last_lines.flatMap((line) => ('label' in line ? [line] : []));
    tail.forEach(({ label, numbers: shown }, i) => {
      const line = printed.at(i - tail.length) ?? '';
      expect(line.replaceAll(/ {2,}/g, ' ').trim()).toBe([label, ...shown].join(' '));
    });
  });

  test(`case ${index}: the normalised matrix as a figure`, async () => {
    const learn = await learnerOn(rowsOf(expected.logits), numbers(expected.targets.data), expected.vocab);
    const interp = await ClassificationInterpretation.fromLearner(learn);
    const svg = await interp.plotConfusionMatrix({ normalize: true, normDec: 3, figsize: [12, 12] }).svg();
    for (const part of numbers(expected.normalized_confusion_matrix_diagonal.data)) {
      if (part > 0) expect(svg).toContain(`>${toFixedEven(part, 3)}</text>`);
    }
    for (const name of expected.vocab) expect(svg).toContain(`>${xml(name)}</text>`);
  });
}

/** A text as SVG holds it. */
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

test('one item, and classes whose names mean something in HTML', async () => {
  const vocab = ['cat & dog', '<pug>'];
  const interp = await ClassificationInterpretation.fromLearner(await learnerOn([[0.5, 1.5]], [1], vocab));
  expect(interp.confusionMatrix()).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect(interp.mostConfused()).toEqual([]);
  expect(interp.topLosses()).toEqual({ losses: [expect.closeTo(Math.log1p(Math.exp(-1)), 6)], indices: [0] });
  const svg = await interp.plotConfusionMatrix({ normalize: true }).svg();
  for (const name of vocab) expect(svg).toContain(`>${xml(name)}</text>`);
  expect(interp.classificationReport().toHtml()).toContain('>&#60;pug&#62;</td>');
});

test('where the least count is 0, all pairs are confused, the diagonal included', async () => {
  const rows = [
    [1.5, 0],
    [2.5, 0],
  ];
  const interp = await ClassificationInterpretation.fromLearner(await learnerOn(rows, [0, 1], ['a', 'b']));
  expect(interp.mostConfused({ minVal: 0 })).toEqual([
    ['b', 'a', 1],
    ['a', 'a', 0],
    ['a', 'b', 0],
    ['b', 'b', 0],
  ]);
});

/** Three labels, four items: found and missed, wrongly found, nothing at all. */
const multi: Findings = {
  vocab: ['bear', 'cat', 'dog'],
  preds: [
    [0.9, 0.8, 0.1],
    [0.2, 0.4, 0.7],
    [0.6, 0.1, 0.2],
    [0.1, 0.2, 0.3],
  ],
  targs: [
    [1, 1, 0],
    [0, 1, 1],
    [0, 0, 0],
    [0, 1, 0],
  ],
  decoded: [
    [1, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
    [0, 0, 0],
  ],
  losses: [0.1, 0.5, 0.9, 0.5],
  items: [0, 2, 3, 4],
  pictures: async () => undefined,
};

test('several labels an item: every label is a yes or no of its own', async () => {
  const interp = new ClassificationInterpretation(multi);
  expect(interp.mostConfused()).toEqual([
    ['cat', 'not cat', 2],
    ['not bear', 'bear', 1],
  ]);
  expect(interp.mostConfused({ minVal: 2 })).toHaveLength(1);
  expect(() => interp.confusionMatrix()).toThrow('see mostConfused()');
  // PyTorch: torch.tensor([0.1, 0.5, 0.9, 0.5]).topk(4) has the indices 2, 3, 1, 0.
  expect(interp.topLosses()).toEqual({ losses: [0.9, 0.5, 0.5, 0.1], indices: [3, 4, 2, 0] });
  expect(interp.topLosses(2, { largest: false }).indices).toEqual([0, 2]);

  // The numbers of scikit-learn's classification_report on these rows.
  const rows = Object.fromEntries(
    interp.classificationReport().rows.map(([name, ...scores]) => [name, scores]),
  );
  expect(rows.bear).toEqual([0.5, 1, 2 / 3, 1]);
  expect(rows.cat).toEqual([1, 1 / 3, 0.5, 3]);
  expect(rows.dog).toEqual([1, 1, 1, 1]);
  expect(rows['micro avg']).toEqual([0.75, 0.6, expect.closeTo(2 / 3, 10), 5]);
  expect(rows['samples avg']).toEqual([0.5, 0.375, expect.closeTo((1 + 2 / 3) / 4, 10), 5]);
  expect(await interp.plotConfusionMatrix().svg()).toContain('wrongly found</text>');
});

test('items that are no pictures come as a table of top losses', async () => {
  const interp = new ClassificationInterpretation({ ...multi, losses: [0.1, 0.5, 0.9, 0.4] });
  const shown = await interp.plotTopLosses(2);
  if (!(shown instanceof Table)) throw new Error('expected a table');
  expect(shown.rows).toEqual([
    [3, 'bear', 'none', 0.9, 0.6],
    [2, 'dog', 'cat;dog', 0.5, 0.7],
  ]);
});

test('top losses of pictures name prediction, actual class, loss and probability', async () => {
  const interp = new ClassificationInterpretation({
    ...multi,
    losses: [0.1, 0.5, 0.9, 0.6],
    targs: [0, 1, 2, 1],
    decoded: [0, 2, 2, 1],
    pictures: async (items) => items.map(() => ({ data: new Uint8Array(12), width: 2, height: 2 })),
  });
  const svg = await await interp.plotTopLosses(2, { largest: false });
  expect(String(svg)).toContain('bear / bear 0.10 / 0.90');
  expect(String(svg)).toContain('dog / cat 0.50 / 0.70');
});

test('losses that are no numbers come first', () => {
  const interp = new ClassificationInterpretation({ ...multi, losses: [0.1, Number.NaN, 7, 0.2] });
  expect(interp.topLosses(2).indices).toEqual([2, 3]);
  expect(interp.topLosses(-1).indices).toEqual([]);
  expect(new ClassificationInterpretation({ ...multi, losses: [] }).topLosses().indices).toEqual([]);
});

test('data without classes are refused', async () => {
  const dsets = await Datasets.create(
    [0, 1],
    [[(i: number) => torch.tensor([i, 1.5])], [(i: number) => torch.tensor(i)]],
    {
      splits: [
        [0, 1],
        [0, 1],
      ],
    },
  );
  const learn = new Learner(DataLoaders.fromDsets<Tensor[]>(dsets, { bs: 2 }), new Same(), {
    lossFunc: (pred: Tensor) => pred.mean(),
  });
  await expect(ClassificationInterpretation.fromLearner(learn)).rejects.toThrow('have no vocab');
});

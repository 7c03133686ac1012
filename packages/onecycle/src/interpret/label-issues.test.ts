import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { labelErrors } from './label-errors.js';
import { labelIssues, labelQuality } from './label-issues.js';

const ways = ['selfConfidence', 'normalizedMargin'] as const;
type PerWay = Record<(typeof ways)[number], number[]>;

// Made by fixtures/label-issues.py, with cleanlab itself.
const {
  cases,
}: {
  cases: ({ probs: number[][]; labels: number[]; issues: PerWay; ranking: PerWay } & PerWay)[];
} = JSON.parse(readFileSync(new URL('fixtures/label-issues.json', import.meta.url), 'utf8'));

test('scores, ranking and issues are cleanlab’s', () => {
  for (const { probs, labels, ranking, issues, ...scores } of cases) {
    for (const by of ways) {
      for (const [i, score] of labelQuality(probs, labels, by).entries())
        expect(score).toBeCloseTo(scores[by][i] ?? Number.NaN, 12);
      const found = labelIssues(probs, labels, by);
      expect(found.map(({ row }) => row)).toEqual(ranking[by]);
      expect(found.filter(({ isIssue }) => isIssue).map(({ row }) => row)).toEqual(issues[by]);
    }
  }
});

// cleanlab.rank.get_self_confidence_for_each_label and get_normalized_margin_for_each_label, by hand.
test('how well labels fit, by cleanlab’s formulas', () => {
  const probs = [
    [0.9, 0.1, 0],
    [0.2, 0.5, 0.3],
    [0.6, 0.3, 0.1],
  ];
  expect(labelQuality(probs, [0, 2, 1], 'selfConfidence')).toEqual([0.9, 0.3, 0.3]);
  const margins = labelQuality(probs, [0, 2, 1], 'normalizedMargin');
  [0.9, 0.4, 0.35].forEach((value, i) => {
    expect(margins[i]).toBeCloseTo(value, 12);
  });
});

test('confident learning, by the paper’s own definition', () => {
  // Thresholds: class 0 has (0.9 + 0.8 + 0.1) / 3 = 0.6, class 1 (0.9 + 0.7 + 0.45) / 3 = 0.683…
  const probs = [
    [0.9, 0.1],
    [0.8, 0.2],
    [0.1, 0.9], // labelled 0, and confidently of class 1
    [0.1, 0.9],
    [0.3, 0.7],
    [0.55, 0.45], // labelled 1, more probably of class 0, but not confidently
  ];
  const labels = [0, 0, 0, 1, 1, 1];
  const issues = labelIssues(probs, labels);
  expect(issues.map(({ row }) => row)).toEqual([2, 5, 4, 1, 0, 3]);
  expect(issues.filter(({ isIssue }) => isIssue)).toEqual([
    { row: 2, given: 0, suggested: 1, score: 0.1, isIssue: true },
  ]);
  expect(issues[1]).toMatchObject({ row: 5, given: 1, suggested: 0, isIssue: false });
  expect(labelIssues([], [])).toEqual([]);
});

/** Of so many items with as many classes probabilities that are honest, and labels of which so many are wrong. */
function labelled({
  items,
  classes,
  wrong,
  sharp,
}: {
  items: number;
  classes: number;
  wrong: number;
  sharp: number;
}) {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const flipped = new Set<number>();
  const probs = Array.from({ length: items }, () => {
    const weights = Array.from({ length: classes }, () => (-Math.log(uniform())) ** sharp);
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  });
  const labels = probs.map((row, i) => {
    const at = uniform();
    let below = 0;
    const meant = Math.min(
      row.filter((p) => {
        below += p;
        return below < at;
      }).length,
      classes - 1,
    );
    if (uniform() >= wrong) return meant;
    flipped.add(i);
    return (meant + 1 + Math.floor(uniform() * (classes - 1))) % classes;
  });
  return { probs, labels, flipped };
}

test.each([0, 0.03, 0.1])(
  'the share of wrong labels is found, and chances are what they say: %f',
  (wrong) => {
    for (const sharp of [3, 8]) {
      const { probs, labels, flipped } = labelled({ items: 4000, classes: 12, wrong, sharp });
      const { rate, chances } = labelErrors(probs, labels);
      expect(Math.abs(rate - wrong)).toBeLessThan(0.015);
      const named = [...chances.keys()].filter((i) => (chances[i] ?? 0) >= 0.2);
      if (wrong === 0) expect(named.length).toBeLessThan(8);
      else {
        const said = named.reduce((sum, i) => sum + (chances[i] ?? 0), 0) / named.length;
        const right = named.filter((i) => flipped.has(i)).length / named.length;
        expect(Math.abs(said - right)).toBeLessThan(0.12);
      }
    }
  },
);

test('probabilities that claim too much are made honest first; one class has no other', () => {
  const { probs, labels } = labelled({ items: 4000, classes: 12, wrong: 0, sharp: 3 });
  const bold = probs.map((row) => {
    const raised = row.map((p) => p ** 2);
    const sum = raised.reduce((a, b) => a + b, 0);
    return raised.map((p) => p / sum);
  });
  expect(labelErrors(bold, labels).rate).toBeLessThan(0.015);
  expect(labelErrors([[1], [1]], [0, 0])).toEqual({ rate: 0, chances: [0, 0] });
  expect(labelErrors([], [])).toEqual({ rate: 0, chances: [] });
});

test('what makes no sense is said', () => {
  expect(() => labelIssues([[0.5, 0.5]], [0, 1])).toThrow('probabilities of 1 item, and 2 labels');
  expect(() => labelIssues([[0.5, 0.5]], [7])).toThrow('item 0 has the label 7');
  expect(() => labelIssues([[Number.NaN, 0.5]], [1])).toThrow(
    'item 0 has the label 1 and the probabilities [NaN, 0.5]',
  );
  expect(() => labelIssues([[0.5, 0.5]], [1], 'margin' as never)).toThrow("by is one of 'selfConfidence'");
});

test.each<[string, unknown[], string]>([
  ['nothing', [], 'probs is a list that has, for each item, a list of numbers, and not undefined'],
  ['a flat list', [[0.5, 0.5], [0]], 'and not [0.5,0.5]'],
  ['a promise', [Promise.resolve([]), []], 'and not a Promise: await it'],
  ['no labels', [[[0.5, 0.5]]], 'labels is a list of numbers, and not undefined'],
  ['names for labels', [[[0.5, 0.5]], ['cat']], 'labels is a list of numbers, and not'],
])('%s is refused in words', (_, args, message) => {
  expect(() => Reflect.apply(labelIssues, undefined, args)).toThrow(message);
});

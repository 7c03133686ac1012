import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countLabelErrors, labelIssues, labelQuality } from './label-issues.js';

const ways = ['selfConfidence', 'normalizedMargin'] as const;
type PerWay = Record<(typeof ways)[number], number[]>;

// Made by fixtures/label-issues.py, with cleanlab itself.
const {
  cases,
}: {
  cases: ({ probs: number[][]; labels: number[]; issues: PerWay; ranking: PerWay; count: number } & PerWay)[];
} = JSON.parse(readFileSync(new URL('fixtures/label-issues.json', import.meta.url), 'utf8'));

test('scores, ranking and issues are cleanlab’s', () => {
  for (const { probs, labels, ranking, issues, count, ...scores } of cases) {
    // cleanlab takes some items for another class where several are possible.
    expect(Math.abs(countLabelErrors(probs, labels) - count)).toBeLessThanOrEqual(1 + 0.05 * count);
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

test('what makes no sense is said', () => {
  expect(() => labelIssues([[0.5, 0.5]], [0, 1])).toThrow('probabilities of 1 items, and 2 labels');
  expect(() => labelIssues([[0.5, 0.5]], [7])).toThrow('item 0 has the label 7');
  expect(() => labelIssues([[Number.NaN, 0.5]], [1])).toThrow(
    'item 0 has the label 1 and the probabilities [NaN, 0.5]',
  );
  expect(() => labelIssues([[0.5, 0.5]], [1], 'margin' as never)).toThrow("by is one of 'selfConfidence'");
});

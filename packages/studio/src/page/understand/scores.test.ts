import { expect, it } from 'vitest';
import type { ClassScore } from '../../protocol/index.js';
import { sortScores } from './class-table.js';
import { mixUps, shownClasses } from './confusion.js';

it('names what is mixed up, most of all first', () => {
  const matrix = [
    [5, 1, 0],
    [0, 9, 3],
    [0, 0, 4],
  ];
  expect(mixUps(matrix)).toEqual([
    { row: 1, column: 2, count: 3 },
    { row: 0, column: 1, count: 1 },
  ]);
});

it('puts the weakest class first, and one without a number last', () => {
  const score = (name: string, recall: number | null, support: number) =>
    ({ name, recall, support }) as ClassScore;
  const all = [score('b', 0.9, 3), score('c', null, 1), score('a', 0.2, 2)];
  const names = (by: 'recall' | 'name' | 'support') => sortScores(all, by).map(({ name }) => name);
  expect(names('recall')).toEqual(['a', 'b', 'c']);
  expect(names('name')).toEqual(['a', 'b', 'c']);
  expect(names('support')).toEqual(['c', 'a', 'b']);
});

it('shows all classes of a matrix, of very many those that are mixed up most', () => {
  const matrix = [
    [5, 1, 0, 0],
    [0, 9, 3, 0],
    [0, 0, 4, 0],
    [0, 0, 0, 7],
  ];
  expect(shownClasses(matrix)).toEqual([0, 1, 2, 3]);
  expect(shownClasses(matrix, 3)).toEqual([0, 1, 2]);
  expect(shownClasses(matrix, 2)).toEqual([1, 2]);
});

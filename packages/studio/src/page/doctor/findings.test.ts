import { expect, it } from 'vitest';
import type { Finding, PictureInfo } from '../../protocol/index.js';
import { advisable, byKind, isOpen } from './findings.js';

const pictures =
  (labels: Record<string, string | null>, aside: string[] = []) =>
  (id: string) => {
    const label = labels[id];
    if (label === undefined) return undefined;
    return { id, label, removed: aside.includes(id) } as PictureInfo;
  };
const wrong: Finding = {
  kind: 'label error',
  id: 'a',
  reason: '',
  score: 0.9,
  label: 'pug',
  suggested: 'boxer',
};
const pair: Finding = { kind: 'duplicate', id: 'a', other: 'b', reason: '', score: 1 };

it('is dealt with once the picture was relabelled, set aside or kept', () => {
  expect(isOpen(wrong, pictures({ a: 'pug' }))).toBe(true);
  expect(isOpen(wrong, pictures({ a: 'boxer' }))).toBe(false);
  expect(isOpen(wrong, pictures({ a: 'pug' }, ['a']))).toBe(false);
  expect(isOpen({ ...wrong, kept: true }, pictures({ a: 'pug' }))).toBe(false);
  expect(isOpen(wrong, pictures({}))).toBe(false);
});

it('is dealt with once one of a pair is set aside, or both have one label', () => {
  expect(isOpen(pair, pictures({ a: 'pug', b: 'pug' }))).toBe(true);
  expect(isOpen(pair, pictures({ a: 'pug', b: 'pug' }, ['b']))).toBe(false);
  const conflict: Finding = { ...pair, kind: 'label conflict' };
  expect(isOpen(conflict, pictures({ a: 'pug', b: 'boxer' }))).toBe(true);
  expect(isOpen(conflict, pictures({ a: 'pug', b: 'pug' }))).toBe(false);
});

it('labels that fit badly come after those that may be wrong', () => {
  const doubt: Finding = { ...wrong, kind: 'label doubt', id: 'b' };
  const found = byKind([pair, doubt, wrong], pictures({ a: 'pug', b: 'pug' }));
  expect([...found.keys()]).toEqual(['label error', 'label doubt', 'duplicate']);
});

it('gives no advice for all where most of it would be wrong', () => {
  const unlikely: Finding = { ...wrong, score: 0.4 };
  const doubt: Finding = { ...wrong, kind: 'label doubt' };
  expect(advisable([wrong, unlikely, doubt, pair])).toEqual([wrong]);
});

it('comes in the order of its kinds', () => {
  const small: Finding = { kind: 'imbalance', id: null, reason: '', score: 1, label: 'pug' };
  const found = byKind([small, pair, wrong, { ...wrong, kept: true }], pictures({ a: 'pug', b: 'pug' }));
  expect([...found].map(([kind, { length }]) => [kind, length])).toEqual([
    ['label error', 1],
    ['duplicate', 1],
    ['imbalance', 1],
  ]);
});

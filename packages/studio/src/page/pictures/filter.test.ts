import { expect, it } from 'vitest';
import type { PictureInfo } from '../../protocol/index.js';
import { classOf, filtered, filterOf, ofClass } from './filter.js';

const picture = (path: string, change: Partial<PictureInfo> = {}): PictureInfo => ({
  id: path,
  path,
  name: path,
  label: 'pug',
  foundLabel: 'pug',
  changed: false,
  removed: false,
  split: 'train',
  version: 'v',
  bytes: 100,
  ...change,
});
const all = [
  picture('a/pug_1.jpg', { bytes: 300 }),
  picture('a/pug_2.jpg', { split: 'valid' }),
  picture('b/dog_1.jpg', { label: 'boxer', changed: true, bytes: 200 }),
  picture('b/dog_2.jpg', { label: null, split: null }),
  picture('b/dog_3.jpg', { removed: true, changed: true }),
];
const shown = (parts: Record<string, string>) =>
  filtered(all, filterOf(parts)).map(({ path }) => path.slice(2, -4));

it('shows what one asks for', () => {
  expect(shown({})).toEqual(['pug_1', 'pug_2', 'dog_1', 'dog_2']);
  expect(shown({ show: ofClass('pug') })).toEqual(['pug_1', 'pug_2']);
  expect(shown({ show: 'unlabelled' })).toEqual(['dog_2']);
  expect(shown({ show: 'aside' })).toEqual(['dog_3']);
  expect(shown({ show: 'changed' })).toEqual(['dog_1', 'dog_3']);
  expect(shown({ split: 'valid' })).toEqual(['pug_2']);
  expect(shown({ q: ' BOX ' })).toEqual(['dog_1']);
  expect(shown({ q: 'b/ dog_2' })).toEqual(['dog_2']);
  expect(shown({ sort: '-size' }).slice(0, 2)).toEqual(['pug_1', 'dog_1']);
  expect(shown({ sort: 'odd', split: 'odd' })).toHaveLength(4);
});

it('keeps a class apart from the words', () => {
  expect(classOf(ofClass('unlabelled'))).toBe('unlabelled');
  expect(classOf('unlabelled')).toBeNull();
});

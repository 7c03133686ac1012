import { expect, test } from 'vitest';
import { withoutUndefined } from './index.js';

test('an option that is undefined does not take the place of a default', () => {
  expect({ bs: 64, ...withoutUndefined({ bs: undefined, seed: 0, path: null }) }).toEqual({
    bs: 64,
    seed: 0,
    path: null,
  });
});

import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { isSystems, sentenceOf } from './sentence.js';

it('says what is wrong and what to do, not what a system calls it', async () => {
  const error = await readFile('/no/such/file').catch((reason: unknown) => reason);
  expect(isSystems(error)).toBe(true);
  expect(sentenceOf(error)).toBe('/no/such/file is not there any more');
  expect(sentenceOf('ENOSPC: no space left on device, write')).toBe(
    'the disk is full: make room, then do it again',
  );
  expect(
    sentenceOf(
      "Live.afterBatch threw (epoch 0 of 1, training batch 1 of 6, counted from 0): EROFS: read-only file system, open '/pets/.onecycle/log.jsonl'",
    ),
  ).toBe('/pets/.onecycle/log.jsonl lies on a disk that may only be read');
  // What is a sentence already stays one.
  const words = 'there is nothing to tell apart: give pictures at least two different labels first';
  expect([isSystems(new Error(words)), sentenceOf(new Error(words))]).toEqual([false, words]);
});

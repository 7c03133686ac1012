import { readFile, rename } from 'node:fs/promises';
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
  expect(sentenceOf('training failed: ENOSPC: no space left on device, write. Try again')).toBe(
    'training failed: the disk is full: make room, then do it again. Try again',
  );
  // What is a sentence already stays one.
  const words = 'there is nothing to tell apart: give pictures at least two different labels first';
  expect([isSystems(new Error(words)), sentenceOf(new Error(words))]).toEqual([false, words]);
});

it.each(["/no/Anna's dogs/1.jpg", "/no/the dogs' pictures/it's me.jpg"])(
  'names a path with apostrophes wholly: %s',
  async (path) => {
    const said = `${path} is not there any more`;
    for (const doing of [readFile(path), rename(path, `${path} too`)]) {
      const error: unknown = await doing.catch((reason: unknown) => reason);
      expect(sentenceOf(error)).toBe(said);
      // As another process says it.
      expect(sentenceOf(String(error).replace('Error: ', ''))).toBe(said);
    }
    expect(sentenceOf(`it failed (ENOENT: no such file or directory, open '${path}'). Then more`)).toBe(
      `it failed (${said}). Then more`,
    );
  },
);

it('names a path that looks like the end of a sentence, where the error has it', async () => {
  const path = "/no/a', b/1.jpg";
  const error = await readFile(path).catch((reason: unknown) => reason);
  expect(sentenceOf(error)).toBe(`${path} is not there any more`);
});

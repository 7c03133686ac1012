import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { getImageFiles } from '../items/index.js';
import { notThere, Path } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'onecycle-not-there-'));
mkdirSync(join(folder, 'pets', 'images'), { recursive: true });
const before = process.cwd();
process.chdir(folder);
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test.each([
  ['pets/image', `there is no folder pets/image in ${process.cwd()}: did you mean pets/images?`],
  ['pet/images', `there is no folder pet/images in ${process.cwd()}: did you mean pets?`],
  [join(folder, 'pets', 'Images'), `: did you mean ${join(folder, 'pets', 'images')}?`],
  ['nothing/like/it', `there is no folder nothing/like/it in ${process.cwd()}`],
  ['~/pets', "only a shell knows what '~' means"],
  ['https://example.org/pets.tgz', 'it is an address'],
])('%s: what is missing says where it was looked for, and what was meant', (path, message) => {
  expect(notThere('folder', path)).toContain(message);
  expect(notThere('folder', new Path(homedir(), 'not there at all'))).not.toContain('did you mean');
});

test.each([
  [Promise.resolve(folder), 'a path is a text or a Path, not a Promise: await it'],
  [undefined, 'a path is a text or a Path, not undefined'],
  [new URL('file:///pets'), 'a path is a text or a Path, not a URL'],
  [[new Path('a.jpg')], 'where the source is the list of items itself, leave getItems out'],
])('what is no folder is told: %s', async (given, message) => {
  await expect(getImageFiles(given as never)).rejects.toThrow(message);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nn } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { Path, register, revive } from '../../data/index.js';
import { grown, withHeader, withHugeTensor } from '../../testing/hostile-files.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { loadLearner } from '../learner/index.js';
import { learnerKey } from './export.js';

const folder = await temporaryFolder();

register(
  'Wide',
  ({ width, count }) =>
    new nn.Sequential(...Array.from({ length: Number(count) }, () => new nn.Linear(1, Number(width)))),
);

/** The exported tiny learner, whose file says that its model is another. */
async function exported(width: number, count: number): Promise<Buffer> {
  const file = await tinyLearner().export(join(folder, 'tiny.onecycle'));
  return withHeader(readFileSync(String(file)), ({ __metadata__: metadata }) => {
    const description = JSON.parse(metadata[learnerKey] ?? '');
    metadata[learnerKey] = JSON.stringify({ ...description, architecture: { type: 'Wide', width, count } });
  });
}

test.each([
  ['one layer that is far too wide', 2e9, 1, /asks for weights of the shape \[2000000000, 1\]/],
  ['many layers of a shape that is there once', 1, 5000, /asks for weights of the shape \[1, 1\]/],
  ['a layer that is a little too wide', 4, 1, /0\.weight is \[1, 1\] but the model has \[4, 1\]/],
])('an exported model with %s is refused by its header', async (_, width, count, message) => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const bytes = await exported(width, count);
  const more = await grown(() => expect(loadLearner(bytes)).rejects.toThrow(message));
  expect(more).toBeLessThan(200);
  vi.restoreAllMocks();
});

test('what a description asks for is not held against a model that is made elsewhere', () => {
  expect(revive({ type: 'Wide', width: 5000, count: 1 })).toBeInstanceOf(nn.Sequential);
});

test('a file with a tensor that the model has not is refused before the tensor is read', async () => {
  const learn = tinyLearner();
  const file = await learn.save(new Path(join(folder, 'huge')));
  withHugeTensor(String(file), 'other');
  const more = await grown(async () => {
    await expect(learn.load(file)).rejects.toThrow(
      /huge\.safetensors does not fit .* unexpected keys: other/,
    );
    await expect(learn.load(file, { strict: false })).rejects.toThrow(
      /huge\.safetensors is refused: it holds 10,000,000,\d+ numbers, and the limit for this model is/,
    );
  });
  expect(more).toBeLessThan(200);
});

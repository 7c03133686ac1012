import { readFileSync } from 'node:fs';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Categorize, DataLoaders, Datasets } from '../data/index.js';
import { temporaryFolder } from '../testing/temporary.js';
import { Learner } from '../training/index.js';
import { exportOnnx, exportTypes, exportWeb } from './index.js';

async function learnerOf(labels: string[]) {
  const row = () => torch.zeros([2]);
  const dsets = await Datasets.create(labels, [[row], [(label: string) => label, new Categorize()]]);
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>(dsets, { bs: 1 });
  return new Learner(dls, new nn.Linear(2, labels.length), {
    path: await temporaryFolder(),
    progress: false,
  });
}

test('class names become a union of strings, whatever they are', async () => {
  const learn = await learnerOf(["king's dog", '"cat"\n', 'C:\\pug']);
  const file = await learn.exportTypes('types/pets.d.ts');
  const text = readFileSync(String(file), 'utf8');
  expect(text.split('\n').slice(1).join('\n')).toBe(
    `export type Label =\n  | '"cat"\\n'\n  | 'C:\\\\pug'\n  | 'king\\'s dog';\n`,
  );
  await expect(learn.exportTypes('pets.json')).rejects.toThrow('pets.json ends in no .ts');
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'takes a learner, not undefined'],
  ['data', new DataLoaders([]), 'takes a learner, not a DataLoaders'],
  ['a model', new nn.ReLU(), 'takes a learner, not a ReLU'],
  ['a promise', learnerOf(['a', 'b']), 'takes a learner, not a Promise: await it'],
])('every export refuses %s in place of a learner', async (_, learn, message) => {
  for (const call of [exportTypes, exportWeb, exportOnnx])
    await expect(call(learn as never)).rejects.toThrow(`${call.name} ${message}`);
});

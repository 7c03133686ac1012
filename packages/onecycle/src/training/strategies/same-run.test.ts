import { nn, type Tensor } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { DataLoaders, Datasets, Path } from '../../data/index.js';
import { fingerprint } from './same-run.js';

test('items in another order are other items, in another folder the same', async () => {
  const model = new nn.ReLU() as unknown as nn.Module<Tensor[]>;
  const printed = async (files: readonly string[], asPaths = true) => {
    const items = asPaths ? files.map((file) => new Path(file)) : files;
    const dsets = await Datasets.create(items, [[(file: unknown) => String(file).length]]);
    return fingerprint(model, DataLoaders.fromDsets([dsets, dsets], { bs: 1 }))['items and their order'];
  };
  const here = await printed(['/data/cats/a.jpg', '/data/dogs/a.jpg', '/data/dogs/b.jpg']);
  expect(await printed(['/mnt/7/cats/a.jpg', '/mnt/7/dogs/a.jpg', '/mnt/7/dogs/b.jpg'])).toBe(here);
  expect(await printed(['/mnt/7/cats/a.jpg', '/mnt/7/dogs/a.jpg', '/mnt/7/dogs/b.jpg'], false)).toBe(here);
  expect(await printed(['/node1/a.jpg', '/node1/b.jpg'])).toBe(
    await printed(['/node2/a.jpg', '/node2/b.jpg']),
  );
  expect(await printed(['/node1/a.jpg', '/node1/b.jpg'])).not.toBe(
    await printed(['/node2/b.jpg', '/node2/a.jpg']),
  );
  expect(await printed(['/data/dogs/a.jpg', '/data/cats/a.jpg', '/data/dogs/b.jpg'])).not.toBe(here);
});

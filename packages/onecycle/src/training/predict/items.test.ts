import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { beforeAll, expect, expectTypeOf, test, vi } from 'vitest';
import {
  Categorize,
  DataLoaders,
  Datasets,
  ItemError,
  Path,
  register,
  type TransformLike,
  usingAttr,
} from '../../data/index.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { Learner, loadLearner } from '../learner/index.js';

/** As a block that opens files does: a path, or the bytes of a file; two bytes are an item. */
async function open(item: unknown): Promise<Tensor> {
  const bytes = Buffer.isBuffer(item) ? item : await readFile(String(item));
  if (bytes.length !== 2) throw new Error('two bytes are wanted');
  return torch.tensor(
    [...bytes].map((byte) => byte / 10),
    { dtype: 'float32' },
  );
}

class Identity extends nn.Module<Tensor[]> {
  forward(x: Tensor): Tensor {
    return x.clone();
  }
}
register('ItemsTestModel', () => new Identity());

let path: string;
let files: string[];
beforeAll(async () => {
  path = await temporaryFolder();
  files = [join(path, 'a.bin'), join(path, 'b.bin')];
  await writeFile(files[0] ?? '', Buffer.of(9, 1));
  await writeFile(files[1] ?? '', Buffer.of(1, 9));
});

async function learner(label: TransformLike = (file: string) => new Path(file).stem) {
  const dsets = await Datasets.create(files, [[open], [label, new Categorize()]], {
    splits: [
      [0, 1],
      [0, 1],
    ],
  });
  const learn = new Learner(DataLoaders.fromDsets<[Tensor, Tensor]>(dsets, { bs: 2 }), new Identity(), {
    progress: false,
    path,
  });
  learn.architecture = { type: 'ItemsTestModel' };
  return learn;
}

test('a picture may be a file, an address or bytes of whatever kind', async () => {
  const learn = await learner();
  const [file = ''] = files;
  const bytes = await readFile(file);
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/a.bin' ? 200 : 404;
    response.end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const host = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  try {
    const items = [
      file,
      new Path(file),
      pathToFileURL(file),
      bytes,
      new Uint8Array(bytes),
      new Uint8Array(bytes).buffer,
      new Blob([new Uint8Array(bytes)]),
      new File([new Uint8Array(bytes)], 'a.bin'),
      new URL(`${host}/a.bin`),
      `${host}/a.bin`,
    ];
    for (const item of items) expect((await learn.predict(item)).label).toBe('a');
    expect((await learn.predict(items)).map(({ label }) => label)).toEqual(items.map(() => 'a'));
    await expect(learn.predict(`${host}/none`)).rejects.toThrow(`${host}/none cannot be read: 404`);
  } finally {
    server.close();
  }
});

test('an error is in words for whoever sent the item', async () => {
  const learn = await learner();
  const cases: [string | object, string][] = [
    [Buffer.alloc(1234), 'the picture (1,234 bytes) cannot be read: two bytes are wanted'],
    [new Blob(['abc']), 'the picture (3 bytes) cannot be read: two bytes are wanted'],
    [new File(['abc'], 'cat.bin'), 'cat.bin cannot be read: two bytes are wanted'],
    [join(path, 'none.bin'), `${join(path, 'none.bin')} cannot be read: ENOENT`],
  ];
  for (const [item, message] of cases) {
    const error: unknown = await learn.predict(item).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ItemError);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toMatch(/item 0|Remove it|Buffer|<00/);
  }
  expectTypeOf(learn.predict).parameter(0).not.toBeNumber();
  // @ts-expect-error a number is no picture
  await expect(learn.predict(5)).rejects.toThrow('the item 5 cannot be read');
  // @ts-expect-error nothing is none either
  await expect(learn.predict(undefined)).rejects.toThrow('predict takes a picture, or an item');
});

test('labels by functions of one’s own need not travel; what predictions go through is named at export', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const stem: TransformLike = [
    (file: string) => new Path(file),
    usingAttr((name: string) => name.toLowerCase(), 'stem'),
  ];
  const labelled = await learner(stem);
  const file = await labelled.export('own.onecycle');
  // The opener is one of these, the labeller none.
  expect(warn.mock.calls.flat()).toEqual([
    expect.stringMatching(
      /own\.onecycle cannot hold open, a function of your own that predictions go through/,
    ),
  ]);
  const loaded = await loadLearner(file);
  expect([...loaded.dls.vocab]).toEqual(['a', 'b']);
  await expect(loaded.predict(files[0] ?? '')).rejects.toThrow(
    /the function open was not part of the exported file/,
  );
  warn.mockRestore();
});

import type { Tensor } from '@onecycle/torch';
import { expect, expectTypeOf, test } from 'vitest';
import {
  categoryBlock,
  DataBlock,
  DataLoader,
  type DataLoaders,
  getImageFiles,
  imageBlock,
  L,
  type Path,
  parentLabel,
  plotFunction,
  type Row,
  readCsv,
  regexLabeller,
  type TensorCategory,
  type TensorImage,
  torch,
  usingAttr,
} from './index.js';

// What is said of types here is checked by the compiler: `tsc -b`, which `npm test` runs before the tests.

test('a data block knows its batches, and its getters what they are given', () => {
  const pets = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    getX: (file) => {
      expectTypeOf(file).toEqualTypeOf<Path>();
      return file;
    },
    getY: (file) => file.parent.name,
  });
  expectTypeOf(pets.dataloaders).returns.resolves.toEqualTypeOf<DataLoaders<[TensorImage, TensorCategory]>>();
  expectTypeOf<Awaited<ReturnType<typeof pets.dataloaders>>['oneBatch']>().returns.resolves.toEqualTypeOf<
    [TensorImage, TensorCategory]
  >();

  const rows = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: readCsv,
    splitter: (all) => [[...all.keys()], []],
    getY: (row) => row.label,
  });
  expectTypeOf(rows).toExtend<DataBlock<[TensorImage, TensorCategory]>>();
  // Labellers, and functions that say themselves what they take.
  const blocks = [imageBlock(), categoryBlock()] as const;
  new DataBlock({ blocks, getItems: getImageFiles, getY: parentLabel });
  new DataBlock({ blocks, getItems: getImageFiles, getY: usingAttr(regexLabeller('(.+)_'), 'name') });
  new DataBlock({ blocks, getY: (row: Row) => row.label, getX: (row: Row) => row.fname });
  // @ts-expect-error items are paths, and a path has no label
  new DataBlock({ blocks, getItems: getImageFiles, getY: (file) => file.label });
});

test('a function that is plotted needs no annotation', () => {
  expect(String(plotFunction((x) => Math.log(x), { min: 1, max: 2 }))).toContain('│');
  expect(String(plotFunction((x) => x.sigmoid()))).toContain('│');
  expect(String(plotFunction((x) => 2 * x + 1))).toContain('│');
  plotFunction(torch.sigmoid);
  plotFunction(Math.sin);
  expectTypeOf(plotFunction)
    .parameter(0)
    .toBeCallableWith({} as Tensor & number);
});

test('Promise.all of an L is a list of what was promised', async () => {
  const all = await Promise.all(L.of(1, 2).map(async (n) => String(n)));
  expectTypeOf(all).toEqualTypeOf<string[]>();
  expect(all).toEqual(['1', '2']);
  const settled = await Promise.allSettled(L.of(1).map(async (n) => n));
  expectTypeOf(settled).toEqualTypeOf<PromiseSettledResult<number>[]>();
});

test('a data loader without a promise of types gives what nobody has looked at', async () => {
  const loader = new DataLoader([1, 2]);
  expectTypeOf(loader.oneBatch).returns.resolves.toBeUnknown();
  expect(String(await loader.oneBatch())).toBe('tensor([1, 2])');
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary.js';
import { categoryBlock, multiCategoryBlock, regressionBlock, transformBlock } from './block.js';
import { L, Path } from './collections/index.js';
import { DataBlock } from './data-block.js';
import {
  colReader,
  colSplitter,
  endSplitter,
  getImageFiles,
  grandparentSplitter,
  indexSplitter,
  itemGetter,
  parentLabel,
  randomSplitter,
  readCsv,
  regexLabeller,
  usingAttr,
} from './items/index.js';
import { DataLoaders, Datasets } from './loading/index.js';
import {
  Pipeline,
  TensorBase,
  type TensorCategory,
  TensorMultiCategory,
  Transform,
} from './transforms/index.js';

/** The length of a file's name as a tensor: what pictures are to the picture blocks. */
class NameLength extends TensorBase {}
class Measure extends Transform<Path | string, NameLength> {
  override makesNew = true;
  override accepts(x: unknown): x is Path | string {
    return x instanceof Path || typeof x === 'string';
  }
  encodes(x: Path | string): NameLength {
    using plain = torch.tensor([new Path(x).name.length]);
    return NameLength.from(plain);
  }
}
const nameBlock = () =>
  transformBlock({ typeTfms: new Measure(), isBatch: (x): x is NameLength => x instanceof NameLength });

const numbers = (x: Tensor) => Array.from(x.toTypedArray(), Number);

async function folder(...files: string[]): Promise<string> {
  const root = await temporaryFolder();
  for (const file of files) {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), '');
  }
  return root;
}

const pets = () =>
  new DataBlock({
    blocks: [nameBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: indexSplitter([1]),
    getY: usingAttr(regexLabeller(/(.+)_\d+.jpg$/), 'name'),
  });

test('from a folder to typed batches', async () => {
  const root = await folder('pug_1.jpg', 'pug_2.jpg', 'beagle_10.jpg', 'Bombay_3.jpg');
  const block: DataBlock<[NameLength, TensorCategory]> = pets();
  const dls = await block.dataloaders(root, { bs: 2, shuffle: false, dropLast: false });
  expect([...dls.vocab]).toEqual(['Bombay', 'pug']);
  expect([dls.c, dls.nInp, dls.train.n, dls.valid.n]).toEqual([2, 1, 3, 1]);
  const [x, y] = await dls.oneBatch();
  const typed: [NameLength, TensorCategory] = [x, y];
  expect(typed.map((member) => member.constructor.name)).toEqual(['NameLength', 'TensorCategory']);
  expect([numbers(x), numbers(y)]).toEqual([
    [12, 9],
    [0, 1],
  ]);
  expect(String(y)).toBe('TensorCategory([0, 1])');
  expect([...dls.train.decodeBatch([x, y])].map(([, label]) => label)).toEqual(['Bombay', 'pug']);
  await expect(dls.valid.oneBatch()).rejects.toThrow(
    `item 0 (${root}/beagle_10.jpg): label is not in the vocabulary`,
  );
});

test('a table, several labels, a path before the name', async () => {
  const root = await folder('a');
  await writeFile(
    join(root, 'labels.csv'),
    'fname,labels,is_valid\n1.jpg,cat dog,False\n22.jpg,,True\n333.jpg,owl,False\n',
  );
  const block = new DataBlock({
    blocks: [nameBlock(), multiCategoryBlock()],
    splitter: colSplitter(),
    getX: colReader('fname', { pref: new Path(root), suff: '.bak' }),
    getY: colReader('labels', { labelDelim: ' ' }),
  });
  const dls = await block.dataloaders(await readCsv(join(root, 'labels.csv')), { bs: 2, shuffle: false });
  const [x, y] = await dls.oneBatch();
  expect(y).toBeInstanceOf(TensorMultiCategory);
  expect(y.tolist()).toEqual([
    [1, 1, 0],
    [0, 0, 1],
  ]);
  expect(numbers(x)).toEqual([9, 11]);
  const [, labels] = dls.train.decodeBatch([x, y])[0] ?? [];
  expect(labels).toEqual(L.of('cat', 'dog'));
  // New items may be files where the source had rows.
  const [files] = await dls.testDl(['four.jpg']).oneBatch();
  expect(numbers(files)).toEqual([8]);
  const [rows] = await dls.testDl([{ fname: 'x', labels: 'owl', is_valid: true }]).oneBatch();
  expect(numbers(rows)).toEqual([5]);
  // Also where both came out of an exported file.
  const copy = await reloaded(dls);
  expect(numbers((await copy.testDl(['four.jpg']).oneBatch())[0])).toEqual([8]);
});

async function reloaded<B>(dls: DataLoaders<B>): Promise<DataLoaders<B>> {
  const { register } = await import('./transforms/index.js');
  register('Measure', () => new Measure());
  return DataLoaders.revive<B>(JSON.parse(JSON.stringify(dls)));
}

test('a plain list, with labels in it or without a function at all', async () => {
  const pairs = [
    ['a.jpg', 0.5],
    ['bb.jpg', 1],
  ];
  const block = new DataBlock({
    blocks: [nameBlock(), regressionBlock()],
    splitter: indexSplitter([]),
    getters: [itemGetter(0), itemGetter(1)],
  });
  const dls = await block.dataloaders(pairs, { bs: 2, shuffle: false });
  const [x, y] = await dls.oneBatch();
  expect([numbers(x), numbers(y), dls.c]).toEqual([[5, 6], [0.5, 1], 1]);
  const repeated = new DataBlock({ blocks: [nameBlock(), categoryBlock()], getY: parentLabel });
  const many = await repeated.dataloaders(new Array(100).fill(new Path('cats/a.jpg')), { bs: 8 });
  expect([many.train.n, many.valid.n, [...many.vocab]]).toEqual([80, 20, ['cats']]);
  const only = new DataBlock({ blocks: [nameBlock()], splitter: indexSplitter([]) });
  expect(numbers((await (await only.dataloaders(['abc'], { bs: 1 })).oneBatch())[0])).toEqual([3]);
});

test('getters may be pipelines, blocks may have two inputs, and the splitter may be asynchronous', async () => {
  const block = new DataBlock({
    blocks: [nameBlock(), regressionBlock({ nOut: 2 }), categoryBlock({ vocab: ['y', 'x'] })],
    splitter: async (items) => [[...items.keys()], []],
    getX: [(item: string) => item, (item: string) => [item.length, 1]],
    getY: new Pipeline([(item: string) => item.split('.'), itemGetter(0)]),
  });
  const dls = await block.dataloaders(['x.jpg', 'y.jpeg'], { bs: 2, shuffle: false });
  const [x, size, y] = await dls.oneBatch();
  expect(numbers(x)).toEqual([5, 6]);
  expect(size.tolist()).toEqual([
    [5, 1],
    [6, 1],
  ]);
  expect([numbers(y), dls.c, dls.nInp]).toEqual([[0, 1], 2, 2]);
});

test('transforms of blocks and block are merged by class: the last one counts, at the first one’s place', async () => {
  class Scale extends Transform<NameLength, Tensor> {
    constructor(readonly by: number) {
      super();
    }
    override accepts(x: unknown): x is NameLength {
      return x instanceof NameLength;
    }
    encodes(x: NameLength): Tensor {
      return x.mul(this.by);
    }
  }
  const identity = (x: unknown) => x;
  const base = nameBlock();
  const block = new DataBlock({
    blocks: [{ ...base, isBatch: base.isBatch, itemTfms: new Scale(10) }, categoryBlock()],
    getY: parentLabel,
    itemTfms: [identity, new Scale(100)],
  });
  expect(block.itemTfms.map((t) => (t instanceof Scale ? t.by : t.name))).toEqual([100, 'identity']);
  expect(block.new({ itemTfms: new Scale(3) }).itemTfms).toHaveLength(1);
  const dls = await block.dataloaders(['cats/ab', 'cats/cd', 'cats/ef'], { bs: 3 });
  expect(numbers((await dls.oneBatch())[0])).toEqual([200, 200, 200]);
});

test('mistakes in the data are one clear sentence', async () => {
  const root = await folder('pug_1.jpg', 'pug_2.jpg', 'notes.txt', 'unlabelled.jpg');
  await expect(pets().dataloaders(root)).rejects.toThrow(
    `item 1 (${root}/unlabelled.jpg): no label found in 'unlabelled.jpg': the pattern /(.+)_\\d+.jpg$/ does not match`,
  );
  const empty = await folder('notes.txt');
  await expect(pets().dataloaders(empty)).rejects.toThrow(
    `there are no items in ${empty}: getImageFiles found none there`,
  );
  const written = { blocks: [nameBlock()], getItems: () => [] };
  await expect(new DataBlock(written).datasets('here')).rejects.toThrow(
    'there are no items in here: the function getItems found none there',
  );
  const listed = new DataBlock({ blocks: [nameBlock()], splitter: randomSplitter({ validPct: 1 }) });
  await expect(listed.datasets([])).rejects.toThrow('there are no items: the list is empty');
  await expect(listed.datasets(['a', 'b'])).rejects.toThrow(
    'the splitter leaves none of 2 items for training, and 2 for validation: choose a smaller validPct',
  );
  const byFolders = new DataBlock({ blocks: [nameBlock()], splitter: grandparentSplitter() });
  await expect(byFolders.datasets(['pets/a/1.png', 'other/a/2.png'])).rejects.toThrow(
    'the splitter leaves none of 2 items for training, and 0 for validation: choose a smaller validPct, or check what ' +
      'it tells them by: the names of folders (trainName and validName of grandparentSplitter), a column',
  );
  await expect(pets().dataloaders(join(empty, 'nowhere'))).rejects.toThrow('there is no folder');
  const block = new DataBlock({ blocks: [nameBlock(), categoryBlock()] });
  await expect(block.dataloaders('folder')).rejects.toThrow('say how to get items by getItems');
  expect(() => new DataBlock({ blocks: [nameBlock(), categoryBlock()], getX: [String, String] })).toThrow(
    'getX holds 2 functions, but there must be 1',
  );
  expect(() => multiCategoryBlock({ encoded: true })).toThrow('needs the vocab');
  const wrong = new DataBlock({ blocks: [nameBlock(), regressionBlock()], getY: () => 'three' });
  await expect((await wrong.dataloaders(['a', 'b'], { bs: 1 })).oneBatch()).rejects.toThrow(
    "a target is a number, or a list of numbers, and not 'three'",
  );
});

test('showBatch without pictures is a table', async () => {
  const block = new DataBlock({
    blocks: [nameBlock(), categoryBlock()],
    getY: parentLabel,
    splitter: randomSplitter({ seed: 1 }),
  });
  const dls = await block.dataloaders(['cats/a.jpg', 'cats/bb.jpg'], { bs: 2 });
  expect(String(await dls.showBatch())).toMatch(/input +target\n.*\nNameLength\(\[\d\]\) +cats/);
  const before = torch.memory().tensors;
  expect(String(await dls.showBatch({ unique: true, maxN: 3 })).split('\n')).toHaveLength(5);
  expect(torch.memory().tensors).toBe(before);
});

test('data sets show and refuse what they should', async () => {
  const dsets = await Datasets.create(['a', 'b'], [[(x: string) => x]]);
  expect(String(dsets)).toBe('(#2) [a,b]');
  expect(() => dsets.item(2)).toThrow('there is no item 2: there are 2');
  expect(() => dsets.subset(2)).toThrow('there is no subset 2');
  const split = await Datasets.create([1, 2, 3], [[(x: number) => x * 2]], { splits: [[2], [0, 1]] });
  expect(await split.train.get(0)).toEqual([6]);
  expect(await split.valid.get(1)).toEqual([4]);
});

test('a block-less data block gives every item twice, as fastai’s does', async () => {
  for (const block of [new DataBlock(), new DataBlock({})]) {
    const dsets = await block.datasets(['a', 'b', 'c', 'd', 'e']);
    expect([dsets.train.length, dsets.valid.length]).toEqual([4, 1]);
    const [x, y] = await dsets.train.get(0);
    expect(x).toBe(y);
  }
  const dls = await new DataBlock({ splitter: endSplitter() }).dataloaders(['a', 'b', 'c', 'd', 'e'], {
    bs: 2,
    shuffle: false,
  });
  expect(await dls.oneBatch()).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

test('what stands for a block, a function or an option and is none gets a sentence', async () => {
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse
  const make = (options: any) => () => new DataBlock(options);
  expect(make({ blocks: [categoryBlock] })).toThrow(
    'blocks[0] of DataBlock is the function categoryBlock: call it, categoryBlock()',
  );
  expect(make({ blocks: [categoryBlock(), {}] })).toThrow(
    'blocks[1] of DataBlock is an object, and no block',
  );
  expect(make({ blocks: categoryBlock() })).toThrow('needs its blocks as a list');
  expect(make({ blocks: [] })).toThrow('not an empty one');
  expect(make({ get_items: () => [] })).toThrow(
    "DataBlock has no option 'get_items': did you mean 'getItems'?",
  );
  expect(make({ getY: 'label' })).toThrow('getY of DataBlock is a function, not a string');
  expect(make({ splitter: [0] })).toThrow('splitter of DataBlock is a function, not an array');
  await expect(make({ splitter: () => randomSplitter() })().datasets(['a', 'b'])).rejects.toThrow(
    'the splitter gave a function, and no lists of indices: call it',
  );
  const dls = new DataBlock();
  // biome-ignore lint/suspicious/noExplicitAny: the same
  await expect(dls.dataloaders(['a', 'b'], { batchSize: 2 } as any)).rejects.toThrow(
    "dataloaders has no option 'batchSize'",
  );
});

test('items come from any iterable', async () => {
  function* items() {
    for (let i = 0; i < 10; i++) yield `item ${i}`;
  }
  for (const source of [new Set(items()), items()])
    expect((await new DataBlock().datasets(source)).length).toBe(10);
  await expect(new DataBlock().datasets('text')).rejects.toThrow('a list of items was expected');
  await expect(new DataBlock().datasets(3)).rejects.toThrow('a list of items was expected');
});

test('an item without a label is named, with its row, instead of a class of nothing', async () => {
  const rows = [
    { file: 'a.jpg', label: 'pug' },
    { file: 'b.jpg', label: '' },
    { file: 'c.jpg', label: 'beagle' },
  ];
  const block = (label: (row: (typeof rows)[number]) => unknown, options = {}) =>
    new DataBlock({
      blocks: [nameBlock(), categoryBlock(options)],
      splitter: () => [[0, 1], [2]],
      getX: (row: (typeof rows)[number]) => row.file,
      getY: label,
    });
  await expect(block((row) => row.label).datasets(rows)).rejects.toThrow(
    "item 1 ({ file: 'b.jpg', label: '' }): there is no label (an empty text)",
  );
  await expect(block(() => Number.NaN).datasets(rows)).rejects.toThrow('item 0 (');
  await expect(block(() => undefined).datasets(rows)).rejects.toThrow('there is no label (undefined)');
  await expect(block(() => categoryBlock).datasets(rows)).rejects.toThrow(
    'not the function categoryBlock. Was the labeller not called?',
  );
  const dsets = await block((row) => row.label, { addNa: true }).datasets(rows);
  expect([...(dsets.lookUp((t) => t.vocab) ?? [])]).toEqual(['#na#', 'pug']);
  expect(dsets.decode(await dsets.train.get(1))[1]).toBe('#na#');
  const several = new DataBlock({
    blocks: [nameBlock(), multiCategoryBlock()],
    splitter: () => [[0, 1], [2]],
    getX: (row: (typeof rows)[number]) => row.file,
    getY: (row: (typeof rows)[number]) => [row.label],
  });
  await expect(several.datasets(rows)).rejects.toThrow("item 1 ({ file: 'b.jpg'");
});

test('a transform that was not called is told of', async () => {
  const items = ['a', 'b', 'c'];
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse
  const loaders = async (itemTfms: any) =>
    new DataBlock({ blocks: [nameBlock(), categoryBlock()], itemTfms })
      .dataloaders(items, { bs: 1 })
      .then((dls) => dls.oneBatch());
  await expect(loaders(Measure)).rejects.toThrow(
    'a transform is the class Measure: give one of it, new Measure(…)',
  );
  const measure = () => new Measure();
  await expect(loaders(measure)).rejects.toThrow(
    'the function measure gave the transform Measure for an item: call it',
  );
  await expect(loaders(460)).rejects.toThrow(
    'DataBlock: itemTfms takes transforms, functions and lists of them, not a number',
  );
});

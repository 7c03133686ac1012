import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  categoryBlock,
  colReader,
  colSplitter,
  DataBlock,
  Figure,
  Grid,
  imageBlock,
  imageDataLoaders,
  L,
  multiCategoryBlock,
  Path,
  PilImage,
  randomSplitter,
  readCsv,
  resize,
  type TensorImage,
} from 'onecycle';
import { presizingComparison } from '../presizing.js';
import { augmentRow } from './augment-row.js';
import { all, messageOf, type Row, same } from './row.js';
import { untarRow } from './untar-row.js';

/** Rows 1 to 13: from files to batches that have been looked at. */
export const dataRows: readonly Row[] = [
  untarRow,
  {
    number: 2,
    title: 'Path and ls',
    by: 'book',
    expected: "(#N) [Path('images/…'),…], the first ten",
    run({ path }) {
      Path.base = path;
      const text = String(
        path
          .join('images')
          .ls()
          .sorted((file) => file.name),
      );
      Path.base = undefined;
      return {
        computed: `${text.slice(0, 60)}…`,
        agrees: /^\(#\d+\) \[(Path\('images\/[^']+'\),?){10}\.\.\.\]$/.test(text),
      };
    },
  },
  {
    number: 3,
    title: 'L',
    by: 'promise',
    expected: '(#3) [3,1,2] of the unique ones, (#2) [0,3] where they are 3',
    run() {
      const list = L.of(3, 1, 2, 3);
      return same(
        `${list.unique()} of the unique ones, ${list.argwhere((n) => n === 3)} where they are 3`,
        '(#3) [3,1,2] of the unique ones, (#2) [0,3] where they are 3',
      );
    },
  },
  {
    number: 4,
    title: 'The regular expression',
    by: 'book',
    expected: 'great_pyrenees',
    run: () => same('great_pyrenees_173.jpg'.match(/^(.+)_\d+\.jpg$/)?.[1], 'great_pyrenees'),
  },
  {
    number: 5,
    title: 'DataBlock',
    by: 'promise',
    expected: 'a fifth for validation; every label is the breed in the file’s name',
    async run({ block, files }) {
      const sets = await block.datasets(files);
      const breeds: unknown[] = [];
      for (let i = 0; i < sets.length; i++) breeds.push(sets.decode(await sets.get(i))[1]);
      return all({
        'a fifth is for validation': sets.valid.length === Math.floor(files.length / 5),
        'the rest is for training': sets.train.length + sets.valid.length === files.length,
        'every label is right': files.every((file, i) => file.name.startsWith(`${breeds[i]}_`)),
      });
    },
  },
  {
    number: 6,
    title: 'dataloaders',
    by: 'promise',
    expected: 'a sorted vocabulary of 12, whole batches of 16 in training',
    run: ({ dls }) =>
      all({
        '12 breeds, sorted': dls.c === 12 && [...dls.vocab].sort().join() === dls.vocab.join(),
        'whole batches of 16': dls.train.length === Math.floor(dls.train.n / 16),
      }),
  },
  {
    number: 7,
    title: 'Data in a table',
    by: 'promise',
    expected:
      'pictures, labels and the split from the columns of a file; several labels by a delimiter; six factories',
    async run({ path, files }) {
      const images = path.join('images');
      const some = files.slice(0, 40);
      const csv = new Path(await mkdtemp(join(tmpdir(), 'onecycle-')), 'labels.csv');
      const lines = some.map((file, i) => `${file.name},${i % 2 ? 'cat small' : 'dog'},${i % 4 === 0}`);
      await writeFile(String(csv), ['fname,label,is_valid', ...lines].join('\n'));
      const block = new DataBlock({
        blocks: [imageBlock(), multiCategoryBlock()],
        getX: colReader('fname', { pref: images }),
        getY: colReader('label', { labelDelim: ' ' }),
        splitter: colSplitter('is_valid'),
        itemTfms: resize(32),
      });
      const table = await block.dataloaders(await readCsv(csv), { bs: 8 });
      const [x, y] = await table.oneBatch();

      const options = { itemTfms: resize(32), bs: 8, seed: 1 };
      const breedOf = (file: Path) => file.name.replace(/_\d+\.jpg$/, '');
      const made = {
        fromNameRe: imageDataLoaders.fromNameRe(path, some, /^(.+)_\d+\.jpg$/, options),
        fromPathFunc: imageDataLoaders.fromPathFunc(path, some, breedOf, options),
        fromLists: imageDataLoaders.fromLists(path, some, some.map(breedOf), options),
        fromTable: imageDataLoaders.fromTable(await readCsv(csv), { ...options, path, folder: 'images' }),
        fromCsv: imageDataLoaders.fromCsv(csv.parent, { ...options, folder: String(images) }),
        fromFolder: imageDataLoaders.fromFolder(path, { ...options, validPct: 0.2 }),
      };
      const factories: Record<string, boolean> = {};
      for (const [name, dls] of Object.entries(made))
        factories[name] = (await (await dls).oneBatch())[0].shape.join() === '8,3,32,32';
      await rm(String(csv.parent), { recursive: true });
      return all({
        'a column is the split': table.valid.n === 10,
        'labels are split at the delimiter': table.vocab.join() === 'cat,dog,small',
        'one column a label': x.shape.join() === '8,3,32,32' && y.shape.join() === '8,3',
        ...factories,
      });
    },
  },
  {
    number: 8,
    title: 'Resize: crop, pad, squish',
    by: 'promise',
    expected: 'three methods, one size',
    async run({ files }) {
      const shapes: Record<string, boolean> = {};
      for (const method of ['crop', 'pad', 'squish'] as const) {
        const block = new DataBlock({
          blocks: [imageBlock(), categoryBlock()],
          getY: (file: Path) => file.name.slice(0, 3),
          itemTfms: resize([48, 64], { method }),
        });
        const dls = await block.dataloaders(files.slice(0, 20), { bs: 4 });
        const [x] = await dls.valid.oneBatch();
        shapes[`${method} gives 48 × 64`] = x.shape.slice(1).join() === '3,48,64';
      }
      return all(shapes);
    },
  },
  augmentRow,
  {
    number: 10,
    title: 'Presizing, compared',
    by: 'promise',
    expected:
      'two pictures side by side; a list of one file repeated is a source, getIdxs replaced by an endless one',
    async run({ block, files }) {
      const [file] = files;
      if (!file) return { computed: 'no file', agrees: false };
      const dls = await block.dataloaders(Array<Path>(100).fill(file), { bs: 16 });
      dls.train.getIdxs = function* () {
        for (;;) yield 0;
      };
      const [, labels] = await dls.oneBatch();
      const { data, width, height } = (
        await PilImage.create(await (await presizingComparison(file)).png())
      ).toPicture();
      const shades = new Set(data.filter((_, i) => i % 97 === 0)).size;
      return {
        computed: `${width} × ${height} pixels of ${shades} shades; ${labels.size(0)} of one picture in a batch`,
        agrees: width > 1.5 * height && shades > 100 && labels.size(0) === 16,
      };
    },
  },
  {
    number: 11,
    title: 'showBatch',
    by: 'promise',
    expected: 'a figure; with unique the same picture in every cell',
    async run({ dls }) {
      const figure = await dls.showBatch({ nrows: 1, ncols: 3 });
      const unique = await dls.showBatch({ nrows: 1, ncols: 3, unique: true });
      const cells = unique instanceof Grid ? unique.axes : [];
      const pictures = cells.map(({ content }) => (content && 'data' in content ? content.data.join() : ''));
      return all({
        'a figure': figure instanceof Figure && (await figure.png()).length > 5000,
        'three cells with one label':
          cells.length === 3 && new Set(cells.map(({ title }) => title)).size === 1,
        'augmented in three ways': new Set(pictures).size === 3,
      });
    },
  },
  {
    number: 12,
    title: 'summary of a block without resize',
    by: 'book',
    expected: 'says that the pictures differ in size, advises a resize, and fails',
    async run({ files }) {
      const block = new DataBlock({
        blocks: [imageBlock(), categoryBlock()],
        getY: (file: Path) => file.name.slice(0, 3),
        splitter: randomSplitter({ seed: 42 }),
      });
      const { log } = console;
      const lines: string[] = [];
      console.log = (...parts: unknown[]) => lines.push(parts.join(' '));
      const message = await messageOf(() => block.summary(files)).finally(() => {
        console.log = log;
      });
      const text = `${lines.join('\n')}\n${message}`;
      return all({
        'it fails': message !== '',
        'shapes are named': /\d+\D+\d+/.test(message),
        'a resize is advised': /resize/i.test(text),
      });
    },
  },
  {
    number: 13,
    title: 'oneBatch',
    by: 'book',
    expected: 'TensorCategory([ …]) with a label per picture',
    async run({ dls }) {
      const [x, y]: [TensorImage, unknown] = await dls.oneBatch();
      const text = String(y);
      return {
        computed: text.replace(/\s+/g, ' ').slice(0, 60),
        agrees: text.startsWith('TensorCategory([') && x.constructor.name === 'TensorImage',
      };
    },
  },
];

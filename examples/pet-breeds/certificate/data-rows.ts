import {
  categoryBlock,
  colReader,
  DataBlock,
  imageBlock,
  imageDataLoaders,
  L,
  Path,
  PilImage,
  randomSplitter,
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
    expected: 'a fifth for validation, the labels sorted',
    async run({ block, files }) {
      const sets = await block.datasets(files);
      return all({
        'a fifth is for validation': sets.valid.length === Math.floor(files.length / 5),
        'the rest is for training': sets.train.length + sets.valid.length === files.length,
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
    expected: 'labels read from columns, one of them with a delimiter',
    async run({ path, files }) {
      const rows = files
        .slice(0, 40)
        .map((file, i) => ({ fname: file.name, label: i % 2 ? 'cat small' : 'dog', even: i % 2 === 0 }));
      const label = colReader('label', { labelDelim: ' ' });
      const dls = await imageDataLoaders.fromTable(rows, {
        path: path.join('images'),
        fnCol: 'fname',
        labelCol: 'even',
        itemTfms: resize(32),
        bs: 8,
        seed: 1,
      });
      const [x] = await dls.oneBatch();
      return all({
        'a delimiter makes a list': String(label(rows[1] ?? {})) === String(['cat', 'small']),
        'pictures come from the file column': x.shape.join() === '8,3,32,32',
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
    expected: 'two pictures side by side; a list of one file repeated is a source',
    async run({ files }) {
      const [file] = files;
      if (!file) return { computed: 'no file', agrees: false };
      const { data, width, height } = (
        await PilImage.create(await (await presizingComparison(file)).png())
      ).toPicture();
      const shades = new Set(data.filter((_, i) => i % 97 === 0)).size;
      return {
        computed: `${width} × ${height} pixels of ${shades} shades`,
        agrees: width > 1.5 * height && shades > 100,
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
      const titles = 'axes' in unique ? (unique.axes as { title: string }[]).map((axes) => axes.title) : [];
      return all({
        'a figure': 'png' in figure,
        'three cells with one label': titles.length === 3 && new Set(titles).size === 1,
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

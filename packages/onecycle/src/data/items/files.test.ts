import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { Path } from '../collections/index.js';
import { fileGetter, getFiles, getImageFiles, imageGetter } from './files.js';
import { colReader } from './labellers.js';
import { readCsv } from './read-csv.js';

let root = '';
beforeAll(async () => {
  root = await temporaryFolder();
  const files = ['b.JPG', 'a.txt', '.hidden.jpg', 'train/pug/2.jpg', 'train/pug/10.jpg', 'train/Ant/1.png'];
  for (const file of [...files, 'train-more/x.jpg', 'valid/pug/3.jpeg', 'valid/.git/x.jpg', 'models/m.pth']) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), '');
  }
});
const below = async (found: Promise<Iterable<Path>>) =>
  Array.from(await found, (path) => String(path.relativeTo(root)));

test('pictures of all folders, sorted as Python sorts paths, without what is hidden', async () => {
  // Not as texts, where '-' would come before '/'.
  expect(await below(getImageFiles(root))).toEqual([
    'b.JPG',
    'train/Ant/1.png',
    'train/pug/10.jpg',
    'train/pug/2.jpg',
    'train-more/x.jpg',
    'valid/pug/3.jpeg',
  ]);
});

test('endings, folders and depth can be chosen', async () => {
  expect(await below(getFiles(root, { extensions: ['.TXT', '.pth'] }))).toEqual(['a.txt', 'models/m.pth']);
  expect(await below(getFiles(root, { recurse: false }))).toEqual(['a.txt', 'b.JPG']);
  const train = ['train/Ant/1.png', 'train/pug/10.jpg', 'train/pug/2.jpg'];
  expect(await below(getImageFiles(root, { folders: ['train', 'nowhere'] }))).toEqual(train);
  expect(await below(getImageFiles(root, { folders: ['.', 'valid'] }))).toEqual([
    'b.JPG',
    'valid/pug/3.jpeg',
  ]);
  expect(await below(imageGetter('train')(root))).toEqual(train);
  expect(await below(fileGetter('models')(new Path(root)))).toEqual(['models/m.pth']);
});

test('links are followed, and loops of links survived', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'a/b'), { recursive: true });
  await writeFile(join(folder, 'a/b/1.jpg'), '');
  await symlink(folder, join(folder, 'a/loop'));
  await symlink(join(folder, 'a/b'), join(folder, 'link'));
  await symlink(join(folder, 'gone'), join(folder, 'broken.jpg'));
  await symlink('self', join(folder, 'self'));
  const names = async (options = {}) =>
    Array.from(await getImageFiles(folder, options), (path) => String(path.relativeTo(folder)));
  // The linked folder is there already, under its own name.
  expect(await names()).toEqual(['a/b/1.jpg', 'broken.jpg']);
  const outside = await temporaryFolder();
  await writeFile(join(outside, '2.jpg'), '');
  await symlink(outside, join(folder, 'outside'));
  await symlink(outside, join(folder, 'outside-again'));
  expect(await names()).toEqual(['a/b/1.jpg', 'broken.jpg', 'outside/2.jpg']);
  expect(await names({ followLinks: false })).toEqual(['a/b/1.jpg', 'broken.jpg']);
});

test('folders that are linked to each other have each picture once', async () => {
  const folder = await temporaryFolder();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  for (const name of names) await mkdir(join(folder, name));
  for (const name of names)
    for (const other of names)
      if (other !== name) await symlink(join(folder, other), join(folder, name, other));
  await writeFile(join(folder, 'c', 'pug.jpg'), '');
  expect(Array.from(await getImageFiles(folder), String)).toEqual([join(folder, 'c/pug.jpg')]);
  expect(Array.from(await getImageFiles(join(folder, 'a')), String)).toEqual([join(folder, 'a/c/pug.jpg')]);
});

test.skipIf(process.platform !== 'linux')(
  'a name that is not UTF-8 is told of where it is found',
  async () => {
    const folder = await temporaryFolder();
    await writeFile(
      Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]),
      '',
    );
    const message = `a name in ${folder} is not UTF-8, so that the file cannot be opened (in Latin-1 it reads 'café.jpg')`;
    await expect(getImageFiles(folder)).rejects.toThrow(message);
    expect(() => new Path(folder).ls()).toThrow(message);
    expect(() => new Path(folder).glob('*')).toThrow(message);
    // The replacement character itself is a letter like others.
    const other = await temporaryFolder();
    await writeFile(join(other, 'a\ufffd.jpg'), '');
    expect(await getImageFiles(other)).toHaveLength(1);
  },
);

test('a folder that is none is an error', async () => {
  await expect(getFiles(join(root, 'nowhere'))).rejects.toThrow(`there is no folder ${root}/nowhere`);
  await expect(getImageFiles(join(root, 'a.txt'))).rejects.toThrow('is a file; a folder was expected');
});

async function csv(text: string): Promise<string> {
  const file = join(await temporaryFolder(), 'labels.csv');
  await writeFile(file, text);
  return file;
}

test('a table: columns are converted as a whole, texts stay', async () => {
  const text =
    '\uFEFFfname,labels,is_valid,n,code,gap\n"a,b.jpg",car person,True,3,007,1.5\n\nc.jpg,,False,-1e2,12,\n';
  expect([...(await readCsv(await csv(text)))]).toEqual([
    { fname: 'a,b.jpg', labels: 'car person', is_valid: true, n: 3, code: '007', gap: 1.5 },
    { fname: 'c.jpg', labels: '', is_valid: false, n: -100, code: '12', gap: Number.NaN },
  ]);
  expect([...(await readCsv(await csv('a\tb\n1\tx\n'), { delimiter: '\t', header: false }))]).toEqual([
    { 0: 'a', 1: 'b' },
    { 0: '1', 1: 'x' },
  ]);
  expect([...(await readCsv(await csv('1,x\n'), { header: ['n', 'name'] }))]).toEqual([{ n: 1, name: 'x' }]);
  expect(await readCsv(await csv('a,b\n'))).toHaveLength(0);
  const ids = 'id,size,big\n12345678901234567890,5" tall,9007199254740991\n7,"6"" tall",1e30\n';
  expect([...(await readCsv(await csv(ids)))]).toEqual([
    { id: '12345678901234567890', size: '5" tall', big: 9007199254740991 },
    { id: '7', size: '6" tall', big: 1e30 },
  ]);
});

test('a damaged table is an error that names file and line', async () => {
  const ragged = await csv('a,b\n1,2\n1,2,3\n');
  await expect(readCsv(ragged)).rejects.toThrow(`could not read the table ${ragged}: Invalid Record Length`);
  await expect(readCsv(ragged)).rejects.toThrow('line 3');
  await expect(readCsv(await csv('a,a\n1,2\n'))).rejects.toThrow("two columns named 'a'");
  await expect(readCsv(await csv('1,2\n'), { header: ['a'] })).rejects.toThrow('has 2 columns, but 1 name');
  await expect(readCsv('/nowhere.csv')).rejects.toThrow('could not read the table /nowhere.csv');
});

test('a table says how it is written, or is read as UTF-8, which it must then be', async () => {
  const text = 'file,label\na.jpg,thé\nb.jpg,thè\n';
  const file = await csv('');
  const labels = async (bytes: Uint8Array, options = {}) => {
    await writeFile(file, bytes);
    return Array.from(await readCsv(file, options), (row) => row.label);
  };
  const utf16 = Buffer.from(text, 'utf16le');
  expect(await labels(Buffer.from(text))).toEqual(['thé', 'thè']);
  expect(await labels(Buffer.from(`\ufeff${text}`))).toEqual(['thé', 'thè']);
  expect(await labels(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(['thé', 'thè']);
  expect(await labels(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).toEqual(['thé', 'thè']);
  expect(await labels(utf16)).toEqual(['thé', 'thè']);
  const windows = Buffer.from(text, 'latin1');
  await expect(labels(windows)).rejects.toThrow(
    `could not read the table ${file}: line 2 is not UTF-8. In Windows' code page it reads 'a.jpg,thé': if that is right, ` +
      "give encoding: 'windows-1252'",
  );
  expect(await labels(windows, { encoding: 'windows-1252' })).toEqual(['thé', 'thè']);
  await expect(labels(windows, { encoding: 'klingon' })).rejects.toThrow("there is no encoding 'klingon'");
  await expect(labels(windows, { encodng: 'utf-8' })).rejects.toThrow("did you mean 'encoding'?");
});

test('what pandas takes for missing is missing here', async () => {
  const rows = await readCsv(await csv('a,b\n1,pug\nNA,NaN\n3,null\n'));
  expect(Array.from(rows, (row) => row.a)).toEqual([1, Number.NaN, 3]);
  expect(Array.from(rows, (row) => row.b)).toEqual(['pug', '', '']);
});

test('a position is not a name: columns named by numbers', async () => {
  const [row] = await readCsv(await csv('fname,0,1\na.jpg,x,y\n'));
  const read = (col: string | number) => colReader(col)(row ?? {});
  expect([read(0), read(1), read(2), read(-1)]).toEqual(['a.jpg', 'x', 'y', 'y']);
  expect([read('0'), read('1'), read('fname')]).toEqual(['x', 'y', 'a.jpg']);
  expect(() => read('2')).toThrow("the row has no column '2'; it has fname, 0, 1");
  // In a row that somebody wrote down the order is lost.
  expect(() => colReader(0)({ fname: 'a.jpg', 0: 'x' })).toThrow('have no position in a JavaScript object');
  expect([colReader(0)(['a', 'b']), colReader('0')({ fname: 'a.jpg', 0: 'x' })]).toEqual(['a', 'x']);
  expect([colReader(0)({ fname: 'a.jpg', label: 'x' })]).toEqual(['a.jpg']);
});

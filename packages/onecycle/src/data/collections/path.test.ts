import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { Path } from './path.js';

afterEach(() => {
  Path.base = undefined;
});

// The answers of Python's PurePosixPath.
test.each([
  ['images/pug_12.jpg', 'images/pug_12.jpg', 'pug_12.jpg', 'pug_12', '.jpg', 'images'],
  ['a//b/./c/', 'a/b/c', 'c', 'c', '', 'a/b'],
  ['/a/b.tar.gz', '/a/b.tar.gz', 'b.tar.gz', 'b.tar', '.gz', '/a'],
  ['d.png', 'd.png', 'd.png', 'd', '.png', '.'],
  ['.hidden', '.hidden', '.hidden', '.hidden', '', '.'],
  ['x.', 'x.', 'x.', 'x.', '', '.'],
  ['/', '/', '', '', '', '/'],
  ['.', '.', '', '', '', '.'],
  ['', '.', '', '', '', '.'],
  ['../x', '../x', 'x', 'x', '', '..'],
])("Path('%s')", (text, whole, name, stem, suffix, parent) => {
  const path = new Path(text);
  expect([String(path), path.name, path.stem, path.suffix, String(path.parent)]).toEqual([
    whole,
    name,
    stem,
    suffix,
    parent,
  ]);
});

// The answers of Python's PurePosixPath.
test.each([
  ['a/b.tar.gz', ['.tar', '.gz']],
  ['.hidden.txt', ['.txt']],
  ['.hidden', []],
  ['x.', []],
  ['plain', []],
])("all endings of Path('%s')", (text, suffixes) => {
  expect([...new Path(text).suffixes]).toEqual(suffixes);
});

test('joins, replaces and relates', () => {
  const path = new Path('/data', 'pets');
  expect(String(path.join('images', 'a.jpg'))).toBe('/data/pets/images/a.jpg');
  expect(String(path.join('/else'))).toBe('/else');
  expect(String(new Path(path, new Path('x/y')))).toBe('/data/pets/x/y');
  expect([...new Path('/a/b').parts]).toEqual(['/', 'a', 'b']);
  expect(String(new Path('a/b.jpg').withSuffix('.png'))).toBe('a/b.png');
  expect(String(new Path('a/b.jpg').withName('c'))).toBe('a/c');
  expect(String(new Path('/a/b/c').relativeTo('/a'))).toBe('b/c');
  expect(() => new Path('/a').relativeTo('/b')).toThrow('/a is not below /b');
  expect(String(new Path('/a/../b').absolute())).toBe('/b');
  expect(new Path('/a').isAbsolute).toBe(true);
  expect(new Path('a/').equals('./a')).toBe(true);
  expect(String(Path.cwd())).toBe(process.cwd());
  expect(String(Path.home())).toBe(homedir());
  expect(JSON.stringify({ path })).toBe('{"path":"/data/pets"}');
  expect(`${path}`).toBe('/data/pets');
});

test('is shown relative to Path.base', () => {
  const path = new Path('/data/pets/images/a.jpg');
  expect(inspect(path)).toBe("Path('/data/pets/images/a.jpg')");
  Path.base = new Path('/data/pets');
  expect(inspect(path)).toBe("Path('images/a.jpg')");
  expect(inspect(new Path('/data/pets2'))).toBe("Path('/data/pets2')");
});

test('glob finds by names, and in all folders inside', async () => {
  const folder = new Path(await temporaryFolder());
  for (const name of ['a1.jpg', 'b1.jpg', 'in/a2.jpg', 'in/deep/a+3.png', 'in/x.txt']) {
    folder.join(name).parent.mkdir();
    await folder.join(name).writeText('');
  }
  const found = (pattern: string) => [...folder.glob(pattern).map((path) => String(path.relativeTo(folder)))];
  expect(found('*.jpg')).toEqual(['a1.jpg', 'b1.jpg']);
  expect(found('[!a]?.jpg')).toEqual(['b1.jpg']);
  expect(found('in/*')).toEqual(['in/a2.jpg', 'in/deep', 'in/x.txt']);
  expect(found('**/a*')).toEqual(['a1.jpg', 'in/a2.jpg', 'in/deep/a+3.png']);
  expect(found('in/**')).toEqual(['in', 'in/deep']);
  expect(found('**/a+?.png')).toEqual(['in/deep/a+3.png']);
  expect([found('nowhere/*'), found('*.jpg/**')]).toEqual([[], []]);
  expect(() => folder.glob('/etc/*')).toThrow("not '/etc/*'");
});

test('reads folders and files', async () => {
  const folder = new Path(await temporaryFolder());
  for (const name of ['b.jpg', 'a.txt', '.c']) await writeFile(join(String(folder), name), '');
  expect([...folder.ls().map((path) => path.name)]).toEqual(['.c', 'a.txt', 'b.jpg']);
  expect([...folder.ls({ exts: ['.jpg'] }).map((path) => path.name)]).toEqual(['b.jpg']);
  expect(folder.ls({ max: 2 })).toHaveLength(2);
  const file = folder.join('new/x.txt');
  expect([file.exists(), file.isFile(), file.parent.isDir()]).toEqual([false, false, false]);
  file.parent.mkdir();
  await file.writeText('hello');
  expect([file.exists(), file.isFile(), file.parent.isDir()]).toEqual([true, true, true]);
  expect(await file.readText()).toBe('hello');
  expect(() => folder.join('nowhere').ls()).toThrow(`there is no folder ${folder}/nowhere`);
  expect(() => file.ls()).toThrow('is not a folder');
});

test.each([[null], [undefined], [5], [[]], [new URL('file:///a')]])('a path is not made of %s', (value) => {
  expect(() => new Path(value as never)).toThrow('a path is a text or a Path, not');
  expect(() => new Path('a').join(value as never)).toThrow('a path is a text or a Path, not');
});

test('a pattern and a suffix are texts', () => {
  const given = undefined as never;
  expect(() => new Path('a').glob(given)).toThrow("glob takes a pattern such as '**/*.jpg', not undefined");
  expect(() => new Path('a').withSuffix(given)).toThrow(
    "withSuffix takes a suffix such as '.png', not undefined",
  );
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { idOf } from './files.js';
import { applyMoves, Project, takeMovesBack } from './index.js';

/** Folders as people have them. */
const scratch = mkdtempSync(join(tmpdir(), 'studio-layouts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function made(files: readonly string[], table?: string): string {
  const folder = mkdtempSync(join(scratch, 'pictures-'));
  for (const path of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
  if (table !== undefined) writeFileSync(join(folder, 'labels.csv'), table);
  return folder;
}
/** Of each picture its label and its part. */
const seen = (project: Project) =>
  Object.fromEntries(
    [...project.pictures].map((picture) => [picture.path, [picture.label, project.info(picture).split]]),
  );
const opened = async (files: readonly string[], table?: string) => Project.open(made(files, table));

describe('folders that divide the data', () => {
  it('are used as such, by whatever usual names, and are no classes', async () => {
    for (const [train, valid] of [
      ['train', 'valid'],
      ['Train', 'val'],
      ['training', 'validation'],
      ['train', 'test'],
    ]) {
      const project = await opened([`${train}/pug/1.jpg`, `${train}/cat/2.jpg`, `${valid}/pug/3.jpg`]);
      expect([project.labelled, project.splitBy], valid).toEqual(['folders', 'folders']);
      expect(seen(project)).toEqual({
        [`${train}/pug/1.jpg`]: ['pug', 'train'],
        [`${train}/cat/2.jpg`]: ['cat', 'train'],
        [`${valid}/pug/3.jpg`]: ['pug', 'valid'],
      });
      expect(project.classes).toEqual([
        { name: 'cat', count: 1, valid: 0, test: 0 },
        { name: 'pug', count: 2, valid: 1, test: 0 },
      ]);
    }
  });

  it('keep a test apart where there is a validation beside it', async () => {
    const project = await opened([
      'train/a/1.jpg',
      'train/b/2.jpg',
      'valid/a/3.jpg',
      'test/b/4.jpg',
      'test/5.jpg',
    ]);
    expect(seen(project)).toMatchObject({ 'test/b/4.jpg': ['b', 'test'], 'test/5.jpg': [null, null] });
  });

  it('may lie deeper, or below the classes', async () => {
    const deep = await opened(['set/train/a/1.jpg', 'set/train/b/2.jpg', 'set/val/a/3.jpg', 'extra/a/4.jpg']);
    expect(seen(deep)).toMatchObject({ 'set/val/a/3.jpg': ['a', 'valid'], 'extra/a/4.jpg': ['a', 'train'] });
    const below = await opened(['a/train/1.jpg', 'a/valid/2.jpg', 'b/train/3.jpg']);
    expect(seen(below)).toMatchObject({ 'a/train/1.jpg': ['a', 'train'], 'a/valid/2.jpg': ['a', 'valid'] });
  });

  it('may hold files with labels in their names, as those of Kaggle do', async () => {
    const files = [
      'train/cat.0.jpg',
      'train/cat.1.jpg',
      'train/dog.0.jpg',
      'valid/dog.1.jpg',
      'test/1.jpg',
      'test/2.jpg',
    ];
    const project = await opened(files);
    expect(project.labelled).toBe('names');
    expect(seen(project)).toMatchObject({
      'train/cat.0.jpg': ['cat', 'train'],
      'valid/dog.1.jpg': ['dog', 'valid'],
      'test/1.jpg': [null, null],
    });
  });

  it('are classes where they do not stand beside each other: a train is a vehicle', async () => {
    const project = await opened(['train/1.jpg', 'plane/2.jpg', 'car/3.jpg']);
    expect(project.splitBy).toBe('seed');
    expect(project.classes.map(({ name }) => name)).toEqual(['car', 'plane', 'train']);
  });

  it('stay the same where files move to their classes', async () => {
    const files = ['train/a/1.jpg', 'train/b/2.jpg', 'valid/a/3.jpg', 'train/new.jpg'];
    const project = await opened(files);
    await project.edit([
      { ids: [idOf('train/a/1.jpg'), idOf('valid/a/3.jpg'), idOf('train/new.jpg')], label: 'b' },
    ]);
    expect((await applyMoves(project)).moves).toEqual([
      { from: 'train/a/1.jpg', to: 'train/b/1.jpg' },
      { from: 'train/new.jpg', to: 'train/b/new.jpg' },
      { from: 'valid/a/3.jpg', to: 'valid/b/3.jpg' },
    ]);
    await takeMovesBack(project);
    expect(Object.keys(seen(project)).sort()).toEqual([...files].sort());
    const below = await opened(['a/train/1.jpg', 'a/valid/2.jpg', 'b/train/3.jpg']);
    await below.edit([{ ids: [idOf('a/valid/2.jpg')], label: 'b' }]);
    expect((await applyMoves(below)).moves).toEqual([{ from: 'a/valid/2.jpg', to: 'b/valid/2.jpg' }]);
  });
});

describe('flat files', () => {
  it.each([
    ['pug_1.jpg pug_2.jpg great_dane_1.jpg', ['great_dane', 'pug']],
    ['cat-1.jpg cat-2.jpg dog-12.png', ['cat', 'dog']],
    ['cat.1.jpg dog.1.jpg dog.2.jpg', ['cat', 'dog']],
    ['cat (1).jpg|cat (2).jpg|dog (1).jpg', ['cat', 'dog']],
    // Cameras number their files, too.
    ['IMG_2001.jpg IMG_2002.jpg IMG_20240101_3.jpg', []],
    ['DSC_0001.jpg DSCN_0002.jpg PXL_20240101_12.jpg 20240101_12.jpg', []],
    [Array.from({ length: 12 }, (_, i) => `a${i}_7.jpg`).join(' '), []],
  ])('%s', async (names, classes) => {
    const project = await opened(
      names.split(names.includes('|') ? '|' : ' ').map((name) => `photos/${name}`),
    );
    expect(project.classes.map(({ name }) => name)).toEqual(classes);
    expect(project.labelled).toBe(classes.length > 0 ? 'names' : 'none');
  });

  it('without labels have none, also in one folder for all; a folder of one class is a class', async () => {
    for (const files of [
      ['1.jpg', '2.jpg'],
      ['images/a.jpg', 'images/b.jpg'],
      ['DCIM/100CANON/a.jpg'],
      ['unsorted/a.jpg'],
    ])
      expect((await opened(files)).counts, files[0]).toMatchObject({ labelled: 0, unlabelled: files.length });
    expect((await opened(['pug/a.jpg', 'pug/b.jpg'])).classes.map(({ name }) => name)).toEqual(['pug']);
  });
});

describe('a table that came with the pictures', () => {
  const files = ['images/a1.jpg', 'images/b2.jpg', 'images/c3.jpg'];

  it.each([
    ['fname,label\na1.jpg,pug\nb2.jpg,cat\n'],
    ['id,breed\na1,pug\nb2,cat\n'],
    ['file;label\nimages/a1.jpg;pug\nimages/b2.jpg;cat\n'],
    ['picture\twhat it is\n.\\images\\a1.jpg\tpug\nimages\\b2.jpg\tcat\n'],
    ['\ufefflabel,path,width\r\npug,images/a1.jpg,12\r\ncat,images/b2.jpg,13\r\n'],
  ])('says what they are: %j', async (table) => {
    const project = await opened(files, table);
    expect(project.labelled).toBe('table');
    expect(seen(project)).toMatchObject({
      'images/a1.jpg': ['pug', 'train'],
      'images/b2.jpg': ['cat', 'train'],
    });
    // It was found so, and not changed here.
    expect(project.counts).toMatchObject({ labelled: 2, changed: 0 });
    await project.edit([{ ids: [idOf('images/a1.jpg')], label: 'cat' }]);
    const later = await Project.open(project.folder);
    expect(later.counts.changed).toBe(1);
    expect(later.info(later.picture(idOf('images/a1.jpg')))).toMatchObject({
      label: 'cat',
      foundLabel: 'pug',
    });
    await later.undo();
    expect(later.counts.changed).toBe(0);
    // Other programs find every row where it was.
    const now = readFileSync(join(project.folder, 'labels.csv'), 'utf8').replace(/\ufeff/, '');
    expect(now.replaceAll(/[,;\t]?removed|[,;\t]$/gm, '')).toBe(
      table.replace('\ufeff', '').replaceAll('\r', ''),
    );
  });

  it('divides them, where it has a column that does', async () => {
    const byFlag = await opened(files, 'fname,labels,is_valid\na1.jpg,pug,False\nb2.jpg,cat,True\n');
    expect(byFlag.splitBy).toBe('table');
    expect(seen(byFlag)).toMatchObject({
      'images/a1.jpg': ['pug', 'train'],
      'images/b2.jpg': ['cat', 'valid'],
    });
    const byWord = await opened(files, 'file,label,split\na1.jpg,pug,test\nb2.jpg,cat,val\n');
    expect(seen(byWord)).toMatchObject({
      'images/a1.jpg': ['pug', 'test'],
      'images/b2.jpg': ['cat', 'valid'],
    });
  });

  it('with a name that several files have means all, until one is changed', async () => {
    const project = await opened(['a/1.jpg', 'b/1.jpg', 'b/2.jpg'], 'name,class\n1.jpg,pug\n2.jpg,cat\n');
    await project.edit([{ ids: [idOf('a/1.jpg')], label: 'cat' }]);
    expect(seen(await Project.open(project.folder))).toMatchObject({
      'a/1.jpg': ['cat', expect.anything()],
      'b/1.jpg': ['pug', expect.anything()],
    });
  });
});

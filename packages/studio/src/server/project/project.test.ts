import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { idOf } from './files.js';
import { applyMoves, movedFiles, Project, queryPictures, splitOf, takeMovesBack } from './index.js';

const scratch = mkdtempSync(join(tmpdir(), 'studio-project-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let folder = '';
const write = (path: string, content = path): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};
beforeEach(() => {
  folder = mkdtempSync(join(scratch, 'pictures-'));
  for (const path of [
    'pug/1.jpg',
    'pug/2.jpg',
    'pug/3.jpg',
    'beagle/1.jpg',
    'beagle/2.jpg',
    'new.jpg',
    'notes.txt',
  ])
    write(path);
});
const labels = (project: Project) =>
  Object.fromEntries([...project.pictures].map(({ path, label }) => [path, label]));
const table = () => readFileSync(join(folder, 'labels.csv'), 'utf8');

describe('labels are found', () => {
  it('in folders', async () => {
    const project = await Project.open(folder);
    expect(project.labelled).toBe('folders');
    expect(labels(project)).toEqual({
      'beagle/1.jpg': 'beagle',
      'beagle/2.jpg': 'beagle',
      'new.jpg': null,
      'pug/1.jpg': 'pug',
      'pug/2.jpg': 'pug',
      'pug/3.jpg': 'pug',
    });
    expect(project.counts).toEqual({ pictures: 6, labelled: 5, unlabelled: 1, removed: 0, changed: 0 });
  });

  it('in names where folders tell nothing, or by a pattern', async () => {
    folder = mkdtempSync(join(scratch, 'names-'));
    for (const path of ['images/great_dane_1.jpg', 'images/pug_22.png']) write(path);
    const project = await Project.open(folder);
    expect(project.labelled).toBe('names');
    expect(labels(project)).toEqual({ 'images/great_dane_1.jpg': 'great_dane', 'images/pug_22.png': 'pug' });
    const other = await Project.open(folder, { labelRegex: '_(\\d)' });
    expect(labels(other)).toEqual({ 'images/great_dane_1.jpg': '1', 'images/pug_22.png': '2' });
    await expect(Project.open(folder, { labelRegex: 'pug' })).rejects.toThrow(/has no group/);
  });

  it('and links that lead out of the folder, hidden files and what was set aside are left out', async () => {
    const outside = join(scratch, 'secret.jpg');
    writeFileSync(outside, 'secret');
    symlinkSync(outside, join(folder, 'pug/link.jpg'));
    symlinkSync(join(folder, 'pug/1.jpg'), join(folder, 'pug/inside.jpg'));
    symlinkSync(scratch, join(folder, 'all'));
    write('.onecycle/thumbs/1.jpg');
    write('_removed/pug/9.jpg');
    const paths = Object.keys(labels(await Project.open(folder)));
    expect(paths).toContain('pug/inside.jpg');
    expect(paths).toHaveLength(7);
  });
});

describe('edits', () => {
  it('stand in labels.csv, are taken back and done again, also by the next server', async () => {
    const project = await Project.open(folder);
    const ids = ['pug/1.jpg', 'pug/2.jpg'].map(idOf);
    const done = await project.edit([{ ids, label: 'beagle' }]);
    expect(done).toMatchObject({ undo: 1, redo: 0, counts: { changed: 2 } });
    expect(done.changed.map(({ label, foundLabel, changed }) => [label, foundLabel, changed])).toEqual([
      ['beagle', 'pug', true],
      ['beagle', 'pug', true],
    ]);
    await project.edit([{ ids: [idOf('beagle/1.jpg')], removed: true }]);
    expect(table()).toBe('file,label,removed\npug/1.jpg,beagle,\npug/2.jpg,beagle,\nbeagle/1.jpg,beagle,1\n');

    const later = await Project.open(folder);
    expect(later.counts).toEqual({ pictures: 5, labelled: 4, unlabelled: 1, removed: 1, changed: 3 });
    expect(later.undoable).toBe(2);
    await later.undo();
    const undone = await later.undo();
    expect(undone).toMatchObject({ undo: 0, redo: 2 });
    expect(table()).toBe('file,label,removed\n');
    expect(await later.undo()).toMatchObject({ undo: 0, changed: [] });
    await later.redo();
    expect(labels(later)['pug/1.jpg']).toBe('beagle');
    expect(later.redoable).toBe(1);
    await later.edit([{ ids, label: null }]);
    expect(later.redoable).toBe(0);
    expect(later.counts.unlabelled).toBe(3);
  });

  it('of which the table was not written any more are in it after the next start', async () => {
    const project = await Project.open(folder);
    await project.edit([{ ids: [idOf('new.jpg')], label: 'pug' }]);
    rmSync(join(folder, 'labels.csv'));
    expect(labels(await Project.open(folder))['new.jpg']).toBe('pug');
    expect(table()).toContain('new.jpg,pug');
  });

  it('keep a table that somebody else has written', async () => {
    write('labels.csv', '\ufefffile,label,note\nnew.jpg,"a ""pug"", old",seen\ngone.jpg,pug,\n');
    const project = await Project.open(folder);
    expect(labels(project)['new.jpg']).toBe('a "pug", old');
    await project.edit([{ ids: [idOf('pug/1.jpg')], label: '=1+1,\u200b<b>' }]);
    expect(table()).toBe(
      'file,label,note,removed\nnew.jpg,"a ""pug"", old",seen,\ngone.jpg,pug,,\npug/1.jpg,"=1+1,\u200b<b>",,\n',
    );
    write('labels.csv', 'day,what,why\nMonday,pug,so\n');
    await expect(Project.open(folder)).rejects.toThrow(/has no columns 'file' and 'label'/);
  });

  it('mend a table of all labels, as Paper Pets has one', async () => {
    write('labels.csv', 'fname,label,kind\n1.jpg,hound,dog\nnew.jpg,pug,dog\n');
    const project = await Project.open(folder);
    expect(labels(project)).toMatchObject({ 'new.jpg': 'pug', 'pug/1.jpg': 'hound', 'pug/2.jpg': 'pug' });
    await project.edit([{ ids: [idOf('new.jpg')], label: 'beagle' }]);
    expect(table()).toBe('fname,label,kind,removed\n1.jpg,hound,dog,\nnew.jpg,beagle,dog,\n');
    await project.edit([{ ids: [idOf('new.jpg')], label: null }]);
    expect(table()).toContain('new.jpg,,dog,');
  });

  it('are refused where a class has no name, or a picture is none of these', async () => {
    const project = await Project.open(folder);
    const ids = [idOf('new.jpg')];
    for (const label of ['', ' pug', 'a\nb', 'x'.repeat(201)])
      await expect(project.edit([{ ids, label }]), label).rejects.toThrow(/class/);
    await expect(project.edit([{ ids: ['../../etc/passwd'], label: 'pug' }])).rejects.toThrow(
      /there is no picture/,
    );
    expect(project.undoable).toBe(0);
  });

  it('rename, add and remove classes', async () => {
    const project = await Project.open(folder);
    await project.addClass('corgi');
    expect(project.classes.map(({ name, count }) => [name, count])).toEqual([
      ['beagle', 2],
      ['corgi', 0],
      ['pug', 3],
    ]);
    await project.renameClass('pug', 'mops');
    expect((await Project.open(folder)).classes.map(({ name }) => name)).toEqual(['beagle', 'corgi', 'mops']);
    await expect(project.removeClass('mops')).rejects.toThrow(/has 3 pictures/);
    await project.removeClass('corgi');
    expect((await Project.open(folder)).classes.map(({ name }) => name)).toEqual(['beagle', 'mops']);
    const names = [];
    for (let i = 0; i < 3; i++) {
      await project.undo();
      names.push(project.classes.map(({ name }) => name).join(' '));
    }
    expect(names).toEqual(['beagle corgi mops', 'beagle corgi pug', 'beagle pug']);
    await project.redo();
    expect((await Project.open(folder)).classes.map(({ name }) => name)).toEqual(['beagle', 'corgi', 'pug']);
  });

  it('that empty a class leave it there, and are taken back with it', async () => {
    const project = await Project.open(folder);
    const counts = () => project.classes.map(({ name, count }) => `${name} ${count}`);
    const ids = ['pug/1.jpg', 'pug/2.jpg', 'pug/3.jpg'].map(idOf);
    await project.edit([{ ids, label: 'beagle' }]);
    expect(counts()).toEqual(['beagle 5', 'pug 0']);
    await project.undo();
    expect(counts()).toEqual(['beagle 2', 'pug 3']);
    await project.edit([{ ids, removed: true }]);
    expect(counts()).toEqual(['beagle 2', 'pug 0']);
    await project.removeClass('pug');
    const later = await Project.open(folder);
    expect(later.classes.map(({ name }) => name)).toEqual(['beagle']);
    await later.undo();
    await later.undo();
    expect(later.classes.map(({ name, count }) => [name, count])).toEqual([
      ['beagle', 2],
      ['pug', 3],
    ]);
    // One that is merged into another by its name is gone.
    await later.renameClass('pug', 'beagle');
    expect(later.classes.map(({ name, count }) => [name, count])).toEqual([['beagle', 5]]);
  });

  it('keep what another program writes into the table meanwhile', async () => {
    const project = await Project.open(folder);
    await project.edit([{ ids: [idOf('new.jpg')], label: 'pug' }]);
    write('labels.csv', `${table()}beagle/1.jpg,pug,\n`);
    const done = await project.edit([{ ids: [idOf('pug/1.jpg')], label: 'beagle' }]);
    expect(done.changed.map(({ path, label }) => [path, label])).toEqual([
      ['beagle/1.jpg', 'pug'],
      ['pug/1.jpg', 'beagle'],
    ]);
    expect(table()).toBe('file,label,removed\nnew.jpg,pug,\nbeagle/1.jpg,pug,\npug/1.jpg,beagle,\n');
    write('labels.csv', 'file,label,removed\nnew.jpg,beagle,\n');
    const { changed, gone } = await project.scan();
    expect(changed.map(({ path, label }) => [path, label])).toEqual([
      ['beagle/1.jpg', 'beagle'],
      ['new.jpg', 'beagle'],
      ['pug/1.jpg', 'pug'],
    ]);
    expect(gone).toEqual([]);
  });
});

describe('moves', () => {
  it('bring files into the folders of their classes, and back', async () => {
    const project = await Project.open(folder);
    await project.edit([{ ids: [idOf('pug/1.jpg'), idOf('new.jpg')], label: 'beagle' }]);
    await project.edit([{ ids: [idOf('pug/2.jpg')], removed: true }]);
    const wanted = [
      { from: 'new.jpg', to: 'beagle/new.jpg' },
      { from: 'pug/1.jpg', to: 'beagle/1-2.jpg' },
      { from: 'pug/2.jpg', to: '_removed/pug/2.jpg' },
    ];
    expect(await applyMoves(project, { dryRun: true })).toEqual({ moves: wanted, count: 3, skipped: [] });
    expect(existsSync(join(folder, 'new.jpg'))).toBe(true);
    expect((await applyMoves(project)).moves).toEqual(wanted);
    expect(readFileSync(join(folder, 'beagle/1-2.jpg'), 'utf8')).toBe('pug/1.jpg');
    expect(readFileSync(join(folder, 'beagle/1.jpg'), 'utf8')).toBe('beagle/1.jpg');
    expect(labels(project)).toEqual(labels(await Project.open(folder)));
    expect(labels(project)['beagle/1-2.jpg']).toBe('beagle');
    expect(project.counts).toMatchObject({ pictures: 5, changed: 0 });

    const later = await Project.open(folder);
    expect(await movedFiles(later)).toBe(3);
    expect((await takeMovesBack(later)).count).toBe(3);
    expect(labels(later)).toMatchObject({ 'pug/1.jpg': 'beagle', 'new.jpg': 'beagle', 'pug/2.jpg': 'pug' });
    expect(later.counts).toMatchObject({ removed: 1, changed: 3 });
    expect(await movedFiles(later)).toBe(0);
    await later.undo();
    await later.undo();
    expect(later.counts.changed).toBe(0);
  });

  it('skip classes that can be no folder, and never leave this one', async () => {
    const project = await Project.open(folder);
    await project.edit([{ ids: [idOf('new.jpg')], label: '../../out' }]);
    symlinkSync(scratch, join(folder, 'corgi'));
    await project.edit([{ ids: [idOf('pug/1.jpg')], label: 'corgi' }]);
    const done = await applyMoves(project);
    expect(done.count).toBe(0);
    expect(done.skipped).toEqual([
      { path: 'new.jpg', reason: "no folder can be called '../../out'" },
      { path: 'pug/1.jpg', reason: 'its folder leads out of this one' },
    ]);
    expect(existsSync(join(folder, 'pug/1.jpg'))).toBe(true);
  });
});

it('a split holds a part of every class, and hardly changes with the pictures', () => {
  const pictures = Array.from({ length: 300 }, (_, i) => ({ id: `p${i}`, label: `class ${i % 3}` }));
  const split = splitOf(pictures, { seed: 1, validPct: 0.2 });
  const valid = pictures.filter(({ id }) => split.get(id) === 'valid');
  expect(valid).toHaveLength(60);
  expect(new Set(valid.map(({ label }) => label)).size).toBe(3);
  const fewer = splitOf(pictures.slice(10), { seed: 1, validPct: 0.2 });
  const moved = pictures.slice(10).filter(({ id }) => split.get(id) !== fewer.get(id));
  expect(moved.length).toBeLessThanOrEqual(6);
  expect(splitOf(pictures, { seed: 2, validPct: 0.2 })).not.toEqual(split);
});

it('pictures are queried by class, text, part and order', async () => {
  const project = await Project.open(folder);
  const ask = (search: string) =>
    queryPictures(project, new URLSearchParams(search), (id) =>
      id === idOf('new.jpg') ? ['dark'] : undefined,
    );
  const paths = (search: string) => ask(search).items.map(({ path }) => path);
  expect(paths('class=beagle')).toEqual(['beagle/1.jpg', 'beagle/2.jpg']);
  expect(paths('q=NEW')).toEqual(['new.jpg']);
  expect(paths('unlabelled=1')).toEqual(['new.jpg']);
  expect(paths('finding=any')).toEqual(['new.jpg']);
  expect(paths('finding=blurred')).toEqual([]);
  expect(paths('sort=-name&limit=2&offset=1')).toEqual(['pug/2.jpg', 'pug/1.jpg']);
  expect(ask('limit=1').total).toBe(6);
  expect(ask('limit=1&fields=id,label').items).toEqual([{ id: idOf('beagle/1.jpg'), label: 'beagle' }]);
  await project.edit([{ ids: [idOf('pug/1.jpg')], removed: true }]);
  expect(paths('class=pug')).toEqual(['pug/2.jpg', 'pug/3.jpg']);
  expect(paths('removed=1')).toEqual(['pug/1.jpg']);
  expect(() => ask('offset=-1')).toThrow(/offset is a whole number/);
  expect(() => ask('sort=colour')).toThrow(/sort is one of/);
});

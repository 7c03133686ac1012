import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { getImageFiles, type Path } from '../data/index.js';
import { temporaryFolder } from '../testing/temporary.js';
import { paperPets } from '../vision/index.js';
import { checkPictures, PictureCheck } from './index.js';

/** Twelve breeds, of whose labels one in twenty is flipped; and what is odd besides. */
let folder: string;
let check: PictureCheck;
const flipped = new Set<string>();

const breedOf = (file: Path | string) =>
  String(file)
    .replace(/^.*\//, '')
    .replace(/_\d+\.\w+$/, '');

beforeAll(async () => {
  folder = await temporaryFolder();
  await paperPets(folder, { perBreed: 20, progress: false });
  const files = Array.from(await getImageFiles(join(folder, 'images')), String);
  const breeds = [...new Set(files.map(breedOf))].sort();
  const root = join(folder, 'sorted');
  for (const [i, file] of files.entries()) {
    const own = breeds.indexOf(breedOf(file));
    const isFlipped = i % 20 === 7;
    const breed = breeds[isFlipped ? (own + 1 + (i % 11)) % breeds.length : own] ?? '';
    mkdirSync(join(root, breed), { recursive: true });
    const place = join(root, breed, file.replace(/^.*\//, ''));
    copyFileSync(file, place);
    if (isFlipped) flipped.add(place);
  }
  const [first = '', second = ''] = breeds;
  const original = join(folder, 'images', `${first}_1.jpg`);
  copyFileSync(original, join(root, first, 'copy.jpg'));
  copyFileSync(original, join(root, second, 'conflict.jpg'));
  await sharp(original)
    .resize({ width: 180 })
    .jpeg({ quality: 60 })
    .toFile(join(root, first, 'smaller.jpg'));
  await sharp(original)
    .blur(12)
    .toFile(join(root, first, 'blurred.jpg'));
  const plain = (background: string, width = 64, height = 64) =>
    sharp({ create: { width, height, channels: 3, background } }).png();
  await plain('#808080').toFile(join(root, first, 'blank.png'));
  await sharp(original)
    .linear(0.1, 0)
    .png()
    .toFile(join(root, first, 'dark.png'));
  await sharp(original)
    .resize(20, 20)
    .png()
    .toFile(join(root, first, 'tiny.png'));
  await sharp(original)
    .resize(300, 60, { fit: 'fill' })
    .png()
    .toFile(join(root, first, 'long.png'));
  writeFileSync(join(root, first, 'broken.jpg'), readFileSync(original).subarray(0, 900));
  mkdirSync(join(root, 'rare'));
  await sharp(original)
    .flop()
    .negate()
    .toFile(join(root, 'rare', 'only.png'));
  folder = root;
  check = await checkPictures(root, { progress: false });
});

const filesOf = (...kinds: Parameters<PictureCheck['of']>[0][]) =>
  kinds.flatMap((kind) => check.of(kind).map(({ file }) => file?.replace(/^.*\//, '')));

test('files that cannot be read or are odd are named with what is odd', () => {
  expect(filesOf('unreadable')).toEqual(['broken.jpg']);
  expect(check.of('unreadable')[0]?.reason).toContain('JPEG');
  expect(filesOf('blank')).toEqual(['blank.png']);
  expect(filesOf('dark')).toEqual(['dark.png']);
  expect(filesOf('small')).toEqual(['tiny.png']);
  expect(filesOf('aspect')).toEqual(['long.png']);
  expect(filesOf('blurred')).toEqual(['blurred.jpg']);
});

test('pictures that are there twice, also smaller or with another label', () => {
  expect(filesOf('duplicate').sort()).toEqual(['conflict.jpg', 'copy.jpg'].sort());
  expect(filesOf('near duplicate')).toContain('smaller.jpg');
  const [conflict] = check.of('label conflict').filter(({ score }) => score === 1);
  expect(conflict?.file).toContain('conflict.jpg');
  expect(check.of('in training and validation')).toEqual([]);
});

test('classes with few pictures', () => {
  expect(check.of('imbalance').map(({ label, file }) => [label, file])).toEqual([['rare', null]]);
});

test('of the labels that are found wrong most are, the surest first', () => {
  const found = check.of('label error').map(({ file }) => file ?? '');
  const hits = found.slice(0, flipped.size).filter((file) => flipped.has(file)).length;
  expect(flipped.size).toBe(12);
  expect(check.notes[0]).toMatch(/^labels were judged by predictions of which \d+ % agree/);
  expect(check.notes[1]).toMatch(
    /^about \d+ % of the labels are estimated to be wrong, and of those that are named \d+ %/,
  );
  // By chance it would be one of them.
  expect(hits / flipped.size).toBeGreaterThan(0.6);
});

test('all of it as a table, a page, and JSON', async () => {
  expect(check.table().rows).toHaveLength(check.findings.length);
  expect(String(check)).toContain('1 × unreadable');
  expect(JSON.parse(JSON.stringify(check)).findings).toHaveLength(check.findings.length);
  const html = await (await check.report()).toHtml();
  expect(html).toContain('broken.jpg');
  expect(html).toContain('Label error');
});

test('the same picture in training and in validation', async () => {
  const root = await temporaryFolder();
  for (const [part, name] of [
    ['train', 'a'],
    ['valid', 'b'],
  ] as const) {
    mkdirSync(join(root, part, 'cat'), { recursive: true });
    const [file] = await getImageFiles(join(folder, '..', 'images'));
    copyFileSync(String(file), join(root, part, 'cat', `${name}.jpg`));
  }
  const twice = await checkPictures(root, { progress: false });
  expect(twice.of('in training and validation')).toHaveLength(1);
  expect(twice.of('in training and validation')[0]?.reason).toContain('validation');
  await expect(checkPictures(await temporaryFolder(), { progress: false })).rejects.toThrow('no pictures');
});

test('classes whose names people take for one are named', async () => {
  const files = Array.from(await getImageFiles(join(folder, '..', 'images')), String).slice(0, 4);
  const names = ['Cat', 'cat', 'caf\u00e9', 'cafe\u0301'];
  const label = (file: unknown) => names[files.indexOf(String(file))];
  const { notes } = await checkPictures(folder, { files, label, progress: false });
  expect(notes).toEqual([
    expect.stringMatching(/^the classes 'cafe\u0301' and 'caf\u00e9' look the same and are two: .*normalize/),
    'these classes differ in capital letters only: Cat, cat',
    'neither labels nor outliers were judged: it takes more than 10 pictures that can be read',
  ]);
});

test('some of the pictures, of which some have no label', async () => {
  const [first = '', second = '', third = ''] = Array.from(
    await getImageFiles(join(folder, '..', 'images')),
    String,
  );
  const root = await temporaryFolder();
  const [a, b, c, left] = ['a.jpg', 'b.jpg', 'c.jpg', 'left.jpg'].map((name) => join(root, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const [from, to] of [
    [first, a],
    [first, b],
    [second, c],
    [third, left],
  ] as const)
    copyFileSync(from, to);
  const some = await checkPictures(root, {
    files: [a, b, c],
    label: (file) => (String(file) === b ? undefined : 'cat'),
    part: (file) => (String(file) === b ? undefined : 'training'),
    progress: false,
  });
  expect(some.pictures).toBe(3);
  expect(some.vocab).toEqual(['cat']);
  // A picture that nobody has labelled contradicts no other, and is in no part.
  expect(some.findings.map(({ kind, file, other }) => [kind, file, other])).toEqual([['duplicate', b, a]]);
});

test('what makes no sense is said; all judged labels are ranked', async () => {
  const refused = (options: object) => expect(checkPictures(folder, { progress: false, ...options })).rejects;
  await refused({ files: 'a.jpg' }).toThrow('takes a list of files, not a string');
  expect(() => new PictureCheck(folder, 0, [], undefined as never)).toThrow('takes a list of findings');
  await refused({ learn: {} }).toThrow('takes a learner, not');
  await refused({ label: 'cat' }).toThrow("takes a function, not 'cat'");
  const scores = check.labels.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  // The class with one picture is not judged, and the others have their twelve probabilities.
  expect(check.labels.every(({ probs, label }) => Object.keys(probs).length === 12 && label !== 'rare')).toBe(
    true,
  );
  const [first] = check.of('label error');
  expect(check.labels.find(({ file }) => file === first?.file)?.chance).toBe(first?.score);
});

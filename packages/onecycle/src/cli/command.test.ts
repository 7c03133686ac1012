import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saveSafetensors, torch } from '@onecycle/torch';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fittingBs } from './batches.js';
import { run } from './command.js';

const scratch = mkdtempSync(join(tmpdir(), 'onecycle-cli-'));
const pictures = join(scratch, 'pictures');
const small = [
  '--arch',
  'resnet18',
  '--size',
  '32',
  '--presize',
  '40',
  '--bs',
  '4',
  '--epochs',
  '1',
  '--weights',
  'none',
  '--out',
  join(scratch, 'untrained.onecycle'),
];
const byName = ['--label-regex', '(.+)_\\d+.jpg$'];
afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs the command with what it writes collected. */
async function onecycle(...args: string[]) {
  let [out, err] = ['', ''];
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

async function draw(file: string, [r, g, b]: [number, number, number], i = 0) {
  const background = { r, g: g + i, b: b + 2 * i };
  await sharp({ create: { width: 48, height: 40, channels: 3, background } })
    .jpeg()
    .toFile(file);
}

/** A folder with `n` pictures of each of the labels. */
async function drawFolder(folder: string, labels: readonly string[], n: number) {
  mkdirSync(folder, { recursive: true });
  for (const [k, label] of labels.entries()) {
    for (let i = 0; i < n; i++) await draw(join(folder, `${label}_${i}.jpg`), [100 * k, 200 - 90 * k, 60], i);
  }
  return folder;
}

beforeAll(() => drawFolder(pictures, ['pug', 'Sphynx'], 10));

test('check says what is amiss, as text, as JSON and as a page', async () => {
  const [page, folder] = [join(scratch, 'check.html'), join(scratch, 'odd')];
  await drawFolder(folder, ['pug', 'Sphynx'], 3);
  writeFileSync(join(folder, 'pug_9.jpg'), readFileSync(join(folder, 'Sphynx_0.jpg')));
  writeFileSync(join(folder, 'pug_8.jpg'), 'no picture');
  const found = await onecycle('check', folder, ...byName, '--html', page);
  expect(found).toMatchObject({ code: 0 });
  expect(found.out).toContain(`8 pictures of 2 classes in ${folder}`);
  expect(found.out).toMatch(
    /label conflict +pug_9.jpg +the same file as Sphynx_0.jpg, but 'pug' and not 'Sphynx'/,
  );
  expect(readFileSync(page, 'utf8')).toContain('pug_<wbr>8.jpg');
  const { code, out } = await onecycle('check', folder, ...byName, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).counts).toMatchObject({ unreadable: 1, 'label conflict': 1, blank: 7 });
  expect(await onecycle('check', folder, '--html', 'check.pdf')).toMatchObject({ code: 2 });
});

test('train says that nothing is left for validation, and what a batch of one needs', async () => {
  const none = await onecycle('train', pictures, ...byName, ...small, '--valid-pct', '0.01');
  expect(none).toMatchObject({ code: 0 });
  expect(none.err).toContain('Note: no pictures are left for validation');
  const one = await onecycle('train', pictures, ...byName, ...small, '--bs', '1');
  expect(one).toMatchObject({ code: 1 });
  expect(one.err).toContain('With this command: a --bs of at least 2');
});

test('of too few pictures for the usual batches train takes smaller ones, and refuses only those that were asked for', async () => {
  const usual = small.filter((_, i) => !['--bs', '4'].includes(small[i] ?? ''));
  const trained = await onecycle('train', pictures, ...byName, ...usual);
  expect(trained).toMatchObject({ code: 0 });
  expect(trained.err).toContain(
    'Note: trains in batches of 4, since 16 pictures are few for 64 in each; --bs sets another size.\n',
  );
  const refused = await onecycle('train', pictures, ...byName, ...usual, '--bs', '64');
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toMatch(/16 items make no batch of 64.*\nWith this command: a smaller --bs/);
});

test.each([
  [1, 2],
  [2, 2],
  [8, 2],
  [16, 4],
  [63, 8],
  [64, 16],
  [255, 32],
  [256, 64],
  [5000, 64],
])('%i pictures are trained in batches of %i unless told otherwise', (pictures, bs) => {
  expect(fittingBs(pictures)).toBe(bs);
});

test('train writes a log and a classifier, which names pictures', async () => {
  const [model, log] = [join(scratch, 'model.onecycle'), join(scratch, 'run.jsonl')];
  const trained = await onecycle('train', pictures, ...byName, ...small, '--out', model, '--log', log);
  expect(trained).toMatchObject({ code: 0 });
  expect(trained.err).toContain(
    `found 20 pictures of 2 classes in ${pictures}: 16 for training, 4 for validation\n` +
      '  classes: Sphynx 10, pug 10\n  sizes: 48 × 40\n',
  );
  expect(trained.err).toMatch(/Note: the network starts from random numbers .*--weights none/);
  const epochs = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(epochs.map(({ phase, epoch }) => [phase, epoch])).toEqual([
    ['frozen', 0],
    ['unfrozen', 0],
  ]);
  expect(Object.keys(epochs[0])).toEqual([
    'phase',
    'epoch',
    'train_loss',
    'valid_loss',
    'error_rate',
    'time',
  ]);
  for (const epoch of epochs) expect(Object.values(epoch).slice(1).every(Number.isFinite)).toBe(true);

  const [pug, sphynx] = [join(pictures, 'pug_0.jpg'), join(pictures, 'Sphynx_3.jpg')];
  const named = await onecycle('predict', model, pug, sphynx);
  expect(named.code).toBe(0);
  expect(named.out).toMatch(
    /^\S+pug_0\.jpg +(pug|Sphynx) {2}\d+\.\d %\n\S+Sphynx_3\.jpg +(pug|Sphynx) {2}\d+\.\d %\n$/,
  );

  // In a process of its own, as people run it, nothing is there that training has loaded before.
  const bin = fileURLToPath(new URL('../../bin/onecycle.mjs', import.meta.url));
  expect(execFileSync(process.execPath, [bin, 'predict', model, pug], { encoding: 'utf8' })).toContain(
    'pug_0.jpg',
  );

  const json = JSON.parse((await onecycle('predict', model, pug, '--json')).out);
  expect(Object.keys(json.probabilities)).toEqual(['Sphynx', 'pug']);
  expect(json.probabilities.pug + json.probabilities.Sphynx).toBeCloseTo(1, 5);

  const onnx = join(scratch, 'model.onnx');
  const exported = await onecycle('export', model, '--onnx', onnx, '--no-check');
  expect(exported).toMatchObject({ code: 0, err: '' });
  expect(exported.out).toMatch(/model\.onnx {2}\d+\.\d MB, takes bytes \[N, 3, 32, 32\]\nnot compared/);
  expect(readFileSync(onnx).length).toBeGreaterThan(1e6);

  const csv = (await onecycle('predict', model, pug, '--csv')).out.split('\n');
  expect(csv[0]).toBe('file,label,probability,Sphynx,pug');
  expect(csv[1]).toMatch(/^\S+pug_0\.jpg,(pug|Sphynx),[\d.e-]+,[\d.e-]+,[\d.e-]+$/);
  expect((await onecycle('predict', model, pug, '--csv', '--json')).code).toBe(2);

  // A folder is all of its pictures, with those inside it.
  const nested = join(scratch, 'nested');
  await drawFolder(join(nested, 'deep/er'), ['pug'], 40);
  writeFileSync(join(nested, 'notes.txt'), 'no picture');
  const all = await onecycle('predict', model, nested);
  expect(all.code).toBe(0);
  expect(all.out.trim().split('\n')).toHaveLength(40);
  expect(all.out).toContain(join(nested, 'deep/er/pug_7.jpg'));
  writeFileSync(join(nested, 'deep/broken.jpg'), 'no picture');
  const most = await onecycle('predict', model, nested, join(nested, 'gone.jpg'));
  expect(most.code).toBe(1);
  expect(most.out.trim().split('\n')).toHaveLength(40);
  expect(most.err).toContain(join(nested, 'deep/broken.jpg'));
  expect(most.err).toContain(join(nested, 'gone.jpg'));
  expect(most.err).toContain('2 of 42 pictures could not be read');
  expect(most.err).not.toMatch(/\bitem \d/);

  const broken = join(scratch, 'no-picture.jpg');
  writeFileSync(broken, 'no picture');
  const partly = await onecycle('predict', model, broken, pug);
  expect(partly.code).toBe(1);
  expect(partly.err).toContain(broken);
  expect(partly.out).toContain('pug_0.jpg');
});

test('check judges labels by the features of a model, whatever its classes', async () => {
  const [model, folder, page] = [
    join(scratch, 'model.onecycle'),
    join(scratch, 'one-wrong'),
    join(scratch, 'wrong.html'),
  ];
  await drawFolder(folder, ['pug', 'Sphynx'], 12);
  await draw(join(folder, 'pug_50.jpg'), [100, 110, 60], 12); // in the colours of the other class
  const { code, out, err } = await onecycle(
    'check',
    folder,
    ...byName,
    '--model',
    model,
    '--json',
    '--html',
    page,
  );
  expect({ code, err }).toMatchObject({ code: 0 });
  const { notes, findings } = JSON.parse(out);
  expect(notes[0]).toMatch(/^labels were judged by predictions of which \d+ % agree/);
  const wrong = findings.filter(({ kind }: { kind: string }) => kind === 'label error');
  expect(wrong[0]).toMatchObject({ file: join(folder, 'pug_50.jpg'), label: 'pug', suggested: 'Sphynx' });
  expect(readFileSync(page, 'utf8')).toContain('pug → Sphynx');

  const notOne = join(scratch, 'no.onecycle');
  writeFileSync(notOne, 'hello');
  const refused = await onecycle('check', folder, '--model', notOne);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain(`${notOne} is no safetensors file`);
});

test('paper-pets draws pictures', async () => {
  const folder = join(scratch, 'paper-pets');
  const { code, out } = await onecycle('paper-pets', folder, '--per-breed', '1');
  expect(code).toBe(0);
  expect(out).toContain(`drew 12 pictures in ${folder}/images`);
  expect(readdirSync(join(folder, 'images'))).toContain('great_pyrenees_1.jpg');
  expect((await onecycle('paper-pets', folder, '--per-breed', '1')).code).toBe(0);
  const own = 'fname,label\nmy_dog.jpg,dog\n';
  writeFileSync(join(folder, 'labels.csv'), own);
  const refused = await onecycle('paper-pets', folder, '--per-breed', '1');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(`there is a ${folder}/labels.csv that is not of Paper Pets`);
  expect(readFileSync(join(folder, 'labels.csv'), 'utf8')).toBe(own);
});

test('help is there for the command and for each of its parts', async () => {
  for (const args of [
    ['--help'],
    ['train', '--help'],
    ['predict', '--help'],
    ['export', '--help'],
    ['paper-pets', '--help'],
    [],
  ]) {
    const { code, out } = await onecycle(...args);
    expect(code).toBe(0);
    expect(out).toContain('Usage: onecycle');
  }
  expect((await onecycle('train', '--help')).out).toContain('--label-regex <regex>');
  // The two that bin/onecycle.mjs runs by itself are named, too.
  expect((await onecycle('--help')).out).toMatch(/setup \[--cuda\][\s\S]*doctor \[--json\]/);
});

test.each([
  ['an unknown command', ['trian', 'x'], /unknown command 'trian'/],
  ['an unknown option', ['train', 'x', '--epoch', '3'], /unknown option '--epoch'[\s\S]*--epochs/],
  ['a missing folder', ['train'], /missing required argument 'folder'/],
  [
    'an unknown architecture',
    ['train', scratch, '--arch', 'resnet99'],
    /unknown architecture 'resnet99': did you mean 'resnet\d+'\? There are .*resnet18/,
  ],
  ['no number', ['train', 'x', '--epochs', 'three'], /'three' is invalid. It must be a whole number/],
  ['a rate of zero', ['train', 'x', '--lr', '0'], /It must be a number above 0/],
  ['a fraction above one', ['train', 'x', '--valid-pct', '20'], /between 0 and 1/],
  ['a broken pattern', ['train', 'x', '--label-regex', '(.+'], /It is no regular expression/],
  ['a folder that is not there', ['train', '/no/such/folder'], /there is no folder \/no\/such\/folder/],
  ['a file instead of a folder', ['train', process.execPath], /is a file; a folder was expected/],
  ['a folder as output', ['train', scratch, '--out', scratch], /is a folder: give the name of a file in it/],
  [
    'an output that ends as folders do',
    ['train', scratch, '--out', 'model/'],
    /model\/ is a folder: give the name/,
  ],
  [
    'a pipe as output',
    ['train', scratch, '--out', join(scratch, 'pipe')],
    /pipe is no file, but a device, a pipe/,
  ],
  [
    'pictures that are cut from smaller ones',
    ['train', scratch, '--size', '224', '--presize', '128'],
    /--presize 128 is smaller than --size 224/,
  ],
  ['an output in no folder', ['train', scratch, '--out', '/no/such/model'], /there is no folder \/no\/such/],
  ['another way with errors', ['train', 'x', '--on-error', 'maybe'], /throw, skip/],
  [
    'nothing to write',
    ['export', process.execPath],
    /say what to write: --onnx <file>, --web <folder> or --types <file>/,
  ],
  ['a batch of none', ['export', 'x', '--batch', '0'], /It must be a whole number of at least 1/],
  ['a model that is not there', ['predict', '/no/model', 'a.jpg'], /there is no file \/no\/model/],
])('%s gets one sentence and exit code 2', async (_, args, message) => {
  if (args.some((arg) => arg.endsWith('pipe'))) execFileSync('mkfifo', [join(scratch, 'pipe')]);
  const { code, out, err } = await onecycle(...args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(message);
  expect(err).not.toContain('    at ');
  expect(err.trim().split('\n').length).toBeLessThanOrEqual(2);
});

test('weights that are not there are refused before anything is read', async () => {
  const { code, err } = await onecycle(
    'train',
    pictures,
    ...byName,
    ...small,
    '--weights',
    '/no/weights.safetensors',
  );
  expect(code).toBe(2);
  expect(err).toContain('there is no file /no/weights.safetensors');
});

test('a folder without pictures is named', async () => {
  const empty = join(scratch, 'empty');
  mkdirSync(empty);
  const { code, err } = await onecycle('train', empty, ...byName, ...small);
  expect(code).toBe(1);
  expect(err).toContain(empty);
});

test('an unlabelled file is named, with the pattern', async () => {
  const folder = await drawFolder(join(scratch, 'unlabelled'), ['pug', 'Sphynx'], 4);
  await draw(join(folder, 'holiday.jpg'), [1, 2, 3]);
  const { code, err } = await onecycle('train', folder, ...byName, ...small);
  expect(code).toBe(1);
  expect(err).toContain('holiday.jpg');
  expect(err).toContain('(.+)_\\d+.jpg$');
});

test('one class only is refused, and named', async () => {
  const { code, err } = await onecycle(
    'train',
    await drawFolder(join(scratch, 'one'), ['pug'], 8),
    ...byName,
    ...small,
  );
  expect(code).toBe(1);
  expect(err).toContain('pug');
});

test('an unreadable picture is named, with the reason', async () => {
  const folder = await drawFolder(join(scratch, 'broken'), ['pug', 'Sphynx'], 5);
  const whole = readFileSync(join(folder, 'pug_1.jpg'));
  writeFileSync(join(folder, 'pug_1.jpg'), whole.subarray(0, whole.length / 2));
  const { code, err } = await onecycle('train', folder, ...byName, ...small);
  expect(code).toBe(1);
  expect(err).toContain('pug_1.jpg');
  expect(err).toContain('With this command: --on-error skip');
  const skipped = await onecycle('train', folder, ...byName, ...small, '--on-error', 'skip');
  expect(skipped).toMatchObject({ code: 0 });
});

test('weights whose keys or shapes do not fit are named', async () => {
  const file = join(scratch, 'other.safetensors');
  await saveSafetensors(file, new Map([['layer9.weight', torch.zeros([3, 3])]]));
  const keys = await onecycle('train', pictures, ...byName, ...small, '--weights', file);
  expect(keys.code).toBe(1);
  expect(keys.err).toContain(file);

  await saveSafetensors(file, new Map([['conv1.weight', torch.zeros([64, 3, 3, 3])]]));
  const shapes = await onecycle('train', pictures, ...byName, ...small, '--weights', file);
  expect(shapes.code).toBe(1);
  expect(shapes.err).toContain(file);
});

test('the version is that of the package', async () => {
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  const { code, out } = await onecycle('--version');
  expect([code, out]).toEqual([0, `${JSON.parse(readFileSync(file, 'utf8')).version}\n`]);
});

test('with --exif pictures are seen as they were taken', async () => {
  const folder = await drawFolder(join(scratch, 'exif'), ['pug', 'Sphynx'], 4);
  expect(await onecycle('train', folder, ...byName, ...small, '--exif')).toMatchObject({ code: 0 });
});

test('shard writes tar archives, from which train learns', async () => {
  const out = join(scratch, 'shards');
  const written = await onecycle(
    'shard',
    pictures,
    ...byName,
    '--valid-pct',
    '0.25',
    '--max-count',
    '4',
    '--out',
    out,
  );
  expect([written.code, written.err]).toEqual([0, expect.any(String)]);
  expect(written.out).toMatch(
    /^\d+ pictures in .*shards\/train-\{000000\.\.\d+\}\.tar\n\d+ pictures in .*valid-\S+\.tar\n$/,
  );
  const [train = '', valid = ''] = written.out
    .trim()
    .split('\n')
    .map((line) => line.replace(/^.* in /, ''));
  expect((await onecycle('shard', pictures, ...byName, '--out', out)).err).toMatch(
    /nothing in it is overwritten/,
  );
  const trained = await onecycle(
    'train',
    train,
    '--valid',
    valid,
    ...small,
    '--out',
    join(scratch, 'sharded.onecycle'),
  );
  expect(trained.err).toMatch(/found \d+ pictures of 2 classes in .*tar: \d+ for training[\s\S]*wrote /);
  expect(trained.code).toBe(0);
  for (const [args, said] of [
    [['train', train, ...byName], /shards have their labels with them/],
    [['train', pictures, '--valid', valid], /--valid names shards/],
    [['shard', scratch], /required option '--out/],
    [['shard', join(scratch, 'none'), '--out', 'x'], /there is no folder/],
  ] as const) {
    const { code, err } = await onecycle(...args);
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
  }
});

test.skipIf(process.platform === 'win32')(
  'whoever reads may stop, which is no error; that results cannot be written is one',
  async () => {
    const [model, many] = [join(scratch, 'piped.onecycle'), join(scratch, 'many')];
    await onecycle('train', pictures, ...byName, ...small, '--out', model);
    await drawFolder(many, ['pug', 'Sphynx'], 40);
    const bin = fileURLToPath(new URL('../../bin/onecycle.mjs', import.meta.url));
    const shell = (rest: string) =>
      spawnSync('bash', ['-o', 'pipefail', '-c', `'${process.execPath}' '${bin}' ${rest}`], {
        encoding: 'utf8',
      });
    const first = shell(`predict '${model}' '${many}' | head -1`);
    expect(first).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^[^\n]+\n$/) });
    const trained = shell(
      `train '${pictures}' ${byName.map((word) => `'${word}'`).join(' ')} ${small.join(' ')} --epochs 2 | head -1`,
    );
    expect(trained).toMatchObject({ status: 0, stderr: expect.stringMatching(/\nwrote .*\n$/) });
    if (!existsSync('/dev/full')) return;
    const full = shell(`predict '${model}' '${many}' > /dev/full`);
    expect(full).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^error: what is printed cannot be written: .*\n$/),
    });
  },
);

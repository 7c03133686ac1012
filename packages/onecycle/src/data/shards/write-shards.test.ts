import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { Path } from '../collections/index.js';
import { ArchivedPicture, readShards, type ShardPart, shardFiles, writeShards } from './index.js';
import { readSamples } from './samples.js';
import { indexFile, indexText } from './shard-index.js';
import { TarWriter } from './tar-writer.js';

const folder = await temporaryFolder();
const inFolder = (...names: string[]) => join(folder, ...names);

/** Names that are hard on an archive: long, with dots, with letters beyond ASCII, the same but for the ending. */
const names = [
  'a/pug 1.jpg',
  'a/b.c.d.JPG',
  'b/ä€😀.png',
  'b/x.png',
  'b/x.webp',
  `b/${'long'.repeat(40)}.jpg`,
];
const contents = names.map((name, i) => Buffer.from(`${name} `.repeat(100 * (i + 1))));
let items: ShardPart['items'] = [];

beforeAll(async () => {
  for (const [i, name] of names.entries()) {
    const file = inFolder('pictures', name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, contents[i] ?? '');
  }
  items = names.map((name) => ({ file: new Path(inFolder('pictures', name)), label: name.slice(0, 1) }));
});

const write = (out: string, options = {}) =>
  writeShards([{ name: 'train', items }], inFolder(out), {
    root: inFolder('pictures'),
    progress: false,
    maxCount: 4,
    ...options,
  });

/** Writes a tar archive of files of one's own. */
async function tarOf(name: string, files: Record<string, string>): Promise<string> {
  const tar = await TarWriter.create(inFolder(name));
  for (const [member, text] of Object.entries(files)) await tar.add(member, Buffer.from(text));
  await tar.end();
  return inFolder(name);
}

test('what was written is read again: names, labels, bytes; with the index and without', async () => {
  const [written] = await write('all');
  expect(written).toEqual({
    name: 'train',
    pictures: 6,
    pattern: `${inFolder('all')}/train-{000000..000001}.tar`,
  });
  const shards = await shardFiles(written?.pattern ?? '');
  expect(await readdir(inFolder('all'))).toEqual(
    ['0.tar', '0.tar.index', '1.tar', '1.tar.index'].map((end) => `train-00000${end}`),
  );
  const pictures = await readShards(shards);
  expect(pictures.map(({ label }) => label)).toEqual(['a', 'a', 'b', 'b', 'b', 'b']);
  expect(Array.from(pictures, ({ name }) => name)).toEqual([
    'pug 1.jpg',
    'b_c_d.jpg',
    'ä€😀.png',
    'x.png',
    'x_2.webp',
    `${'long'.repeat(40)}.jpg`,
  ]);
  for (const [i, picture] of pictures.entries()) {
    expect(Buffer.from(await picture.bytes())).toEqual(contents[i]);
    expect(String(picture.parent.parent)).toBe(picture.archive);
    expect([picture.exists(), picture.isFile(), picture.isDir()]).toEqual([true, true, false]);
  }
  // An ending of one's own is not in the index.
  expect([...(await readShards(shards, { label: 'json.label' }))]).toEqual([...pictures]);
  expect((await readShards(shards, { label: 'cls' })).map(({ label }) => label)).toEqual([0, 0, 1, 1, 1, 1]);
  await write('again');
  for (const name of await readdir(inFolder('all')))
    expect(readFileSync(inFolder('again', name))).toEqual(readFileSync(inFolder('all', name)));
});

const python = process.env.PYTHON ?? '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import tarfile']).status === 0;

/** Archives by Python's tarfile, and samples divided as WebDataset does it. */
const script = `
import io, json, re, sys, tarfile
what, name = sys.argv[1:3]
if what == "write":
    with tarfile.open(name, "w", format={"gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT, "ustar": tarfile.USTAR_FORMAT}[sys.argv[3]]) as tar:
        def add(name, data, **more):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            for key, value in more.items(): setattr(info, key, value)
            tar.addfile(info, io.BytesIO(data))
        add("__meta__", b"none")
        add("sub.dir", b"", type=tarfile.DIRTYPE)
        for i, key in enumerate(["sub.dir/one", "d" * 60 + "/" + "l" * 70] + (["\\u00e4/two"] if sys.argv[3] != "ustar" else ["u/two"])):
            add(key + ".seg.png", b"mask")
            add(key + ".JPG", b"picture %d" % i)
            add(key + ".cls", b"%d\\n" % i)
else:
    samples = {}
    with tarfile.open(name) as tar:
        for member in tar:
            key, end = re.match(r"^((?:.*/|)[^.]+)[.]([^/]*)$", member.name).groups()
            samples.setdefault(key, {})[end] = tar.extractfile(member).read()
    print(json.dumps([[key, sorted(s), int(s["cls"]), json.loads(s["json"]), [len(s[e]) for e in s][0]] for key, s in samples.items()]))
`;
const runPython = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

test.skipIf(!hasPython)("Python's tarfile reads these shards, and these are read from its", async () => {
  await write('python', { maxCount: 10 });
  const read = JSON.parse(runPython('read', inFolder('python', 'train-000000.tar')));
  expect(read).toEqual(
    names.map((file, i) => {
      const ending = file.split('.').at(-1)?.toLowerCase() ?? '';
      const label = file.slice(0, 1);
      const key = ['a/pug 1', 'a/b_c_d', 'b/ä€😀', 'b/x', 'b/x_2', `b/${'long'.repeat(40)}`][i];
      return [
        key,
        ['cls', 'json', ending].sort(),
        label === 'a' ? 0 : 1,
        { label, file },
        contents[i]?.length,
      ];
    }),
  );
  for (const format of ['gnu', 'pax', 'ustar']) {
    const archive = inFolder(`${format}.tar`);
    runPython('write', archive, format);
    const pictures = await readShards(archive);
    expect(pictures.map(({ label }) => label)).toEqual([0, 1, 2]);
    expect(Array.from(pictures, (picture) => String(picture).slice(archive.length + 1))).toEqual([
      'sub.dir/one.jpg',
      `${'d'.repeat(60)}/${'l'.repeat(70)}.jpg`,
      format === 'ustar' ? 'u/two.jpg' : 'ä/two.jpg',
    ]);
    for (const [i, picture] of pictures.entries())
      expect(Buffer.from(await picture.bytes()).toString()).toBe(`picture ${i}`);
    expect((await readShards(archive, { picture: 'seg.png' }))[0]?.size).toBe(4);
  }
});

test('braces are those of the shell, and of WebDataset', async () => {
  expect(await shardFiles('p-{008..011}.tar')).toEqual(['p-008.tar', 'p-009.tar', 'p-010.tar', 'p-011.tar']);
  expect(await shardFiles(['{a,b}-{0..4..2}.tar', new Path('c.tar')])).toHaveLength(7);
  await expect(shardFiles([])).rejects.toThrow('no shards are named');
  await expect(shardFiles('{a,a}.tar')).rejects.toThrow('the shard a.tar is named twice');
  await expect(shardFiles('s3://pets/{0..3}.tar')).rejects.toThrow('mount the storage');
  await expect(shardFiles([1 as never])).rejects.toThrow('not a number');
});

test.each<[string, Record<string, string>, string, object?]>([
  ['without a label', { 'a.jpg': 'x', 'a.cls': '1', 'b.jpg': 'x' }, "the sample 'b' has no label"],
  ['with an empty one', { 'a.jpg': 'x', 'a.cls': ' \n' }, "the sample 'a' has no label"],
  ['without a picture', { 'a.cls': '1' }, "the sample 'a' has no picture, only .cls"],
  ['with two pictures', { 'a.jpg': 'x', 'a.png': 'x', 'a.cls': '1' }, "say which one by picture: 'jpg'"],
  [
    'twice',
    { 'a.jpg': 'x', 'a.cls': '1', 'b.jpg': 'x', 'b.cls': '1', 'a.png': 'x' },
    "the sample 'a' is there twice",
  ],
  ['with a file twice', { 'a.jpg': 'x', 'a.JPG': 'x' }, "the sample 'a' has two files .jpg"],
  [
    'of two kinds',
    { 'a.jpg': 'x', 'a.cls': '1', 'b.jpg': 'x', 'b.txt': 'pug' },
    'labels are of two kinds: 1 of',
  ],
  ['none at all', {}, 'there are no samples in it'],
  ['with JSON that is none', { 'a.jpg': 'x', 'a.json': '{' }, "the sample 'a' has no label"],
  [
    'without that key',
    { 'a.jpg': 'x', 'a.json': '{"b":{}}' },
    "the sample 'a' has no label: its .json has none under b.c",
    { label: 'json.b.c' },
  ],
  ['without that file', { 'a.jpg': 'x', 'a.cls': '1' }, 'it has no file .breed', { label: 'breed' }],
])('samples %s are refused by name', async (what, files, message, options = {}) => {
  const archive = await tarOf(`${what}.tar`, files);
  const error = await readShards(archive, options).catch((reason: Error) => reason.message);
  expect(error).toContain(message);
  expect(error).toContain(archive);
});

test('an archive that was cut, is compressed or none is refused by name', async () => {
  const [written] = await write('cut');
  const [first = '', second = ''] = await shardFiles(written?.pattern ?? '');
  const whole = readFileSync(first);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    for (const [length, message] of [
      [whole.length - 1024 - 500, 'it was cut short. Copy or write it again'],
      [700, "it ends within 'a/pug 1.jpg'"],
      [100, 'it ends within a header'],
    ] as const) {
      await truncate(first, length);
      await expect(readShards(first)).rejects.toThrow(message);
      await expect(readShards(first)).rejects.toThrow(first);
      expect(warn).toHaveBeenCalledWith(expect.stringContaining(`does not belong to ${first}`));
    }
    // Without its end mark an archive is what Python reads without a word.
    await writeFile(first, whole.subarray(0, -1024));
    expect(await readShards(first)).toHaveLength(4);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('has no end mark'));
    await writeFile(first, whole);
    for (const index of [
      '{',
      'null',
      '{"version":2}',
      `{"version":1,"size":${whole.length},"samples":[{"key":1}]}`,
    ]) {
      await writeFile(indexFile(first), index);
      expect(await readShards(first)).toHaveLength(4);
      expect(warn).toHaveBeenCalledWith(expect.stringContaining('and is not used: remove it'));
      warn.mockClear();
    }
  } finally {
    warn.mockRestore();
  }
  await writeFile(second, Buffer.from([0x1f, 0x8b, 8, 0]));
  await expect(readShards(second)).rejects.toThrow('it is compressed');
  await writeFile(second, 'x'.repeat(2000));
  await expect(readShards(second)).rejects.toThrow('it is no tar archive');
  await expect(readShards(inFolder('nowhere.tar'))).rejects.toThrow('there is no such file');
  await expect(readShards(folder)).rejects.toThrow('it is a folder');
});

test('nothing is overwritten, and nothing is left behind by an error', async () => {
  const before = await readdir(folder);
  await expect(write('pictures')).rejects.toThrow('is not empty, and nothing in it is overwritten');
  await expect(write('pictures/a/pug 1.jpg')).rejects.toThrow('is a file; give the name of a new folder');
  const gone = [...items, { file: new Path(inFolder('gone.jpg')), label: 'a' }];
  await expect(
    writeShards([{ name: 'train', items: gone }], inFolder('half'), { progress: false }),
  ).rejects.toThrow(/^item 6 \(.*gone.jpg\): there is no such file/);
  await writeFile(inFolder('pictures', 'empty.jpg'), '');
  const empty = [{ file: new Path(inFolder('pictures', 'empty.jpg')), label: 'a' }];
  await expect(
    writeShards([{ name: 'train', items: empty }], inFolder('half'), { progress: false }),
  ).rejects.toThrow('the file is empty');
  await expect(writeShards([], inFolder('half'))).rejects.toThrow('there are no pictures');
  await expect(write('half', { maxCount: 0 })).rejects.toThrow('maxCount');
  expect(await readdir(folder)).toEqual(before);
});

test('an index of another archive of the same size is not used', async () => {
  const [written] = await write('same-size', { maxCount: 10 });
  const [shard = ''] = await shardFiles(written?.pattern ?? '');
  const reversed = await writeShards(
    [{ name: 'train', items: items.toReversed() }],
    inFolder('same-size-2'),
    {
      root: inFolder('pictures'),
      progress: false,
    },
  );
  const [other = ''] = await shardFiles(reversed[0]?.pattern ?? '');
  expect(readFileSync(shard)).toHaveLength(readFileSync(other).length);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const expected = (await readShards(other)).map(String);
  expect(warn).not.toHaveBeenCalled();
  await writeFile(indexFile(other), readFileSync(indexFile(shard)));
  expect((await readShards(other)).map(String)).toEqual(expected);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining(`does not belong to ${other}`));
  warn.mockRestore();
});

test('an index with other labels than its archive is not used, though all files are where it says', async () => {
  const numbers = Array.from({ length: 40 }, (_, i) => i);
  const archive = async (labels: readonly number[]) => {
    await rm(inFolder('mended.tar'), { force: true });
    return tarOf(
      'mended.tar',
      Object.fromEntries(
        labels.flatMap((label, i) => [
          [`${i}.jpg`, 'x'.repeat(20)],
          [`${i}.cls`, `${label}`],
        ]),
      ),
    );
  };
  const labels = async (file: string) => [...(await readShards(file))].map(({ label }) => label);
  const old = numbers.map(() => 1);
  const file = await archive(old);
  await writeFile(indexFile(file), indexText(readFileSync(file).length, await readSamples(file)));
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(await labels(file)).toEqual(old);
  expect(warn).not.toHaveBeenCalled();
  const { atime, mtime } = statSync(indexFile(file));
  for (const changed of [[0], [39], [17], numbers]) {
    const mended = numbers.map((i) => (changed.includes(i) ? 2 : 1));
    await archive(mended);
    await utimes(file, atime, new Date(mtime.getTime() + 1000));
    expect(await labels(file)).toEqual(mended);
  }
  // Also where no time tells that it was written again.
  for (const changed of [[0], [39], numbers.slice(10, 30)]) {
    warn.mockClear();
    const mended = numbers.map((i) => (changed.includes(i) ? 2 : 1));
    await archive(mended);
    await utimes(file, atime, new Date(mtime.getTime() - 1000));
    expect(await labels(file)).toEqual(mended);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining(`does not belong to ${file}`));
  }
  warn.mockRestore();
});

test('shards that are not there are counted, and braces and wildcards explained', async () => {
  const [written] = await write('gaps', { maxCount: 1 });
  expect(await readShards(written?.pattern ?? '')).toHaveLength(6);
  await rm(inFolder('gaps/train-000002.tar'));
  const at = (names: string) => readShards(inFolder('gaps', names));
  await expect(at('train-{000000..000005}.tar')).rejects.toThrow(
    /^1 of 6 shards are not there: \S+train-000002\.tar: is a number missing/,
  );
  await expect(at('train-{0..9}.tar')).rejects.toThrow(/^10 of 10 .*train-4\.tar, …: .*other digits/);
  await expect(at('train-*.tar')).rejects.toThrow('Names have no wildcards: say them by braces');
  await expect(at('train-{0.tar')).rejects.toThrow('Braces that name several shards are as in');
  await expect(
    readShards([inFolder('gaps/train-000001.tar'), `${folder}/./gaps/train-000001.tar`]),
  ).rejects.toThrow('is named twice');
  for (const none of [3, undefined, null])
    await expect(readShards(none as never)).rejects.toThrow(
      "by a text such as 'pets-{000..127}.tar' or a list, not",
    );
});

test('a folder with braces in its name is written and read', async () => {
  const [written] = await write('odd{1,2}', { maxCount: 4 });
  expect(await readShards(written?.pattern ?? '')).toHaveLength(6);
});

test.each<[string, unknown, RegExp]>([
  ['a name with a slash', { name: 'a/b', items: [] }, /no \/ .* not 'a\/b'/],
  ['a name with braces', { name: 'a{1..2}', items: [] }, /not 'a\{1\.\.2\}'/],
  ['no name', { name: '', items: [] }, /not ''/],
  [
    'a file that is a text',
    { name: 'a', items: [{ file: 'x.jpg', label: 'a' }] },
    /item 0 \(x.jpg\): its file is a Path/,
  ],
  [
    'a file without an ending',
    { name: 'a', items: [{ file: new Path('x'), label: 'a' }] },
    /ends in nothing/,
  ],
  [
    'a file that is no picture',
    { name: 'a', items: [{ file: new Path('x.json'), label: 'a' }] },
    /ends in \.json/,
  ],
  ['no label', { name: 'a', items: [{ file: new Path('x.jpg') }] }, /its label is a text, not undefined/],
  ['an empty label', { name: 'a', items: [{ file: new Path('x.jpg'), label: '' }] }, /not an empty one/],
])('%s is refused before anything is written', async (_, part, message) => {
  await expect(writeShards([part as ShardPart], inFolder('never'))).rejects.toThrow(message);
  await expect(readdir(inFolder('never'))).rejects.toThrow('ENOENT');
});

test.each<[string, unknown, string]>([
  ['files', ['a.jpg'], 'number 0 of this list is a string'],
  ['one part', { name: 'train', items: [] }, 'writeShards takes a list of parts'],
  ['a part without items', [{ name: 'train' }], 'number 0 of this list is an object'],
  ['an item that is none', [{ name: 'train', items: [null] }], 'item 0: its file is a Path, not undefined'],
])('%s are no parts', async (_, parts, message) => {
  await expect(writeShards(parts as never, inFolder('never'))).rejects.toThrow(message);
});

test('pictures of archives and their names are told from what is none', async () => {
  const given = undefined as never;
  expect(() => new ArchivedPicture('a.tar', given, 0, 1, 'pug')).toThrow(
    "ArchivedPicture takes the archive's file and a name in there, as texts, not undefined",
  );
  await expect(readShards('a.tar', null as never)).rejects.toThrow(
    'readShards takes its options as an object',
  );
});

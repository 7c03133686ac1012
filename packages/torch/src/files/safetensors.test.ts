import { constants } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, symlink, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { loadSafetensors, readSafetensorsHeader, saveSafetensors } from './index.js';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
const expected = JSON.parse(readFileSync(fixture('expected.json'), 'utf8'))['dtypes.safetensors'];
const folder = () => mkdtemp(join(tmpdir(), 'safetensors-'));

const describeAll = (tensors: Map<string, Tensor>) =>
  Array.from(tensors, ([name, tensor]) => [name, tensor.dtype, tensor.shape, [tensor.tolist()].flat(9)]);

test('reads every dtype, unaligned data, a scalar and an empty tensor', async () => {
  const { tensors, metadata } = await loadSafetensors(fixture('dtypes.safetensors'));
  expect(describeAll(tensors)).toEqual(
    expected.tensors.map.map(
      ([name, { tensor, shape, data }]: [string, { tensor: string; shape: number[]; data: unknown[] }]) => [
        name,
        tensor,
        shape,
        data,
      ],
    ),
  );
  expect(metadata).toEqual(expected.metadata);
});

test('what was saved comes back, whatever its layout', async () => {
  const path = join(await folder(), 'model.safetensors');
  const weight = torch.randn([2, 3, 4, 4]);
  const tensors = new Map([
    ['weight', weight],
    ['channels_last', weight.contiguous({ memoryFormat: 'channels_last' })],
    ['transposed', weight.transpose(0, 3)],
    ['half', weight.half()],
    ['bfloat', weight.bfloat16()],
    ['mask', weight.gt(0)],
    ['steps', torch.tensor(2 ** 40)],
    ['none', torch.empty([0, 3])],
    ['parameter', torch.ones([2], { requiresGrad: true })],
    ['__proto__', torch.tensor([1.5])],
  ]);
  await saveSafetensors(path, tensors, { format: 'pt', epoch: '3' });
  const { tensors: back, metadata } = await loadSafetensors(path);
  expect(metadata).toEqual({ format: 'pt', epoch: '3' });
  expect(new Map(describeAll(back).map(([name, ...rest]) => [name, rest]))).toEqual(
    new Map(describeAll(tensors).map(([name, ...rest]) => [name, rest])),
  );
});

test('tensors that were saved or loaded can still be resized', async () => {
  const path = join(await folder(), 'model.safetensors');
  const x = torch.ones([2]);
  await saveSafetensors(path, new Map([['x', x]]));
  const { tensors } = await loadSafetensors(path);
  for (const tensor of [x, tensors.get('x')]) expect(tensor?.resize_([64]).shape).toEqual([64]);
});

test('equal contents make equal files, and nothing else is left in the folder', async () => {
  const path = await folder();
  const [a, b] = [torch.tensor([1, 2]), torch.tensor([0.5])];
  await saveSafetensors(
    join(path, '1'),
    new Map([
      ['a', a],
      ['b', b],
    ]),
  );
  await saveSafetensors(
    join(path, '2'),
    new Map([
      ['b', b],
      ['a', a],
    ]),
  );
  expect(await readFile(join(path, '1'))).toEqual(await readFile(join(path, '2')));
  expect(await readdir(path)).toEqual(['1', '2']);
});

test('a failed save leaves the old file and no other', async () => {
  const path = await folder();
  const file = join(path, 'model.safetensors');
  await saveSafetensors(file, new Map([['a', torch.tensor([1])]]));
  const before = await readFile(file);
  const gone = torch.tensor([2]);
  const saving = saveSafetensors(file, new Map([['a', gone]]));
  gone.dispose();
  await expect(saving).rejects.toThrow(/disposed/);
  await expect(
    saveSafetensors(file, new Map([['c', torch.ones([1], { dtype: 'complex64' })]])),
  ).rejects.toThrow(/'c'.*complex64/);
  expect(await readFile(file)).toEqual(before);
  expect(await readdir(path)).toEqual(['model.safetensors']);
});

test.skipIf(process.platform === 'win32')(
  'a link is followed, and nothing takes the place of what is no file',
  async () => {
    const path = await folder();
    await mkdir(join(path, 'large'));
    const [there, link, pipe] = [
      join(path, 'large/a.safetensors'),
      join(path, 'a.safetensors'),
      join(path, 'pipe'),
    ];
    await writeFile(there, 'old');
    await symlink(there, link);
    await saveSafetensors(link, new Map([['a', torch.tensor([1])]]));
    expect(await readlink(link)).toBe(there);
    expect([...(await loadSafetensors(there)).tensors.keys()]).toEqual(['a']);
    spawnSync('mkfifo', [pipe]);
    await expect(saveSafetensors(pipe, new Map([['a', torch.tensor([1])]]))).rejects.toThrow(
      'is no file, but a device, a pipe or a socket',
    );
    expect((await readdir(path)).sort()).toEqual(['a.safetensors', 'large', 'pipe']);
  },
);

test.each<[string, (whole: Buffer) => Buffer, RegExp]>([
  ['an empty file', () => Buffer.alloc(0), /it has 0 bytes/],
  ['a file of seven bytes', (whole) => whole.subarray(0, 7), /it has 7 bytes/],
  ['half a header', (whole) => whole.subarray(0, 40), /its header claims/],
  [
    'a header of 2^63 bytes',
    (whole) => Buffer.concat([Buffer.from('ffffffffffffff7f', 'hex'), whole.subarray(8)]),
    /its header claims 9223372036854775807/,
  ],
  ['a byte too few', (whole) => whole.subarray(0, -1), /cut short/],
  ['a byte too many', (whole) => Buffer.concat([whole, Buffer.alloc(1)]), /1 bytes after/],
  ['a pickle', () => readFileSync(fixture('legacy.pth')), /no safetensors file/],
])('refuses %s', async (_, damage, message) => {
  const path = join(await folder(), 'x.safetensors');
  await writeFile(path, damage(readFileSync(fixture('dtypes.safetensors'))));
  await expect(loadSafetensors(path)).rejects.toThrow(message);
  await expect(loadSafetensors(path)).rejects.toThrow(path);
});

test('what is no map of tensors is refused before a file is begun', async () => {
  const place = await folder();
  const path = join(place, 'refused.safetensors');
  const save = (tensors: unknown) => saveSafetensors(path, tensors as never);
  await expect(save({ a: torch.zeros([1]) })).rejects.toThrow('takes a Map from names to tensors');
  await expect(save(new Map([['a', [1, 2]]]))).rejects.toThrow("'a' is no tensor, but object");
  expect(await readdir(place)).toEqual([]);
});

test('Python reads it: the header stands as the format says', async () => {
  const path = join(await folder(), 'x');
  await saveSafetensors(path, new Map([['a', torch.tensor([[1, 2]], { dtype: 'float32' })]]), { k: 'v' });
  const bytes = await readFile(path);
  const size = Number(bytes.readBigUInt64LE());
  expect(JSON.parse(bytes.subarray(8, 8 + size).toString())).toEqual({
    __metadata__: { k: 'v' },
    a: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
  });
  expect([bytes.readFloatLE(8 + size), bytes.readFloatLE(12 + size), bytes.length]).toEqual([
    1,
    2,
    16 + size,
  ]);
});

test('what a killed process left beside a file goes when the file is written again', async () => {
  const path = await folder();
  const here = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  const left = (machine: string, pid: number, name = 'm.safetensors') =>
    `.${name}.${machine}-${pid}.some.tmp`;
  const staying = [left(here, process.ppid), left('0123abcd', gone), left(here, gone, 'n.safetensors')];
  for (const name of [left(here, gone), ...staying]) await writeFile(join(path, name), 'half');
  await saveSafetensors(join(path, 'm.safetensors'), new Map([['x', torch.zeros([1])]]));
  expect((await readdir(path)).sort()).toEqual(['m.safetensors', ...staying].sort());
});

test('the bytes of a file are read as the file is', async () => {
  const bytes = readFileSync(fixture('dtypes.safetensors'));
  const { tensors, metadata } = await loadSafetensors(bytes);
  expect(describeAll(tensors)).toEqual(
    describeAll((await loadSafetensors(fixture('dtypes.safetensors'))).tensors),
  );
  expect(metadata).toEqual(expected.metadata);
  await expect(loadSafetensors(bytes.subarray(0, -1), 'pets')).rejects.toThrow(/^pets.*cut short/);
});

test('the header alone says what a file holds', async () => {
  const file = fixture('dtypes.safetensors');
  const [header, whole] = [await readSafetensorsHeader(file), await loadSafetensors(file)];
  expect([...header.tensors].map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual(
    [...whole.tensors].map(([name, { dtype, shape }]) => [name, dtype, shape]),
  );
  expect(header.metadata).toEqual(whole.metadata);
  await expect(readSafetensorsHeader(Buffer.alloc(4), 'x')).rejects.toThrow('x is no safetensors file');
});

test('a tensor that no array of JavaScript has room for is an error', async () => {
  const size = 5_000_000_000;
  const json = JSON.stringify({ large: { dtype: 'U8', shape: [size], data_offsets: [0, size] } });
  const file = join(await folder(), 'large.safetensors');
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(json.length));
  await writeFile(file, Buffer.concat([prefix, Buffer.from(json)]));
  await truncate(file, 8 + json.length + size);
  if (constants.MAX_LENGTH < size) {
    await expect(loadSafetensors(file)).rejects.toThrow(/tensor 'large' takes 5,000,000,000 bytes/);
    expect(() => torch.empty([size], { dtype: 'uint8' }).toTypedArray()).toThrow(
      /it takes 5000000000 bytes, and an array of JavaScript has room for \d+: take a part of it/,
    );
  }
  expect((await readSafetensorsHeader(file)).tensors.get('large')?.shape).toEqual([size]);
});

test('what is no file, or no metadata, is refused in words', async () => {
  const nothing = undefined as never;
  await expect(loadSafetensors(nothing)).rejects.toThrow(
    'loadSafetensors takes the path of a file or its bytes, not undefined',
  );
  await expect(readSafetensorsHeader(Promise.resolve('x') as never)).rejects.toThrow(
    /not a Promise: await it$/,
  );
  await expect(saveSafetensors('x', new Map(), null as never)).rejects.toThrow(
    'saveSafetensors takes the metadata as an object of strings, not null',
  );
});

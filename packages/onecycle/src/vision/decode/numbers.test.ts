import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { TensorImage, TensorMask } from '../tensors/index.js';
import { PilImage, PilImageBW, PilMask } from './pil-image.js';

/** Two rows of three pixels. */
const rows = [
  [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ],
  [
    [10, 11, 12],
    [13, 14, 15],
    [16, 17, 255],
  ],
];
const planes = torch.tensor(rows, { dtype: 'uint8' }).permute([2, 0, 1]);

test('a picture of numbers in memory, whatever holds them', async () => {
  const expected = planes.tolist();
  const bytes = Uint8Array.from(rows.flat(2));
  const rgba = Uint8ClampedArray.from(rows.flat(1).flatMap((pixel) => [...pixel, 128]));
  const sources = {
    arrays: rows,
    tensor: torch.tensor(rows),
    bytes: torch.tensor(rows, { dtype: 'uint8' }),
    fractions: torch.tensor(rows, { dtype: 'float32' }).div(255),
    'fractions of bytes': torch.tensor(rows, { dtype: 'float32' }),
    'with alpha': torch.tensor(rows.map((row) => row.map((pixel) => [...pixel, 128]))),
    image: new TensorImage(planes),
    'image of fractions': new TensorImage(planes.float().div(255)),
    planes: torch.cat([planes, planes, planes], -1).narrow(2, 0, 5),
    picture: await PilImage.create(rows),
    raw: { data: bytes, width: 3, height: 2 },
    canvas: { data: new Uint8Array(rgba), width: 3, height: 2 },
  };
  for (const [name, source] of Object.entries(sources)) {
    const picture = await PilImage.create(source);
    expect(picture.dtype, name).toBe('uint8');
    if (name === 'planes') expect([picture.width, picture.height]).toEqual([5, 2]);
    else expect(picture.tolist(), name).toEqual(expected);
  }
});

test('shades of grey and masks are [height, width]', async () => {
  const shades = [
    [0, 7, 255],
    [1, 2, 3],
  ];
  expect((await PilImageBW.create(shades)).tolist()).toEqual([shades]);
  expect((await PilMask.create(new TensorMask(torch.tensor(shades)))).tolist()).toEqual(shades);
  const grey = await PilImage.create(shades);
  expect(grey.shape).toEqual([3, 2, 3]);
  expect((await PilImageBW.create(grey)).tolist()).toEqual([shades]);
});

test('what is no picture is refused in a sentence', async () => {
  const create = (source: unknown) => Reflect.apply(PilImage.create, PilImage, [source]);
  for (const source of [[], torch.zeros([0, 4, 3]), torch.zeros([1, 3, 8, 8]), torch.zeros([2, 5, 7])])
    await expect(create(source)).rejects.toThrow('a picture is [height, width]');
  await expect(create([[300, 1]])).rejects.toThrow('0 … 255, or fractions 0 … 1, not 1 … 300');
  await expect(create([[Number.NaN, 1]])).rejects.toThrow('0 … 255');
  await expect(create({ data: new Uint8Array(5), width: 2, height: 2 })).rejects.toThrow('12 bytes (RGB)');
  for (const source of [5, true, null, undefined, {}, () => 1])
    await expect(create(source)).rejects.toThrow('a picture is read from the path of a file, or from bytes');
  await expect(create(new URL('http://example.org/a.jpg'))).rejects.toThrow('fetch its bytes first');
});

test('options of methods that there are not', () => {
  const x = new TensorImage(torch.rand([3, 4, 4]));
  for (const name of ['rotate', 'zoom', 'warp', 'flipBatch', 'dihedralBatch', 'brightness', 'hue'] as const)
    expect(() => Reflect.apply(x[name], x, [{ pp: 1 }])).toThrow(
      `${name} has no option 'pp': did you mean 'p'?`,
    );
  expect(() => Reflect.apply(x.affineCoord, x, [{ padmode: 'zeros' }])).toThrow("did you mean 'padMode'?");
});

import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { TensorImage, TensorImageBW, TensorMask } from './index.js';

/** One row of colours: red, green, blue, white, as [3, 1, 4]. */
const row = () =>
  TensorImage.from(torch.tensor([[[1, 0, 0, 1]], [[0, 1, 0, 1]], [[0, 0, 1, 1]]], { dtype: 'float32' }));

const mirror = torch.tensor(
  [
    [
      [-1, 0, 0],
      [0, 1, 0],
    ],
  ],
  { dtype: 'float32' },
);

test('a matrix samples a single picture as a batch of one, in whatever form a placing asks for', () => {
  const mirrored = row().affineCoord({ mat: mirror });
  expect(mirrored).toBeInstanceOf(TensorImage);
  expect(mirrored.shape).toEqual([3, 1, 4]);
  expect(mirrored.select(0, 0).flatten().tolist()).toEqual([1, 0, 0, 1]);
  expect(mirrored.select(0, 2).flatten().tolist()).toEqual([1, 1, 0, 0]);
  const batch = TensorImage.from(row().unsqueeze(0)).affineCoord({ mat: mirror });
  expect(batch.select(0, 0).tolist()).toEqual(mirrored.tolist());
  expect(row().affineCoord({ size: [2, 8] }).shape).toEqual([3, 2, 8]);
  const same = row();
  expect(same.affineCoord()).toBe(same);
});

test('masks keep their classes: the nearest pixel is taken', () => {
  const mask = TensorMask.from(torch.tensor([[0, 1, 2, 7]]));
  const mirrored = mask.affineCoord({ mat: mirror });
  expect(mirrored).toBeInstanceOf(TensorMask);
  expect(mirrored.tolist()).toEqual([[7, 2, 1, 0]]);
  expect(
    mask
      .affineCoord({ size: [1, 8] })
      .unique()
      .tolist(),
  ).toEqual([0, 1, 2, 7]);
});

test('a chance of 1 flips, one of 0 leaves as it is', () => {
  expect(row().flipBatch({ p: 1 }).select(0, 2).flatten().tolist()).toEqual([1, 1, 0, 0]);
  expect(row().flipBatch({ p: 0 }).tolist()).toEqual(row().tolist());
  expect(row().contrast({ p: 0 }).sub(row()).abs().max().item()).toBeLessThan(1e-6);
});

test('options of methods are checked', () => {
  expect(() => row().flipBatch({ P: 1 } as never)).toThrow("flipBatch has no option 'P': did you mean 'p'?");
  expect(() => row().hue({ maxhue: 0.1 } as never)).toThrow(
    "hue has no option 'maxhue': did you mean 'maxHue'?",
  );
  expect(() => row().affineCoord({ matrix: mirror } as never)).toThrow(
    "affineCoord has no option 'matrix': did you mean 'mat'?",
  );
  expect(() => row().affineCoord({ mat: torch.tensor(1) })).toThrow('mat is a tensor [n, 2, 3], not []');
});

test('bytes of a picture: of fractions, of 0 … 255, of shades of grey', () => {
  expect([...row().toPicture().data]).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
  const bytes = TensorImage.from(torch.full([3, 1, 1], 7, { dtype: 'uint8' }));
  expect(bytes.toPicture()).toEqual({ data: Uint8Array.from([7, 7, 7]), width: 1, height: 1 });
  const grey = TensorImageBW.from(torch.full([1, 1, 2], 0.5));
  expect([...grey.toPicture().data]).toEqual([128, 128, 128, 128, 128, 128]);
  expect(() => TensorImage.from(torch.ones([2, 3, 4, 4])).toPicture()).toThrow(
    'show() is for one picture, [channels, height, width], not [2,3,4,4]',
  );
  expect(() => TensorImage.from(torch.ones([4, 2, 2])).toPicture()).toThrow(
    'a picture has 1 or 3 channels, not 4',
  );
});

test('a mask lies over its picture: the background shows it, classes have colours of their own', () => {
  const mask = TensorMask.from(torch.tensor([[0, 1]]));
  const under = { data: Uint8Array.from({ length: 12 }, () => 100), width: 2, height: 2, title: 'pug' };
  const { data, title } = mask.over(under);
  expect(title).toBe('pug');
  const pixels = [0, 1, 2, 3].map((i) => [...data.slice(3 * i, 3 * i + 3)]);
  // Both rows of the picture lie under the mask's only one.
  expect([pixels[0], pixels[2]]).toEqual([
    [100, 100, 100],
    [100, 100, 100],
  ]);
  expect(pixels[1]).toEqual(pixels[3]);
  expect(pixels[1]).not.toEqual([100, 100, 100]);
  expect([...mask.toPicture().data]).toEqual([0, 0, 0, 255, 255, 255]);
  expect(() => TensorMask.from(torch.zeros([1, 2, 2])).over(under)).toThrow(
    'only one mask, [height, width], can be shown, not [1,2,2]',
  );
});

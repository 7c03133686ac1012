import {
  flip,
  Pipeline,
  rotate,
  setupAugTfms,
  type TensorCategory,
  TensorImage,
  type Transform,
  torch,
  warp,
  zoom,
} from 'onecycle';
import { all, type Bench, close, type Row } from './row.js';

/** Rows and columns of the picture below. */
const shape = [8, 11];

/** One channel of a picture in 8 bits. */
const picture = [
  226, 195, 207, 203, 114, 91, 72, 9, 53, 63, 108, 206, 215, 181, 154, 158, 118, 70, 65, 54, 78, 118, 204,
  231, 200, 168, 95, 95, 36, 39, 88, 104, 133, 248, 191, 195, 120, 88, 47, 49, 37, 43, 80, 158, 207, 235, 174,
  151, 99, 43, 35, 59, 67, 96, 155, 196, 237, 182, 138, 98, 39, 65, 67, 106, 111, 147, 226, 171, 173, 145, 95,
  65, 50, 89, 71, 171, 221, 232, 165, 125, 103, 78, 67, 10, 83, 134, 191, 231,
];

/** What fastai 2.7.13 makes of it by the four transforms below, to four decimals. */
const byFastai = [
  0.4479, 0.3599, 0.2834, 0.2185, 0.2027, 0.1617, 0.2272, 0.3102, 0.3678, 0.4683, 0.5976, 0.4808, 0.4022,
  0.3379, 0.2703, 0.2341, 0.2523, 0.2725, 0.3682, 0.439, 0.4898, 0.715, 0.4842, 0.3663, 0.3325, 0.2929,
  0.1886, 0.184, 0.2544, 0.424, 0.5601, 0.6104, 0.7043, 0.4776, 0.3074, 0.2169, 0.1866, 0.1499, 0.1577,
  0.2477, 0.3798, 0.456, 0.618, 0.7026, 0.4786, 0.3439, 0.2491, 0.2014, 0.1737, 0.1846, 0.1961, 0.315, 0.4686,
  0.682, 0.8275, 0.4821, 0.4031, 0.3418, 0.2589, 0.193, 0.1496, 0.2206, 0.3923, 0.5289, 0.7527, 0.7731,
  0.6765, 0.4657, 0.3363, 0.2904, 0.2486, 0.1777, 0.3111, 0.4986, 0.6529, 0.8591, 0.8329, 0.7656, 0.5623,
  0.3862, 0.269, 0.1732, 0.2758, 0.4097, 0.5932, 0.723, 0.8208, 0.8644,
];

/** Row 9: a flip, a warp, a turn and a zoom are one map, and the picture is interpolated once. */
export const augmentRow: Row = {
  number: 9,
  title: 'augTransforms',
  by: 'fastai',
  expected:
    'flip, warp, rotate and zoom in one interpolation: 88 pixels as fastai computes them; training varies, validation does not',
  async run({ dls }) {
    const tfms = [
      flip({ draw: 1, p: 1 }),
      warp({ drawX: -0.2, drawY: 0.2, p: 1 }),
      rotate({ draw: 17, p: 1 }),
      zoom({ draw: 1.2, drawX: 0.5, drawY: 0.5, p: 1 }),
    ];
    const channel = torch
      .tensor(picture)
      .div(255)
      .view([1, 1, ...shape]);
    const x = TensorImage.from(channel.expand([1, 3, ...shape]).contiguous());
    const composed = setupAugTfms(tfms);
    const once = close(pixels(composed.reduce(applied, x)), byFastai, 1e-4);
    const apart = close(pixels(tfms.reduce(applied, x)), byFastai, 1e-2);
    const rest = all({
      'one map of four': composed.length === 1,
      'four interpolations give other pixels': !apart.agrees,
      'training varies': !(await twice(dls.train)),
      'validation does not': await twice(dls.valid),
    });
    return { computed: `${once.computed}; ${rest.computed}`, agrees: once.agrees && rest.agrees };
  },
};

const applied = (image: TensorImage, step: Transform): TensorImage => {
  const result = new Pipeline([step]).encode(image);
  if (!(result instanceof TensorImage)) throw new TypeError(`${step.name} gives no picture`);
  return result;
};

const pixels = (image: TensorImage): number[] => Array.from(image.at(0, 0).flatten().toTypedArray(), Number);

/** Whether a data loader makes the same of a picture that stands in a batch twice. */
async function twice(dl: Bench['dls']['train']): Promise<boolean> {
  const few = dl.new<[TensorImage, TensorCategory]>();
  few.getIdxs = () => new Array(few.bs).fill(0);
  const [x] = await few.oneBatch();
  return x.at(0).equal(x.at(1));
}

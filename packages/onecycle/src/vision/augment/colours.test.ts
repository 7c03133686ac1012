import { type Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { Pipeline, Rng } from '../../data/index.js';
import { numbers } from '../../testing/reference.js';
import { hsv2rgb, rgb2hsv, TensorImage } from '../tensors/index.js';
import { camel, cases, data, image, make, rng } from '../testing/augment-reference.js';
import { difference, ScriptedRng, tensorOf } from '../testing/numbers.js';
import { intToFloatTensor, type LightingTfm, normalize, randomErasing, setupAugTfms } from './index.js';

test('lighting, hue and their ranges', () => {
  for (const { batch, transforms, output } of cases('lighting') ?? []) {
    const label = transforms.map(([name]) => name).join();
    const tfms = setupAugTfms(transforms.map(([name, args]) => make(name, { ...args, p: 1 })));
    const run = (x: TensorImage) => new Pipeline(tfms, { splitIdx: 0 }).encode(x) as Tensor;
    expect(difference(run(image(data.batches[batch])), output), label).toBeLessThan(1e-4);
    // In double precision libtorch's operators do it, as on other devices.
    expect(
      difference(run(TensorImage.from(image(data.batches[batch]).double())), output),
      label,
    ).toBeLessThan(1e-4);
  }
  for (const { name, max_lighting, max_hue, low, high, neutral, draw } of cases('lighting_ranges') ?? []) {
    const options = { max_lighting: max_lighting ?? null, max_hue: max_hue ?? null };
    const tfm = make(name, options) as LightingTfm;
    // One pixel for each of the ends of the range and for the neutral draw: the change that a draw makes tells it.
    const pixel = () => TensorImage.from(torch.tensor([[[[0.2]], [[0.5]], [[0.9]]]]));
    const drawn = (u: number) => tfm.encodes(pixel(), { rng: new ScriptedRng([u, 0, 0]), splitIdx: 0 });
    const fixed = (value: number) => make(name, { ...options, draw: value, p: 1 }) as LightingTfm;
    for (const [u, value] of [
      [0, low],
      [1, high],
    ] as const) {
      const expected = fixed(value).encodes(pixel(), { rng: rng(), splitIdx: 0 });
      expect(Number(drawn(u).sub(expected).abs().max().item()), `${name} ${value} ${draw}`).toBeLessThan(
        1e-5,
      );
    }
    const same = make(name, { ...options, p: 0 }) as LightingTfm;
    const expected = fixed(neutral).encodes(pixel(), { rng: rng(), splitIdx: 0 });
    const actual = same.encodes(pixel(), { rng: new ScriptedRng([0.3, 0.9, 0.9]), splitIdx: 0 });
    expect(Number(actual.sub(expected).abs().max().item()), name).toBeLessThan(1e-6);
  }
});

test('hue, saturation, value and back; integers to floats and back; normalization', async () => {
  const hsv = cases('hsv');
  const ints = cases('int_to_float');
  const norm = cases('normalize');
  const converted = rgb2hsv(image(data.batches[hsv.batch]));
  expect(difference(converted, hsv.hsv)).toBeLessThan(1e-5);
  expect(difference(hsv2rgb(converted), hsv.back)).toBeLessThan(1e-5);

  const toFloat = intToFloatTensor();
  expect(
    difference(toFloat.encodes(TensorImage.from(tensorOf(ints.uint8, 'uint8'))), ints.float),
  ).toBeLessThan(1e-6);
  expect(
    toFloat
      .decodes(TensorImage.from(tensorOf(ints.decode_input)))
      .flatten()
      .tolist(),
  ).toEqual(numbers(ints.decoded.data));

  const given = normalize([norm.mean, norm.std]);
  const normalized = given.encodes(image(data.batches[norm.batch]));
  expect(difference(normalized, norm.output)).toBeLessThan(1e-4);
  expect(difference(given.decodes(normalized), norm.decoded)).toBeLessThan(1e-4);
  const learned = normalize();
  const item = async () => undefined;
  await learned.setup({
    n: 1,
    before: [],
    item,
    items: async () => [],
    oneBatch: async () => [image(data.batches[norm.from_batch.batch])],
  });
  const { mean = [], std = [] } = learned;
  for (const c of [0, 1, 2]) {
    expect(mean[c]).toBeCloseTo(Number(norm.from_batch.mean.data[c]), 5);
    expect(std[c]).toBeCloseTo(Number(norm.from_batch.std.data[c]), 5);
  }
});

test('rectangles for random erasing', () => {
  for (const c of cases('random_erasing') ?? []) {
    const {
      height,
      width,
      uniform_numbers,
      numbers_used,
      rectangles_row_low_row_high_col_low_col_high,
      ...args
    } = c;
    const script = new ScriptedRng(uniform_numbers);
    expect(randomErasing(camel(args)).draw(script, height, width)).toEqual(
      rectangles_row_low_row_high_col_low_col_high,
    );
    expect(script.used).toBe(numbers_used);
  }
});

test('random erasing changes only rectangles, within the picture', () => {
  const x = TensorImage.from(torch.zeros([2, 3, 20, 30]));
  const erased = randomErasing({ p: 1, sl: 0.2, sh: 0.4 }).encodes(x, { rng: new Rng(3), splitIdx: 0 });
  const changed = Number(erased.ne(0).float().mean().item());
  expect(changed).toBeGreaterThan(0.1);
  expect(changed).toBeLessThan(0.45);
  expect(Number(x.abs().max().item())).toBe(0);
});

test('normalize says where a first batch has no statistics, or none that other pictures could be brought to', async () => {
  const learn = async (picture: Tensor) => {
    const oneBatch = async () => [TensorImage.from(picture)];
    const learned = normalize();
    await learned.setup({ n: 1, before: [], item: oneBatch, items: async () => [], oneBatch });
    return learned;
  };
  await expect(learn(torch.rand([1, 3, 1, 1]))).rejects.toThrow(
    /cannot take statistics.*\[1,3,1,1\].*imagenetStats/,
  );
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await learn(torch.rand([2, 3, 4, 4]));
  expect(warn).not.toHaveBeenCalled();
  await learn(torch.zeros([2, 3, 4, 4]));
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/the same everywhere/));
  warn.mockRestore();
});

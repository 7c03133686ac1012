import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { nn, type Tensor, torch } from '@onecycle/torch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getImageFiles, Transform } from '../data/index.js';
import { hasOnnxRuntime } from '../testing/onnx-runtime.js';
import { CalibratedLoss, loadLearner } from '../training/index.js';
import {
  augTransforms,
  imageDataLoaders,
  intToFloatTensor,
  Normalize,
  type NormalizeStats,
  paperPets,
  resize,
  TensorImage,
  visionLearner,
} from '../vision/index.js';
import { ModelProtoSchema } from './generated/onnx_pb.js';
import './index.js';

const scratch = mkdtempSync(join(tmpdir(), 'onecycle-export-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A small network of a user's own. */
class Small extends nn.Sequential {
  constructor() {
    super(
      new nn.Conv2d(3, 16, 3, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(16),
      new nn.ReLU({ inplace: true }),
      new nn.Conv2d(16, 32, 3, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(32),
      new nn.ReLU({ inplace: true }),
      new nn.AdaptiveAvgPool2d(1),
      new nn.Flatten(),
      new nn.Linear(32, 12),
    );
  }
}

const small = () => new Small();
let learn: Awaited<ReturnType<typeof trained>>;
beforeAll(async () => {
  learn = await trained();
});

async function trained() {
  await paperPets(scratch, { perBreed: 3, progress: false });
  const files = await getImageFiles(join(scratch, 'images'));
  const dls = await imageDataLoaders.fromNameRe(scratch, files, /(.+)_\d+.jpg$/, {
    itemTfms: resize(40),
    batchTfms: augTransforms({ size: 32 }),
    bs: 8,
    seed: 1,
  });
  const made = await visionLearner(dls, small, { progress: false, normalize: true, pretrained: false });
  await made.fit(1);
  return made;
}

describe.skipIf(!hasOnnxRuntime())('an exported file gives what getPreds gives', () => {
  test.each([
    ['as it is', {}],
    ['pixel by pixel', { layout: 'nhwc' as const }],
    ['a fixed batch', { batch: 4 }],
  ])('%s', async (_, options) => {
    const { check, input, file } = await learn.exportOnnx('small.onnx', options);
    expect(check?.source).toBe('validation');
    expect(check?.maxDifference).toBeLessThan(1e-5);
    expect(check?.accuracy?.onnx).toBe(check?.accuracy?.learner);
    expect(existsSync(`${file}.partial`)).toBe(false);
    expect(input).toEqual(
      'batch' in options ? [4, 3, 32, 32] : 'layout' in options ? ['N', 32, 32, 3] : ['N', 3, 32, 32],
    );
  });

  test('in 16 bits it decides the same; the loss with weights in 8 is stated', async () => {
    const whole = await learn.exportOnnx('small.onnx');
    const half = await learn.exportOnnx('half.onnx', { half: true });
    expect(half.check?.top1Agreement).toBeGreaterThanOrEqual(0.99);
    expect(half.check?.maxDifference).toBeGreaterThan(0);
    expect(half.bytes).toBeLessThan(whole.bytes);
    const { check } = await learn.exportOnnx('small8.onnx', { quantize: true });
    expect(check?.maxDifference).toBeGreaterThan(0);
    expect(check?.accuracy?.onnx).toBeGreaterThanOrEqual(0);
  });

  test('a learner from a file is compared on pictures of the caller, or on drawn ones', async () => {
    await learn.export('small.onecycle');
    const loaded = await loadLearner(learn.path.join('small.onecycle'), { model: learn.model });
    const files = (await getImageFiles(join(scratch, 'images'))).slice(0, 5);
    expect((await loaded.exportOnnx(join(scratch, 'again.onnx'), { pictures: files })).check).toMatchObject({
      pictures: 5,
      source: 'given',
    });
    expect((await loaded.exportOnnx(join(scratch, 'again.onnx'))).check).toMatchObject({
      pictures: 24,
      source: 'drawn',
    });
  });

  test('the temperature of calibrate() is in the file', async () => {
    const { lossFunc } = learn;
    learn.lossFunc = new CalibratedLoss(lossFunc, 3.5, 'classes');
    try {
      const { check, file } = await learn.exportOnnx('calibrated.onnx');
      expect(check?.maxDifference).toBeLessThan(1e-5);
      learn.lossFunc = lossFunc;
      const plain = await learn.exportOnnx('small.onnx');
      expect(readFileSync(String(file)).equals(readFileSync(String(plain.file)))).toBe(false);
    } finally {
      learn.lossFunc = lossFunc;
    }
  });

  test('a file that differs is not written', async () => {
    const { lossFunc } = learn;
    // Recorded three times, for batches of three sizes; and then it is another function.
    let calls = 0;
    learn.lossFunc = {
      forward: (preds) => preds.mean(),
      activation: (preds) => preds.softmax(1).mul(calls++ < 3 ? 1 : 0.9),
    };
    try {
      await expect(learn.exportOnnx('never.onnx')).rejects.toThrow(
        /on \d+ pictures the ONNX file gives predictions that differ by up to .* from getPreds.*it was not written/,
      );
    } finally {
      learn.lossFunc = lossFunc;
    }
    expect(existsSync(String(learn.path.join('never.onnx')))).toBe(false);
    expect(existsSync(`${learn.path.join('never.onnx')}.partial`)).toBe(false);
  });
});

test('the file says what a program has to know, and has no batch norm left', async () => {
  learn.model.train();
  const { file, operators, check } = await learn.exportOnnx('plain.onnx', { check: false });
  expect(check).toBeNull();
  const model = fromBinary(ModelProtoSchema, readFileSync(String(file)));
  const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
  expect(JSON.parse(metadata.classes ?? '')).toEqual(learn.dls.vocab);
  expect(metadata).toMatchObject({ layout: 'nchw', height: '32', width: '32' });
  expect(metadata.library).toMatch(/^onecycle \d+\.\d+\.\d+$/);
  expect(JSON.parse(metadata.transforms ?? '').afterItem).toBeDefined();
  expect(model.opsetImport.map(({ version }) => version)).toEqual([17n]);
  expect(operators).toMatchObject({ Conv: 2, Gemm: 2, Softmax: 1 });
  expect(operators.BatchNormalization).toBeUndefined();
  expect(learn.model.training).toBe(true);
});

test('without ONNX Runtime there is a sentence, and no file', async () => {
  const { ONECYCLE_ONNXRUNTIME: folder } = process.env;
  delete process.env.ONECYCLE_ONNXRUNTIME;
  try {
    await expect(learn.exportOnnx('unchecked.onnx')).rejects.toThrow(
      /onnxruntime-node, with which .* is not installed: npm install onnxruntime-node .*{ check: false }.*--no-check/,
    );
  } finally {
    if (folder !== undefined) process.env.ONECYCLE_ONNXRUNTIME = folder;
  }
  expect(existsSync(String(learn.path.join('unchecked.onnx')))).toBe(false);
});

/** Of the user's own, in a batch: what it does would be missing in the file. */
class Doubled extends Transform<TensorImage, TensorImage> {
  override accepts(x: unknown): x is TensorImage {
    return x instanceof TensorImage;
  }
  encodes(x: TensorImage): TensorImage {
    return x.retype(torch.scope(() => x.mul(2).sub(1)));
  }
}
class InTraining extends Doubled {
  override splitIdx = 0 as const;
}
class OwnNormalize extends Normalize {
  override encodes(x: TensorImage): TensorImage {
    return x;
  }
}
const stats: NormalizeStats = [
  [0.4, 0.5, 0.6],
  [0.2, 0.3, 0.4],
];

async function prepared(batchTfms: Transform[]) {
  const files = await getImageFiles(join(scratch, 'images'));
  const dls = await imageDataLoaders.fromNameRe(scratch, files, /(.+)_\d+.jpg$/, {
    itemTfms: resize(32),
    batchTfms,
    bs: 8,
    seed: 1,
  });
  return visionLearner(dls, small, { progress: false, normalize: false, pretrained: false });
}

test.each<[string, () => Transform[], string]>([
  ['a transform of the user’s own', () => [new Doubled()], 'Doubled'],
  ['one derived from ours', () => [new OwnNormalize(stats)], 'OwnNormalize'],
])('%s between bytes and model is named, and no file is written', async (_, transforms, name) => {
  const own = await prepared(transforms());
  await expect(own.exportOnnx('own.onnx', { check: false })).rejects.toThrow(
    `in validation batches go through '${name}', which would be missing in the file`,
  );
  expect(existsSync(String(own.path.join('own.onnx')))).toBe(false);
});

test.skipIf(!hasOnnxRuntime())(
  'what changes training alone, and own numbers of ours, are no hindrance',
  async () => {
    for (const transforms of [[new InTraining()], [intToFloatTensor({ div: 100 }), new Normalize(stats)]]) {
      const { check } = await (await prepared(transforms)).exportOnnx('fine.onnx');
      expect(check?.maxDifference).toBeLessThan(1e-5);
      expect(check?.roundingDifference).toBeLessThan(1e-5);
    }
  },
);

test.skipIf(!hasOnnxRuntime())('a fixed batch may be larger than the validation set', async () => {
  const { check, input } = await learn.exportOnnx('many.onnx', { batch: 50 });
  expect(input).toEqual([50, 3, 32, 32]);
  expect(check).toMatchObject({ pictures: 50, source: 'validation' });
});

test.skipIf(!hasOnnxRuntime())(
  'predictions that are no numbers are no export, however they are stored',
  async () => {
    const bias = learn.model.parameters().at(-1) as Tensor;
    const before = bias.detach().clone();
    torch.noGrad(() => bias.fill_(Number.NaN));
    try {
      for (const options of [{}, { half: true }, { quantize: true }])
        await expect(learn.exportOnnx('nan.onnx', options)).rejects.toThrow('are no finite numbers');
    } finally {
      torch.noGrad(() => bias.copy_(before));
      before.dispose();
    }
    expect(existsSync(String(learn.path.join('nan.onnx')))).toBe(false);
  },
);

test('a place where no file can be is said before the work', async () => {
  mkdirSync(join(scratch, 'folder.onnx'));
  writeFileSync(join(scratch, 'plain-file'), '');
  const unchecked = { check: false };
  await expect(learn.exportOnnx(join(scratch, 'folder.onnx'), unchecked)).rejects.toThrow(
    /folder\.onnx could not be written: there is a folder of that name.*choose another name/,
  );
  await expect(learn.exportOnnx(join(scratch, 'plain-file/a.onnx'), unchecked)).rejects.toThrow(
    'a part of its path is a file',
  );
  const { file } = await learn.exportOnnx(join(scratch, 'made/on/the/way.onnx'), unchecked);
  expect(existsSync(String(file))).toBe(true);
});

test('a learner for predictions is not the one to export', async () => {
  await expect(learn.toInference().exportOnnx('never.onnx', { check: false })).rejects.toThrow(
    'of a learner that toInference() made for predictions: export the one that it was made of',
  );
});

test.each<[string, object, RegExp]>([
  ['an opset', { opset: 9 }, /opset is one of 17, 18, 19, 20, 21, and not 9/],
  ['an opset as text', { opset: '17' }, /and not '17'/],
  ['a flag as text', { half: 'yes' }, /half is true or false, and not 'yes'/],
  ['a batch', { batch: 0 }, /batch is 'dynamic' or a whole number/],
  ['a layout', { layout: 'chwn' }, /layout is one of 'nchw', 'nhwc', and not 'chwn'/],
  ['a picture instead of a list', { pictures: 'a.jpg' }, /pictures is a list of files, not a string/],
  ['no pictures', { pictures: [] }, /pictures is an empty list/],
  ['a misspelt option', { quantise: true }, /exportOnnx has no option 'quantise': did you mean 'quantize'/],
])('%s that does not go is refused', async (_, options, message) => {
  await expect(learn.exportOnnx('x.onnx', options)).rejects.toThrow(message);
});

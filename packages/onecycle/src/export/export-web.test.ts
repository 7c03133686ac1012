import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { nn } from '@onecycle/torch';
import { beforeAll, describe, expect, test } from 'vitest';
import { getImageFiles, type PathLike, Transform } from '../data/index.js';
import {
  DataBlock,
  imageBlock,
  imageDataLoaders,
  Learner,
  multiCategoryBlock,
  paperPets,
  regressionBlock,
  resize,
  TensorImage,
} from '../index.js';
import { temporaryFolder } from '../testing/temporary.js';
import { ModelProtoSchema } from './generated/onnx_pb.js';
import './index.js';

let folder: string;
let files: PathLike[];
beforeAll(async () => {
  folder = await temporaryFolder();
  await paperPets(folder, { perBreed: 3, progress: false });
  files = [...(await getImageFiles(folder))];
});

const small = (outputs: number) =>
  new nn.Sequential(
    new nn.Conv2d(3, 8, 3, { stride: 2 }),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(8, outputs),
  );

async function classifier(options: object = {}) {
  const dls = await imageDataLoaders.fromNameRe(folder, files, /(.+)_\d+.jpg$/, {
    itemTfms: resize(32),
    bs: 4,
    validPct: 0.2,
    seed: 1,
    ...options,
  });
  return new Learner(dls, small(dls.c), { progress: false, path: folder });
}

const unchecked = { check: false };
const metadataOf = (file: string) =>
  new Map(
    fromBinary(ModelProtoSchema, readFileSync(file)).metadataProps.map(({ key, value }) => [key, value]),
  );

describe('a page', () => {
  test('is a folder with the model, and everything that it imports', async () => {
    const learn = await classifier();
    const { page, bytes, model } = await learn.exportWeb('out', { ...unchecked, title: 'Pets & "friends"' });
    const out = join(folder, 'out');
    expect(String(page)).toBe(join(out, 'index.html'));
    expect(readdirSync(out).sort()).toEqual(['index.html', 'model.onnx', 'ort-wasm-simd-threaded.wasm']);
    expect(bytes).toBeGreaterThan(model.bytes);
    const html = readFileSync(String(page), 'utf8');
    expect(html).toContain('<title>Pets &#38; &#34;friends&#34;</title>');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/(?:src|href)="https?:/);
    const { imports } = JSON.parse(html.match(/<script type="importmap">(.*?)<\/script>/s)?.[1] ?? '');
    const source = (address: string) => Buffer.from(address.split(',')[1] ?? '', 'base64').toString();
    const own = Object.entries<string>(imports).filter(([name]) => name.startsWith('onecycle-web/'));
    const needed = own.flatMap(([, address]) =>
      [...source(address).matchAll(/\bfrom\s*['"]([^'"]+)['"]/g)].map(([, name]) => name),
    );
    expect(needed.length).toBeGreaterThan(10);
    expect(needed.filter((name) => !Object.hasOwn(imports, name ?? ''))).toEqual([]);
    expect(html).toContain("from 'onecycle-web/page/main.js'");
    expect(imports).toHaveProperty('onecycle-web/page/main.js');
  });

  test('is one file, with the model and the runtime in it', async () => {
    const learn = await classifier();
    const { page } = await learn.exportWeb('pets.html', { ...unchecked, singleFile: true });
    await learn.exportOnnx('pets.onnx', unchecked);
    const html = readFileSync(String(page), 'utf8');
    const embedded = html.match(/<script type="application\/octet-stream" id="model">([^<]*)</)?.[1] ?? '';
    expect(Buffer.from(embedded, 'base64').equals(readFileSync(join(folder, 'pets.onnx')))).toBe(true);
    // It may ask for nothing at all.
    expect(html).not.toContain('connect-src');
    await expect(learn.exportWeb('pets.html', unchecked)).rejects.toThrow(/written with singleFile/);
    await expect(learn.exportWeb('x', { singelFile: true } as object)).rejects.toThrow(
      "did you mean 'singleFile'?",
    );
  });
});

/** A transform of the user's own. */
class Sepia extends Transform<TensorImage, TensorImage> {
  override accepts(x: unknown): x is TensorImage {
    return x instanceof TensorImage;
  }
  encodes(x: TensorImage): TensorImage {
    return x;
  }
}

async function withTargets(
  yBlock: ReturnType<typeof regressionBlock> | ReturnType<typeof multiCategoryBlock>,
  getY: (file: unknown) => unknown,
) {
  const block = new DataBlock({ blocks: [imageBlock(), yBlock], getY, itemTfms: resize(32) });
  const dls = await block.dataloaders(files, { bs: 4 });
  return new Learner(dls as never, small(dls.c || 1), { progress: false, path: folder });
}

describe('what a page cannot show is refused, and nothing is written', () => {
  test("a transform of one's own", async () => {
    const learn = await classifier({ itemTfms: [resize(32), new Sepia()] });
    await expect(learn.exportWeb('never', unchecked)).rejects.toThrow(
      /pictures go through 'Sepia', which onecycle-web does not know/,
    );
    expect(readdirSync(folder)).not.toContain('never');
  });

  test('a regression', async () => {
    const learn = await withTargets(regressionBlock(), () => 1);
    await expect(learn.exportWeb('never', unchecked)).rejects.toThrow(/this model's task is regression/);
  });
});

test('several labels have their task and threshold in the file', async () => {
  const learn = await withTargets(multiCategoryBlock({ vocab: ['cat', 'dog', 'small'] }), (file) =>
    String(file).includes('pug') ? ['dog', 'small'] : ['cat'],
  );
  await learn.exportOnnx('several.onnx', unchecked);
  const metadata = metadataOf(join(folder, 'several.onnx'));
  expect(metadata.get('task')).toBe('multi-label');
  expect(Number(metadata.get('threshold'))).toBe(0.5);
  expect(JSON.parse(metadata.get('classes') ?? '')).toEqual(['cat', 'dog', 'small']);
  expect((await learn.exportWeb('several', unchecked)).model.operators).toHaveProperty('Sigmoid');
});

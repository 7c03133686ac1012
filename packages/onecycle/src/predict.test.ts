import { execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { expect, test } from 'vitest';
import { getImageFiles } from './data/index.js';
import { temporaryFolder } from './testing/temporary.js';
import { imageDataLoaders, paperPets, resize, resnet18, visionLearner } from './vision/index.js';

const packages = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(packages, '../node_modules');

interface Bundling extends BuildOptions {
  /** Other entries, whose bundles lie beside it. */
  more?: string[];
}

/** The bundle of an entry's sources and all that they import, now or later. */
const bundled = async (entry: string, outdir: string, { more = [], ...options }: Bundling = {}) => {
  const { metafile } = await build({
    entryPoints: [entry, ...more].map((name) => fileURLToPath(new URL(`./${name}`, import.meta.url))),
    entryNames: '[name]',
    outdir,
    outExtension: { '.js': options.format === 'cjs' ? '.cjs' : '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    external: ['sharp'],
    ...options,
    metafile: true,
    alias: {
      '@onecycle/torch/disk': join(packages, 'torch/src/disk/index.ts'),
      '@onecycle/torch/install': join(packages, 'torch/install/index.mjs'),
      '@onecycle/torch/options': join(packages, 'torch/src/options/index.ts'),
      '@onecycle/torch': join(packages, 'torch/src/index.ts'),
      '@onecycle/paper-pets': join(packages, 'paper-pets/src/index.ts'),
    },
  });
  return metafile;
};

/** The packages of others that a bundle has code of. */
const packagesIn = ({ outputs }: Metafile): string[] => [
  ...new Set(
    Object.values(outputs)
      .flatMap(({ inputs }) => Object.entries(inputs))
      .flatMap(([file, { bytesInOutput }]) =>
        bytesInOutput > 0 ? (/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []) : [],
      ),
  ),
];

/** The packages that importing an entry loads: those that its chunks import from the first line on. */
function loadedAtOnce({ outputs }: Metafile, entry: string): string[] {
  const start = Object.keys(outputs).find((file) =>
    outputs[file]?.entryPoint?.endsWith(`onecycle/src/${entry}`),
  );
  if (start === undefined) throw new Error(`the bundle has no ${entry}`);
  const files = new Set([start]);
  const found = new Set<string>();
  for (const file of files)
    for (const { path, kind, external } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement') (external ? found : files).add(path);
  return [...found].filter((name) => !isBuiltin(name)).sort();
}

test("importing 'onecycle' or 'onecycle/predict' loads no package of others: each is loaded when it is needed", async () => {
  for (const entry of ['index.ts', 'predict.ts']) {
    const others = [
      '@bufbuild',
      '@huggingface',
      '@napi-rs',
      'brace-expansion',
      'commander',
      'csv-parse',
      'hono',
      '@hono',
      'tar',
      'undici',
      'vega',
    ];
    const external = ['sharp', 'vega-lite', ...others.flatMap((name) => [name, `${name}/*`])];
    const bundle = await bundled(entry, await temporaryFolder(), { external, splitting: true });
    expect(packagesIn(bundle)).toEqual([]);
    expect(loadedAtOnce(bundle, entry)).toEqual([]);
  }
});

/** Of a bundle in CommonJS, which has no address of its own: what esbuild has to be told for it (docs/deployment.md). */
const commonJs: BuildOptions = {
  format: 'cjs',
  define: { 'import.meta.url': 'addressOfBundle' },
  banner: { js: "const addressOfBundle = require('node:url').pathToFileURL(__filename).href;" },
};

test("a bundle of 'onecycle/predict' has no charts, canvas, hub or command, and predicts what the learner does", async () => {
  const folder = await temporaryFolder();
  await paperPets(folder, { perBreed: 2, progress: false });
  const pictures = await getImageFiles(join(folder, 'images'));
  const dls = await imageDataLoaders.fromNameRe(folder, pictures, /(.+)_\d+.jpg$/, {
    itemTfms: resize(64),
    bs: 8,
    seed: 1,
  });
  const learn = await visionLearner(dls, resnet18, { pretrained: false, progress: false });
  await learn.fit(1);
  const exported = String(await learn.export('pets.onecycle'));
  const few = pictures.slice(0, 4).map(String);
  const expected = await learn.predict(few);

  const heavy = [
    'vega',
    'vega-lite',
    '@napi-rs/canvas',
    '@huggingface/hub',
    'commander',
    '@bufbuild/protobuf',
  ];
  const place = join(folder, 'server');
  const bundles = [
    await bundled('predict.ts', join(place, 'parts'), {
      splitting: true,
      more: ['serve/predictor/predict-worker.ts'],
    }),
    await bundled('predict.ts', place),
    await bundled('predict.ts', place, commonJs),
  ];
  const [parts = [], ...whole] = bundles.map(packagesIn);
  expect(parts.filter((name) => /vega|canvas|huggingface|commander|protobuf/.test(name))).toEqual([]);
  // Whoever reads classifiers from addresses may need a proxy. Parts that nothing asks for are made, but not in one file.
  const server = ['undici', 'hono', '@hono/node-server'];
  expect(whole).toEqual([server, server]);
  // Nor are they named by a `require` that bundlers do not see.
  for (const file of bundles.flatMap(({ outputs }) => Object.keys(outputs))) {
    const text = await readFile(file, 'utf8');
    for (const name of heavy) expect(text).not.toMatch(new RegExp(`(?<!engine)\\(["']${name}["']\\)`));
  }

  // What a server has beside the bundle: the packages of the native parts, nothing else.
  await mkdir(join(place, 'node_modules/@onecycle'), { recursive: true });
  for (const [name, target] of [
    ['onecycle', join(packages, 'onecycle')],
    ['@onecycle/torch', join(packages, 'torch')],
    ['sharp', join(modules, 'sharp')],
  ] as const)
    await symlink(target, join(place, 'node_modules', name));
  const program = `
    const learn = await loadLearner(process.argv[1]);
    const predictions = await learn.predict(process.argv.slice(2));
    const { preds } = await learn.getPreds({ dl: learn.dls.testDl(process.argv.slice(2)) });
    const refused = await learn.dls.testDl(process.argv.slice(2)).showBatch().then((figure) => figure.png()).catch(String);
    const predictor = await createPredictor(process.argv[1], { workers: 1 });
    const threads = await predictor.predict(process.argv.slice(2));
    console.log(JSON.stringify({
      threads: threads.map(({ probs }) => probs), labels: predictions.map(({ label }) => label), probs: predictions.map(({ probs }) => probs),
      shape: preds.shape, vocab: learn.dls.vocab, refused,
    }));`;
  const answer = (...args: string[]): unknown =>
    JSON.parse(execFileSync(process.execPath, [...args, exported, ...few], { cwd: place, encoding: 'utf8' }));
  const probs = expected.map(({ probs }) => probs.map((p) => expect.closeTo(p, 5)));
  const right = {
    threads: probs,
    labels: expected.map(({ label }) => label),
    probs,
    shape: [few.length, dls.vocab.length],
    vocab: dls.vocab,
    refused: expect.stringContaining("'onecycle/predict' does without"),
  };
  for (const file of ['./parts/predict.mjs', './predict.mjs']) {
    const text = `import { createPredictor, loadLearner } from '${file}'; ${program}`;
    expect(answer('--input-type=module', '-e', text)).toEqual(right);
  }
  const text = `const { createPredictor, loadLearner } = require('./predict.cjs'); (async () => { ${program} })();`;
  expect(answer('--input-type=commonjs', '-e', text)).toEqual(right);
});

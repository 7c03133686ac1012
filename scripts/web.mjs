#!/usr/bin/env node
/**
 * Exports a classifier as a page, opens that in a browser without a screen, and compares what it says of pictures with what the
 * classifier says in Node: a folder behind a server, and one file from the disk, both without a network.
 *
 *   npm run test:web [-- model.onecycle --photos <folder>]     by default a classifier that learned Paper Pets for an epoch
 *
 * Fails where a label differs, a probability by more than five hundredths, or the page asks for anything from elsewhere; where it does not say
 * what is wrong with a file; on a serious finding of axe. Screenshots lie in runs/web, for looking at.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { explained } from '../packages/torch/install/command.mjs';
import { accessibility, axeSource, launchBrowser } from './lib/browser.mjs';
import { root, SetupError, say } from './lib/report.mjs';
import { serveFolder } from './lib/static-server.mjs';
import { npmTool, tools } from './lib/tools.mjs';
import { badFiles, oddForms, turned } from './web/pictures.mjs';
import { Visitor } from './web/visitor.mjs';

/** A probability may differ by so much: browsers decode JPEG to other levels here and there. */
const MOST = 0.05;
/** Of files without loss it differs by what comes of bytes alone. */
const MOST_LOSSLESS = 0.001;

const { values, positionals } = parseArgs({
  options: { photos: { type: 'string' }, count: { type: 'string', default: '40' } },
  allowPositionals: true,
});
const shots = join(root, 'runs/web');
const work = mkdtempSync(join(tmpdir(), 'onecycle-page-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true }));
/** @type {string[]} */
const faults = [];

/** @param {boolean} holds @param {string} fault */
const check = (holds, fault) => {
  if (!holds) faults.push(fault);
};

process.exitCode = await explained(async () => {
  // Its install script fetches files for graphics cards, which are not needed.
  await npmTool('onnxruntime-node', '1.30.0', ['--ignore-scripts']);
  process.env.ONECYCLE_ONNXRUNTIME = tools;
  const oc = await import('../packages/onecycle/dist/index.js');
  const sharp = createRequire(join(root, 'packages/onecycle/package.json'))('sharp');
  const photos = values.photos ?? join(work, 'pets');
  if (!values.photos) await oc.paperPets(photos, { perBreed: 4, progress: false });
  const files = [...(await oc.getImageFiles(photos))].map(String).slice(0, Number(values.count));
  const [first] = files;
  if (!first) throw new SetupError(`${photos} holds no pictures.`);
  const learn = positionals[0] ? await oc.loadLearner(positionals[0]) : await learned(oc, photos);
  learn.path = new oc.Path(work);
  const folder = await learn.exportWeb('folder', { pictures: files });
  const single = await learn.exportWeb('page.html', {
    singleFile: true,
    check: false,
    title: 'Which pet is it?',
  });
  say(`a folder of ${(folder.bytes / 1e6).toFixed(1)} MB, one file of ${(single.bytes / 1e6).toFixed(1)} MB`);

  const { stored, upright } = await turned(work, first, sharp);
  const pictures = [...files, ...(await oddForms(work, first, sharp))].map((file) => ({
    page: file,
    node: file,
  }));
  // Node reads a photograph as it is stored unless it is told otherwise; the page shows it as people see it.
  pictures.push({ page: stored, node: upright });
  const browser = await launchBrowser();
  const server = await serveFolder(join(work, 'folder'));
  try {
    for (const [place, address] of [
      ['from a server', server.address],
      ['from the disk', String(pathToFileURL(String(single.page)))],
    ]) {
      const visitor = await Visitor.open(browser, address);
      await visitor.ready();
      await visitor.page.context().setOffline(true);
      await compare(learn, visitor, pictures, place);
      await badPictures(visitor, first, sharp);
      await otherWays(visitor, first);
      check(visitor.faults.length === 0, `${place}: the page ${visitor.faults.join('; ')}`);
      await visitor.close();
    }
    check(
      server.asked.every((path) => ['/', '/model.onnx', '/ort-wasm-simd-threaded.wasm'].includes(path)),
      `asked for ${server.asked}`,
    );
    await severalLabels(oc, photos, browser, files);
    await brokenFolders(browser);
    await plainPage(learn, browser, first);
    await looks(browser, String(pathToFileURL(String(single.page))), first);
  } finally {
    await server.close();
    await browser.close();
  }
  for (const fault of faults) say(`✗ ${fault}`);
  if (faults.length > 0) throw new SetupError(`${faults.length} things are wrong with the page.`);
});

/** @param {any} oc @param {string} photos */
async function learned(oc, photos) {
  const all = await oc.getImageFiles(photos);
  const dls = await oc.imageDataLoaders.fromNameRe(photos, all, /(.+)_\d+.jpg$/, {
    itemTfms: oc.resize(96),
    batchTfms: oc.augTransforms({ size: 64, minScale: 0.75 }),
    bs: 8,
    seed: 42,
  });
  const learn = await oc.visionLearner(dls, oc.resnet18, {
    weights: '@onecycle/resnet18-tiny',
    progress: false,
  });
  await learn.fineTune(2);
  // Through a file, as people do it.
  learn.path = new oc.Path(work);
  return await oc.loadLearner(await learn.export('pets.onecycle'));
}

/**
 * Every picture in the page and in Node; a table of the differences.
 * @param {any} learn @param {Visitor} visitor @param {{ page: string, node: string }[]} pictures @param {string} place
 */
async function compare(learn, visitor, pictures, place) {
  const rows = [];
  let seconds = 0;
  for (const { page: file, node } of pictures) {
    const expected = await learn.noBar(() => learn.predict(node));
    const started = performance.now();
    const { probabilities, label } = await visitor.classify(file);
    seconds += (performance.now() - started) / 1000;
    const wanted = Array.from(expected.probs);
    const differences = learn.dls.vocab.map((/** @type {string} */ name, /** @type {number} */ i) =>
      Math.abs(wanted[i] - (probabilities[name] ?? Number.NaN)),
    );
    rows.push({
      file: basename(file),
      node: expected.label,
      page: label,
      difference: Math.max(...differences),
    });
  }
  const line = (/** @type {any} */ { file, node, page, difference }) =>
    `| ${file} | ${node} | ${page} | ${difference.toExponential(1)} |`;
  say(`${place}: ${rows.length} pictures, ${(seconds / rows.length).toFixed(2)} s each`);
  say(['| picture | Node | page | largest difference |', '|---|---|---|---|', ...rows.map(line)].join('\n'));
  for (const row of rows) {
    check(
      row.node === row.page &&
        row.difference <= (/^(?:plain|lossless)/.test(row.file) ? MOST_LOSSLESS : MOST),
      `${place}: ${line(row)}`,
    );
  }
}

/**
 * A classifier of several labels: those that the page names are those of Node.
 * @param {any} oc @param {string} photos @param {any} browser @param {string[]} files
 */
async function severalLabels(oc, photos, browser, files) {
  const breed = oc.regexLabeller(/([^/]+)_\d+\.\w+$/);
  const data = new oc.DataBlock({
    blocks: [oc.imageBlock(), oc.multiCategoryBlock()],
    getItems: () => files,
    getY: (/** @type {string} */ file) => breed(file).split('_'),
    itemTfms: oc.resize(64),
  });
  const dls = await data.dataloaders(photos, { bs: 8, seed: 42 });
  const learn = await oc.visionLearner(dls, oc.resnet18, {
    weights: '@onecycle/resnet18-tiny',
    progress: false,
    path: work,
  });
  await learn.fineTune(1);
  const { page } = await learn.exportWeb('labels.html', { singleFile: true, pictures: files });
  const visitor = await Visitor.open(browser, String(pathToFileURL(String(page))));
  await visitor.ready();
  const about = await visitor.page.textContent('#about');
  check(/ labels apart/.test(about), `the page of labels says: ${about}`);
  const seen = new Set();
  for (const file of files.slice(0, 12)) {
    const { decoded, probs } = await learn.noBar(() => learn.predict(file));
    const { probabilities } = await visitor.classify(file);
    const said = await visitor.page.textContent('#answer');
    // Not those that are about as far on one side of the threshold as the browser's decoder may carry them to the other.
    const isSure = (/** @type {number} */ p) => Math.abs(p - 0.5) > MOST;
    const names = learn.dls.vocab.filter((/** @type {string} */ _, /** @type {number} */ i) =>
      isSure(probs[i]),
    );
    const wanted = names.filter((/** @type {string} */ name) => [...decoded].includes(name));
    const given = said === 'None of the labels' ? [] : said.split(', ');
    const found = names.filter((/** @type {string} */ name) => given.includes(name));
    seen.add(given.length);
    check(String(found) === String(wanted), `${basename(file)}: Node says ${wanted}, the page ${said}`);
    for (const [i, name] of learn.dls.vocab.entries())
      check(Math.abs(probs[i] - probabilities[name]) <= MOST, `${basename(file)}: ${name} differs`);
  }
  say(`of several labels the page names as Node does: ${[...seen].sort().join(', ')} at a time`);
  check(visitor.faults.length === 0, `the page of labels ${visitor.faults.join('; ')}`);
  mkdirSync(shots, { recursive: true });
  await visitor.page.screenshot({ path: join(shots, 'labels.png'), fullPage: true });
  await visitor.close();
}

/** @param {Visitor} visitor @param {string} photograph @param {any} sharp */
async function badPictures(visitor, photograph, sharp) {
  const colour = { r: 90, g: 120, b: 60 };
  const huge = await sharp({ create: { width: 16000, height: 12000, channels: 3, background: colour } })
    .png()
    .toBuffer();
  const files = [
    ...badFiles(photograph),
    { name: 'huge.png', bytes: huge, says: /pixels, more than the|too large for this browser/ },
  ];
  for (const { name, bytes, says } of files) {
    await visitor.drop(name, bytes, '');
    const said = await visitor.answer().then(
      () => 'an answer',
      (error) => error.message,
    );
    check(says.test(said), `of ${name} the page says: ${said}`);
    say(`of ${name}: ${said}`);
  }
}

/** The clipboard, and the keyboard alone. @param {Visitor} visitor @param {string} photograph */
async function otherWays(visitor, photograph) {
  const expected = await visitor.classify(photograph);
  await visitor.paste('image.png', readFileSync(photograph), 'image/png');
  check((await visitor.answer()).label === expected.label, 'pasted, a picture has another label');
  const { page } = visitor;
  // Before the key is pressed: the browser must know by then that its dialog is answered from here.
  const asked = page.waitForEvent('filechooser');
  await page.evaluate('document.activeElement?.blur()');
  await page.keyboard.press('Tab');
  check(
    await page.evaluate("document.activeElement?.id === 'file'"),
    'Tab does not lead to the choice of a file',
  );
  await page.keyboard.press('Space');
  const chooser = await asked;
  await chooser.setFiles(photograph);
  check((await visitor.answer()).label === expected.label, 'chosen by keyboard, a picture has another label');
  check(
    /%\. It took/.test(await page.evaluate("document.querySelector('#status').textContent")),
    'the status is silent',
  );
}

/** A folder of which a part did not come along, and one that is opened from the disk. @param {any} browser */
async function brokenFolders(browser) {
  for (const [lost, says] of /** @type {const} */ ([
    [
      'ort-wasm-simd-threaded.wasm',
      /^ONNX Runtime's WebAssembly file is not at http.*ort-wasm-simd-threaded\.wasm: the server answered 404/,
    ],
    ['model.onnx', /^The model is not at http.*model\.onnx: the server answered 404/],
  ])) {
    const broken = join(work, `without-${lost}`);
    cpSync(join(work, 'folder'), broken, { recursive: true });
    rmSync(join(broken, lost));
    const server = await serveFolder(broken);
    const said = await saidAt(browser, server.address);
    check(says.test(said), `without ${lost} the page says: ${said}`);
    say(`without ${lost}: ${said}`);
    await server.close();
  }
  const said = await saidAt(browser, String(pathToFileURL(join(work, 'folder/index.html'))));
  check(/^Opened from the disk/.test(said), `opened from the disk the folder's page says: ${said}`);
  say(`a folder from the disk: ${said}`);
}

/** The page of examples/web, bundled as a site would be. @param {any} learn @param {any} browser @param {string} photograph */
async function plainPage(learn, browser, photograph) {
  const site = join(work, 'site');
  await learn.exportOnnx('site/pets.onnx', { check: false });
  const example = join(root, 'examples/web');
  const format = { bundle: true, format: /** @type {const} */ ('esm'), target: 'es2022' };
  await build({ ...format, entryPoints: [join(example, 'plain.ts')], outfile: join(site, 'plain.js') });
  cpSync(join(example, 'plain.html'), join(site, 'plain.html'));
  const runtime = createRequire(join(root, 'packages/onecycle-web/package.json'));
  const wasm = 'ort-wasm-simd-threaded.wasm';
  cpSync(runtime.resolve(`onnxruntime-web/${wasm}`), join(site, wasm));
  const server = await serveFolder(site);
  const visitor = await Visitor.open(browser, `${server.address}plain.html`);
  const { page } = visitor;
  const says = async (/** @type {string} */ words) =>
    await visitor.until(`document.querySelector('output').textContent.includes(${JSON.stringify(words)})`);
  await says('Choose a picture.');
  await page.setInputFiles('input', photograph);
  const { label } = await learn.noBar(() => learn.predict(photograph));
  await says(label.replaceAll('_', ' '));
  say(`the plain example says: ${await page.textContent('output')}`);
  check(visitor.faults.length === 0, `the plain example ${visitor.faults.join('; ')}`);
  await visitor.close();
  await server.close();
}

/** @param {any} browser @param {string} address */
async function saidAt(browser, address) {
  const visitor = await Visitor.open(browser, address);
  const said = await visitor.ready().then(
    () => 'that all is well',
    (error) => error.message,
  );
  await visitor.close();
  return said;
}

/** Wide and on a phone, light and dark, before a picture, with one, and with a fault. @param {any} browser @param {string} address @param {string} photograph */
async function looks(browser, address, photograph) {
  mkdirSync(shots, { recursive: true });
  const axe = await axeSource();
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark']) {
      const phone = width < 500 ? { hasTouch: true, isMobile: true } : {};
      const visitor = await Visitor.open(browser, address, {
        viewport: { width, height: 900 },
        colorScheme,
        ...phone,
      });
      await visitor.ready();
      const look = async (/** @type {string} */ state) => {
        const where = `${state} at ${width} px, ${colorScheme}`;
        for (const finding of await accessibility(visitor.page, axe, where))
          check(false, `${where}: ${finding}`);
        await visitor.page.screenshot({
          path: join(shots, `${state}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
      };
      await look('empty');
      await visitor.classify(photograph);
      await look('answer');
      await visitor.drop('notes.txt', Buffer.from('no picture'), 'text/plain');
      await visitor.answer().catch(() => {});
      await look('fault');
      await visitor.close();
    }
  }
  if (existsSync(shots)) say(`screenshots: ${shots}`);
}

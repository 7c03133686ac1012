import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** What a model can decide, and how the page that shows it comes by such a model. */
const kinds = {
  class: { token: undefined },
  labels: { token: undefined },
  values: { token: 'secret' },
};

/**
 * Shows the page of `onecycle serve` in all its states, for models of each kind: before a picture, with an answer, with a fault.
 *
 * @param {(address: string, name: string, steps: { state: string, act: (page: any) => Promise<void> }[]) => Promise<void>} show
 */
export async function serverPages(show) {
  const oc = await import('../../packages/onecycle/dist/index.js');
  const work = mkdtempSync(join(tmpdir(), 'onecycle-pages-'));
  try {
    await oc.paperPets(work, { perBreed: 2, progress: false });
    const files = [...(await oc.getImageFiles(work))].map(String);
    const [photograph = ''] = files;
    for (const kind of /** @type {const} */ (['class', 'labels', 'values'])) {
      const { token } = kinds[kind];
      const predictor = await oc.createPredictor(await exported(oc, work, files, kind), { workers: 1 });
      const server = await oc.serve(predictor, { port: 0, ...(token === undefined ? {} : { token }) });
      const choose = (/** @type {any} */ file) => async (/** @type {any} */ page) => {
        if (token !== undefined) await page.fill('#token', token);
        await page.setInputFiles('#file', file);
        while (await page.evaluate("/^$|…/.test(document.querySelector('#answer').textContent)"))
          await setTimeout(50);
      };
      const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };
      try {
        await show(server.url, `server-${kind}`, [
          { state: 'empty', act: async () => {} },
          { state: 'answer', act: choose(photograph) },
          { state: 'fault', act: choose(notes) },
        ]);
      } finally {
        await server.close();
        await predictor.close();
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {typeof import('onecycle')} oc @param {string} folder @param {string[]} files @param {keyof typeof kinds} kind */
async function exported(oc, folder, files, kind) {
  const breed = oc.regexLabeller(/([^/]+)_\d+.jpg$/);
  const block = { class: oc.categoryBlock, labels: oc.multiCategoryBlock, values: oc.regressionBlock }[kind];
  const data = new oc.DataBlock({
    blocks: [oc.imageBlock(), block()],
    getItems: () => files,
    getY: (file) =>
      kind === 'class' ? breed(file) : kind === 'labels' ? breed(file).split('_') : [file.length, 1],
    itemTfms: oc.resize(64),
  });
  const dls = await data.dataloaders(folder, { bs: 8 });
  const learn = await oc.visionLearner(dls, oc.resnet18, {
    weights: '@onecycle/resnet18-tiny',
    progress: false,
    path: folder,
    ...(kind === 'values' ? { nOut: 2 } : {}),
  });
  return await learn.export(`paper pets, ${kind}.onecycle`);
}

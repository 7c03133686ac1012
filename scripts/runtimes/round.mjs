// What every runtime has to do: train on a few pictures, export, load, predict. It runs in a project with pictures in pets/.
import { readFileSync } from 'node:fs';
import * as oc from 'onecycle';

export async function round() {
  const pets = new oc.DataBlock({
    blocks: [oc.imageBlock(), oc.categoryBlock()],
    getItems: oc.getImageFiles,
    splitter: oc.randomSplitter({ seed: 42 }),
    getY: oc.usingAttr(oc.regexLabeller(/(.+)_\d+.jpg$/), 'name'),
    itemTfms: oc.resize(80),
    batchTfms: oc.augTransforms({ size: 64 }),
  });
  const dls = await pets.dataloaders('pets/images', { bs: 16 });
  const weights = '@onecycle/resnet18-tiny';
  const learn = await oc.visionLearner(dls, oc.resnet18, { metrics: oc.errorRate, weights });
  await learn.fineTune(1);
  await learn.export('pets.onecycle');
  return await predict();
}

/** What a server does: it loads what was exported, and predicts, by itself and in worker threads behind an address. */
export async function predict() {
  const learn = await oc.loadLearner('pets.onecycle');
  const picture = 'pets/images/pug_1.jpg';
  const { decoded } = await learn.predict(picture);
  const predictor = await oc.createPredictor('pets.onecycle');
  const handler = oc.createHandler(predictor);
  const form = new FormData();
  form.append('file', new Blob([readFileSync(picture)]), 'pug_1.jpg');
  const body = { method: 'POST', body: form };
  const response = await handler(new Request('http://localhost/predict', body));
  /** @type {{ label?: string }} */
  const answer = JSON.parse(await response.text());
  await predictor.close();
  if (answer.label !== decoded) throw new Error(`a predictor says ${JSON.stringify(answer)} of a ${decoded}`);
  return `${decoded}`;
}

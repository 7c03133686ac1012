// What every runtime has to do: train on a few pictures, export, load, predict. It runs in a project with pictures in pets/.
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

/** What a server does: it loads what was exported, and predicts. */
export async function predict() {
  const learn = await oc.loadLearner('pets.onecycle');
  const { decoded } = await learn.predict('pets/images/pug_1.jpg');
  return `${decoded}`;
}

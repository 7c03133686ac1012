/**
 * From a folder of photographs to answers: `node my-photographs.js photographs new-picture.jpg`. In the folder lies one
 * folder for each kind, with its pictures: `photographs/cat/…`, `photographs/dog/…`.
 */
import { createPredictor, errorRate, imageDataLoaders, resize, resnet18, visionLearner } from 'onecycle';

const [folder = 'photographs', ...pictures] = process.argv.slice(2);

const dls = await imageDataLoaders.fromFolder(folder, {
  validPct: 0.2, // every fifth picture is kept for the examination
  seed: 42,
  itemTfms: resize(224),
  bs: 8,
});
const learn = await visionLearner(dls, resnet18, { metrics: errorRate, weights: '@onecycle/resnet18-tiny' });
await learn.fineTune(2);
const model = await learn.export('my-photographs.onecycle');

const predictor = await createPredictor(model);
for (const [i, { label, probs, index }] of (await predictor.predict(pictures)).entries())
  console.log(`${pictures[i]}: ${label}, ${((probs[index] ?? 0) * 100).toFixed(0)} %`);
await predictor.close();

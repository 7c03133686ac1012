// The chapter in nine steps: from pictures to a classifier whose mistakes are understood.
import {
  augTransforms,
  barChart,
  ClassificationInterpretation,
  categoryBlock,
  DataBlock,
  errorRate,
  getImageFiles,
  imageBlock,
  imagenetStats,
  normalize,
  Path,
  PilImage,
  randomSplitter,
  regexLabeller,
  resize,
  subplots,
  Table,
  torch,
  URLs,
  untarData,
  usingAttr,
  valley,
  visionLearner,
} from 'onecycle';
import { bsFor, learned, presizeFor } from './arguments.js';
import { clock, percent } from './format.js';
import type { DemoOptions } from './options.js';
import { lastError, lossesInWords } from './outcome.js';
import { Walk } from './walk.js';

/** Walks through the chapter, in the terminal and as a page. */
export async function demo(options: DemoOptions): Promise<void> {
  const { arch, seed, size, weights } = options;
  const fromScratch = weights === 'none';
  const epochs = options.epochs ?? usualEpochs(options);
  const began = Date.now();
  torch.manualSeed(seed);
  const walk = new Walk(
    options.out,
    'From pictures to a classifier that is understood',
    'A short walk through the chapter: data, training, and what the model gets wrong.',
  );

  // 1. Pictures, and where their labels are.
  const label = usingAttr(regexLabeller(options.labelRegex), 'name');
  const source = options.data ? new Path(options.data) : (await untarData(URLs.PAPER_PETS)).join('images');
  const everything = await getImageFiles(source);
  if (everything.length === 0) throw new Error(`there are no pictures in ${source}`);
  const all = everything.groupby((file) => String(label(file)));
  const perLabel = options.short
    ? [...all].slice(0, 12).map(([name, of]) => [name, of.slice(0, 10)] as const)
    : [...all];
  const files = perLabel.flatMap(([, of]) => of);
  walk.step(
    'The data',
    options.data
      ? `${files.length} pictures in ${options.data} with ${perLabel.length} different labels, which stand in the files' names.`
      : `Paper Pets: ${files.length} pictures of ${perLabel.length} breeds of cats and dogs, cut from paper and drawn by this very program. The breed stands in each file's name, as in the Oxford pets.`,
  );
  walk.table(
    new Table(
      ['label', 'pictures'],
      perLabel.map(([name, of]) => [name, of.length]),
    ),
  );

  // 2. How pictures become batches.
  walk.step(
    'A batch',
    `A fifth is set aside for validation. Every picture is made ${presizeFor(size)} pixels wide and high, and in training changed at random (${fromScratch ? 'flipped and cropped' : 'flipped, turned, warped, lit and cropped'}), so that the model never sees the same one twice; the model gets ${size} × ${size}.`,
  );
  const pets = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    splitter: randomSplitter({ seed }),
    getY: label,
    itemTfms: resize(presizeFor(size)),
    batchTfms: fromScratch
      ? [...flipsAndCrops(size), normalize(imagenetStats)]
      : augTransforms({ size, minScale: 0.75 }),
  });
  const dls = await pets.dataloaders(files, { bs: options.bs ?? bsFor(files.length), seed });
  await walk.figure(await dls.showBatch({ maxN: 9, ncols: 3, figsize: [7, 7.4] }), 'batch');

  // 3. A model.
  walk.step(
    'The model',
    fromScratch
      ? `${arch} with random weights: it has never seen a picture. With learned weights (--weights) far fewer pictures and passes would do.`
      : `${arch} that has learned from other pictures (${weights === 'default' ? "the hub's weights" : weights}), with a new head for these ${dls.c} classes.`,
  );
  const smallHead = fromScratch ? { linFtrs: [], ps: 0, concatPool: false } : {};
  const learn = await visionLearner(dls, arch, { metrics: errorRate, ...learned(weights), ...smallHead });
  learn.toFp16();
  const parameters = learn.model.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
  walk.say(
    `It has ${(parameters / 1e6).toFixed(1)} million parameters; its loss is ${learn.lossFunc.constructor.name}.`,
  );

  // 4. How fast to learn.
  walk.step(
    'The learning rate',
    'A mock training raises the learning rate from step to step and watches the loss: too low and nothing happens, too high and it explodes. A good one lies on the way down.',
  );
  const suggested = await learn.lrFind({ suggest: { valley }, numIt: options.short ? 30 : 60 });
  const [lr, because] = rateFor(options, suggested.valley);
  await walk.figure(learn.recorder.plotLrFind(), 'learning-rate', { inTerminal: true });
  walk.say(
    `The curve suggests ${suggested.valley.toExponential(1)}; training takes ${lr.toExponential(1)}${because}.`,
  );

  // 5. Training.
  walk.step(
    'Training',
    fromScratch
      ? `${epochs === 1 ? 'One pass' : `${epochs} passes`} over the pictures; the learning rate rises, and falls again to almost nothing (fitOneCycle).`
      : `One pass trains the new head alone, at that rate; ${epochs} more train everything, the head at half of it and the first layers at a two-hundredth (fineTune).`,
  );
  if (fromScratch) await learn.fitOneCycle(epochs, lr);
  else await learn.fineTune(epochs, { baseLr: lr });
  const { recorder } = learn;
  const [, ...columns] = recorder.metricNames.filter((name) => name !== 'time');
  const rows = recorder.values.map((row, epoch) => [epoch, ...row.map(Number)]);
  const error = lastError(learn);
  walk.table(new Table(['epoch', ...columns], rows), { inTerminal: false });

  // 6. Whether it went well.
  walk.step(
    'The loss curves',
    'The training loss batch by batch, and the validation loss after each epoch. As long as both fall, the model learns what holds for new pictures, too.',
  );
  await walk.figure(recorder.plotLoss(), 'loss', { inTerminal: true });
  walk.say(lossesInWords(recorder));

  // 7. What it confuses.
  const interp = await ClassificationInterpretation.fromLearner(learn);
  walk.step(
    'The confusion matrix',
    'Rows say what a picture shows, columns what the model saw. Blue on the diagonal is right; orange is confused.',
  );
  await walk.figure(interp.plotConfusionMatrix({ figsize: [7.5, 7.5] }), 'confusion-matrix');
  const confused = interp.mostConfused().slice(0, 6);
  if (confused.length > 0) {
    walk.say('Most often confused:');
    walk.table(new Table(['actual', 'predicted', 'times'], confused));
  }

  // 8. Where it is most wrong.
  walk.step(
    'The top losses',
    'The pictures that it was most wrong about, or right with the least confidence. Mislabelled pictures turn up here first.',
  );
  await walk.figure(await interp.plotTopLosses(9, { ncols: 3, figsize: [7.5, 9] }), 'top-losses');

  // 9. A new picture.
  const validation = dls.valid.dataset;
  const file = String('items' in validation ? validation.items[0] : files[0]);
  const prediction = await learn.predict(file);
  walk.step('A prediction', `What the model says to ${new Path(file).name}, which was not in its training:`);
  const vocab = dls.vocab.map(String);
  const likely = prediction.probs
    .map((probability, i): [string, number] => [vocab[i] ?? '', probability])
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5);
  const figure = subplots(1, 2, { figsize: [9, 3] });
  const picture = await PilImage.create(file);
  figure.at(0, 0).show({ ...picture.toPicture(), title: new Path(file).name });
  figure.at(0, 1).show(barChart(Object.fromEntries(likely), { x: 'probability' }));
  await walk.figure(figure, 'prediction');
  walk.say(
    `It says ${prediction.label}, with a probability of ${percent(prediction.probs[prediction.index] ?? 0)}.`,
  );

  const time = clock(Date.now() - began);
  await walk.finish(
    { 'error rate': percent(error), time },
    `Error rate ${percent(error)} on the validation fifth after ${time}.`,
  );
}

/** As many passes as fit into four minutes on two cores. */
function usualEpochs({ short, weights, data }: DemoOptions): number {
  if (short) return 1;
  if (weights === 'none') return 12;
  return data === undefined ? 18 : 4;
}

/** The highest rate of the training, and why where it is not the one that the curve suggests. */
function rateFor({ lr, weights, data }: DemoOptions, suggested: number): [lr: number, because: string] {
  if (lr !== undefined) return [lr, ''];
  if (weights === 'none') return [3e-3, ', the usual rate where all layers start from random weights'];
  if (data !== undefined) {
    const usual = Math.min(Math.max(suggested, 5e-4), 5e-3);
    return [usual, usual === suggested ? '' : ', the nearest that suits most pictures'];
  }
  return [
    1e-2,
    ': cut paper looks unlike the photographs that the weights come from, and much has to change',
  ];
}

/** Less than the usual augmentation: a network that has seen nothing yet learns more from pictures that are alike. */
function flipsAndCrops(size: number) {
  return augTransforms({ size, minScale: 0.75, maxRotate: 0, maxZoom: 1, maxWarp: 0, maxLighting: 0 });
}

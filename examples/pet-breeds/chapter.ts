// The whole chapter as a script, on real photographs or on Paper Pets; it ends in a report.
import { cpus } from 'node:os';
import {
  augTransforms,
  ClassificationInterpretation,
  categoryBlock,
  DataBlock,
  errorRate,
  getImageFiles,
  imageBlock,
  type Learner,
  minimum,
  Path,
  randomSplitter,
  regexLabeller,
  resize,
  slice,
  source,
  steep,
  Table,
  type TensorCategory,
  type TensorImage,
  torch,
  URLs,
  untarData,
  usingAttr,
  valley,
  visionLearner,
} from 'onecycle';
import { bsFor, learned, orSentence, presizeFor } from '../demo/arguments.js';
import { clock, percent } from '../demo/format.js';
import { lastError } from '../demo/outcome.js';
import { Walk } from '../demo/walk.js';
import { readOptions } from './options.js';
import { Phases } from './phases.js';
import { presizingComparison } from './presizing.js';

type Pets = Learner<[TensorImage, TensorCategory]>;

const options = readOptions(process.argv.slice(2));
const began = Date.now();
const epochs = (n: number) => (options.short ? 1 : n);
torch.manualSeed(options.seed);
const walk = new Walk(
  options.out,
  'Pet breeds, the whole chapter',
  'Every experiment of the chapter in its order, with its settings, its curves and what it taught.',
  'report.html',
);

/** From the data to what was learned; a page of what is done remains where something goes wrong on the way. */
async function chapter(): Promise<void> {
  // ---- the data
  const folder = options.data ? new Path(options.data) : (await untarData(URLs.PAPER_PETS)).join('images');
  const files = await getImageFiles(folder);
  const pets = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: randomSplitter({ seed: options.seed }),
    getY: usingAttr(regexLabeller(options.labelRegex), 'name'),
    itemTfms: resize(presizeFor(options.size)),
    batchTfms: augTransforms({ size: options.size, minScale: 0.75 }),
  });
  const bs = options.bs ?? bsFor(files.length);
  const dls = await pets.dataloaders(folder, { bs, seed: options.seed });
  walk.step(
    'The data',
    `${files.length} pictures of ${dls.c} breeds in ${folder.name}; a fifth is kept for validation. Each is made ${presizeFor(options.size)} pixels wide and high when it is read, and ${options.size} in the batch, where rotation, zoom and warp are one interpolation.`,
  );
  await walk.figure(await dls.showBatch({ maxN: 6, ncols: 3, figsize: [8, 5.6] }), 'batch');
  await walk.figure(
    await dls.showBatch({ maxN: 6, ncols: 3, unique: true, figsize: [8, 5.6] }),
    'one-picture',
  );
  walk.say('Above a batch; below it one picture, augmented again and again.');

  const [first] = files;
  if (first) {
    walk.step(
      'Presizing',
      'Left: a large picture, all transforms composed, one interpolation. Right: the same transforms one after the other at the final size. Composing keeps edges sharp and corners filled.',
    );
    await walk.figure(await presizingComparison(first), 'presizing');
  }

  // ---- training runs, each with its settings, table and curve
  const runs: [name: string, settings: string, error: number][] = [];
  let phases = new Phases();

  async function learner(arch = options.arch, weights = options.weights): Promise<Pets> {
    torch.manualSeed(options.seed);
    phases = new Phases();
    const learn: Pets = await visionLearner(dls, arch, {
      metrics: errorRate,
      ...learned(weights),
      cbs: phases,
    });
    return options.fp16 ? learn.toFp16() : learn;
  }

  /** Shows what the learner's fits did, and remembers how the last one ended. */
  async function told(name: string, settings: string, learn: Pets): Promise<void> {
    walk.say(`Settings: ${settings}.`);
    for (const [i, { frozen, epochs, curve }] of phases.done.entries()) {
      walk.say(`Phase ${i + 1} of ${phases.done.length}, ${frozen ? 'the head alone' : 'all layers'}:`);
      walk.table(epochs, { inTerminal: false });
      await walk.figure(curve, `${name.toLowerCase().replace(/\W+/g, '-')}-${i + 1}`);
    }
    runs.push([name, settings, lastError(learn)]);
  }

  // A network whose weights cannot be had is better known now than after six trainings.
  await learner(options.deeper, options.deeperWeights);

  walk.step(
    'A first model',
    'Train early: a quick model is the best tool for looking at data. fineTune trains the new head first, then everything.',
  );
  let learn = await learner();
  await learn.fineTune(epochs(2));
  await told('A first model', `fineTune(${epochs(2)}), the default rate`, learn);

  const interp = await ClassificationInterpretation.fromLearner(learn);
  walk.step('What it gets wrong', 'Rows say what a picture shows, columns what the model saw.');
  await walk.figure(interp.plotConfusionMatrix({ figsize: [10, 10] }), 'confusion-matrix');
  const confused = interp.mostConfused({ minVal: 2 }).slice(0, 10);
  if (confused.length > 0) walk.table(new Table(['actual', 'predicted', 'times'], confused));
  await walk.figure(await interp.plotTopLosses(9, { ncols: 3, figsize: [8, 9] }), 'top-losses');

  walk.step(
    'A very high rate',
    '0.1 is far above what the finder will advise: such steps may jump over every valley.',
  );
  learn = await learner();
  await learn.fineTune(1, { baseLr: 0.1 });
  await told('A very high rate', 'fineTune(1), baseLr 0.1', learn);
  const [usual, high] = runs.slice(-2).map(([, , error]) => error);
  if (usual !== undefined && high !== undefined)
    walk.say(
      high > usual
        ? `Its error rate is ${percent(high)}, that of the first model ${percent(usual)}: the rate is too high.`
        : `Its error rate is ${percent(high)}, that of the first model ${percent(usual)}: in so short a training the large steps have not done harm.`,
    );

  walk.step(
    'The finder',
    'One batch per rate, from tiny to huge. Two readings of the curve: a tenth of where the loss is lowest, and where it falls most steeply.',
  );
  learn = await learner();
  const { minimum: lrMin, steep: lrSteep } = await learn.lrFind({ suggest: { minimum, steep } });
  await walk.figure(learn.recorder.plotLrFind(), 'learning-rate');
  walk.say(`Minimum / 10: ${lrMin.toExponential(2)}; steepest point: ${lrSteep.toExponential(2)}.`);
  await learn.fineTune(epochs(2), { baseLr: 3e-3 });
  await told('A better rate', `fineTune(${epochs(2)}), baseLr 3e-3`, learn);
  walk.say('What fineTune does, in its own words:');
  walk.code(source(learn.fineTune));

  walk.step(
    'Freezing by hand',
    'The head alone at first; then all layers, after another look at the finder.',
  );
  learn = await learner();
  await learn.fitOneCycle(epochs(3), 3e-3);
  learn.unfreeze();
  const suggested = await learn.lrFind({ suggest: { valley } });
  await walk.figure(learn.recorder.plotLrFind(), 'learning-rate-unfrozen');
  walk.say(
    `An unfrozen, half-trained model has another curve; its valley lies at ${suggested.valley.toExponential(1)}.`,
  );
  await learn.fitOneCycle(epochs(6), 1e-5);
  await told(
    'Unfrozen by hand',
    `fitOneCycle(${epochs(3)}, 3e-3), unfreeze, fitOneCycle(${epochs(6)}, 1e-5)`,
    learn,
  );

  walk.step(
    'Discriminative learning rates',
    'Low rates for the early layers, whose edges serve any picture; higher ones towards the head.',
  );
  learn = await learner();
  await learn.fitOneCycle(epochs(3), 3e-3);
  learn.unfreeze();
  await learn.fitOneCycle(epochs(12), slice(1e-6, 1e-4));
  await told(
    'Discriminative rates',
    `fitOneCycle(${epochs(3)}, 3e-3), unfreeze, fitOneCycle(${epochs(12)}, slice(1e-6, 1e-4))`,
    learn,
  );
  if (!options.short) await walk.figure(learn.recorder.plotMetrics(), 'metrics');

  walk.step(
    'Fewer bits',
    `${options.deeper} in mixed precision: half the memory for activations, and faster where the processor has the instructions.`,
  );
  learn = (await learner(options.deeper, options.deeperWeights)).toFp16();
  await learn.fineTune(epochs(6), { freezeEpochs: epochs(3) });
  await told(
    'Mixed precision',
    `${options.deeper}, toFp16, fineTune(${epochs(6)}, freezeEpochs ${epochs(3)})`,
    learn,
  );

  // ---- what was learned
  walk.step(
    'What was learned',
    'All runs side by side, by the error on the validation pictures at their end.',
  );
  const table = runs.map(([name, settings, error]): [string, string, string] => [
    name,
    settings,
    percent(error),
  ]);
  walk.table(new Table(['run', 'settings', 'error rate'], table));
  const best = runs.reduce((a, b) => (b[2] < a[2] ? b : a));
  const time = clock(Date.now() - began);
  await walk.finish(
    { 'best error rate': percent(best[2]), run: best[0], time },
    `Best: ${best[0]} with an error rate of ${percent(best[2])}; ${runs.length} runs in ${time} on ${cpus().length} cores.`,
  );
}

await orSentence(() => walk.orStop(chapter));

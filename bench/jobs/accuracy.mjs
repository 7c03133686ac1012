import {
  augTransforms,
  categoryBlock,
  DataBlock,
  errorRate,
  getImageFiles,
  imageBlock,
  presizeOnce,
  randomSplitter,
  regexLabeller,
  resize,
  resnet18,
  torch,
  usingAttr,
  visionLearner,
} from 'onecycle';
import { ours, python } from '../lib/job.mjs';
import { photographs, pretrained } from '../lib/photos.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'fineTune(3) on 296 photographs, error rate on 74 others: ResNet-18, bs 16, mean of seeds 1–5',
  unit: 's',
  pairs: 1,
  sides: {
    onecycle: ours('chapter'),
    'onecycle, in less time': ours('fast'),
    fastai: python('accuracy_fastai.py', {
      modules: ['fastai', 'safetensors'],
      install: 'pip install fastai==2.7.13 safetensors',
    }),
  },
  goals: [{ side: 'onecycle, in less time', peer: 'fastai', atMost: 0.25 }],
};

const seeds = [1, 2, 3, 4, 5];

/** What leaves out work that hardly changes what is learned; the larger rate makes up for fewer pixels. */
const lessTime = {
  baseLr: 4e-3,
  freezeTo: 1,
  progressive: { initialScale: 0.7, delayFraction: 0.5, finetuneFraction: 0.25 },
};

/** @param {'chapter' | 'fast'} variant */
export function prepare(variant) {
  const isFast = variant === 'fast';
  const size = { size: 224, minScale: 0.75 };
  /** @param {number} seed */
  const fineTune = async (seed) => {
    torch.manualSeed(seed);
    const pets = new DataBlock({
      blocks: [imageBlock(), categoryBlock()],
      getItems: getImageFiles,
      splitter: randomSplitter({ seed }),
      getY: usingAttr(regexLabeller(/(.+)_\d+.jpg$/), 'name'),
      ...(isFast
        ? presizeOnce({ presize: 460, ...size })
        : { itemTfms: resize(460), batchTfms: augTransforms(size) }),
    });
    const dls = await pets.dataloaders(photographs(), { bs: 16, seed, cache: isFast && 'memory' });
    const learn = await visionLearner(dls, resnet18, {
      weights: pretrained(),
      metrics: errorRate,
      progress: false,
      trainBn: !isFast,
    });
    if (isFast) learn.toFp16();
    const start = performance.now();
    await learn.noLogging(() => learn.fineTune(3, isFast ? lessTime : {}));
    const [, , error = Number.NaN] = learn.recorder.values.at(-1) ?? [];
    return { seconds: (performance.now() - start) / 1000, error: Number(error) };
  };
  return async () => {
    /** @type {{ seconds: number, error: number }[]} */
    const runs = [];
    for (const seed of seeds) runs.push(await fineTune(seed));
    const mean = (/** @type {(run: { seconds: number, error: number }) => number} */ of) =>
      runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
    return { value: mean((run) => run.seconds), parts: { 'error rate, %': 100 * mean((run) => run.error) } };
  };
}

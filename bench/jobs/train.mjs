import {
  augTransforms,
  categoryBlock,
  DataBlock,
  errorRate,
  getImageFiles,
  imageBlock,
  imagenetStats,
  normalize,
  randomSplitter,
  regexLabeller,
  resize,
  resnet34,
  slice,
  usingAttr,
  visionLearner,
} from 'onecycle';
import { ours, python } from '../lib/job.mjs';
import { photographs } from '../lib/photos.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'Unfrozen epoch of the chapter: ResNet-34, 296 photographs for training, 74 for validation, bs 16',
  unit: 's',
  pairs: 5,
  sides: {
    onecycle: ours('fp32'),
    'onecycle, toFp16()': ours('fp16'),
    fastai: python('train_fastai.py', { modules: ['fastai'], install: 'pip install fastai==2.7.13' }),
    'Pillow + torch, 2 workers': python('train.py', { modules: ['torch', 'torchvision', 'PIL'] }),
  },
  goals: ['fastai', 'Pillow + torch, 2 workers'].flatMap((peer) => [
    { side: 'onecycle', peer, atMost: 0.75 },
    { side: 'onecycle, toFp16()', peer, atMost: 0.4 },
  ]),
};

/**
 * A learner of the chapter, untrained.
 * @param {{ arch: Parameters<typeof visionLearner>[1], bs: number, least?: number, device?: string }} settings `least`: each
 *   photograph counts so often that there are as many; default: once
 * @returns {ReturnType<typeof visionLearner>}
 */
export async function chapterLearner({ arch, bs, least = 1, device }) {
  const pets = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: async () => {
      const files = [...(await getImageFiles(photographs()))];
      return Array.from({ length: Math.ceil(least / files.length) }, () => files).flat();
    },
    splitter: randomSplitter({ seed: 42 }),
    getY: usingAttr(regexLabeller(/(.+)_\d+.jpg$/), 'name'),
    itemTfms: resize(460),
    batchTfms: [...augTransforms({ size: 224, minScale: 0.75 }), normalize(imagenetStats)],
  });
  const dls = await pets.dataloaders(photographs(), { bs, ...(device && { device }) });
  return visionLearner(dls, arch, { pretrained: false, metrics: errorRate, progress: false });
}

/** @param {'fp32' | 'fp16'} variant */
export async function prepare(variant) {
  const learn = await chapterLearner({ arch: resnet34, bs: 16 });
  learn.unfreeze();
  if (variant === 'fp16') learn.toFp16();
  return async () => {
    const start = performance.now();
    await learn.noLogging(() => learn.fitOneCycle(1, slice(1e-6, 1e-4)));
    const seconds = (performance.now() - start) / 1000;
    return { value: seconds, parts: { 'peak memory, MB': process.resourceUsage().maxRSS / 1024 } };
  };
}

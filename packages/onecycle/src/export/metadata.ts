import { createRequire } from 'node:module';
import { type Tensor, torch } from '@onecycle/torch';
import { Datasets } from '../data/index.js';
import { type Learner, outputMeaning } from '../training/index.js';
import { CreateImage } from '../vision/index.js';
import type { Preprocessing } from './exported-function.js';

/** The library's own. */
export function version(): string {
  const { version }: { version: string } = createRequire(import.meta.url)('../../package.json');
  return version;
}

export const architectureName = <B extends readonly Tensor[]>({ architecture, model }: Learner<B>): string =>
  typeof architecture?.arch === 'string' ? architecture.arch : model.constructor.name;

/** Sizes of a batch; names stand for sizes that vary. */
type Dimensions = readonly (number | string)[];

/** What a program that uses the file has to know; lists and objects as JSON. */
export function metadataOf<B extends readonly Tensor[]>(
  learn: Learner<B>,
  { input, output }: { input: Dimensions; output: Dimensions },
  { layout, mean, std }: Preprocessing,
): Record<string, string> {
  const { dls, lossFunc } = learn;
  const [height, width] = layout === 'nchw' ? input.slice(2) : input.slice(1);
  return {
    library: `onecycle ${version()}`,
    architecture: architectureName(learn),
    classes: JSON.stringify(dls.vocab.map(String)),
    task: taskOf(learn, output),
    ...('thresh' in lossFunc && { threshold: String(lossFunc.thresh) }),
    layout,
    channels: String(layout === 'nchw' ? input[1] : input[3]),
    height: String(height),
    width: String(width),
    mean: JSON.stringify(mean),
    std: JSON.stringify(std),
    transforms: JSON.stringify(transformsOf(learn)),
  };
}

/** How validation brings pictures to the model's size, as `learn.export` describes it. */
function transformsOf<B extends readonly Tensor[]>({ dls }: Learner<B>) {
  const { dataset, afterItem, beforeBatch } = dls.train;
  const [pipeline] = dataset instanceof Datasets ? dataset.pipelines : [];
  const own = pipeline?.transforms ?? [];
  // What comes before it finds the file.
  const decoding = own.findIndex((transform) => transform instanceof CreateImage);
  return {
    input: { type: 'Pipeline', transforms: own.slice(Math.max(decoding, 0)) },
    afterItem,
    beforeBatch,
    afterBatch: dls.afterBatch,
  };
}

/** What the numbers are that the model gives: see docs/onnx.md. */
type Task = 'single-label' | 'multi-label' | 'regression' | 'segmentation' | 'other';

/** By the shape of the outputs, and by what becomes of some. */
function taskOf<B extends readonly Tensor[]>({ dls, lossFunc }: Learner<B>, output: Dimensions): Task {
  const count = dls.vocab.length;
  if (output.length === 4) return 'segmentation';
  if (count === 0) return 'regression';
  if (output.length !== 2 || output[1] !== count) return 'other';
  return torch.scope(() => {
    const decided = outputMeaning(lossFunc, dls).decodes(torch.zeros([1, count]));
    if (decided.ndim === 1 && decided.dtype === 'int64') return 'single-label';
    return decided.dtype === 'bool' && decided.ndim === 2 ? 'multi-label' : 'other';
  });
}

import { type Tensor, torch } from '@onecycle/torch';
import { type Learner, MixedPrecision } from '../training/index.js';
import { bytesOf, normalized, type Preprocessing } from './exported-function.js';
import { loadOnnxRuntime, runOnnx } from './onnx-runtime.js';
import type { PictureSource, SamplePictures } from './sample-pictures.js';

/** What came out when the exported file was run and compared with the learner. */
export interface OnnxCheck {
  /** Pictures compared, and where they are from: given, the validation set, or drawn (Paper Pets). */
  pictures: number;
  source: PictureSource;
  /** The largest difference between a prediction of the file and one of `getPreds`, for the same bytes. */
  maxDifference: number;
  /** The share of pictures whose most probable class is the same. */
  top1Agreement: number;
  /**
   * The largest difference that comes of handing in bytes: the learner's own transforms keep fractions where they resize on
   * the device. No fault of the file.
   */
  roundingDifference: number;
  /** Of pictures with a class: the share that `getPreds` gets right, and the share that the file does. */
  accuracy: { learner: number; onnx: number } | null;
}

/** Runs the file on pictures, alone and in batches, and compares. */
export async function checkOnnx<B extends readonly Tensor[]>(
  learn: Learner<B>,
  file: string,
  { inputs, targets, source }: SamplePictures,
  preprocessing: Preprocessing,
  batch: number | 'dynamic',
): Promise<OnnxCheck> {
  const runtime = loadOnnxRuntime();
  const bytes = bytesOf(inputs, preprocessing);
  const sizes = batch === 'dynamic' ? mixedSizes(inputs.size(0)) : wholeBatches(inputs.size(0), batch);
  const batches = bytes.narrow(0, 0, sum(sizes)).split(sizes, 0);
  const actual = await runOnnx(runtime, file, batches);
  const expected = await predictions(
    learn,
    batches.map((part) => normalized(part, preprocessing)),
  );
  const unrounded = await predictions(learn, inputs.narrow(0, 0, sum(sizes)).split(sizes, 0));
  return torch.scope(() => {
    const isClass = targets?.ndim === 1 && targets.dtype === 'int64' && expected.ndim === 2;
    const right = (preds: Tensor): number =>
      isClass ? share(preds.argmax(1).eq(targets.cpu().narrow(0, 0, preds.size(0)))) : 0;
    return {
      pictures: actual.size(0),
      source,
      maxDifference: largest(actual.sub(expected)),
      top1Agreement: share(actual.flatten(1).argmax(1).eq(expected.flatten(1).argmax(1))),
      roundingDifference: largest(unrounded.sub(expected)),
      accuracy: isClass ? { learner: right(expected), onnx: right(actual) } : null,
    };
  });
}

/** What `getPreds` gives, in 32 bits: an export of the model does not have the learner's mixed precision. */
async function predictions<B extends readonly Tensor[]>(
  learn: Learner<B>,
  batches: readonly Tensor[],
): Promise<Tensor> {
  const mixed = learn.cbs.filter((cb) => cb instanceof MixedPrecision);
  // Batches of the inputs alone, as those of a `testDl` without labels.
  const dl = batches.map((x): readonly Tensor[] => [x]) as unknown as B[];
  const { preds } = await learn.removedCbs(mixed, () => learn.noBar(() => learn.getPreds({ dl })));
  return preds;
}

/** One picture alone, then batches of up to 32. */
function mixedSizes(count: number): number[] {
  const sizes = [1];
  for (let rest = count - 1; rest > 0; rest -= 32) sizes.push(Math.min(rest, 32));
  return sizes;
}

const wholeBatches = (count: number, size: number): number[] =>
  Array<number>(Math.floor(count / size)).fill(size);

const sum = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);
const share = (flags: Tensor): number => Number(flags.float().mean().item());
const largest = (difference: Tensor): number => Number(difference.abs().max().item());

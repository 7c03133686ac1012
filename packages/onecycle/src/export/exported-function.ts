import { type Program, type Tensor, torch } from '@onecycle/torch';
import type { Transform } from '../data/index.js';
import { evaluating, type Learner, outputMeaning } from '../training/index.js';
import {
  AffineCoordTfm,
  IntToFloatTensor,
  Normalize,
  RandomResizedCropGPU,
  TensorImage,
} from '../vision/index.js';

/** How the bytes of a picture lie in the model's input. */
export type PixelLayout = 'nchw' | 'nhwc';

/** What is done with a picture's bytes before the model sees them. */
export interface Preprocessing {
  layout: PixelLayout;
  /** What bytes are divided by: 255. */
  div: number;
  /** Of each channel, of numbers from 0 to 1; null where the data are not normalised. */
  mean: readonly number[] | null;
  std: readonly number[] | null;
}

/** Whether a transform does what its class does, and is no other one derived from it. */
const is = <T extends Transform>(
  transform: Transform,
  type: (abstract new (...args: never[]) => T) & { prototype: T },
): transform is T => transform instanceof type && transform.encodes === type.prototype.encodes;

/**
 * How the learner's data bring pictures from bytes to numbers.
 *
 * @throws Error for a batch transform that would not be in the file, and without which the model sees other numbers
 */
export function preprocessingOf<B extends readonly Tensor[]>(
  learn: Learner<B>,
  layout: PixelLayout,
): Preprocessing {
  const forPictures = learn.dls.afterBatch.transforms.filter(
    (transform) => transform.splitIdx !== 0 && (transform.whole || concernsPictures(transform)),
  );
  const [toFloat, ...floats] = forPictures.filter((transform) => is(transform, IntToFloatTensor));
  const [normalize, ...more] = forPictures.filter((transform) => is(transform, Normalize));
  const strange =
    floats[0] ??
    more[0] ??
    forPictures.find(
      (transform) =>
        transform !== toFloat &&
        transform !== normalize &&
        // They bring pictures to their size, as resizing does.
        !is(transform, AffineCoordTfm) &&
        !is(transform, RandomResizedCropGPU),
    );
  if (strange)
    throw new Error(
      `exportOnnx: in validation batches go through '${strange.name}', which would be missing in the file: only pictures in bytes, their division ` +
        "and one normalisation are. Let the model's forward do it, or an item transform, before pictures form a batch",
    );
  if (!toFloat)
    throw new Error(
      'exportOnnx: pictures do not go through IntToFloatTensor, which makes numbers of their bytes',
    );
  const { mean = null, std = null } = normalize ?? {};
  return { layout, div: toFloat.div, mean, std };
}

function concernsPictures(transform: Transform): boolean {
  return torch.scope(() => transform.accepts(new TensorImage(torch.zeros([1, 3, 1, 1]))));
}

const statistic = (values: readonly number[], device: string): Tensor =>
  torch.fromTypedArray(Float32Array.from(values), [1, values.length, 1, 1], { device });

/** What the model takes, of pictures as bytes. */
export function normalized(pictures: Tensor, { layout, div, mean, std }: Preprocessing): Tensor {
  const rows = layout === 'nhwc' ? pictures.permute([0, 3, 1, 2]) : pictures;
  const numbers = rows.float().div_(div);
  if (!mean || !std) return numbers;
  return numbers.sub(statistic(mean, pictures.device)).div_(statistic(std, pictures.device));
}

/** The reverse of {@link normalized}: the bytes that come closest, as `[N, channels, height, width]` or with the channels last. */
export function bytesOf(numbers: Tensor, { layout, div, mean, std }: Preprocessing): Tensor {
  return torch.scope(() => {
    const shown =
      mean && std
        ? numbers.mul(statistic(std, numbers.device)).add(statistic(mean, numbers.device))
        : numbers;
    const bytes = shown.mul(div).round().clamp(0, 255).to('uint8');
    return (layout === 'nhwc' ? bytes.permute([0, 2, 3, 1]) : bytes).contiguous();
  });
}

/** Records everything from bytes to probabilities, with the model in evaluation mode. */
export function recordPrediction<B extends readonly Tensor[]>(
  learn: Learner<B>,
  pictures: Tensor,
  preprocessing: Preprocessing,
  batch: 'fixed' | 'dynamic',
): Program<Tensor> {
  const { model } = learn;
  const { activation } = outputMeaning(learn.lossFunc, learn.dls);
  return evaluating(model, () =>
    torch.noGrad(() =>
      torch.record(
        (bytes: Tensor) => activation(model.forward(normalized(bytes, preprocessing))),
        [pictures],
        {
          module: model,
          batch,
        },
      ),
    ),
  );
}

import { type Program, type Tensor, torch } from '@onecycle/torch';
import { evaluating, type Learner, outputMeaning } from '../training/index.js';
import { Normalize } from '../vision/index.js';

/** How the bytes of a picture lie in the model's input. */
export type PixelLayout = 'nchw' | 'nhwc';

/** What is done with a picture's bytes before the model sees them. */
export interface Preprocessing {
  layout: PixelLayout;
  /** Of each channel, of numbers from 0 to 1; null where the data are not normalised. */
  mean: readonly number[] | null;
  std: readonly number[] | null;
}

/** How the learner's data bring pictures from bytes to numbers. */
export function preprocessingOf<B extends readonly Tensor[]>(
  learn: Learner<B>,
  layout: PixelLayout,
): Preprocessing {
  const normalize = learn.dls.afterBatch.transforms.find((transform) => transform instanceof Normalize);
  return { layout, mean: normalize?.mean ?? null, std: normalize?.std ?? null };
}

const statistic = (values: readonly number[], device: string): Tensor =>
  torch.fromTypedArray(Float32Array.from(values), [1, values.length, 1, 1], { device });

/** What the model takes, of pictures as bytes. */
export function normalized(pictures: Tensor, { layout, mean, std }: Preprocessing): Tensor {
  const rows = layout === 'nhwc' ? pictures.permute([0, 3, 1, 2]) : pictures;
  const numbers = rows.float().div_(255);
  if (!mean || !std) return numbers;
  return numbers.sub(statistic(mean, pictures.device)).div_(statistic(std, pictures.device));
}

/** The reverse of {@link normalized}: the bytes that come closest, as `[N, channels, height, width]` or with the channels last. */
export function bytesOf(numbers: Tensor, { layout, mean, std }: Preprocessing): Tensor {
  return torch.scope(() => {
    const shown =
      mean && std
        ? numbers.mul(statistic(std, numbers.device)).add(statistic(mean, numbers.device))
        : numbers;
    const bytes = shown.mul(255).round().clamp(0, 255).to('uint8');
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

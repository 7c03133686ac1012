import { nn, type Tensor, torch } from '@onecycle/torch';

/** Runs a model where no tensor can take part in autograd, which saves its bookkeeping. */
class InferenceModel extends nn.Module<Tensor[]> {
  constructor(readonly model: nn.Module<Tensor[]>) {
    super();
    this.eval();
  }

  forward(...inputs: Tensor[]): Tensor {
    const wanted = { memoryFormat: 'channels_last' } as const;
    return torch.inferenceMode(() =>
      this.model.forward(...inputs.map((x) => (x.ndim === 4 ? x.contiguous(wanted) : x))),
    );
  }
}

/** Throws where a model is one of {@link inferenceModel}, whose weights are no longer those that were trained. */
export function checkNotForInference(model: nn.Module<Tensor[]>): void {
  if (!(model instanceof InferenceModel)) return;
  throw new Error(
    'a learner of toInference() is for predictions only: train, save and export the learner that it was made from',
  );
}

/** A copy of a model, made for predictions: see `learn.toInference`. */
export function inferenceModel(model: nn.Module<Tensor[]>): nn.Module<Tensor[]> {
  const folded = withPicture(model, (picture) => nn.foldBatchNorms(model, picture));
  return new InferenceModel(folded.to({ memoryFormat: 'channels_last' }).requiresGrad_(false));
}

/** Pictures that models take: most any size, some one size only. */
const sizes = [64, 224, 256, 384];

/** Calls `use` with a picture of a size that the model takes. */
function withPicture<T>(model: nn.Module<Tensor[]>, use: (picture: Tensor) => T): T {
  const [first] = model.parameters();
  const channels = model.modules().find((module) => module instanceof nn.Conv2d)?.inChannels;
  if (!first || !channels)
    throw new Error('toInference is for models that begin with a convolution over pictures');
  let failure: unknown;
  for (const size of sizes) {
    const picture = torch.rand([2, channels, size, size], { dtype: first.dtype, device: first.device });
    try {
      return use(picture);
    } catch (error) {
      failure = error;
    } finally {
      picture.dispose();
    }
  }
  throw failure;
}

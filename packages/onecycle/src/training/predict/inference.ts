import { nn, type Tensor, torch } from '@onecycle/torch';
import { checkInstance } from '../../base/index.js';

type Model = nn.Module<Tensor[]>;
type Forward = (...inputs: Tensor[]) => Tensor;

/**
 * Makes a model faster that is for predictions only, and gives what computes the same as its `forward`.
 *
 * @param model a copy of the user's, which may be changed
 * @param picture what the model takes
 */
export type Acceleration = (model: Model, picture: Tensor) => Forward;

let accelerate: Acceleration =
  (model) =>
  (...inputs) =>
    model.forward(...inputs);

/** Lets a floor above make models of {@link inferenceModel} faster. */
export function registerAcceleration(acceleration: Acceleration): void {
  accelerate = acceleration;
}

/** Runs a model where no tensor can take part in autograd, which saves its bookkeeping. */
class InferenceModel extends nn.Module<Tensor[]> {
  constructor(
    readonly model: Model,
    private readonly run: Forward,
  ) {
    super();
    this.eval();
  }

  forward(...inputs: Tensor[]): Tensor {
    const wanted = { memoryFormat: 'channels_last' } as const;
    return torch.inferenceMode(() =>
      this.run(...inputs.map((x) => (x.ndim === 4 ? x.contiguous(wanted) : x))),
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

/**
 * A copy of a model, made for predictions: see `learn.toInference`.
 *
 * @param device where it will run. Default: where the model is
 */
export function inferenceModel(model: Model, device?: string): Model {
  checkInstance('inferenceModel takes a model', model, nn.Module);
  if (model instanceof InferenceModel) return model;
  return withPicture(model, (picture) => {
    const folded = nn.foldBatchNorms(model, picture);
    const target = device ?? picture.device;
    folded.to({ memoryFormat: 'channels_last' }).to(target).requiresGrad_(false);
    const run = torch.scope(() =>
      torch.noGrad(() =>
        accelerate(folded, picture.to(target).contiguous({ memoryFormat: 'channels_last' })),
      ),
    );
    return new InferenceModel(folded, run);
  });
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

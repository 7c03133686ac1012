import type { Tensor } from '@onecycle/torch';
import type { CallbackLearner } from '../../training/index.js';

/** What a training is made of, by name. */
export type RunConfig = Readonly<Record<string, string | number | boolean>>;

/** Takes down what a fit is made of: model, data, loss and optimizer. */
export function configuration<B extends readonly Tensor[]>(learn: CallbackLearner<B>): RunConfig {
  const { dls, lossFunc, model, strategy } = learn;
  const parameters = model.parameters();
  const optimizer = optimizerOf(learn);
  const [train, valid] = dls.loaders;
  const vocab: unknown = dls.vocab;
  return {
    model: architectureOf(learn) ?? model.constructor.name,
    parameters: parameters.reduce((total, parameter) => total + parameter.numel(), 0),
    ...(optimizer !== undefined && { optimizer }),
    loss: (typeof lossFunc === 'function' ? lossFunc.name : '') || lossFunc.constructor.name,
    bs: train?.bs ?? 0,
    train_items: train?.n ?? 0,
    valid_items: valid?.n ?? 0,
    ...(Array.isArray(vocab) && vocab.length > 0 && { classes: vocab.length }),
    ...(train && { seed: train.seed }),
    device: dls.device,
    processes: strategy.size,
  };
}

/** The architecture's name, where the model was made of one that has a name. */
function architectureOf(learn: object): string | undefined {
  const made = 'architecture' in learn ? learn.architecture : null;
  const name = typeof made === 'object' && made !== null && 'arch' in made ? made.arch : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** The name of what makes the optimizer, where it has one. */
function optimizerOf(learn: object): string | undefined {
  const make = 'optFunc' in learn ? learn.optFunc : undefined;
  return typeof make === 'function' && make.name !== '' ? make.name : undefined;
}

import { type Graph, type GraphStep, type Tensor, torch } from '@onecycle/torch';

/** x · scale + shift of every channel, in float64. */
export interface Affine {
  scale: Tensor;
  shift: Tensor;
}

/** Batch norms that go into the layer beside them. */
export interface FoldedNorms {
  /** The norms that are no longer there. */
  skipped: ReadonlySet<GraphStep>;
  /** Of a linear layer whose input was normalised. */
  before: ReadonlyMap<GraphStep, Affine>;
  /** Of a convolution or linear layer whose output was normalised. */
  after: ReadonlyMap<GraphStep, Affine>;
}

const convolutions = new Set(['aten::conv1d', 'aten::conv2d', 'aten::conv3d']);

/**
 * Finds the batch norms in evaluation mode that are an affine map of a convolution's or a linear layer's output, or of a linear layer's
 * input, and of nothing else: γ · (x − μ) / √(σ² + ε) + β.
 */
export function foldNorms(graph: Graph, constantOf: (value: number) => Tensor | undefined): FoldedNorms {
  const skipped = new Set<GraphStep>();
  const before = new Map<GraphStep, Affine>();
  const after = new Map<GraphStep, Affine>();
  const constant = (step: GraphStep, name: string): Tensor | undefined => {
    const value = tensorOf(step, name);
    return value === undefined ? undefined : constantOf(value);
  };
  /** The only step that takes what `step` gives. */
  const onlyUser = (step: GraphStep): GraphStep | undefined => {
    const value = step.results[0]?.value ?? -1;
    const users = graph.steps.filter((other) => takes(other, value));
    return users.length === 1 && !graph.outputs.some((output) => output.value === value)
      ? users[0]
      : undefined;
  };
  const makers = new Map(graph.steps.map((step) => [step.results[0]?.value, step]));

  for (const norm of graph.steps) {
    if (norm.operator !== 'aten::batch_norm' || constantArgument(norm, 'training') !== false) continue;
    const [mean, variance] = [constant(norm, 'running_mean'), constant(norm, 'running_var')];
    if (!mean || !variance) continue;
    const affine = () =>
      affineOf(
        mean,
        variance,
        constant(norm, 'weight'),
        constant(norm, 'bias'),
        Number(constantArgument(norm, 'eps')),
      );
    const maker = makers.get(tensorOf(norm, 'input'));
    const next = onlyUser(norm);
    const isFlat = norm.results[0]?.shape.length === 2;
    if (
      maker &&
      onlyUser(maker) === norm &&
      constant(maker, 'weight') &&
      (convolutions.has(maker.operator) || (isFlat && maker.operator === 'aten::linear'))
    ) {
      after.set(maker, affine());
    } else if (
      next?.operator === 'aten::linear' &&
      isFlat &&
      tensorOf(next, 'input') === norm.results[0]?.value &&
      constant(next, 'weight')
    ) {
      before.set(next, affine());
    } else continue;
    skipped.add(norm);
  }
  return { skipped, before, after };
}

function affineOf(
  mean: Tensor,
  variance: Tensor,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
  eps: number,
): Affine {
  return torch.noGrad(() =>
    torch.scope(() => {
      const deviation = variance.double().add(eps).sqrt();
      const scale = (weight?.double() ?? torch.onesLike(deviation)).div(deviation);
      const centred = mean.double().mul(scale).neg();
      const shift = bias ? centred.add(bias.double()) : centred;
      return torch.keep({ scale, shift });
    }),
  );
}

function tensorOf(step: GraphStep, name: string): number | undefined {
  const argument = step.arguments.find((each) => each.name === name);
  return argument && 'tensor' in argument && argument.tensor >= 0 ? argument.tensor : undefined;
}

function constantArgument(step: GraphStep, name: string): unknown {
  const argument = step.arguments.find((each) => each.name === name);
  return argument && 'constant' in argument ? argument.constant : undefined;
}

const takes = (step: GraphStep, value: number): boolean =>
  step.arguments.some((argument) =>
    'tensor' in argument
      ? argument.tensor === value
      : 'tensors' in argument && argument.tensors.includes(value),
  );

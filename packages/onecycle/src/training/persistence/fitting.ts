import { nn, type SafetensorsHeader, type Tensor } from '@onecycle/torch';

/** Names of tensors that are not the model's contain a slash, which no module's name can. */
export const isModelKey = (key: string): boolean => !key.includes('/');

type Model = nn.Module<Tensor[]>;
type Sizes = SafetensorsHeader['tensors'];

/** Elements that a model may have beyond those of its file: what making it throws away, such as another classifier. */
const passing = 2 ** 24;
/** And so many tensors. */
const passingTensors = 1000;
/** Elements of a file (weights, an optimizer's state, callbacks'): so many, and so many more for each of the model's. */
const beside = { elements: 2 ** 26, perElement: 16 };

const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const total = (sizes: Iterable<{ shape: readonly number[] }>): number =>
  Array.from(sizes).reduce((sum, { shape }) => sum + elements(shape), 0);

/** The names and shapes of the model's tensors in a file. */
const modelSizes = (sizes: Sizes): Sizes => new Map([...sizes].filter(([key]) => isModelKey(key)));

/**
 * Makes a model of a description that came with tensors of these sizes. Memory for parameters that the file has no tensors for
 * is refused when the first of them is asked for.
 */
export function makeFitting<T>(sizes: Sizes, make: () => T): T {
  const left = new Map<string, number>();
  for (const { shape } of sizes.values()) left.set(`${shape}`, (left.get(`${shape}`) ?? 0) + 1);
  const strange = { elements: 0, tensors: 0 };
  return nn.watchState(({ shape }) => {
    const there = left.get(`${shape}`) ?? 0;
    if (there > 0) {
      left.set(`${shape}`, there - 1);
      return;
    }
    strange.elements += elements(shape);
    strange.tensors += 1;
    if (strange.elements <= passing && strange.tensors <= passingTensors) return;
    throw new RangeError(
      `its description does not fit its tensors: it asks for weights of the shape [${shape.join(', ')}], and the file has ${left.size === 0 ? 'no tensors' : 'no more tensors of that shape'}. It is damaged, or not what it says; build the model yourself, if you trust it, and hand it in with loadLearner(file, { model })`,
    );
  }, make);
}

/** Throws where names and shapes in a file's header are not the model's; errors name the file. */
export function checkFit(model: Model, sizes: Sizes, file: string, strict = true): void {
  fitting(file, () => model.compareStateDict(modelSizes(sizes), { strict }));
}

/** Throws where a file holds far more than the model's weights and whatever goes with them. */
export function checkExtent(model: Model, sizes: Sizes, file: string): void {
  const most = beside.elements + beside.perElement * total(new Map(model.namedState()).values());
  const held = total(sizes.values());
  if (held <= most) return;
  throw new RangeError(
    `${file} is refused: it holds ${held.toLocaleString('en')} numbers, and the limit for this model is ${most.toLocaleString('en')}, which no honest file meets`,
  );
}

/** Runs what compares a file with a model; errors name the file. */
export function fitting<T>(file: string, compare: () => T): T {
  try {
    return compare();
  } catch (error) {
    throw new Error(`${file} does not fit the model: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

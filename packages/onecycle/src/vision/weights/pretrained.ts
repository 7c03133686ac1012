import type { nn } from '@onecycle/torch';
import { wrongKind } from '../../base/index.js';
import type { PathLike } from '../../data/index.js';
import { type Architecture, isArchitecture } from '../models/index.js';
import type { NormalizeStats } from '../tensors/index.js';
import { embeddedFile, embeddedPackage } from './embedded.js';
import { OfflineError } from './hub.js';
import { ownNames } from './names.js';
import { loadWeights, type Weights } from './weights.js';

/**
 * A model with learned weights, but for its classifier: the head of transfer learning takes its place, so it may have
 * any number of classes, or be absent.
 * @param source default: the architecture's own, from the hub, or without a connection those that come with the library
 * @throws Error that names the first keys which are missing, unexpected or of another shape
 */
export async function pretrainedModel(
  arch: Architecture,
  source?: PathLike,
): Promise<{ model: nn.Module; stats: NormalizeStats | undefined; origin: string }> {
  if (!isArchitecture(arch)) throw wrongKind('pretrainedModel', 'an architecture, such as resnet18', arch);
  const model = arch();
  const most = beside.numbers + beside.perNumber * model.parameters().reduce((sum, p) => sum + p.numel(), 0);
  const weights = source ? await loadWeights(source, most) : await defaultWeights(arch, most);
  const classifier = (key: string) => arch.classifier !== undefined && key.startsWith(`${arch.classifier}.`);
  const expected = new Set([...model.namedState()].map(([key]) => key));
  const state = ownNames(arch.archName, weights.state, expected);
  if (![...state.keys()].some((key) => expected.has(key))) {
    throw new Error(
      `${weights.origin} does not fit ${arch.archName}: none of its ${state.size} keys (${firstOf(state.keys())}) is one of ` +
        `the architecture's (${firstOf(expected)}). Are they another architecture's?`,
    );
  }
  for (const [key, tensor] of model.namedState()) if (classifier(key)) state.set(key, tensor);
  try {
    model.loadStateDict(state);
  } catch (error) {
    throw new Error(
      `${weights.origin} does not fit ${arch.archName}: ${error instanceof Error ? error.message : error}`,
    );
  }
  return { model, stats: weights.stats ?? arch.stats, origin: weights.origin };
}

/** What a file may hold beside the weights, such as an optimizer's averages and a larger classifier. */
const beside = { numbers: 2 ** 26, perNumber: 4 };

const firstOf = (keys: Iterable<string>): string => [...[...keys].slice(0, 2), '…'].join(', ');

/** Packages in whose favour the hub was passed over, and the user knows. */
const told = new Set<string>();

async function defaultWeights(arch: Architecture, most: number): Promise<Weights> {
  if (!arch.weights) {
    throw new Error(
      `${arch.archName} has no pretrained weights of its own: pass weights, or pretrained: false`,
    );
  }
  try {
    return await loadWeights(arch.weights, most);
  } catch (error) {
    const name = embeddedPackage(arch.archName);
    if (!(error instanceof OfflineError) || !name || !embeddedFile(name)) throw error;
    if (!told.has(name))
      console.warn(`no connection to the hub for ${arch.weights}: using the smaller weights of ${name}`);
    told.add(name);
    return loadWeights(name, most);
  }
}

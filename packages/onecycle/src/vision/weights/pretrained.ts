import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { nn } from '@onecycle/torch';
import type { NormalizeStats } from '../augment/index.js';
import type { Architecture } from '../models/index.js';
import { OfflineError } from './hub.js';
import { ownNames } from './names.js';
import { loadWeights, type Weights } from './weights.js';

/** Weights that come with the library, by architecture. */
const embedded: Record<string, string> = { resnet18: '@onecycle/resnet18-tiny' };

/**
 * A model with learned weights, but for its classifier: the head of transfer learning takes its place, so it may have
 * any number of classes, or be absent.
 * @param source default: the architecture's own, from the hub, or without a connection those that come with the library
 * @throws Error that names every key which is missing, unexpected or of another shape
 */
export async function pretrainedModel(
  arch: Architecture,
  source?: string,
): Promise<{ model: nn.Module; stats?: NormalizeStats; origin: string }> {
  const weights = source ? await loadWeights(source) : await defaultWeights(arch);
  const model = arch();
  const classifier = (key: string) => arch.classifier !== undefined && key.startsWith(`${arch.classifier}.`);
  const expected = new Set(model.stateDict().keys());
  const state = ownNames(arch.archName, weights.state, expected);
  for (const [key, tensor] of model.stateDict()) if (classifier(key)) state.set(key, tensor);
  try {
    model.loadStateDict(state);
  } catch (error) {
    throw new Error(
      `${weights.origin} does not fit ${arch.archName}: ${error instanceof Error ? error.message : error}`,
    );
  }
  return { model, stats: weights.stats ?? arch.stats, origin: weights.origin };
}

/** Files in whose favour the hub was passed over, and the user knows. */
const told = new Set<string>();

async function defaultWeights(arch: Architecture): Promise<Weights> {
  if (!arch.weights) {
    throw new Error(
      `${arch.archName} has no pretrained weights of its own: pass weights, or pretrained: false`,
    );
  }
  try {
    return await loadWeights(arch.weights);
  } catch (error) {
    const file = embeddedFile(arch.archName);
    if (!(error instanceof OfflineError) || !file) throw error;
    if (!told.has(file)) {
      console.warn(
        `no connection to the hub for ${arch.weights}: using the smaller weights of ${embedded[arch.archName]}`,
      );
    }
    told.add(file);
    return loadWeights(file);
  }
}

/** The file of the package that holds this architecture's weights, if it is installed. */
function embeddedFile(archName: string): string | undefined {
  const name = embedded[archName];
  if (!name) return undefined;
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/model.safetensors`);
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

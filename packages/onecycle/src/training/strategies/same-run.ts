import { createHash } from 'node:crypto';
import type { nn, ProcessGroup, Tensor } from '@onecycle/torch';
import type { DataLoaders } from '../../data/index.js';

/** What must be the same in all processes, by the names of messages. */
function fingerprint(
  model: nn.Module<Tensor[]>,
  dls: DataLoaders<readonly Tensor[]>,
): Record<string, unknown> {
  const parameters = [...model.namedState()].map(([name, { shape, dtype }]) => [name, shape, dtype]);
  return {
    'numbers of items': dls.loaders.map(({ n }) => n),
    'batch sizes': dls.loaders.map(({ bs }) => bs),
    classes: dls.vocab.length > 100 ? digest(dls.vocab) : dls.vocab,
    'parameters of the model': digest(parameters),
    'parameters that train': digest(
      [...model.namedParameters()].filter(([, { requiresGrad }]) => requiresGrad).map(([name]) => name),
    ),
  };
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);

/**
 * Throws where the processes are about to do different things: each of them would learn something else, or wait for others
 * that never come.
 */
export async function checkSameRun(
  group: ProcessGroup,
  model: nn.Module<Tensor[]>,
  dls: DataLoaders<readonly Tensor[]>,
): Promise<void> {
  const all = await group.allGatherObject(fingerprint(model, dls));
  const [first = {}] = all;
  for (const [rank, other] of all.entries()) {
    for (const [name, value] of Object.entries(first)) {
      const [here, there] = [JSON.stringify(value), JSON.stringify(other[name])];
      if (here === there) continue;
      throw new Error(
        `the processes are not about to do the same: ${name} are ${short(here)} in process 0 and ${short(there)} in process ${rank}. Give splitters a seed, and the same data and model to all`,
      );
    }
  }
}

const short = (text: string | undefined): string =>
  text !== undefined && text.length > 80 ? `${text.slice(0, 80)}…` : String(text);

import { createHash } from 'node:crypto';
import { type nn, type ProcessGroup, type Tensor, torch } from '@onecycle/torch';
import { type DataLoaders, Datasets, Path } from '../../data/index.js';

/** So many items of a set are compared: enough to notice another order. */
const MOST = 1000;

/** Names of items from all over a set. Folders may lie elsewhere on each machine: of those that differ, the last counts. */
function someItems(dataset: unknown): string[] {
  if (!(dataset instanceof Datasets)) return [];
  const { items } = dataset;
  const count = Math.min(items.length, MOST);
  const places = Array.from({ length: count }, (_, i) => {
    const item = items.at(Math.floor((i * items.length) / count));
    if (item instanceof Path || typeof item === 'string') return String(item).split(/[\\/]/).slice(-2);
    return [typeof item === 'number' ? String(item) : ''];
  });
  const folders = new Set(places.map((place) => place.slice(0, -1).join()));
  return places.map((place) => place.slice(folders.size > 1 ? 0 : -1).join('/'));
}

/** What must be the same in all processes, by the names of messages. */
export function fingerprint(
  model: nn.Module<Tensor[]>,
  dls: DataLoaders<readonly Tensor[]>,
): Record<string, unknown> {
  const parameters = [...model.namedState()].map(([name, { shape, dtype }]) => [name, shape, dtype]);
  return {
    'numbers of items': dls.loaders.map(({ n }) => n),
    'batch sizes': dls.loaders.map(({ bs }) => bs),
    classes: dls.vocab.length > 100 ? digest(dls.vocab) : dls.vocab,
    'items and their order': digest(dls.loaders.map(({ dataset }) => someItems(dataset))),
    'layers of the model': digest(
      Array.from(model.namedModules(), ([name, layer]) => [name, layer.constructor.name]),
    ),
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
        `the processes are not about to do the same: ${name} are ${short(here)} in process 0 and ${short(there)} in process ${rank}. Give splitters a seed, sort what lists files, and give the same data and model to all`,
      );
    }
  }
}

/** How far the weights of two processes may be apart, as a share: other processors may round otherwise. */
const APART = 1e-3;

/**
 * Throws where processes have other weights than the first: they took other steps, and what is averaged between them is no
 * gradient of anything any more.
 */
export async function checkSameWeights(group: ProcessGroup, model: nn.Module<Tensor[]>): Promise<void> {
  const parameters = model.parameters();
  if (parameters.length === 0) return;
  // All of them in one reading: each would wait for the device.
  const norms = torch.noGrad(() =>
    torch.scope(() =>
      Array.from(
        torch
          .stack(parameters.map((p) => p.float().norm()))
          .cpu()
          .toTypedArray(),
        Number,
      ),
    ),
  );
  const all = await group.allGatherObject(norms);
  for (const [rank, other] of all.entries()) {
    const isApart = (norm: number, i: number) =>
      Math.abs(norm - (other[i] ?? norm)) > APART * Math.max(norm, 1e-6);
    if (!all[0]?.some(isApart)) continue;
    throw new Error(
      `the weights in process ${rank} are others than in process 0: it took other steps. Give all the same learning rate, optimizer and callbacks`,
    );
  }
}

const short = (text: string | undefined): string =>
  text !== undefined && text.length > 80 ? `${text.slice(0, 80)}…` : String(text);

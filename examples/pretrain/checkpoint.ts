import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSafetensors, type nn, type Optimizer, saveSafetensors, type Tensor } from 'onecycle';

/** Where a run is. */
export type RunState = {
  step: number;
  /** Time trained, over all starts. */
  seconds: number;
  order?: { epoch: number; indices: Int32Array };
};

const fileIn = (folder: string) => join(folder, 'checkpoint.safetensors');

/** Writes model, optimizer and position into one file, beside which the one before is kept. */
export async function saveCheckpoint(
  folder: string,
  model: nn.Module,
  opt: Optimizer,
  state: RunState,
): Promise<void> {
  const tensors = new Map<string, Tensor>();
  for (const [key, tensor] of model.stateDict()) tensors.set(`model.${key}`, tensor);
  const saved = opt.stateDict();
  for (const [i, { tensors: own }] of saved.state.entries()) {
    for (const [name, tensor] of Object.entries(own ?? {})) tensors.set(`opt.${i}.${name}`, tensor);
  }
  const position = JSON.stringify({
    step: state.step,
    seconds: state.seconds,
    hypers: saved.hypers,
    state: saved.state.map(({ tensors: _, ...rest }) => rest),
  });
  if (existsSync(fileIn(folder))) await rename(fileIn(folder), join(folder, 'checkpoint-before.safetensors'));
  await saveSafetensors(fileIn(folder), tensors, { position });
}

/** Continues from the folder's checkpoint, or starts at zero where there is none. */
export async function loadCheckpoint(folder: string, model: nn.Module, opt: Optimizer): Promise<RunState> {
  if (!existsSync(fileIn(folder))) return { step: 0, seconds: 0 };
  const { tensors, metadata } = await loadSafetensors(fileIn(folder));
  const position = JSON.parse(metadata.position ?? '{}');
  const under = (prefix: string) =>
    new Map(
      [...tensors].filter(([key]) => key.startsWith(prefix)).map(([key, t]) => [key.slice(prefix.length), t]),
    );
  model.loadStateDict(under('model.'));
  opt.loadStateDict({
    hypers: position.hypers,
    state: position.state.map((rest: object, i: number) => ({
      ...rest,
      tensors: Object.fromEntries(under(`opt.${i}.`)),
    })),
  });
  return { step: position.step, seconds: position.seconds };
}

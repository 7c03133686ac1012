import type { nn } from '@onecycle/torch';

/** Runs `run` with a model in evaluation mode; afterwards each of its modules is in the mode that it was in. */
export function evaluating<T>(model: nn.AnyModule, run: () => T): T {
  const modes = model.modules().map((module) => [module, module.training] as const);
  model.eval();
  try {
    return run();
  } finally {
    for (const [module, training] of modes) module.training = training;
  }
}

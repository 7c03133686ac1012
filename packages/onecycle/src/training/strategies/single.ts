import type { nn, Tensor } from '@onecycle/torch';
import type { BatchWork, Run, Strategy } from './strategy.js';

/** One process and one device, each batch step by step. */
export class Single implements Strategy {
  forwardContext = (run: Run): void => run();

  prepare(model: nn.Module<Tensor[]>, device: string): void | Promise<void> {
    if (model.parameters().some((parameter) => parameter.device !== device)) model.to(device);
  }

  place(batch: readonly Tensor[], device: string): Tensor[] {
    return batch.map((tensor) => (tensor.device === device ? tensor : tensor.to(device)));
  }

  run(work: BatchWork): void {
    work.forward(this.forwardContext);
    if (!work.learns) return;
    work.backward();
    work.step();
  }

  mean(values: readonly number[]): number[] {
    return [...values];
  }

  any(here: boolean): boolean {
    return here;
  }
}

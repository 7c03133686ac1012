import type { nn, Tensor } from '@onecycle/torch';
import type { DataLoaders } from '../../data/index.js';
import { type Batches, iterate } from '../state/index.js';
import type { BatchWork, Rest, Run, Strategy } from './strategy.js';

/** One process and one device, each batch step by step. */
export class Single implements Strategy {
  forwardContext = (run: Run): void => run();
  steps = true;

  get rank(): number {
    return 0;
  }

  get size(): number {
    return 1;
  }

  prepare(model: nn.Module<Tensor[]>, { device }: DataLoaders<readonly Tensor[]>): void | Promise<void> {
    if (model.parameters().some((parameter) => parameter.device !== device)) model.to(device);
  }

  count(batches: Batches<readonly Tensor[]>): number {
    return batches.length;
  }

  batches<B extends readonly Tensor[]>(
    batches: Batches<B>,
    start: number,
    _learns: boolean,
  ): AsyncIterable<B | null> {
    return iterate(batches, start);
  }

  place(batch: readonly Tensor[], device: string): Tensor[] {
    return batch.map((tensor) => (tensor.device === device ? tensor : tensor.to(device)));
  }

  run(work: BatchWork): Rest {
    work.forward(this.forwardContext);
    if (!work.learns) return;
    work.backward();
    work.step();
  }

  items(here: number): number {
    return here;
  }

  mean(values: readonly number[]): number[] {
    return [...values];
  }

  any(here: boolean): boolean {
    return here;
  }

  average(_tensors: readonly Tensor[]): void {}

  gather<T>(value: T): T[] {
    return [value];
  }

  async agree<T>(value: T): Promise<T> {
    return value;
  }

  alone<T>(run: () => Promise<T>): Promise<T> {
    return run();
  }

  release(): void {}

  async failed(error: unknown): Promise<unknown> {
    return error;
  }
}

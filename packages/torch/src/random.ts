import type { Device } from './dtype.js';
import { NativeObject } from './kinds.js';
import { native } from './native.js';
import { type Tensor, tensorOf } from './tensor.js';

/** Seeds the default generators of all devices, as `torch.manual_seed`. */
export function manualSeed(seed: number | bigint): void {
  native.manualSeed(seed);
}

/** The state of the CPU's default generator. */
export const getRngState = (): Tensor => tensorOf(native.generatorState(null));

/** Puts the CPU's default generator into a state that `getRngState` gave. */
export function setRngState(state: Tensor): void {
  native.setGeneratorState(null, state.id);
}

/** A stream of random numbers of its own; random operators take it as `{ generator }`. */
export class Generator extends NativeObject {
  /** @param device default `'cpu'` */
  constructor(device: Device = 'cpu') {
    super(native.newGenerator(device), 'Generator');
  }

  manualSeed(seed: number | bigint): this {
    native.seedGenerator(this.objectId, seed);
    return this;
  }

  initialSeed(): number | bigint {
    return native.initialSeed(this.objectId);
  }

  getState(): Tensor {
    return tensorOf(native.generatorState(this.objectId));
  }

  setState(state: Tensor): this {
    native.setGeneratorState(this.objectId, state.id);
    return this;
  }
}

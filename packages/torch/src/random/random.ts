import { type Device, liveId, native, translated } from '../core/index.js';
import { describe, NativeObject } from '../dispatch/index.js';
import { type Tensor, tensorOf } from '../tensor/index.js';

/**
 * A seed as the 64 bits that libtorch takes: whole numbers from -2^63 to 2^64 - 1, where -1 means the same as 2^64 - 1.
 *
 * @throws RangeError for any other number
 */
function seedBits(seed: number | bigint): bigint {
  const whole = typeof seed === 'bigint' || Number.isSafeInteger(seed) ? BigInt(seed) : null;
  if (whole === null || whole < -(2n ** 63n) || whole >= 2n ** 64n)
    throw new RangeError(
      `manualSeed: ${seed} is no seed, which is a whole number of at most 64 bits (beyond 2^53 a bigint)`,
    );
  return BigInt.asIntN(64, whole);
}

/** Seeds the default generators of all devices, as `torch.manual_seed`. */
export function manualSeed(seed: number | bigint): void {
  native.manualSeed(seedBits(seed));
}

/** The state of a device's default generator, on the CPU. @param device default `'cpu'` */
export const getRngState = (device: Device = 'cpu'): Tensor => stateOf(device, 'getRngState');

/** Puts a device's default generator into a state that `getRngState` gave. @param device default `'cpu'` */
export const setRngState = (state: Tensor, device: Device = 'cpu'): void =>
  setStateOf(device, state, 'setRngState');

const stateOf = (generator: number | Device, operation: string): Tensor =>
  tensorOf(
    translated(
      operation,
      () => String(generator),
      () => native.generatorState(generator),
    ),
  );

const setStateOf = (generator: number | Device, state: Tensor, operation: string): void => {
  const id = liveId(state, operation);
  translated(
    operation,
    () => describe(state),
    () => native.setGeneratorState(generator, id),
  );
};

/** What PyTorch seeds a new generator with. */
const DEFAULT_SEED = 67280421310721;

/**
 * A stream of random numbers of its own; random operators take it as `{ generator }`. A new one always begins with the same seed, as
 * in PyTorch.
 */
export class Generator extends NativeObject {
  /** @param device default `'cpu'` */
  constructor(device: Device = 'cpu') {
    const make = () => native.newGenerator(device);
    super(
      translated('Generator', () => device, make),
      'Generator',
    );
    this.manualSeed(DEFAULT_SEED);
  }

  manualSeed(seed: number | bigint): this {
    native.seedGenerator(this.objectId, seedBits(seed));
    return this;
  }

  /** The seed that it was last given: a bigint beyond 2^53. */
  initialSeed(): number | bigint {
    const seed = BigInt.asUintN(64, BigInt(native.initialSeed(this.objectId)));
    return Number.isSafeInteger(Number(seed)) ? Number(seed) : seed;
  }

  getState(): Tensor {
    return stateOf(this.objectId, 'getState');
  }

  setState(state: Tensor): this {
    setStateOf(this.objectId, state, 'setState');
    return this;
  }
}

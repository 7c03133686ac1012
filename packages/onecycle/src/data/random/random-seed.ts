import { torch } from '@onecycle/torch';
import { Rng } from './rng.js';

/** A seed from PyTorch's global generator: what is random where no seed is given follows `torch.manualSeed`. */
export const randomSeed = (): number => torch.scope(() => Number(torch.randint(2 ** 31, [1]).item()));

/** A stream with a seed from PyTorch's global generator. */
export const globalRng = (): Rng => new Rng(randomSeed());

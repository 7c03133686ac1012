import type { TorchFunctions } from '../generated/index.js';
import { torch } from '../torch/index.js';
import * as functional from './functional.js';

/**
 * PyTorch's `torch.nn.functional`: the functions that Python defines above the dispatcher, and behind them every
 * operator (`F.relu`, `F.softmax`, `F.conv2d`, …).
 *
 * @namespace
 */
export const F: typeof functional & Omit<TorchFunctions, keyof typeof functional> = Object.assign(
  Object.create(torch),
  functional,
);

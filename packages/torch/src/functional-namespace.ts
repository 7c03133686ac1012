import * as functional from './functional.js';
import type { TorchFunctions } from './generated/functions.js';
import { torch } from './torch.js';

type Functional = typeof functional;

/**
 * `torch.nn.functional`: what Python defines above the operators (`F.crossEntropy`, `F.interpolate`, `F.normalize`, …),
 * and every operator as it is (`F.relu`, `F.conv2d`).
 */
export const F: Functional & Omit<TorchFunctions, keyof Functional> = { ...torch, ...functional };

import { withoutUndefined } from '../../base/index.js';
import { type Described, register } from '../../data/index.js';
import type { BaseLoss, Reduction } from './base-loss.js';
import { CrossEntropyLossFlat, FocalLossFlat, LabelSmoothingCrossEntropyFlat } from './class-losses.js';
import { BCELossFlat, BCEWithLogitsLossFlat, L1LossFlat, MSELossFlat } from './value-losses.js';

/** Every setting that a loss writes, read back from a file that may hold anything. */
function settings(saved: Described) {
  const number = (name: string) => {
    const value = saved[name];
    if (value === undefined || typeof value === 'number') return value;
    throw new Error(`The saved ${saved.type} has ${JSON.stringify(value)} as ${name} instead of a number.`);
  };
  const list = (name: string) => {
    const value = saved[name] ?? null;
    if (value === null || (Array.isArray(value) && value.every((item) => typeof item === 'number')))
      return value;
    throw new Error(
      `The saved ${saved.type} has ${JSON.stringify(value)} as ${name} instead of a list of numbers.`,
    );
  };
  const boolean = (name: string) => {
    const value = saved[name];
    if (value === undefined || typeof value === 'boolean') return value;
    throw new Error(
      `The saved ${saved.type} has ${JSON.stringify(value)} as ${name} instead of true or false.`,
    );
  };
  const reductions: Reduction[] = ['mean', 'none', 'sum'];
  return withoutUndefined({
    reduction: reductions.find((name) => name === saved.reduction),
    axis: number('axis'),
    flatten: boolean('flatten'),
    weight: list('weight'),
    posWeight: list('posWeight'),
    ignoreIndex: number('ignoreIndex'),
    labelSmoothing: number('labelSmoothing'),
    eps: number('eps'),
    gamma: number('gamma'),
    thresh: number('thresh'),
  });
}

type LossClass = new (options: Partial<ReturnType<typeof settings>>) => BaseLoss;
const classes: LossClass[] = [
  CrossEntropyLossFlat,
  LabelSmoothingCrossEntropyFlat,
  FocalLossFlat,
  BCEWithLogitsLossFlat,
  BCELossFlat,
  MSELossFlat,
  L1LossFlat,
];
for (const Loss of classes) {
  register(Loss.name, (saved) => {
    const given = Object.entries(settings(saved)).filter(([name]) => name in saved);
    return new Loss(Object.fromEntries(given));
  });
}

import { Tensor, torch } from '@onecycle/torch';
import { checkFunction, checkOptions, is, shown } from '../../base/index.js';
import { type FigureOptions, figureOptions } from '../figures/index.js';
import type { Chart } from './chart.js';
import { lineChart } from './line-chart.js';

/** Options of {@link plotFunction}. */
export interface PlotFunctionOptions extends FigureOptions {
  /** Where the curve begins and ends; defaults −2 and 2. */
  min?: number;
  max?: number;
  /** Titles of the axes. */
  tx?: string;
  ty?: string;
}

const SAMPLES = 201;

/**
 * The curve of a function of one variable, as fastai's `plot_function`.
 *
 * ```ts
 * plotFunction(torch.sigmoid, { min: -4, max: 4 });
 * plotFunction(Math.log, { min: 0, max: 4, tx: 'x', ty: 'log(x)' });
 * ```
 *
 * @param f takes and returns a tensor (element by element) or a number, whichever it works with: a tensor is tried first.
 *   Where it is not finite the curve breaks.
 * @throws if `min` is not below `max`, or f returns something else.
 */
export function plotFunction(
  f: (x: Tensor & number) => Tensor | number,
  options: PlotFunctionOptions = {},
): Chart {
  checkFunction('plotFunction', f);
  checkOptions(options, { ...figureOptions, min: true, max: true, tx: is.text, ty: is.text }, 'plotFunction');
  const { min = -2, max = 2, tx = '', ty = '', ...figure } = options;
  if (!(Number.isFinite(min) && Number.isFinite(max) && min < max)) {
    throw new Error(`plotFunction needs finite min < max, not min ${shown(min)} and max ${shown(max)}`);
  }
  const x = Array.from({ length: SAMPLES }, (_, i) => min + ((max - min) * i) / (SAMPLES - 1));
  return lineChart([{ x, y: sample(f, x) }], { figsize: [6, 4], x: tx, y: ty, ...figure });
}

/** Whether f wants tensors or numbers shows only when it is called: a tensor is tried first. */
function sample(f: (x: never) => unknown, x: readonly number[]): number[] {
  const tensor = torch.fromTypedArray(Float32Array.from(x), [x.length]);
  let failure: unknown;
  try {
    const y: unknown = Reflect.apply(f, undefined, [tensor]);
    if (y instanceof Tensor && y.numel() === x.length) {
      return Array.from(y.detach().to('float32').cpu().contiguous().toTypedArray(), Number);
    }
  } catch (error) {
    failure = error;
  }
  const y = x.map((value): unknown => Reflect.apply(f, undefined, [value]));
  if (y.every((value) => typeof value === 'number')) return y;
  throw (
    failure ??
    new Error(
      `plotFunction needs a function of a tensor (element by element) or of a number; it gave ${y[0]}`,
    )
  );
}

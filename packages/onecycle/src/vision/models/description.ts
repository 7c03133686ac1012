import { nn } from '@onecycle/torch';
import { checkCount } from '../../base/index.js';
import { type Described, register } from '../../data/index.js';
import { type Architecture, findArchitecture } from './architecture.js';
import { createVisionModel, type VisionModelOptions } from './vision-model.js';

/**
 * What `export` writes of a vision model, to build it again; null where that takes code of the user's: a function as cut,
 * a head or an architecture of one's own.
 */
export function describeVisionModel(
  arch: Partial<Architecture>,
  nOut: number,
  { init: _, pretrained: __, ...options }: VisionModelOptions,
): Described | null {
  const ownCode = !arch.archName || options.customHead !== undefined || typeof options.cut === 'function';
  return ownCode ? null : { type: 'VisionModel', arch: arch.archName, nOut, options };
}

register('VisionModel', ({ arch, nOut, options }) => {
  if (
    typeof arch !== 'string' ||
    typeof nOut !== 'number' ||
    typeof options !== 'object' ||
    options === null
  ) {
    throw new Error('the description of a vision model needs arch, nOut and options');
  }
  checkBudget(nOut, options);
  const architecture = findArchitecture(arch);
  // The architecture is code of ours, and what it makes is cut off in part: only what the file asks for is held against it.
  const model = nn.watchState(null, () => architecture());
  return createVisionModel(architecture, nOut, { ...options, model, pretrained: false, init: null });
});

/** More than any head that was trained: half a gigabyte of weights, and channels of more than any camera. */
const budget = { parameters: 2 ** 27, layers: 64, channels: 1024 };
/** More features than come out of any body. */
const mostFeatures = 4096;

/**
 * A description comes from a file, and a model is made before the file's weights are looked at: what would need more memory
 * than any honest one is refused before.
 */
function checkBudget(nOut: number, { linFtrs = [512], nIn = 3 }: VisionModelOptions): void {
  checkCount('nOut', nOut, 1);
  checkCount('nIn', nIn, 1);
  if (!Array.isArray(linFtrs)) throw new TypeError('linFtrs is a list of widths');
  for (const width of linFtrs) checkCount('each of linFtrs', width, 1);
  const widths = [mostFeatures, ...linFtrs, nOut];
  const parameters = widths.slice(1).reduce((sum, width, i) => sum + width * (widths[i] ?? 0), 0);
  const over = (what: string, value: number, most: number) =>
    `its description asks for ${value} ${what}, more than the limit of ${most} for files: build such a model yourself and ` +
    'hand it in with loadLearner(file, { model })';
  if (parameters > budget.parameters)
    throw new RangeError(over('weights of the head', parameters, budget.parameters));
  if (widths.length > budget.layers)
    throw new RangeError(over('layers of the head', widths.length, budget.layers));
  if (nIn > budget.channels) throw new RangeError(over('channels', nIn, budget.channels));
}

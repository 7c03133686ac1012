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
  return createVisionModel(findArchitecture(arch), nOut, { ...options, pretrained: false, init: null });
});

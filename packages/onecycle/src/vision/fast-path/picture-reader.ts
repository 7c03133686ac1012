import { torch } from '@onecycle/torch';
import type { BatchReader, ChainLink } from '../../data/index.js';
import { type DecodeOptions, decodeOptions, PilImage, ToTensor } from '../decode/index.js';
import { ResizeTransform } from '../resize/index.js';
import { TensorImage } from '../tensors/index.js';
import { AtOnceReader } from './at-once-reader.js';
import { resizeFitter } from './fitter.js';
import { HeadersReader } from './headers-reader.js';
import { PresizeOnce, presizeFitter } from './presize-once.js';

/**
 * A reader that decodes and resizes whole batches on native threads, where after the decoding comes one transform that
 * can do so and `ToTensor`; null for anything else.
 */
export function batchReaderFor(options: DecodeOptions, rest: readonly ChainLink[]): BatchReader | null {
  const resolved = decodeOptions(options);
  using sample = torch.zeros([3, 1, 1], { dtype: 'uint8' });
  using picture = PilImage.from(sample);
  using tensor = TensorImage.from(sample);
  const links = rest.filter(({ transform }) => transform.accepts(picture) || transform.accepts(tensor));
  const [first, second] = links;
  if (links.length !== 2 || !first || !(second?.transform instanceof ToTensor)) return null;
  const { transform, stream } = first;
  if (transform instanceof PresizeOnce) {
    return new AtOnceReader(presizeFitter(transform, resolved), transform, stream, resolved);
  }
  if (!(transform instanceof ResizeTransform && transform.fixedSize)) return null;
  const fitter = resizeFitter(transform, transform.fixedSize, resolved);
  return fitter
    ? new AtOnceReader(fitter, transform, stream, resolved)
    : new HeadersReader(transform, transform.fixedSize, stream, resolved);
}

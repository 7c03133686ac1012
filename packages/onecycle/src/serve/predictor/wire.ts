import { Tensor, torch } from '@onecycle/torch';
import { L, ShortageError } from '../../data/index.js';
import { type PredictItem, type Prediction, UnreadableItemError } from '../../training/index.js';
import { PictureError } from '../../vision/index.js';
import type { WireDecoded, WireResult } from './messages.js';

/** A prediction as it crosses to the thread that asked for it. */
export function toWire({ decoded, item: _, ...prediction }: Prediction): WireResult {
  return { prediction, decoded: wireDecoded(decoded) };
}

function wireDecoded(decoded: unknown): WireDecoded {
  if (decoded instanceof Tensor) {
    const { shape, dtype } = decoded;
    const numbers = Float64Array.from(decoded.reshape([-1]).to('cpu').toTypedArray(), Number);
    return { numbers: numbers.buffer, shape: [...shape], dtype };
  }
  return decoded instanceof L ? { list: [...decoded] } : { plain: decoded };
}

/** What became of a picture, back in the form that `learn.predict` gives it. */
export function fromWire(result: WireResult, source: PredictItem): Prediction {
  if ('problem' in result) throw unreadable(result, source);
  if ('answer' in result) throw new TypeError('a whole prediction was asked for');
  return { ...result.prediction, item: 0, decoded: plainDecoded(result.decoded) };
}

/** The error of a picture that cannot be read. */
export const unreadable = (
  { problem, passing }: { problem: string; passing: boolean },
  source: PredictItem,
): UnreadableItemError =>
  new UnreadableItemError(
    source,
    passing ? new ShortageError(undefined, problem) : new PictureError(undefined, problem),
  );

function plainDecoded(decoded: WireDecoded): unknown {
  if ('list' in decoded) return L.from(decoded.list);
  if ('plain' in decoded) return decoded.plain;
  return torch.scope(() =>
    torch.fromTypedArray(new Float64Array(decoded.numbers), decoded.shape).to({ dtype: decoded.dtype }),
  );
}

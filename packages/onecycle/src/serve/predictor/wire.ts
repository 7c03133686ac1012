import { Tensor, torch } from '@onecycle/torch';
import { kindOf } from '../../base/index.js';
import { L, Path, ShortageError } from '../../data/index.js';
import { type PredictItem, type Prediction, UnreadableItemError } from '../../training/index.js';
import { PictureError, type PictureSource } from '../../vision/index.js';
import type { WireDecoded, WireItem, WireResult } from './messages.js';

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

/** Bytes in memory that all threads see, as they are where they lie in such memory by themselves. */
function sharedBytes(bytes: Uint8Array): SharedArrayBuffer {
  const { buffer, byteLength } = bytes;
  return buffer instanceof SharedArrayBuffer && buffer.byteLength === byteLength ? buffer : shared(bytes);
}

/** A copy in memory that all threads see. */
export function shared(bytes: Uint8Array): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** A picture on its way to a worker. */
export function wireItem(item: Exclude<PictureSource, Blob>, brief: boolean): WireItem {
  if (typeof item === 'string') return { source: item, brief };
  if (item instanceof Path || item instanceof URL) return { source: String(item), brief };
  if (item instanceof Uint8Array) return { source: sharedBytes(item), brief };
  if (item instanceof ArrayBuffer) return { source: shared(new Uint8Array(item)), brief };
  throw new TypeError(
    `a predictor takes the path or the address of a picture, or its bytes (a Buffer, Uint8Array, ArrayBuffer, Blob), not ${kindOf(item)}; learn.predict takes other items`,
  );
}

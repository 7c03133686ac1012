import { Tensor } from '@onecycle/torch';

/** A tree of plain values as JSON, and the tensors that stood in it by the names that the JSON refers to. */
export interface PackedState {
  json: string;
  tensors: Map<string, Tensor>;
}

/**
 * Splits nested state (an optimizer's, a callback's) into JSON and tensors, as a safetensors file holds them. NaN and
 * infinities, which JSON lacks, survive.
 *
 * @param prefix what the tensors' names begin with
 */
export function packState(state: unknown, prefix: string): PackedState {
  const tensors = new Map<string, Tensor>();
  const pack = (value: unknown, path: string): unknown => {
    if (value instanceof Tensor) {
      tensors.set(path, value);
      return { $tensor: path };
    }
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (Array.isArray(value)) return value.map((item, i) => pack(item, `${path}/${i}`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, pack(item, `${path}/${key}`)]),
    );
  };
  return { json: JSON.stringify(pack(state, prefix)), tensors };
}

/** Puts together again what {@link packState} split. Throws where a tensor is missing. */
export function unpackState(json: string, tensors: ReadonlyMap<string, Tensor>): unknown {
  return JSON.parse(json, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$number' in value) return Number(value.$number);
    if (!('$tensor' in value)) return value;
    const tensor = tensors.get(String(value.$tensor));
    if (!tensor) throw new Error(`the file lacks the tensor ${value.$tensor}`);
    return tensor;
  });
}

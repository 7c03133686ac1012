import { type Id, native } from '../core/index.js';
import { counted } from '../options/index.js';

/** What crosses into libtorch as the argument of a name: tensors as their ids. */
export type Arguments = (name: string) => unknown;

/** The type that the schema gives an argument, without `?`; undefined where it has no such argument. */
export type Types = (name: string) => string | undefined;

/** Throws where a call would end the process, or never return. */
export type Guard = (argument: Arguments, type: Types) => void;

/** Whether an argument is a tensor (or a number that may as well be one: the schema tells). */
export const isId = (value: unknown): value is Id => typeof value === 'number' && value >= 0;

/** The shape of an argument that is a tensor, else null. */
export const shapeOf = (value: unknown): number[] | null => (isId(value) ? native.shape(value) : null);

/** Whether an argument is a list of numbers. */
export const isList = (value: unknown): value is readonly (number | bigint)[] => Array.isArray(value);

/** Refuses a call in the way the addon does, so that the error names the operator and its arguments. */
export function demand(holds: boolean, sentence: string): void {
  if (!holds) throw Object.assign(new RangeError(sentence), { code: 'ERR_ARGUMENT' });
}

const equalShapes = (a: number[] | null, b: number[] | null): boolean =>
  !a || !b || (a.length === b.length && a.every((size, i) => size === b[i]));

/** The noise is written for every element of the input, without a look at its size. */
export function noise(argument: Arguments): void {
  const [shape, given] = [shapeOf(argument('self')), shapeOf(argument('noise'))];
  demand(equalShapes(shape, given), `the noise needs the input's shape [${shape}], and has [${given}]`);
}

/** What has three dimensions is read as three numbers, however many there are. */
export function triples(argument: Arguments): void {
  for (const name of ['kernel_size', 'stride', 'padding']) {
    const given = argument(name);
    demand(!isList(given) || given.length === 3, `${name} needs 3 numbers`);
  }
}

/** A recurrent network takes the weights of its layers from one list, and does not count them. */
export function weights(argument: Arguments): void {
  const params = argument('params');
  const perLayer = argument('has_biases') === true ? 4 : 2;
  const needed = Number(argument('num_layers')) * (argument('bidirectional') === true ? 2 : 1) * perLayer;
  demand(
    !Array.isArray(params) || params.length >= needed,
    `params needs ${counted(needed, 'tensor')} for these layers`,
  );
  const [hx, layers] = [argument('hx'), Number(argument('num_layers'))];
  demand(
    layers > 0 && (!Array.isArray(hx) || hx.length === 2),
    'hx needs two tensors, and num_layers is at least 1',
  );
}

/** Padding of `dims` dimensions reads two numbers for each, however many there are. */
export const padding =
  (dims: number) =>
  (argument: Arguments): void => {
    const given = argument('padding');
    demand(
      !isList(given) || given.length === 2 * dims,
      `padding needs ${2 * dims} numbers, got ${isList(given) ? given.length : 0}`,
    );
  };

/** Unpooling writes wherever the indices say, and checks neither the sizes' number nor the indices' shape. */
export const unpooling =
  (dims: number) =>
  (argument: Arguments): void => {
    const [shape, indices] = [shapeOf(argument('self')), shapeOf(argument('indices'))];
    for (const name of ['output_size', 'stride', 'padding']) {
      const given = argument(name);
      demand(!isList(given) || given.length === dims, `${name} needs ${counted(dims, 'number')}`);
    }
    const sizes = argument('output_size');
    demand(
      !isList(sizes) || sizes.every((size) => size > 0 && size < 2 ** 31),
      'output_size needs sizes of at least 1',
    );
    demand(
      equalShapes(shape, indices),
      `the indices need the input's shape [${shape}], and have [${indices}]`,
    );
  };

/** A single distance is read as if there were one for each dimension. */
export function spacing(argument: Arguments): void {
  const [given, dims, shape] = [argument('spacing'), argument('dim'), shapeOf(argument('self'))];
  if (!isList(given) || !shape) return;
  const all = dims === null || dims === undefined;
  const needed = isList(dims) ? dims.length : all ? shape.length : 1;
  demand(
    given.length === needed,
    `spacing needs ${counted(needed, 'entry', 'entries')}, one for each dimension, got ${given.length}`,
  );
}

/** What there is for each channel is read and written without a look at how many there are. */
export function channels(argument: Arguments): void {
  const count = shapeOf(argument('input'))?.[1] ?? 0;
  for (const name of ['weight', 'bias', 'running_mean', 'running_var']) {
    const shape = shapeOf(argument(name));
    demand(
      !shape || (shape.length === 1 && shape[0] === count),
      `${name} needs one entry for each of the ${count} channels, and has the shape [${shape}]`,
    );
  }
}

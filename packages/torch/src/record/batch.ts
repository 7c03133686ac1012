import { type NativeProgram, native, scope, TorchError } from '../core/index.js';
import { operatorFamily } from '../dispatch/index.js';
import type { Tensor } from '../tensor/index.js';
import {
  BatchSize,
  type Graph,
  type GraphArgument,
  type GraphConstant,
  type GraphSize,
  type GraphStep,
  type GraphTensor,
} from './graph.js';

/** A recording and the size of the batch that it was made with. */
export interface SizedGraph {
  size: number;
  graph: Graph;
}

const cat = operatorFamily('aten::cat');

/** Calls `use` with larger batches: the inputs with rows repeated. Two of them, since any two points lie on a line. */
export function grown(
  inputs: readonly Tensor[],
  use: (larger: readonly Tensor[], size: number) => SizedGraph,
): SizedGraph[] {
  const size = inputs[0]?.shape[0] ?? 0;
  if (size < 1 || inputs.some((input) => input.shape[0] !== size))
    throw new TypeError(
      "record: with batch: 'dynamic' all inputs have the batch, of at least one row, as their first dimension, got " +
        inputs.map((input) => `[${input.shape.join(', ')}]`).join(' and '),
    );
  return [size + 1, 2 * size + 3].map((wanted) =>
    scope(() => {
      const rows = Array.from({ length: wanted }, (_, i) => i % size);
      const larger = inputs.map((input) => cat.call([rows.map((row) => input.narrow(0, row, 1)), 0]));
      return use(larger as Tensor[], wanted);
    }),
  );
}

/** Finds what follows the batch's size by comparing recordings of three sizes, tells the program, and gives its graph. */
export function followBatch(program: NativeProgram, first: SizedGraph, others: readonly SizedGraph[]): Graph {
  const all = [first, ...others];
  const sizes: number[][] = [];
  const numbers: number[][] = [];
  const { graph } = first;

  /** The same part of all recordings. */
  const inAll = <T>(part: (graph: Graph) => T): T[] => all.map((each) => part(each.graph));

  /** One number as it was in each recording: itself where it is always the same, else what it has of the batch's size. */
  const followed = (values: readonly unknown[], where: string): number | bigint | BatchSize => {
    const [value, next] = values;
    if (values.every((other) => other === value) && (typeof value === 'number' || typeof value === 'bigint'))
      return value;
    if (
      values.every((other) => typeof other === 'number') &&
      typeof value === 'number' &&
      typeof next === 'number'
    ) {
      const slope = (next - value) / ((all[1]?.size ?? 0) - first.size);
      const offset = value - slope * first.size;
      if (Number.isInteger(slope) && all.every(({ size }, i) => slope * size + offset === values[i]))
        return new BatchSize(slope, offset);
    }
    throw new TorchError(
      `record: ${where} is ${values.map(String).join(', ')} for batches of ${all.map(({ size }) => size).join(', ')}: that is no multiple ` +
        "of the batch's size and a constant, so that the program cannot be for batches of any size",
    );
  };

  const shape = (tensors: readonly (GraphTensor | undefined)[], where: string, note: number[]): GraphSize[] =>
    (tensors[0]?.shape ?? []).map((_, dim) => {
      const size = followed(
        tensors.map((tensor) => tensor?.shape[dim]),
        where,
      );
      if (size instanceof BatchSize) sizes.push([...note, dim, size.slope]);
      return typeof size === 'bigint' ? Number(size) : size;
    });

  const tensors = (
    part: (graph: Graph) => readonly GraphTensor[],
    where: string,
    step: number,
  ): GraphTensor[] =>
    part(graph).map((tensor, i) => ({
      ...tensor,
      shape: shape(
        inAll((each) => part(each)[i]),
        where,
        [step, i],
      ),
    }));

  const constant = (
    values: readonly (GraphConstant | undefined)[],
    where: string,
    place: readonly number[],
    fraction: boolean,
    position = -1,
  ): GraphConstant => {
    const [value = null] = values;
    if (isList(value))
      return value.map((_, i) =>
        constant(
          values.map((each) => (each !== undefined && isList(each) ? each[i] : undefined)),
          where,
          place,
          fraction,
          i,
        ),
      );
    if (values.every((each) => Object.is(each, value))) return value;
    const size = followed(fraction ? values.map((each) => String(each)) : values, where);
    if (size instanceof BatchSize) numbers.push([...place, position, size.slope]);
    return size;
  };

  const argument = (given: GraphArgument, i: number, step: GraphStep, at: number): GraphArgument => {
    if (!('constant' in given)) return given;
    const values = inAll((each) => {
      const same = each.steps[at]?.arguments[i];
      return same && 'constant' in same ? same.constant : undefined;
    });
    const where = `${given.name} of ${step.operator}${step.module ? ` in ${step.module}` : ''}`;
    return { ...given, constant: constant(values, where, [step.index, i], given.fraction ?? false) };
  };

  checkSameSteps(all);
  const steps = graph.steps.map((step, at) => ({
    ...step,
    arguments: step.arguments.map((given, i) => argument(given, i, step, at)),
    results: tensors(
      (each) => each.steps[at]?.results ?? [],
      `a size that ${step.operator} gives`,
      step.index,
    ),
  }));
  const inputs = tensors((each) => each.inputs, 'a size of an input', -1);
  const outputs = graph.outputs.map((output) => ({
    ...output,
    shape: shapeOf(output.value, [...inputs, ...steps.flatMap(({ results }) => results)]) ?? output.shape,
  }));
  native.followBatch(program, sizes, numbers);
  return { ...graph, inputs, steps, outputs };
}

/** The shape that a value had last. */
const shapeOf = (value: number, tensors: readonly GraphTensor[]): readonly GraphSize[] | undefined =>
  tensors.findLast((tensor) => tensor.value === value)?.shape;

const isList = (value: GraphConstant): value is readonly GraphConstant[] => Array.isArray(value);

/** Throws unless the function did the same with every batch. */
function checkSameSteps(all: readonly SizedGraph[]): void {
  const [first, ...others] = all.map(({ graph }) =>
    graph.steps.map(
      ({ operator, overload, arguments: given, results }) =>
        `${operator}.${overload}(${given.map((each) => ('tensor' in each ? each.tensor : 'tensors' in each ? each.tensors : '')).join()}) ${results.map(({ value }) => value).join()}`,
    ),
  );
  for (const other of others) {
    const at = first?.findIndex((step, i) => step !== other[i]) ?? -1;
    if (at < 0 && first?.length === other.length) continue;
    const step = all[0]?.graph.steps[at];
    throw new TorchError(
      `record: the function does other things with a larger batch${step ? `, first at ${step.operator}${step.module ? ` in ${step.module}` : ''}` : ''}: its program cannot be for batches of any size`,
    );
  }
}

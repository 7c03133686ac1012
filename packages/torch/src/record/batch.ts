import { type NativeProgram, native, scope, TorchError } from '../core/index.js';
import { operatorCall } from '../dispatch/index.js';
import { type Tensor, tensorOf } from '../tensor/index.js';
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
export interface SizedRecording {
  size: number;
  handle: NativeProgram;
  graph: Graph;
}

const cat = operatorCall('aten::cat');

/** Calls `use` with larger batches: the inputs with rows repeated. Two of them, since any two points lie on a line. */
export function grown(
  inputs: readonly Tensor[],
  use: (larger: readonly Tensor[], size: number) => SizedRecording,
): SizedRecording[] {
  const size = inputs[0]?.shape[0] ?? 0;
  if (size < 1 || inputs.some((input) => input.shape[0] !== size))
    throw new TypeError(
      "record: with batch: 'dynamic' all inputs have the batch, of at least one row, as their first dimension, got " +
        inputs.map((input) => `[${input.shape.join(', ')}]`).join(' and '),
    );
  return [size + 1, 2 * size + 3].map((wanted) =>
    scope(() => {
      const rows = Array.from({ length: wanted }, (_, i) => i % size);
      const larger = inputs.map((input) => cat([rows.map((row) => input.narrow(0, row, 1)), 0]));
      return use(larger as Tensor[], wanted);
    }),
  );
}

/** Finds what follows the batch's size by comparing recordings of three sizes, tells the program, and gives its graph. */
export function followBatch(first: SizedRecording, others: readonly SizedRecording[]): Graph {
  const all = [first, ...others];
  checkSameSteps(all);
  checkSameConstants(first, others);
  return new Comparison(all).graph();
}

/** The same function, recorded with batches of several sizes. */
class Comparison {
  /** What C++ has to be told: see `native.followBatch`. */
  private readonly sizes: number[][] = [];
  private readonly numbers: number[][] = [];

  constructor(private readonly all: readonly SizedRecording[]) {}

  /** The graph of the first recording, with what follows the batch in the place of its numbers. */
  graph(): Graph {
    const [first] = this.all;
    if (!first) throw new RangeError('there is nothing to compare');
    const { graph, handle } = first;
    const inputs = this.tensors((each) => each.inputs, 'a size of an input', -1);
    const steps = graph.steps.map((step, at) => ({
      ...step,
      arguments: step.arguments.map((given, i) => this.argument(given, i, step, at)),
      results: this.tensors(
        (each) => each.steps[at]?.results ?? [],
        `a size that ${nameOf(step)} gives`,
        step.index,
      ),
    }));
    const seen = [...inputs, ...steps.flatMap(({ results }) => results)];
    const outputs = graph.outputs.map((output) => ({
      ...output,
      shape: seen.findLast(({ value }) => value === output.value)?.shape ?? output.shape,
    }));
    native.followBatch(handle, this.sizes, this.numbers);
    return { ...graph, inputs, steps, outputs };
  }

  private tensors(
    part: (graph: Graph) => readonly GraphTensor[],
    where: string,
    step: number,
  ): GraphTensor[] {
    const [own = [], ...others] = this.all.map(({ graph }) => part(graph));
    return own.map((tensor, i) => {
      const shape = tensor.shape.map((value, dim): GraphSize => {
        const size = this.followed([value, ...others.map((other) => other[i]?.shape[dim])], where);
        if (size instanceof BatchSize) this.sizes.push([step, i, dim, size.slope]);
        return size;
      });
      return { ...tensor, shape };
    });
  }

  private argument(given: GraphArgument, i: number, step: GraphStep, at: number): GraphArgument {
    if (!('constant' in given)) return given;
    const values = this.all.map(({ graph }) => {
      const same = graph.steps[at]?.arguments[i];
      return same && 'constant' in same ? same.constant : undefined;
    });
    const where = `${given.name} of ${nameOf(step)}`;
    if (values.every((value) => textOf(value) === textOf(given.constant))) return given;
    if (given.fraction) throw this.unsteady(values, where);
    const note = (size: number | BatchSize, position: number) => {
      if (size instanceof BatchSize) this.numbers.push([step.index, i, position, size.slope]);
      return size;
    };
    if (!isList(given.constant)) return { ...given, constant: note(this.followed(values, where), -1) };
    const lists = values.map((value) => (value !== undefined && isList(value) ? value : []));
    if (lists.some(({ length }) => length !== lists[0]?.length)) throw this.unsteady(values, where);
    const members = given.constant.map((value, k): GraphConstant => {
      const here = lists.map((list) => list[k]);
      return here.every((other) => other === value) ? value : note(this.followed(here, where), k);
    });
    return { ...given, constant: members };
  }

  /** One number as it was in each recording: itself where it is always the same, else what it has of the batch's size. */
  private followed(values: readonly unknown[], where: string): number | BatchSize {
    const [value, next] = values;
    if (typeof value !== 'number' || typeof next !== 'number') throw this.unsteady(values, where);
    const [from = 0, to = 0] = this.all.map(({ size }) => size);
    const slope = (next - value) / (to - from);
    const offset = value - slope * from;
    const isLine = this.all.every(({ size }, i) => slope * size + offset === values[i]);
    if (!Number.isInteger(slope) || !isLine) throw this.unsteady(values, where);
    return slope === 0 ? value : new BatchSize(slope, offset);
  }

  private unsteady(values: readonly unknown[], where: string): TorchError {
    return new TorchError(
      `record: ${where} is ${values.map(textOf).join(', ')} for batches of ${this.all.map(({ size }) => size).join(', ')}: that is no ` +
        "multiple of the batch's size and a constant, so that the program cannot be for batches of any size",
    );
  }
}

const isList = (value: GraphConstant): value is readonly GraphConstant[] => Array.isArray(value);

const textOf = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(textOf).join(', ')}]` : Object.is(value, -0) ? '-0' : String(value);

const nameOf = ({ operator, module }: GraphStep): string => (module ? `${operator} in ${module}` : operator);

/** Throws unless the function called the same operators with every batch. */
function checkSameSteps(all: readonly SizedRecording[]): void {
  const numbers = (given: GraphArgument) =>
    'tensor' in given ? given.tensor : 'tensors' in given ? given.tensors : '';
  const [first = [], ...others] = all.map(({ graph }) =>
    graph.steps.map(
      ({ operator, overload, arguments: given, results }) =>
        `${operator}.${overload}(${given.map(numbers)}) ${results.map(({ value }) => value)}`,
    ),
  );
  for (const other of others) {
    const at = first.findIndex((step, i) => step !== other[i]);
    if (at < 0 && first.length === other.length) continue;
    const step = all[0]?.graph.steps[at];
    throw new TorchError(
      `record: the function does other things with a larger batch${step ? `, first at ${nameOf(step)}` : ''}: its program cannot be for ` +
        'batches of any size',
    );
  }
}

/** Throws where numbers that came from JavaScript, or tensors made before, are others with another batch. */
function checkSameConstants(first: SizedRecording, others: readonly SizedRecording[]): void {
  const bytes = ({ handle }: SizedRecording, i: number): Buffer =>
    scope(() => {
      const { buffer, byteOffset, byteLength } = tensorOf(native.capturedOf(handle, i, null)).toTypedArray();
      return Buffer.from(buffer, byteOffset, byteLength);
    });
  for (const [i, { name, shape }] of first.graph.captured.entries()) {
    if (name !== null) continue;
    const isSame = (other: SizedRecording) =>
      String(other.graph.captured[i]?.shape) === String(shape) && bytes(first, i).equals(bytes(other, i));
    if (!others.every(isSame))
      throw new TorchError(
        `record: a tensor [${shape.join(', ')}] that the function makes of numbers in JavaScript is another one with a larger batch: the ` +
          'program cannot be for batches of any size. Make it with operators (torch.full, torch.arange)',
      );
  }
}

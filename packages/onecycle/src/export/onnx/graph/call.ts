import {
  BatchSize,
  type DType,
  type GraphArgument,
  type GraphConstant,
  type GraphSize,
  type GraphStep,
  type Tensor,
} from '@onecycle/torch';
import type { Attributes, OnnxBuilder } from './builder.js';
import type { FoldedNorms } from './fold-norms.js';

/** What a step may ask of the translation that it is part of. */
export interface Surroundings {
  readonly builder: OnnxBuilder;
  /** Batch norms that go into the layers beside them. */
  readonly norms: FoldedNorms;
  /** The ONNX name of a value, in the dtype of the step's place or another. */
  nameOf(value: number, step: GraphStep, dtype?: DType): string;
  /** A value that does not depend on the program's inputs. */
  constantOf(value: number): Tensor | undefined;
  shapeOf(value: number): readonly GraphSize[];
  /** The path of a parameter or buffer in the model. */
  labelOf(value: number): string | undefined;
  /** The dtype in which a recorded dtype is stored at a step's place. */
  dtypeAt(recorded: string, step: GraphStep): DType;
  /** The dtype in which a step takes a value. */
  dtypeOf(value: number, step: GraphStep): DType;
  /** A number as a constant. */
  scalar(value: number, dtype: DType): string;
  /** A list of whole numbers as a constant. */
  whole(values: readonly number[]): string;
  /** A tensor as a constant. */
  add(tensor: Tensor, name: string, dtype: DType): string;
  /** One of the large constants, of which `quantize` makes smaller ones; once for every `key` that is not null. */
  weight(tensor: Tensor, name: string, axis: number, dtype: DType, key: string | null): string;
  /** Sizes as the input of an operator; where `inferable`, -1 may stand for one that it can tell from the others. */
  shapeInput(sizes: readonly GraphSize[], inferable: boolean): string;
}

/** One step on its way into ONNX: its arguments by their names, as constants or as names of ONNX values. */
export class Call {
  constructor(
    readonly to: Surroundings,
    readonly step: GraphStep,
  ) {}

  private argument(name: string): GraphArgument {
    const found = this.step.arguments.find((argument) => argument.name === name);
    if (!found) throw new Error(`${this.step.operator} has no argument '${name}'`);
    return found;
  }

  /** Whether there is such an argument and it is a tensor. */
  has(name: string): boolean {
    return this.step.arguments.some(
      (argument) => argument.name === name && 'tensor' in argument && argument.tensor >= 0,
    );
  }

  /** The number in the program of a tensor argument. */
  value(name: string): number {
    const argument = this.argument(name);
    if ('tensor' in argument) return argument.tensor;
    throw this.unmapped(`its ${name} is no tensor`);
  }

  /** The ONNX value of a tensor argument, in the given dtype or that of the place. */
  x(name: string, dtype?: DType): string {
    return this.to.nameOf(this.value(name), this.step, dtype);
  }

  /** The ONNX values of a list of tensors. */
  all(name: string, dtype?: DType): string[] {
    const argument = this.argument(name);
    if (!('tensors' in argument)) throw this.unmapped(`its ${name} is no list of tensors`);
    return argument.tensors.map((value) => this.to.nameOf(value, this.step, dtype));
  }

  /** A tensor argument that does not depend on the model's input. */
  constantTensor(name: string): Tensor {
    const tensor = this.to.constantOf(this.value(name));
    if (tensor) return tensor;
    throw this.unmapped(`its ${name} is not a constant`);
  }

  shape(name: string): readonly GraphSize[] {
    return this.to.shapeOf(this.value(name));
  }

  /** Sizes of the dimensions from `from` on, which may not follow the batch. */
  sizes(name: string, from = 0): number[] {
    return this.shape(name)
      .slice(from)
      .map((size) => {
        if (typeof size === 'number') return size;
        throw this.unmapped('a dimension that follows the batch must be fixed here');
      });
  }

  rank(name: string): number {
    return this.shape(name).length;
  }

  constant(name: string): GraphConstant {
    const argument = this.argument(name);
    if ('constant' in argument) return argument.constant;
    throw this.unmapped(`its ${name} is no constant`);
  }

  number(name: string): number {
    const value = this.constant(name);
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
      return Number(value);
    throw this.unmapped(`its ${name} is ${String(value)}`);
  }

  /** A whole number that may follow the batch. */
  size(name: string): GraphSize {
    const value = this.constant(name);
    return value instanceof BatchSize ? value : this.number(name);
  }

  flag(name: string): boolean {
    return this.constant(name) === true;
  }

  /** A list of sizes, or one number for all `length` of them; an empty list for null. */
  sizeList(name: string, length = 1): GraphSize[] {
    const value = this.constant(name);
    if (value === null) return [];
    const list = isList(value) ? value : [value];
    const sizes = list.map((size) => {
      if (size instanceof BatchSize) return size;
      if (typeof size === 'number' || typeof size === 'bigint') return Number(size);
      throw this.unmapped(`its ${name} is ${String(size)}`);
    });
    return sizes.length === 1 && length > 1 ? Array<GraphSize>(length).fill(sizes[0] ?? 0) : sizes;
  }

  ints(name: string, length = 1): number[] {
    return this.sizeList(name, length).map((size) => {
      if (typeof size === 'number') return size;
      throw this.unmapped(`its ${name} follows the batch`);
    });
  }

  /** A dimension counted from the front. */
  dim(name: string, rank: number): number {
    const dim = this.number(name);
    return dim < 0 ? dim + rank : dim;
  }

  /** Dimensions counted from the front; all of them where none are given. */
  dims(name: string, rank: number): number[] {
    const dims = this.ints(name).map((dim) => (dim < 0 ? dim + rank : dim));
    return dims.length > 0 ? dims : Array.from({ length: rank }, (_, dim) => dim);
  }

  /** The shape of a result. */
  result(i = 0): readonly GraphSize[] {
    return this.step.results[i]?.shape ?? [];
  }

  /** The dtype in which the step's results are at this place. */
  get dtype(): DType {
    return this.to.dtypeAt(this.step.results[0]?.dtype ?? 'float32', this.step);
  }

  /** Adds a node with one output. */
  emit(opType: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.emitAll(opType, inputs, attributes, 1)[0] ?? '';
  }

  /** Adds a node with several outputs. */
  emitAll(opType: string, inputs: readonly string[], attributes: Attributes, outputs: number): string[] {
    return this.to.builder.node(opType, inputs, attributes, outputs);
  }

  /** A number as a constant of the place's dtype, or of another. */
  scalar(value: number, dtype = this.dtype): string {
    return this.to.scalar(value, dtype);
  }

  /** A list of whole numbers as a constant. */
  whole(values: readonly number[]): string {
    return this.to.whole(values);
  }

  /** A constant that belongs to the model's numbers, in the place's dtype. */
  add(tensor: Tensor, name: string): string {
    return this.to.add(tensor, name, this.to.dtypeAt(tensor.dtype, this.step));
  }

  /**
   * The argument `weight`, which `quantize` makes smaller.
   *
   * @param tensor its elements, transposed for instance, or with a norm folded in
   * @param axis the dimension of the output channels
   * @param isFolded whether they are this layer's alone
   */
  weight(tensor: Tensor, name: string, axis: number, isFolded = false): string {
    const key = isFolded ? null : `${this.value('weight')} by ${axis}`;
    return this.to.weight(tensor, name, axis, this.to.dtypeAt(tensor.dtype, this.step), key);
  }

  /** What a captured tensor is called. */
  label(argument: string): string {
    return this.to.labelOf(this.value(argument)) ?? argument;
  }

  /** The sizes as ONNX wants them as an input: with -1 for one that follows the batch where the operator can compute it. */
  shapeInput(sizes: readonly GraphSize[], inferable: boolean): string {
    return this.to.shapeInput(sizes, inferable);
  }

  /** The error for what has no translation. */
  unmapped(why?: string): Error {
    const { operator, overload, module } = this.step;
    if (operator.startsWith('onecycle::'))
      return new Error(
        `exportOnnx: ${operator}, called by ${module}, is of a learner that toInference() made for predictions: export the one that it was made of`,
      );
    const called = `${operator.replace(/^aten::/, '')}${overload ? `.${overload}` : ''}`;
    return new Error(
      `exportOnnx: the operator ${called}, called by ${module === '' ? 'a function outside of any module' : module}, has no translation into ONNX${why ? `: ${why}` : ''}`,
    );
  }
}

const isList = (value: GraphConstant): value is readonly GraphConstant[] => Array.isArray(value);

/** Translates a step; gives the names of its results, an empty name for one that must not be used. */
export type Rule = (call: Call) => string | string[];

/** Rules by the operators' names, without namespace; in-place operators share the rule of the others. */
export type Rules = Record<string, Rule>;

import {
  BatchSize,
  type DType,
  type GraphArgument,
  type GraphSize,
  type GraphStep,
  type GraphTensor,
  type Program,
  Tensor,
  torch,
} from '@onecycle/torch';
import { counted } from '../../base/index.js';
import {
  Call,
  dataTypeOf,
  type FoldedNorms,
  foldNorms,
  int,
  OnnxBuilder,
  quantized,
  type Surroundings,
} from './graph/index.js';
import { ruleName, rules, views } from './operators/index.js';

export interface TranslationOptions {
  /** The version of ONNX's operators. */
  opset: number;
  /** Whether the numbers of the model have 16 bits. What stands outside of its modules keeps 32. */
  half: boolean;
  /** Whether weights have 8 bits. */
  quantize: boolean;
}

/** An ONNX value: its name, and the dtype that it has there. */
interface Value {
  name: string;
  dtype: DType;
}

/** Operators that give other numbers each time. */
const random = /^(rand|normal|bernoulli|multinomial|.*dropout|rrelu|poisson|uniform|exponential)/;

/** Outside of all steps: where the program's outputs are read. */
const outside: GraphStep = {
  index: Number.POSITIVE_INFINITY,
  operator: '',
  overload: '',
  arguments: [],
  results: [],
  module: '',
};

/**
 * A recorded program on its way into an ONNX graph. Steps that do not depend on the program's inputs are computed now; all others go
 * through the {@link rules}. An operator without a rule is an error that names it and its module.
 */
export class Translation implements Surroundings {
  readonly builder: OnnxBuilder;
  readonly norms: FoldedNorms;
  private readonly values = new Map<number, Value>();
  private readonly constants = new Map<number, Tensor>();
  /** What a value was like when it was given last. */
  private readonly seen = new Map<number, GraphTensor>();
  private readonly labels = new Map<number, string>();
  private readonly shared = new Map<string, string>();
  /** The value whose memory a value shows in another shape. */
  private readonly bases = new Map<number, number>();
  private input = '';

  constructor(
    private readonly program: Program<unknown>,
    private readonly options: TranslationOptions,
  ) {
    this.builder = new OnnxBuilder(options.opset);
    for (const [i, tensor] of program.graph.captured.entries()) {
      this.constants.set(tensor.value, program.captured(i));
      this.seen.set(tensor.value, tensor);
      if (tensor.name !== null) this.labels.set(tensor.value, tensor.name);
    }
    this.norms = foldNorms(program.graph, (value) => this.constants.get(value));
  }

  /** Translates all steps for an input of that ONNX name. @returns the name of the program's output, in float32 */
  run(input: string): string {
    const { inputs, steps, outputs } = this.program.graph;
    const [first, result] = [inputs[0], outputs[0]];
    if (!first || !result || inputs.length > 1 || outputs.length > 1)
      throw new Error(
        `exportOnnx: the model takes ${counted(inputs.length, 'input')} and gives ${counted(outputs.length, 'tensor')}; it must be one of each`,
      );
    this.input = input;
    this.seen.set(first.value, first);
    this.values.set(first.value, { name: input, dtype: dtypeNamed(first.dtype) });
    for (const step of steps) this.translate(step);
    return this.nameOf(result.value, outside, 'float32');
  }

  /** Frees what was made for it. */
  dispose(): void {
    for (const tensor of this.constants.values()) tensor.dispose();
  }

  private translate(step: GraphStep): void {
    const call = new Call(this, step);
    this.refuseAliased(step, call);
    if (!this.compute(step, call)) {
      const name = ruleName(step.operator);
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      if (!rule) throw call.unmapped();
      const names = this.norms.skipped.has(step)
        ? [call.x('input')]
        : torch.noGrad(() => [rule(call)].flat());
      for (const [i, result] of step.results.entries()) {
        const given = names[i];
        if (result.value < 0 || given === undefined) continue;
        this.values.set(result.value, { name: given, dtype: this.dtypeAt(result.dtype, step) });
      }
    }
    for (const result of step.results) {
      this.seen.set(result.value, result);
      const [base] = step.arguments.flatMap(tensorsOf);
      if (base !== undefined && base !== result.value && views.has(ruleName(step.operator)))
        this.bases.set(result.value, base);
    }
  }

  /** ONNX's values never change: what is changed in place may have no second name that is used later. */
  private refuseAliased({ operator, index }: GraphStep, call: Call): void {
    if (!/[^_]_$/.test(operator)) return;
    const changed = call.value('self');
    const root = this.rootOf(changed);
    const { steps, outputs, captured, inputs } = this.program.graph;
    if ([...captured, ...inputs].some(({ value }) => value === root))
      throw call.unmapped('it changes in place what the function did not make');
    const others = [root, ...this.bases.keys()].filter(
      (value) => value !== changed && this.rootOf(value) === root,
    );
    const isUsed = (value: number) =>
      outputs.some((output) => output.value === value) ||
      steps.some(
        (step) =>
          step.index > index && step.arguments.some((argument) => tensorsOf(argument).includes(value)),
      );
    if (others.some(isUsed)) throw call.unmapped('it changes in place memory that another tensor shows too');
  }

  private rootOf(value: number): number {
    const base = this.bases.get(value);
    return base === undefined ? value : this.rootOf(base);
  }

  /** Computes a step that does not depend on the inputs. @returns whether it is one */
  private compute(step: GraphStep, call: Call): boolean {
    const followsBatch = step.arguments.some(
      (argument) =>
        'constant' in argument && [argument.constant].flat(3).some((each) => each instanceof BatchSize),
    );
    if (followsBatch || !step.arguments.flatMap(tensorsOf).every((value) => this.constants.has(value)))
      return false;
    if (random.test(ruleName(step.operator))) throw call.unmapped('it gives random numbers');
    const given = (argument: GraphArgument) => {
      if ('constant' in argument) return argument.constant;
      if ('tensor' in argument) return this.constants.get(argument.tensor) ?? null;
      return argument.tensors.map((value) => this.constants.get(value) ?? null);
    };
    const options = Object.fromEntries(step.arguments.map((argument) => [argument.name, given(argument)]));
    const [namespace = '', name = ''] = step.operator.split('::');
    const operator = torch.ops[namespace]?.[step.overload === '' ? name : `${name}.${step.overload}`];
    const tensors = [torch.noGrad(() => operator?.(options))].flat(2);
    for (const [i, result] of step.results.entries()) {
      const tensor = tensors[i];
      if (tensor instanceof Tensor) this.constants.set(result.value, tensor);
    }
    return true;
  }

  dtypeAt(recorded: string, step: GraphStep): DType {
    const dtype = dtypeNamed(recorded);
    return this.options.half && step.module !== '' && dtype === 'float32' ? 'float16' : dtype;
  }

  dtypeOf(value: number, step: GraphStep): DType {
    return this.dtypeAt(this.seen.get(value)?.dtype ?? 'float32', step);
  }

  shapeOf(value: number): readonly GraphSize[] {
    return this.seen.get(value)?.shape ?? [];
  }

  constantOf(value: number): Tensor | undefined {
    return this.constants.get(value);
  }

  labelOf(value: number): string | undefined {
    return this.labels.get(value);
  }

  /** The ONNX name of a value, converted where it is stored in another dtype. */
  nameOf(value: number, step: GraphStep, dtype = this.dtypeOf(value, step)): string {
    const constant = this.constants.get(value);
    if (constant)
      return this.share(`value ${value} ${dtype}`, () =>
        this.add(constant, this.labelOf(value) ?? 'constant', dtype),
      );
    const known = this.values.get(value);
    if (!known?.name)
      throw new Call(this, step).unmapped(
        'it takes a result that has no translation, such as the places of maxima',
      );
    if (known.dtype === dtype) return known.name;
    return this.share(`${known.name} as ${dtype}`, () =>
      this.only('Cast', [known.name], { to: int(dataTypeOf(dtype)) }),
    );
  }

  scalar(value: number, dtype: DType): string {
    return this.share(`scalar ${value} ${dtype}`, () =>
      torch.scope(() => this.builder.constant(torch.tensor(value, { dtype: 'float64' }).to(dtype), 'scalar')),
    );
  }

  whole(values: readonly number[]): string {
    return this.share(`whole ${values}`, () => this.builder.whole(values));
  }

  add(tensor: Tensor, name: string, dtype: DType): string {
    return torch.scope(() => this.builder.constant(tensor.detach().to(dtype), name));
  }

  weight(tensor: Tensor, name: string, axis: number, dtype: DType, key: string | null): string {
    const make = () =>
      this.options.quantize
        ? quantized(this.builder, tensor, name, axis, dtype)
        : this.add(tensor, name, dtype);
    return key === null ? make() : this.share(`weight ${key} ${dtype}`, make);
  }

  shapeInput(sizes: readonly GraphSize[], inferable: boolean): string {
    const following = sizes.filter((size) => size instanceof BatchSize).length;
    const isKnown = following === 0 || (inferable && following === 1 && !sizes.includes(-1));
    if (isKnown) return this.whole(sizes.map((size) => (size instanceof BatchSize ? -1 : size)));
    const parts = sizes.map((size) =>
      size instanceof BatchSize ? this.following(size) : this.whole([size]),
    );
    return parts.length === 1 ? (parts[0] ?? '') : this.only('Concat', parts, { axis: int(0) });
  }

  /** A size that follows the batch, computed when the model runs: a list of one. */
  private following({ slope, offset }: BatchSize): string {
    const batch = this.share('batch', () =>
      this.only('Gather', [this.only('Shape', [this.input]), this.whole([0])], { axis: int(0) }),
    );
    const scaled = slope === 1 ? batch : this.only('Mul', [batch, this.whole([slope])]);
    return offset === 0 ? scaled : this.only('Add', [scaled, this.whole([offset])]);
  }

  private only(...[opType, inputs, attributes]: Parameters<OnnxBuilder['node']>): string {
    return this.builder.node(opType, inputs, attributes)[0] ?? '';
  }

  private share(key: string, make: () => string): string {
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.shared.set(key, made);
    return made;
  }
}

const tensorsOf = (argument: GraphArgument): readonly number[] =>
  'tensor' in argument
    ? [argument.tensor].filter((value) => value >= 0)
    : 'tensors' in argument
      ? argument.tensors.filter((value) => value >= 0)
      : [];

const dtypeNamed = (name: string): DType => {
  dataTypeOf(name);
  return name as DType;
};

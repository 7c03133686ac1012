import {
  adopt,
  checkTensor,
  checkTensors,
  type DType,
  Handle,
  type Id,
  isDType,
  liveId,
  type MemoryFormat,
  native,
  ownerOf,
  translated,
} from '../core/index.js';
import { describe, setTensorClass, wrap } from '../dispatch/index.js';
import { checkFunction, checkOptions, counted } from '../options/index.js';

/** A handle on a hook: `remove()` takes the hook away. */
export interface HookHandle {
  remove(): void;
}

/**
 * A multi-dimensional array of one dtype on one device, with gradients where asked for: PyTorch's tensor.
 *
 * Every operator of libtorch that takes a tensor first is a method in camelCase; all of them are functions of `torch`,
 * too. Its memory is outside of JavaScript's heap: see `scope` and `keep` for how it is given back in time.
 *
 * `new Tensor(other)` (and so `new TensorImage(other)`) is a second handle on the same tensor, under another class.
 */
export class Tensor extends Handle {
  constructor(source?: Tensor) {
    super();
    if (source !== undefined) adopt(this, native.alias(source.id, ownerOf(this)), ownerOf(this) !== null);
  }

  /** A handle of this class on the same tensor, without copying. */
  static from<T extends Tensor>(this: new (source: Tensor) => T, source: Tensor): T {
    checkTensor('from', source);
    return new this(source);
  }

  /** Sizes of the dimensions. */
  get shape(): number[] {
    return native.shape(this.live('shape'));
  }

  /** How many elements of memory lie between neighbours, per dimension. */
  stride(): number[] {
    return native.strides(this.live('stride'));
  }

  /** Number of dimensions. */
  get ndim(): number {
    return native.ndim(this.live('ndim'));
  }

  /** Number of elements. */
  numel(): number {
    return native.numel(this.live('numel'));
  }

  /** The size of one dimension, counted from the end where negative; of all of them without an argument. */
  size(): number[];
  size(dim: number): number;
  size(dim?: number): number | number[] {
    const shape = native.shape(this.live('size'));
    if (dim === undefined) return shape;
    const size = shape.at(dim);
    if (size === undefined || !Number.isInteger(dim))
      throw new RangeError(`size(${dim}): the tensor has ${counted(shape.length, 'dimension')}`);
    return size;
  }

  /** The type of the elements. */
  get dtype(): DType {
    const name = native.dtype(this.live('dtype'));
    if (!isDType(name)) throw new TypeError(`tensors of dtype ${name} are not supported`);
    return name;
  }

  /** `'cpu'`, `'cuda:0'`, … */
  get device(): string {
    return native.device(this.live('device'));
  }

  /** Whether it is a floating-point or complex tensor: only such a one can require a gradient. */
  get isDifferentiable(): boolean {
    return /float|complex/.test(native.dtype(this.live('dtype')));
  }

  /** Whether the elements lie in memory in row-major order, or in that of a memory format. */
  isContiguous(options: { memoryFormat?: MemoryFormat } = {}): boolean {
    checkOptions(options, { memoryFormat: true }, 'isContiguous');
    return native.isContiguous(this.live('isContiguous'), options.memoryFormat);
  }

  /** Whether operations on it are recorded for gradients. Only a leaf can be changed. */
  get requiresGrad(): boolean {
    return native.requiresGrad(this.live('requiresGrad'));
  }

  set requiresGrad(value: boolean) {
    this.guarded('requiresGrad', () => native.setRequiresGrad(this.live('requiresGrad'), value));
  }

  /** Sets `requiresGrad` and returns the tensor. */
  requiresGrad_(value = true): this {
    this.requiresGrad = value;
    return this;
  }

  /** Whether it was made by the user and not by a recorded operation. */
  get isLeaf(): boolean {
    return native.isLeaf(this.live('isLeaf'));
  }

  /** Name of the recorded operation that made it (`AddBackward0`), or null. */
  get gradFn(): string | null {
    const name = native.gradFn(this.live('gradFn'));
    return name === null ? null : (pythonNames[name] ?? name);
  }

  /** What `backward` accumulated, or null. */
  get grad(): Tensor | null {
    const result = new Tensor();
    const owner = ownerOf(result);
    const id = native.getGrad(this.live('grad'), owner);
    return id < 0 ? null : adopt(result, id, owner !== null);
  }

  set grad(value: Tensor | null) {
    this.guarded('grad', () =>
      native.setGrad(this.live('grad'), value === null ? null : liveId(value, 'grad')),
    );
  }

  /** The same memory outside the graph; assigning replaces the memory and leaves the place in the graph. */
  get data(): Tensor {
    const result = new Tensor();
    const owner = ownerOf(result);
    return adopt(result, native.data(this.live('data'), owner), owner !== null);
  }

  set data(value: Tensor) {
    this.guarded('data', () => native.setData(this.live('data'), liveId(value, 'data')));
  }

  /**
   * Computes the gradients of this tensor with respect to the leaves it came from and adds them to their `grad`.
   *
   * @param options.gradient what to multiply with; may be left out for a scalar
   * @param options.inputs only these leaves
   */
  backward(
    options: {
      gradient?: Tensor;
      retainGraph?: boolean;
      createGraph?: boolean;
      inputs?: readonly Tensor[];
    } = {},
  ): void {
    checkOptions(options, { gradient: true, retainGraph: true, createGraph: true, inputs: true }, 'backward');
    const { gradient, inputs = [] } = options;
    checkTensors('backward', inputs, 'inputs');
    this.guarded('backward', () =>
      native.backward(
        [this.live('backward')],
        gradient ? [liveId(gradient, 'backward')] : [],
        options.retainGraph ?? null,
        options.createGraph ?? false,
        inputs.map((input) => liveId(input, 'backward')),
      ),
    );
  }

  /** Calls `hook` with the gradient whenever it is computed; what it returns, if anything, takes its place. */
  registerHook(hook: (gradient: Tensor) => Tensor | undefined): HookHandle {
    checkFunction('registerHook', hook);
    const position = this.guarded('registerHook', () =>
      native.registerHook(this.live('registerHook'), (id) => {
        const result = hook(tensorOf(id));
        return result === undefined ? [] : [liveId(result, 'registerHook')];
      }),
    );
    return {
      remove: () => {
        if (!this.disposed) native.removeHook(this.id, position);
      },
    };
  }

  /** The transpose: all dimensions in reverse order. */
  get T(): Tensor {
    return this.permute(native.shape(this.live('T')).map((_, i, all) => all.length - 1 - i));
  }

  /** The transpose of the last two dimensions. */
  get mT(): Tensor {
    this.live('mT');
    return this.transpose(-2, -1);
  }

  // Node, Deno and Jupyter show a tensor as text; the text itself is made in printing.ts.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  [Symbol.for('Deno.customInspect')](): string {
    return this.toString();
  }

  [Symbol.for('Jupyter.display')](): Record<string, string> {
    return { 'text/plain': this.toString() };
  }

  /**
   * What JavaScript's operators and `Number(x)` make of a tensor: with one element, its number, as Python's `float(x)`. They
   * cannot mean the others, whose operators are methods; a text is what `String(x)` and `${x}` give.
   *
   * @throws TypeError for any other number of elements, with the methods that do what the operators would
   */
  [Symbol.toPrimitive](hint: string): number | string {
    if (hint === 'string') return this.toString();
    if (this.numel() === 1) return Number(this.item());
    const instead =
      hint === 'default'
        ? 'x.add(1) for x + 1, x.eq(1) for x == 1, and String(x) for its text'
        : 'x.mul(2) for x * 2, x.sub(1) for x - 1, x.rsub(1) for 1 - x, x.div(2), x.pow(2), x.neg() for -x, x.lt(2) for x < 2, ' +
          'and x.item() or x.mean() where one number is meant';
    throw new TypeError(
      `JavaScript's operators take a tensor of one element, and this is ${describe(this)}: use its methods, ${instead}`,
    );
  }

  private live(operation: string): Id {
    return liveId(this, operation);
  }

  private guarded<T>(operation: string, run: () => T): T {
    return translated(operation, () => describe(this), run);
  }
}

setTensorClass(Tensor);

/**
 * Gives `Tensor` methods that stand in files of their own: this one imports none of those that work on tensors. Their types are
 * merged into the class there, by `declare module './tensor.js'`.
 *
 * @internal
 */
export function install<K extends keyof Tensor>(methods: Pick<Tensor, K> & ThisType<Tensor>): void {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(methods)))
    Object.defineProperty(Tensor.prototype, name, { ...descriptor, enumerable: false });
}

/** Makes a tensor of an id that C++ handed over. @internal */
export function tensorOf(id: Id): Tensor {
  const tensor = wrap(id);
  if (!(tensor instanceof Tensor)) throw new TypeError('expected a tensor, got none');
  return tensor;
}

/** Python sends a number through the overload for tensors, ours takes the one for numbers: the gradient is one, the names are two. */
const pythonNames: Record<string, string> = {
  AddBackward1: 'AddBackward0',
  SubBackward1: 'SubBackward0',
  MulBackward1: 'MulBackward0',
  DivBackward1: 'DivBackward0',
  DivBackward3: 'DivBackward2',
};

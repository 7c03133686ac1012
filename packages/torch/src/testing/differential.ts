import { camelCase, type DType, type TypedArray } from '../core/index.js';
import { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

/** A value as differential.py writes it. */
type Encoded = null | boolean | number | string | EncodedTensor | { number: number | string } | Encoded[];

interface EncodedTensor {
  tensor: DType;
  shape: number[];
  data: (number | string | boolean)[];
  grad?: boolean;
}

/** One call, and what Python answered. */
export interface DifferentialCase {
  op: string;
  args: Encoded[];
  kwargs?: Record<string, Encoded>;
  result: Encoded;
  gradOutputs?: Encoded[];
  grads?: Encoded[];
}

const isTensor = (value: Encoded): value is EncodedTensor =>
  typeof value === 'object' && value !== null && 'tensor' in value;

const real = (value: number | string | boolean): number =>
  typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : Number(value);

function decodeTensor({ tensor: dtype, shape, data, grad = false }: EncodedTensor): Tensor {
  const numbers = data.map(real);
  const complex: TypedArray | null =
    dtype === 'complex64'
      ? Float32Array.from(numbers)
      : dtype === 'complex128'
        ? Float64Array.from(numbers)
        : null;
  const made = complex
    ? torch.fromTypedArray(complex, shape, { dtype })
    : dtype === 'int64'
      ? torch.fromTypedArray(BigInt64Array.from(numbers, BigInt), shape)
      : torch.fromTypedArray(Float64Array.from(numbers), shape, { dtype });
  return made.requiresGrad_(grad);
}

function decode(value: Encoded): unknown {
  if (isTensor(value)) return decodeTensor(value);
  if (Array.isArray(value)) return value.map(decode);
  return typeof value === 'object' && value !== null ? real(value.number) : value;
}

/** `linalg_inv` is `torch.linalg.inv`; most others are `torch.<name>`. */
function operator(name: string): (...args: unknown[]) => unknown {
  const [group = '', ...rest] = name.split('_');
  const [home, key] = /^(linalg|special|fft)_/.test(name)
    ? [Reflect.get(torch, group), camelCase(rest.join('_'))]
    : [torch, camelCase(name)];
  const found: unknown = Reflect.get(home, key);
  if (typeof found !== 'function') throw new Error(`torch has no ${key}`);
  return (...args) => found(...args);
}

function* tensorsIn(value: unknown): Generator<Tensor> {
  if (value instanceof Tensor) yield value;
  else if (Array.isArray(value)) for (const item of value) yield* tensorsIn(item);
}

const elements = (tensor: Tensor): number[] => {
  const plain = tensor.dtype.startsWith('complex') ? torch.viewAsReal(tensor.detach().resolveConj()) : tensor;
  return [plain.tolist()].flat(16).map(Number);
};

/** How far apart equal computations may come out: another order of summation, another vector width. */
const TOLERANCE: Partial<Record<DType, number>> = {
  float64: 1e-9,
  complex128: 1e-9,
  float32: 2e-5,
  complex64: 2e-5,
  float16: 2e-3,
  bfloat16: 2e-2,
};

/** What differs between a value and Python's answer, or null. */
function difference(got: unknown, wanted: Encoded, where: string): string | null {
  if (Array.isArray(wanted) && Array.isArray(got)) {
    if (got.length !== wanted.length) return `${where}: ${got.length} results, Python has ${wanted.length}`;
    return (
      wanted.map((item, i) => difference(got[i], item, `${where}[${i}]`)).find((text) => text !== null) ??
      null
    );
  }
  if (!isTensor(wanted))
    return Object.is(got, decode(wanted)) ? null : `${where}: ${got}, Python has ${decode(wanted)}`;
  if (!(got instanceof Tensor)) return `${where}: ${got}, Python has a tensor`;
  const form = `${got.dtype}[${got.shape}]`;
  const wantedForm = `${wanted.tensor}[${wanted.shape}]`;
  if (form !== wantedForm) return `${where}: ${form}, Python has ${wantedForm}`;
  const tolerance = TOLERANCE[wanted.tensor] ?? 0;
  const values = elements(got);
  const scale = Math.max(1, ...wanted.data.map(real).filter(Number.isFinite).map(Math.abs));
  const bad = wanted.data.map(real).findIndex((value, i) => {
    const mine = values[i] ?? Number.NaN;
    return !Object.is(mine, value) && mine !== value && !(Math.abs(mine - value) <= tolerance * scale);
  });
  return bad < 0 ? null : `${where}: element ${bad} is ${values[bad]}, Python has ${wanted.data[bad]}`;
}

/** Makes the call here and compares values, dtypes, shapes and gradients. Null where all agree. */
export const compare = (example: DifferentialCase): string | null =>
  torch.scope(() => {
    const args = example.args.map(decode);
    const options = Object.entries(example.kwargs ?? {}).map(([key, value]) => [
      camelCase(key),
      decode(value),
    ]);
    const all = options.length > 0 ? [...args, Object.fromEntries(options)] : args;
    const result = operator(example.op)(...all);
    const differs = difference(result, example.result, 'result');
    if (differs !== null || example.grads === undefined) return differs;
    const inputs = [...tensorsIn([args, options.map(([, value]) => value)])].filter(
      (tensor) => tensor.requiresGrad,
    );
    const outputs = [...tensorsIn(result)].filter((tensor) => tensor.requiresGrad);
    const gradOutputs = [...tensorsIn((example.gradOutputs ?? []).map(decode))];
    return difference(
      torch.grad(outputs, inputs, { gradOutputs, allowUnused: true }),
      example.grads,
      'gradient',
    );
  });

import { type NativeOperator, native, translate } from '../core/index.js';
import { guardOf } from '../guards/index.js';
import { describe } from './describe.js';
import { operatorFamily } from './families.js';
import { idOf, optionsOf, typesOf } from './plan.js';
import { wrap } from './results.js';

/** What is done to an argument before it crosses: a tensor is known by its number there. */
type Crossing = (value: unknown) => unknown;

/** A call whose arguments are what the schema says, each in its place: nobody needs to look at them to know what is meant. */
interface Planned {
  readonly label: string;
  readonly index: number;
  readonly count: number;
  /** Of those arguments that do not cross as they are. */
  readonly crossings: readonly { readonly at: number; readonly cross: Crossing }[];
  /** Of each result, whether it is a tensor. */
  readonly tensors: readonly boolean[];
}

const idsOf = (value: unknown): unknown => (Array.isArray(value) ? value.map(idOf) : value);

const crossings = new Map<string, Crossing | undefined>([
  ['Tensor', idOf],
  ['Tensor[]', idsOf],
]);
for (const type of ['int', 'float', 'bool', 'str', 'Scalar', 'int[]', 'float[]', 'bool[]', 'str[]'])
  crossings.set(type, undefined);

/** Null where arguments can be given in other ways, or something has to be done that the schema does not say. */
function planOf(name: string, operators: readonly NativeOperator[]): Planned | null {
  const [operator, another] = operators;
  if (!operator || another || operator.returnsArgument >= 0) return null;
  const { index, arguments: wanted, returns } = operator;
  const isPlain = wanted.every(({ type, size, keywordOnly }) => crossings.has(type) && !size && !keywordOnly);
  if (!isPlain || !returns.every((type) => crossings.has(type) && type !== 'Tensor[]')) return null;
  if (guardOf(name, typesOf(operator))) return null;
  return {
    label: name.replace(/^aten::/, ''),
    index,
    count: wanted.length,
    crossings: wanted.flatMap(({ type }, at) => {
      const cross = crossings.get(type);
      return cross ? [{ at, cross }] : [];
    }),
    tensors: returns.map((type) => type === 'Tensor'),
  };
}

const plans = new Map<string, Planned | null>();

/**
 * Calls an operator by its full name on a worker thread, without autograd: for reading files and decoding pictures. An operator of a
 * library that is given all its arguments is called without looking at what they are.
 */
export function callAsync(name: string, ...args: unknown[]): Promise<unknown> {
  let plan = plans.get(name);
  if (plan === undefined) {
    const operators = operatorFamily(name).schemas();
    plan = planOf(name, operators);
    if (operators.length > 0) plans.set(name, plan); // else it may come with a library later
  }
  const isWhole = args.length === plan?.count && optionsOf(args) === undefined;
  return plan && isWhole ? callPlanned(plan, args) : operatorFamily(name).callAsync(args);
}

async function callPlanned({ label, index, crossings, tensors }: Planned, args: unknown[]): Promise<unknown> {
  const values = args.slice();
  for (const { at, cross } of crossings) values[at] = cross(values[at]);
  try {
    const raw = await native.callAsync(index, ...values);
    if (tensors.length === 1) return result(raw, tensors[0]);
    if (!Array.isArray(raw)) return undefined;
    for (let i = 0; i < raw.length; i++) raw[i] = result(raw[i], tensors[i]);
    return raw;
  } catch (error) {
    throw translate(error, label, args.map(describe).join(', '));
  }
}

const result = (value: unknown, isTensor = false): unknown =>
  isTensor && typeof value === 'number' ? wrap(value) : value;

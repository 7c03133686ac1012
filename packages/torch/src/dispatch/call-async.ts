import { type NativeOperator, translate } from '../core/index.js';
import { guardOf } from '../guards/index.js';
import { kindOf } from '../options/index.js';
import { describe } from './describe.js';
import { operatorFamily } from './families.js';
import { callFramedAsync } from './frame.js';
import { optionsOf, typesOf } from './plan.js';
import { unwrapAll } from './results.js';

/** A call whose arguments are what the schema says, each in its place: nobody needs to look at them to know what is meant. */
interface Planned {
  readonly operator: NativeOperator;
  /** Of the arguments. */
  readonly types: readonly string[];
}

const known = new Set([
  'Tensor',
  'Tensor[]',
  'int',
  'float',
  'bool',
  'str',
  'Scalar',
  'int[]',
  'float[]',
  'str[]',
]);

/** Null where arguments can be given in other ways, or something has to be done that the schema does not say. */
function planOf(name: string, operators: readonly NativeOperator[]): Planned | null {
  const [operator, another] = operators;
  if (!operator || another || operator.returnsArgument >= 0 || guardOf(name, typesOf(operator))) return null;
  const isPlain = operator.arguments.every(
    ({ type, size, keywordOnly }) => known.has(type) && !size && !keywordOnly,
  );
  return isPlain ? { operator, types: operator.arguments.map(({ type }) => type) } : null;
}

const plans = new Map<string, Planned | null>();

/**
 * Calls an operator by its full name on a worker thread, without autograd: for reading files and decoding pictures. An operator of a
 * library that is given all its arguments is called without looking at what they are.
 */
export async function callAsync(name: string, ...args: unknown[]): Promise<unknown> {
  let plan = plans.get(name);
  if (plan === undefined) {
    if (typeof name !== 'string')
      throw new TypeError(
        `callAsync takes the full name of an operator, such as 'aten::add', not ${kindOf(name)}`,
      );
    const operators = operatorFamily(name).schemas();
    plan = planOf(name, operators);
    if (operators.length > 0) plans.set(name, plan); // else it may come with a library later
  }
  if (plan && args.length === plan.types.length && optionsOf(args) === undefined)
    try {
      const called = callFramedAsync(plan.operator.index, plan.types, args);
      if (called) return unwrapAll(plan.operator, await called);
    } catch (error) {
      throw translate(error, name.replace(/^aten::/, ''), args.map(describe).join(', '));
    }
  return operatorFamily(name).callAsync(args);
}

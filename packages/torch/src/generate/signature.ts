import { camelCase, type NativeArgument, type NativeOperator } from '../core/index.js';
import { isFactory } from '../dispatch/index.js';

/** TypeScript's type for an argument of the schema. What is missing here cannot be typed, and its overload is left to `ops`. */
const argumentTypes: Record<string, string> = {
  Tensor: 'Tensor',
  'Tensor[]': 'readonly Tensor[]',
  'Tensor?[]': 'readonly (Tensor | null)[]',
  int: 'number',
  SymInt: 'number',
  float: 'number',
  bool: 'boolean',
  str: 'string',
  Scalar: 'number | bigint | boolean',
  'int[]': 'number | readonly number[]',
  'SymInt[]': 'number | readonly number[]',
  'float[]': 'readonly number[]',
  'bool[]': 'readonly boolean[]',
  'str[]': 'readonly string[]',
  'Scalar[]': 'readonly number[]',
  ScalarType: 'DType',
  Layout: 'Layout',
  MemoryFormat: 'MemoryFormat',
  Device: 'Device',
  Generator: 'Generator',
};

const resultTypes: Record<string, string> = {
  Tensor: 'Tensor',
  'Tensor?': 'Tensor | null',
  'Tensor[]': 'Tensor[]',
  int: 'number',
  SymInt: 'number',
  float: 'number',
  bool: 'boolean',
  str: 'string',
  Scalar: 'number',
  'int[]': 'number[]',
};

/** Words that JavaScript keeps for itself. */
const reserved = new Set(['function', 'in', 'var', 'new', 'with', 'default', 'this']);

const parameterName = (argument: NativeArgument): string => {
  const name = camelCase(argument.name);
  return reserved.has(name) ? `${name}_` : name;
};

function parameterType(argument: NativeArgument): string | undefined {
  const type = argumentTypes[argument.type];
  return type && argument.optional ? `${type} | null` : type;
}

/** Names of the results, where the schema gives them: `(Tensor values, Tensor indices)`. */
function resultNames(schema: string): string[] {
  const returns = /-> \((.*)\)$/.exec(schema)?.[1] ?? '';
  return returns.split(', ').map((item) => camelCase(/ ([a-z_0-9]+)$/i.exec(item)?.[1] ?? ''));
}

function resultType(operator: NativeOperator, isMethod: boolean): string | undefined {
  const { returns } = operator;
  if (operator.returnsArgument === 0) return isMethod ? 'this' : 'Tensor';
  if (returns.length === 0) return 'void';
  const types = returns.map((type) => resultTypes[type]);
  if (types.some((type) => type === undefined)) return undefined;
  if (types.length === 1) return types[0];
  const names = resultNames(operator.schema);
  const named = names.length === types.length && names.every((name) => name !== '');
  return `[${types.map((type, i) => (named ? `${names[i]}: ${type}` : type)).join(', ')}]`;
}

const isOptional = (argument: NativeArgument): boolean => argument.optional || argument.default !== null;

/**
 * The signatures of one overload: for every number of optional arguments given by position, one that takes the rest as
 * options. Undefined where a type has no counterpart in TypeScript.
 */
export function signatures(operator: NativeOperator, isMethod: boolean): string[] | undefined {
  const result = resultType(operator, isMethod);
  const parameters = operator.arguments.slice(isMethod ? 1 : 0);
  if (result === undefined || parameters.some((argument) => parameterType(argument) === undefined))
    return undefined;
  const positional = parameters.filter((argument) => !argument.keywordOnly);
  const required = positional.findLastIndex((argument) => !isDefaulted(argument)) + 1;
  const forms = new Set<string>();
  for (let given = required; given <= positional.length; given++) {
    const listed = positional
      .slice(0, given)
      .map((argument) => `${parameterName(argument)}: ${parameterType(argument)}`);
    const rest = parameters.filter(
      (argument) => argument.keywordOnly || positional.indexOf(argument) >= given,
    );
    const options = rest.map(
      (argument) =>
        `${camelCase(argument.name)}${isOptional(argument) ? '?' : ''}: ${parameterType(argument)}`,
    );
    if (isFactory(operator)) options.push('requiresGrad?: boolean');
    if (options.length > 0)
      listed.push(`options${rest.every(isOptional) ? '?' : ''}: { ${options.join('; ')} }`);
    forms.add(`(${listed.join(', ')}): ${result}`);
  }
  return [...forms];
}

/** An optional argument without a default must still be given by position, as null, or it would mean another overload. */
const isDefaulted = (argument: NativeArgument): boolean => argument.default !== null || argument.keywordOnly;

import type { DType } from '@onecycle/torch';
import type { Call, Rule, Rules } from '../graph/index.js';
import { float, text } from '../graph/index.js';

const unary =
  (opType: string): Rule =>
  (call) =>
    call.emit(opType, [call.x('self', call.dtype)]);

/** A tensor argument, or the number that stands in its place. */
const operand = (call: Call, name: string, dtype: DType): string =>
  call.has(name) ? call.x(name, dtype) : call.scalar(call.number(name), dtype);

const binary =
  (opType: string): Rule =>
  (call) =>
    call.emit(opType, [operand(call, 'self', call.dtype), operand(call, 'other', call.dtype)]);

/** `alpha` scales the second operand. */
const sum =
  (opType: string, first = 'self', second = 'other'): Rule =>
  (call) => {
    const alpha = call.number('alpha');
    const other = operand(call, second, call.dtype);
    const scaled = alpha === 1 ? other : call.emit('Mul', [other, call.scalar(alpha)]);
    return call.emit(opType, [operand(call, first, call.dtype), scaled]);
  };

const comparison =
  (opType: string, negated = false): Rule =>
  (call) => {
    const dtype = call.to.dtypeOf(call.value('self'), call.step);
    const result = call.emit(opType, [call.x('self', dtype), operand(call, 'other', dtype)]);
    return negated ? call.emit('Not', [result]) : result;
  };

/** Limits that are null do not hold. */
const clip =
  (least: string, largest: string): Rule =>
  (call) => {
    const limit = (name: string): string =>
      call.has(name)
        ? call.x(name, call.dtype)
        : !call.step.arguments.some((argument) => argument.name === name) || call.constant(name) === null
          ? ''
          : call.scalar(call.number(name));
    const inputs = [call.x('self', call.dtype), limit(least), limit(largest)];
    return call.emit('Clip', inputs[2] === '' ? inputs.slice(0, 2) : inputs);
  };

/** x · gate(x) */
const gated =
  (gate: (call: Call, x: string) => string): Rule =>
  (call) => {
    const x = call.x('self', call.dtype);
    return call.emit('Mul', [x, gate(call, x)]);
  };

const gelu: Rule = (call) => {
  const x = call.x('self', call.dtype);
  const half = call.emit('Mul', [x, call.scalar(0.5)]);
  if (call.constant('approximate') === 'tanh') {
    const cube = call.emit('Mul', [call.emit('Mul', [call.emit('Mul', [x, x]), x]), call.scalar(0.044715)]);
    const inner = call.emit('Mul', [call.emit('Add', [x, cube]), call.scalar(Math.sqrt(2 / Math.PI))]);
    return call.emit('Mul', [half, call.emit('Add', [call.emit('Tanh', [inner]), call.scalar(1)])]);
  }
  const erf = call.emit('Erf', [call.emit('Div', [x, call.scalar(Math.SQRT2)])]);
  return call.emit('Mul', [half, call.emit('Add', [erf, call.scalar(1)])]);
};

const elu: Rule = (call) => {
  if (call.number('scale') !== 1 || call.number('input_scale') !== 1)
    throw call.unmapped('its scales are not 1');
  return call.emit('Elu', [call.x('self', call.dtype)], { alpha: float(call.number('alpha')) });
};

const division: Rule = (call) => {
  const rounding = call.step.arguments.some(({ name }) => name === 'rounding_mode')
    ? call.constant('rounding_mode')
    : null;
  if (rounding !== null) throw call.unmapped('it rounds');
  return binary('Div')(call);
};

export const elementwise: Rules = {
  relu: unary('Relu'),
  sigmoid: unary('Sigmoid'),
  tanh: unary('Tanh'),
  exp: unary('Exp'),
  log: unary('Log'),
  sqrt: unary('Sqrt'),
  neg: unary('Neg'),
  abs: unary('Abs'),
  erf: unary('Erf'),
  floor: unary('Floor'),
  ceil: unary('Ceil'),
  round: unary('Round'),
  reciprocal: unary('Reciprocal'),
  sign: unary('Sign'),
  sin: unary('Sin'),
  cos: unary('Cos'),
  softsign: unary('Softsign'),
  hardswish: unary('HardSwish'),
  selu: unary('Selu'),
  logical_not: unary('Not'),
  rsqrt: (call) => call.emit('Reciprocal', [call.emit('Sqrt', [call.x('self', call.dtype)])]),
  square: (call) => call.emit('Mul', [call.x('self', call.dtype), call.x('self', call.dtype)]),
  gelu,
  silu: gated((call, x) => call.emit('Sigmoid', [x])),
  mish: gated((call, x) => call.emit('Tanh', [call.emit('Softplus', [x])])),
  hardsigmoid: (call) =>
    call.emit('HardSigmoid', [call.x('self', call.dtype)], { alpha: float(1 / 6), beta: float(0.5) }),
  relu6: (call) => call.emit('Clip', [call.x('self', call.dtype), call.scalar(0), call.scalar(6)]),
  hardtanh: clip('min_val', 'max_val'),
  clamp: clip('min', 'max'),
  clamp_min: clip('min', 'max'),
  clamp_max: clip('min', 'max'),
  leaky_relu: (call) =>
    call.emit('LeakyRelu', [call.x('self', call.dtype)], { alpha: float(call.number('negative_slope')) }),
  elu,
  celu: (call) => call.emit('Celu', [call.x('self', call.dtype)], { alpha: float(call.number('alpha')) }),
  softplus: (call) => {
    if (call.number('beta') !== 1) throw call.unmapped('its beta is not 1');
    return call.emit('Softplus', [call.x('self', call.dtype)]);
  },
  prelu: (call) => {
    const slope = call.constantTensor('weight');
    const shape = [-1, ...Array<number>(Math.max(call.rank('self') - 2, 0)).fill(1)];
    return call.emit('PRelu', [call.x('self'), call.add(slope.reshape(shape), call.label('weight'))]);
  },
  add: sum('Add'),
  sub: sum('Sub'),
  rsub: sum('Sub', 'other', 'self'),
  mul: binary('Mul'),
  multiply: binary('Mul'),
  div: division,
  divide: division,
  true_divide: division,
  pow: (call) => call.emit('Pow', [operand(call, 'self', call.dtype), operand(call, 'exponent', call.dtype)]),
  maximum: binary('Max'),
  minimum: binary('Min'),
  eq: comparison('Equal'),
  ne: comparison('Equal', true),
  gt: comparison('Greater'),
  ge: comparison('GreaterOrEqual'),
  lt: comparison('Less'),
  le: comparison('LessOrEqual'),
  logical_and: binary('And'),
  logical_or: binary('Or'),
  where: (call) =>
    call.emit('Where', [
      call.x('condition'),
      operand(call, 'self', call.dtype),
      operand(call, 'other', call.dtype),
    ]),
  masked_fill: (call) =>
    call.emit('Where', [call.x('mask'), operand(call, 'value', call.dtype), call.x('self', call.dtype)]),
  einsum: (call) =>
    call.emit('Einsum', call.all('tensors', call.dtype), {
      equation: text(String(call.constant('equation'))),
    }),
};

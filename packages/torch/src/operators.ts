import { operatorCall, operatorNames } from './families.js';
import { promised } from './generated/names.js';
import type { TensorMethods } from './generated/tensor-methods.js';
import { Handle } from './lifetime.js';
import { camelCase } from './names.js';

/**
 * Base of `Tensor` whose prototype gets one method for every operator of libtorch. Their types are generated from the
 * dispatcher's schemas (`npm run generate`); at run time they all go through the same door.
 */
export abstract class Operators extends Handle {}

/**
 * The operators of ATen by the name that JavaScript gives them: `logSoftmax` → `aten::log_softmax`. Those that the types
 * promise are among them even where the installed libtorch lacks one: its call then says so.
 */
export function atenNames(): Map<string, string> {
  const names = new Map<string, string>();
  for (const name of [...promised, ...operatorNames().keys()])
    if (name.startsWith('aten::')) names.set(camelCase(name.slice('aten::'.length)), name);
  return names;
}

for (const [name, operator] of atenNames()) {
  const call = operatorCall(operator);
  Object.defineProperty(Operators.prototype, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...args: unknown[]) {
      return call([this, ...args]);
    },
  });
}

/** What `Tensor` extends: the class above, with the generated types. */
export const OperatorMethods = Operators as unknown as new () => Handle & TensorMethods;

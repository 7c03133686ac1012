import { whenOpen } from '../core/index.js';
import { atenNames, operatorCall, promisedNames } from '../dispatch/index.js';
import { Tensor } from './tensor.js';

// `Tensor` gets one method for every operator of libtorch that it has not got by hand. Their types are generated from the
// dispatcher's schemas (`npm run generate`); at run time they all go through the same door. Those that no type promises are added when
// libtorch is open, which it is before there is a tensor.

const methods = new Map<string, unknown>();

function addMethods(names: ReadonlyMap<string, string>): void {
  for (const [name, operator] of names) {
    if (Object.hasOwn(Tensor.prototype, name)) continue;
    const call = operatorCall(operator);
    // Spread, a list of two would be made by way of a larger one: a twentieth of what an addition of small tensors costs.
    const method = function (this: unknown, ...args: unknown[]) {
      if (args.length === 0) return call([this]);
      if (args.length === 1) return call([this, args[0]]);
      return call([this, ...args]);
    };
    methods.set(name, method);
    Object.defineProperty(Tensor.prototype, name, { configurable: true, writable: true, value: method });
  }
}

addMethods(promisedNames);
whenOpen(() => addMethods(atenNames()));

/** Whether a method of `Tensor` is an operator of libtorch as it is, and not one that stands in these files. @internal */
export const isOperatorMethod = (name: string): boolean =>
  methods.has(name) && Object.getOwnPropertyDescriptor(Tensor.prototype, name)?.value === methods.get(name);

import { operatorCall } from './families.js';

/** Any operator: what it takes and gives, its schema says. */
export type Operator = (...args: unknown[]) => unknown;

/** An operator as a function of its arguments. */
export function operatorFunction(name: string): Operator {
  const call = operatorCall(name);
  return (...args) => call(args);
}

/** Operators of one namespace of the dispatcher under their own names: `ops.aten._foreach_add_`, `ops.aten['add.out']`. */
function namespace(prefix: string): Record<string, Operator> {
  return new Proxy<Record<string, Operator>>(
    {},
    {
      get(known, name) {
        if (typeof name !== 'string' || name === 'then') return undefined;
        known[name] ??= operatorFunction(`${prefix}::${name}`);
        return known[name];
      },
    },
  );
}

/** Every operator of every library, private ones included, without types: `ops.aten.…`, `ops.onecycle.…`. */
export const ops: Record<string, Record<string, Operator>> = new Proxy<
  Record<string, Record<string, Operator>>
>(
  {},
  {
    get(known, name) {
      if (typeof name !== 'string' || name === 'then') return undefined;
      known[name] ??= namespace(name);
      return known[name];
    },
  },
);

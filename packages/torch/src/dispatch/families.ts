import { camelCase, native } from '../core/index.js';
import { OperatorFamily } from './operator-family.js';
import { promised } from './promised.js';

/** Overloads that people mean come first; those for named dimensions, and what writes into given tensors, are left to `ops`. */
const isPublicOverload = (overload: string): boolean =>
  !/(^|_)(names?|Dimname|dimname|out)(_|$)|_names|names_|dimname|Dimname|_out$|^out|^grad_input$|^t$/.test(
    overload,
  );

/** The overload that Python means, where several take the same arguments and do not mean the same; else they are tried by name. */
const preferred: Record<string, string> = { 'aten::stft': 'center' };

const families = new Map<string, OperatorFamily>();
let overloadsByName: Map<string, string[]> | undefined;

/** Overload names by operator, as the dispatcher has them now: `aten::add` → `['Scalar', 'Tensor', 'out', …]`. */
export function operatorNames(): Map<string, string[]> {
  if (overloadsByName) return overloadsByName;
  const all = native.names().sort(); // first: where this opens libtorch, what waits for that asks for names too
  overloadsByName = new Map();
  for (const full of all) {
    const dot = full.indexOf('.');
    const name = dot < 0 ? full : full.slice(0, dot);
    const overloads = overloadsByName.get(name) ?? [];
    if (overloads.length === 0) overloadsByName.set(name, overloads);
    overloads.push(dot < 0 ? '' : full.slice(dot + 1));
  }
  return overloadsByName;
}

/** Forgets what is known of names: after a library has registered more. @internal */
export function forgetOperatorNames(): void {
  overloadsByName = undefined;
}

/** The family of `aten::add`, or the one overload of `aten::add.out`. */
export function operatorFamily(name: string): OperatorFamily {
  const known = families.get(name);
  if (known) return known;
  const dot = name.indexOf('.');
  const overloads = operatorNames().get(name) ?? [];
  const first = (overload: string): number => Number(overload !== preferred[name]);
  const usual = overloads.filter(isPublicOverload).sort((a, b) => first(a) - first(b));
  const family =
    dot < 0
      ? new OperatorFamily(name, usual.length > 0 ? usual : overloads)
      : new OperatorFamily(name.slice(0, dot), [name.slice(dot + 1)]);
  // A name that is unknown now may come with a library later.
  if (dot >= 0 || overloads.length > 0) families.set(name, family);
  return family;
}

/** A function that calls an operator; the family is looked up at its first call, and again while nobody has registered it. */
export function operatorCall(name: string): (args: readonly unknown[]) => unknown {
  let family: OperatorFamily | undefined;
  return (args) => {
    if (family === undefined || family.schemas().length === 0) family = operatorFamily(name);
    return family.call(args);
  };
}

const inJavaScript = (operators: readonly string[]): Map<string, string> =>
  new Map(
    operators
      .filter((name) => name.startsWith('aten::'))
      .map((name) => [camelCase(name.slice('aten::'.length)), name]),
  );

/**
 * The operators that the types promise by the name that JavaScript gives them: `logSoftmax` → `aten::log_softmax`. They are
 * known before libtorch is open, and where the installed one lacks one its call says so.
 */
export const promisedNames: ReadonlyMap<string, string> = inJavaScript(promised);

/** The operators of ATen, those that the types promise and all others that the installed libtorch has. */
export const atenNames = (): Map<string, string> => inJavaScript([...promised, ...operatorNames().keys()]);

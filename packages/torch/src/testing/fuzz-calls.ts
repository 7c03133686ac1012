/**
 * Makes random calls through the native door, each decided by its number alone, so that any can be repeated by itself:
 *
 *     node fuzz-calls.js <first> <count> <trace file> [operator]
 *
 * The trace file says, before each call, which one it is, and the outcome so far: it outlives a crash.
 */
import { openSync, writeSync } from 'node:fs';
import { camelCase } from '../core/index.js';
import { describe, operatorFamily, promised } from '../dispatch/index.js';
import { knownCrashes } from '../guards/index.js';
import { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { Draws, drawAnything, drawArgument, drawTensor } from './fuzz-arguments.js';

/** What the parent process learns. */
export interface FuzzOutcome {
  /** Calls begun. */
  calls: number;
  /** The latest of them: its number, the operator, the arguments. */
  last: string;
  /** How many calls ended in an error, as most should. */
  errors: number;
  /** What should not be: something else than an Error was thrown, or a message shows C++'s backtrace. */
  faults: string[];
}

interface Call {
  name: string;
  args: unknown[];
  run(): unknown;
}

function unguarded(name: string): boolean {
  const known = knownCrashes().get(name);
  return known !== undefined && !known.guard && !known.element;
}

/** The typed surface, but for what is known to end the process. */
const operators = promised
  .map((name) => name.slice('aten::'.length))
  .filter((name) => !unguarded(name) && operatorFamily(`aten::${name}`).schemas().length > 0);

function operatorCall(draws: Draws, name: string): Call {
  const { arguments: wanted } = draws.pick(operatorFamily(`aten::${name}`).schemas());
  const named = wanted.filter(({ keywordOnly, isOut }) => keywordOnly && !isOut && draws.chance(0.3));
  const args: unknown[] = wanted
    .filter(({ keywordOnly }) => !keywordOnly)
    .map((argument) => drawArgument(draws, argument));
  if (draws.chance(0.05)) args.splice(draws.below(args.length + 1), draws.below(3));
  if (draws.chance(0.05)) args.push(drawAnything(draws));
  if (named.length > 0)
    args.push(
      Object.fromEntries(named.map((argument) => [camelCase(argument.name), drawArgument(draws, argument)])),
    );
  const key = camelCase(name);
  const [self, ...rest] = args;
  if (self instanceof Tensor && draws.chance(0.5))
    return { name, args, run: () => invoke(Reflect.get(self, key), rest, self) };
  return { name, args, run: () => invoke(Reflect.get(torch, key), args) };
}

const invoke = (callee: unknown, args: unknown[], self?: Tensor): unknown =>
  typeof callee === 'function' ? Reflect.apply(callee, self, args) : callee;

/** Our own functions, by what they are reached through. Threads and libraries of the process are left alone. */
const OWN = [
  'tensor',
  'fromTypedArray',
  'grad',
  'keep',
  'manualSeed',
  'setRngState',
  'hasOp',
  'scope',
  'noGrad',
  'autocast',
  'inferenceMode',
  'setPrintOptions',
] as const;
const METHODS = [
  'at',
  'put',
  'item',
  'tolist',
  'toTypedArray',
  'toString',
  'backward',
  'registerHook',
  'to',
  'size',
  'stride',
  'dispose',
  'requiresGrad_',
  'isContiguous',
  'float',
  'half',
  'long',
  'bool',
  'cpu',
  'cuda',
] as const;
const PROPERTIES = [
  'shape',
  'dtype',
  'device',
  'grad',
  'data',
  'requiresGrad',
  'isLeaf',
  'gradFn',
  'T',
  'mT',
  'ndim',
  'disposed',
] as const;

function ownCall(draws: Draws): Call {
  const args = Array.from({ length: draws.below(4) }, () => drawAnything(draws));
  const self = drawTensor(draws);
  return draws.pick<() => Call>([
    () => {
      const name = draws.pick(OWN);
      return { name, args, run: () => invoke(Reflect.get(torch, name), args) };
    },
    () => {
      const name = draws.pick(METHODS);
      return {
        name: `Tensor.${name}`,
        args: [self, ...args],
        run: () => invoke(Reflect.get(self, name), args, self),
      };
    },
    () => {
      const name = draws.pick(PROPERTIES);
      return { name: `Tensor.${name}`, args: [self], run: () => Reflect.get(self, name) };
    },
    () => {
      const name = draws.pick(['grad', 'data', 'requiresGrad'] as const);
      return { name: `Tensor.${name} =`, args: [self, args[0]], run: () => Reflect.set(self, name, args[0]) };
    },
    () => ({ name: 'Generator', args, run: () => new torch.Generator('cpu').setState(self) }),
  ])();
}

function draw(number: number, only: string | undefined): Call {
  const draws = new Draws(number);
  if (only !== undefined) return operatorCall(draws, only);
  return draws.chance(0.08) ? ownCall(draws) : operatorCall(draws, draws.pick(operators));
}

function shown(args: unknown[]): string {
  return args
    .map((arg) => {
      try {
        return describe(arg);
      } catch {
        return typeof arg;
      }
    })
    .join(', ')
    .slice(0, 900);
}

function main([first = '0', count = '1000', trace = '/dev/null', only]: string[]): void {
  const file = openSync(trace, 'w');
  const outcome: FuzzOutcome = { calls: 0, last: '', errors: 0, faults: [] };
  let longest = 0;
  const save = () => {
    const text = JSON.stringify(outcome);
    longest = Math.max(longest, text.length);
    writeSync(file, text.padEnd(longest), 0);
  };
  for (let number = Number(first); number < Number(first) + Number(count); number++) {
    torch.scope(() => {
      const call = draw(number, only);
      outcome.last = `${number} ${call.name}(${shown(call.args)})`;
      outcome.calls++;
      save();
      try {
        const result = call.run();
        if (result instanceof Promise) result.catch(() => undefined);
      } catch (error) {
        outcome.errors++;
        if (!(error instanceof Error)) outcome.faults.push(`${outcome.last} threw ${String(error)}`);
        else if (/Exception raised from|\bframe #\d/.test(error.message))
          outcome.faults.push(`${outcome.last} shows a backtrace`);
      }
    });
  }
  save();
}

main(process.argv.slice(2));

import { type Tensor, torch } from '@onecycle/torch';
import { onDevice } from './device-arithmetic.js';
import { at, type Call, type Input, performAll, type Scalars, type Tape } from './tape.js';

/** The items that share a number; all of them where there is just one number. */
type Group = readonly number[] | 'all';

interface Instruction extends Call {
  readonly groups: readonly Group[];
  /** Which of the program's numbers is that of the first group. */
  readonly first: number;
}

/**
 * A tape that takes its numbers from the device: captured as a CUDA graph it heeds the rates, momentums and step counts
 * of the moment. A kernel that is given numbers by the processor would keep those of the capture.
 *
 * With the same numbers it computes what the tape does, up to the rounding of products that are made apart here.
 */
export class StepProgram {
  readonly #instructions: readonly Instruction[];
  /** For each tensor of the tape one that lives on: those of gradients are gone after the step. */
  readonly #own: readonly Tensor[];
  readonly #places: string;

  constructor({ calls, tensors }: Tape) {
    let first = 0;
    this.#instructions = calls.map((call) => {
      const instruction = { ...call, groups: groupsOf(call.scalars), first };
      first += instruction.groups.length;
      return instruction;
    });
    this.#places = torch.CUDAGraph.placesOf(tensors);
    this.#own = tensors.map((tensor) => torch.keep(tensor.detach()));
  }

  /**
   * The numbers of another tape, in the order in which {@link run} takes them; null where that one computes something
   * else, or on other memory, where items that share a number here have two there, or where one is too large for 32 bits
   * or none at all: what an operator makes of that differs.
   */
  numbersOf({ calls, tensors }: Tape): number[] | null {
    const isLike =
      calls.length === this.#instructions.length &&
      this.#instructions.every((own, i) => isSame(own, calls[i])) &&
      torch.CUDAGraph.placesOf(tensors) === this.#places;
    if (!isLike) return null;
    const numbers = this.#instructions.flatMap(({ groups }, i) =>
      groups.map((group) => common(calls[i]?.scalars ?? [], group)),
    );
    return numbers.every((number) => Number.isFinite(Math.fround(number))) ? numbers : null;
  }

  /** The tensors that it changes; those of one kind (parameters, one average of all) together. */
  get changed(): (readonly Tensor[])[] {
    const seen = new Set<Tensor>();
    return this.#instructions.flatMap(({ operation, inputs: [list] }) => {
      if (!operation.endsWith('_') || typeof list !== 'object') return [];
      const tensors = list.flatMap((i) => this.#own[i] ?? []);
      return [tensors.filter((tensor) => !seen.has(tensor) && seen.add(tensor))];
    });
  }

  /** Computes. @param numbers a vector in float64 on the device of the tensors */
  run(numbers: Tensor): void {
    const rounded = new Map<string, Tensor>();
    /** In the dtype of what it is for: libtorch's kernels for lists want that. */
    const numberAt = (i: number, { dtype }: Tensor): Tensor => {
      const all = rounded.get(dtype) ?? numbers.to(dtype);
      rounded.set(dtype, all);
      return all.select(0, i);
    };
    performAll(this.#instructions, this.#own, ({ operation, groups, first }, lists) => {
      const perform = onDevice[operation];
      const [xs = []] = lists;
      const [x] = xs;
      if (!x) return [];
      const finest = xs.find(({ dtype }) => dtype === 'float64') ?? x;
      const made = [...xs];
      for (const [k, group] of groups.entries()) {
        const number = numberAt(first + k, finest);
        if (group === 'all') return perform(lists, number);
        const part = perform(
          lists.map((list) => group.flatMap((item) => list[item] ?? [])),
          number,
        );
        for (const [j, item] of group.entries()) made[item] = part[j] ?? x;
      }
      return made;
    });
  }

  /** Lets go of the tensors. */
  release(): void {
    for (const tensor of this.#own) tensor.dispose();
  }
}

function groupsOf(scalars: Scalars): Group[] {
  if (typeof scalars === 'number') return ['all'];
  const groups = new Map<number, number[]>();
  for (const [i, number] of scalars.entries()) groups.set(number, [...(groups.get(number) ?? []), i]);
  return [...groups.values()];
}

/** The number that the items of a group have; NaN where they have several. */
function common(scalars: Scalars, group: Group): number {
  if (group === 'all') return typeof scalars === 'number' ? scalars : Number.NaN;
  const [first = Number.NaN, ...others] = group.map((item) => at(scalars, item));
  return others.every((other) => other === first) ? first : Number.NaN;
}

/** Whether a call is like an instruction up to its numbers. */
const isSame = (own: Call, call: Call | undefined): boolean =>
  call?.operation === own.operation && own.inputs.every((input, k) => isSameInput(input, call.inputs[k]));

function isSameInput(one: Input, two: Input | undefined): boolean {
  if (typeof one === 'number' || typeof two !== 'object') return one === two;
  return one.length === two.length && one.every((tensor, i) => tensor === two[i]);
}

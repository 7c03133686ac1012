import { type Tensor, torch } from '@onecycle/torch';
import { onDevice } from './device-arithmetic.js';
import { at, type Call, type Input, isInPlace, performAll, type Scalars, type Tape } from './tape.js';

/** The items that share a number; all of them where there is just one number. */
type Group = readonly number[] | 'all';

interface Instruction extends Call {
  /** What went in on the tape; `inputs` are the program's own tensors on the same memory. */
  readonly told: readonly Input[];
  readonly groups: readonly Group[];
  /** Which of the program's numbers is that of the first group. */
  readonly first: number;
}

/** A tensor of the program's own, and where it is. */
interface Own {
  readonly tensor: Tensor;
  readonly place: string;
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
  readonly #own = new Map<Tensor, Own>();

  constructor({ calls }: Tape) {
    let first = 0;
    this.#instructions = calls.map((call) => {
      const inputs = call.inputs.map((input) =>
        typeof input === 'number' ? input : input.map((tensor) => this.#take(tensor).tensor),
      );
      const groups = groupsOf(call.scalars);
      const instruction = { ...call, inputs, told: call.inputs, groups, first };
      first += groups.length;
      return instruction;
    });
  }

  #take(tensor: Tensor): Own {
    const known = this.#own.get(tensor);
    if (known) return known;
    const own = { tensor: torch.keep(tensor.detach()), place: torch.CUDAGraph.placesOf([tensor]) };
    this.#own.set(tensor, own);
    return own;
  }

  /**
   * The numbers of another tape, in the order in which {@link run} takes them; null where that one computes something
   * else, or on other memory, or where items that share a number here have two there.
   */
  numbersOf({ calls }: Tape): number[] | null {
    const others = new Map<Tensor, Tensor>();
    const isLike =
      calls.length === this.#instructions.length &&
      this.#instructions.every((own, i) => isSame(own, calls[i], others));
    if (!isLike || !this.#areThere(others)) return null;
    const numbers = this.#instructions.flatMap(({ groups }, i) =>
      groups.map((group) => common(calls[i]?.scalars ?? [], group)),
    );
    return numbers.every((number) => number !== null) ? numbers : null;
  }

  /** Whether tensors are in the memory of those in whose stead they are told, as gradients are in each step anew. */
  #areThere(others: ReadonlyMap<Tensor, Tensor>): boolean {
    const places = [...others.values()].map((told) => this.#own.get(told)?.place);
    return torch.CUDAGraph.placesOf([...others.keys()]) === places.join('');
  }

  /** The tensors that it changes; those of one kind (parameters, one average of all) together. */
  get changed(): (readonly Tensor[])[] {
    const seen = new Set<Tensor>();
    return this.#instructions.flatMap((call) => {
      const [list] = call.inputs;
      if (!isInPlace(call) || typeof list !== 'object') return [];
      return [list.filter((tensor) => !seen.has(tensor) && seen.add(tensor))];
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
    performAll(this.#instructions, ({ operation, groups, first }, lists) => {
      const perform = onDevice[operation];
      const [xs = []] = lists;
      const [x] = xs;
      if (!x) return [];
      const made = [...xs];
      for (const [k, group] of groups.entries()) {
        const number = numberAt(first + k, x);
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
    for (const { tensor } of this.#own.values()) tensor.dispose();
    this.#own.clear();
  }
}

function groupsOf(scalars: Scalars): Group[] {
  if (typeof scalars === 'number') return ['all'];
  const groups = new Map<number, number[]>();
  for (const [i, number] of scalars.entries()) groups.set(number, [...(groups.get(number) ?? []), i]);
  return [...groups.values()];
}

/** The number that the items of a group have; null where they have several. */
function common(scalars: Scalars, group: Group): number | null {
  if (group === 'all') return typeof scalars === 'number' ? scalars : null;
  const [first = Number.NaN, ...others] = group.map((item) => at(scalars, item));
  return others.every((other) => Object.is(other, first)) ? first : null;
}

/** Whether a call is like an instruction up to its numbers. @param others is told which tensors it has in whose stead */
function isSame(own: Instruction, call: Call | undefined, others: Map<Tensor, Tensor>): boolean {
  if (call?.operation !== own.operation) return false;
  return own.told.every((told, k) => {
    const input = call.inputs[k];
    if (typeof told === 'number' || typeof input !== 'object') return told === input;
    for (const [i, tensor] of told.entries()) {
      const other = input[i];
      if (other && other !== tensor) others.set(other, tensor);
    }
    return told.length === input.length;
  });
}

import type { Tensor } from '@onecycle/torch';

/** One number for all items of a list, or one per item. */
export type Scalars = number | readonly number[];

/** The number of item `i`. */
export const at = (scalars: Scalars, i: number): number =>
  typeof scalars === 'number' ? scalars : (scalars[i] ?? Number.NaN);

export type Lists = readonly (readonly Tensor[])[];

/** Arithmetic on lists of tensors; in place, on the first one, where the name ends with `_`. */
export type Operation =
  | 'mul_'
  | 'add_'
  | 'addScalars_'
  | 'addcmul_'
  | 'addcdiv_'
  | 'div'
  | 'sqrt'
  | 'softplus';

/** The numbers of tensors that there were before, or that of the call that makes them. */
export type Input = readonly number[] | number;

/** One operation, with what goes into it. */
export interface Call {
  readonly operation: Operation;
  readonly inputs: readonly Input[];
  /** 1 where it takes no number. */
  readonly scalars: Scalars;
}

/**
 * Computes calls one after another.
 *
 * @param tensors those that the calls have the numbers of
 * @param perform computes one, and gives what it made
 */
export function performAll<C extends Call>(
  calls: readonly C[],
  tensors: readonly Tensor[],
  perform: (call: C, lists: Lists) => readonly Tensor[],
): void {
  const made: (readonly Tensor[])[] = [];
  for (const call of calls) {
    const lists = call.inputs.map((input) =>
      typeof input === 'number' ? (made[input] ?? []) : input.flatMap((i) => tensors[i] ?? []),
    );
    made.push(perform(call, lists));
  }
}

/**
 * What an optimizer's step computes with tensors, written down in its order: `foreach.written` makes it. What the
 * step does with numbers (rates, corrections, its counts) is done by then, and not to be done again.
 */
export class Tape {
  readonly calls: Call[] = [];
  /** The tensors that go in, each once. */
  readonly tensors: Tensor[] = [];
  readonly #numbers = new Map<Tensor, number>();
  /** Lists that stand for the results of calls, whose numbers they lead to. */
  readonly #results = new Map<readonly Tensor[], number>();

  /** @returns a list that stands for the result: only another call can do something with it */
  write(operation: Operation, lists: Lists, scalars: Scalars): readonly Tensor[] {
    const result = [...(lists[0] ?? [])];
    const inputs = lists.map(
      (list) => this.#results.get(list) ?? list.map((tensor) => this.#numberOf(tensor)),
    );
    this.calls.push({ operation, inputs, scalars });
    this.#results.set(result, this.calls.length - 1);
    return result;
  }

  #numberOf(tensor: Tensor): number {
    const known = this.#numbers.get(tensor);
    if (known !== undefined) return known;
    this.#numbers.set(tensor, this.tensors.length);
    return this.tensors.push(tensor) - 1;
  }
}

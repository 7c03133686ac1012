import { type Tensor, torch } from '@onecycle/torch';
import { isWritable, Optimizer, play, StepProgram, type Tape } from '../optimizer/index.js';
import { isOutOfMemory } from '../state/index.js';
import { agreement } from './agreement.js';
import type { Run } from './strategy.js';

/** Work that was captured, as `torch.CUDAGraph` has it. */
export interface Replayable {
  replay(): void;
  reset(): void;
}

interface Captured {
  readonly program: StepProgram;
  readonly graph: Replayable;
  /** What the graph reads its numbers from, on the device. */
  readonly numbers: Tensor;
}

const NO_ROOM = "there is not enough memory for a graph of the optimizer's step";

/** Why an optimizer's steps are not written down; null where they are. */
function hindranceOf(optimizer: Optimizer): string | null {
  if (optimizer.step !== Optimizer.prototype.step)
    return `${optimizer.constructor.name} has a step() of its own, which a replay would not call`;
  const step = optimizer.steps.find((each) => !isWritable(each));
  if (!step) return null;
  const name = step.name ? `the step ${step.name}` : 'a step without a name';
  return `the optimizer has ${name}, which depends on values of tensors, or is one of your own`;
}

/**
 * The steps of an optimizer as a CUDA graph, where the gradients stand in the same memory each time: those of a captured
 * step do. Rates, momentums and step counts are sent to the device before each replay. What it computes is written down
 * for each step anew, and taken as ever where it is not what was captured: other parameters train, averages were loaded.
 */
export class CapturedOptimizer {
  #captured: Captured | null = null;
  /** The step before, where it was not replayed. */
  #before: StepProgram | null = null;
  /** How many steps in a row were not replayed. */
  #misses = 0;
  /** Set once a capture failed, or gave something else: it would again. */
  #isOff = false;

  /**
   * @param capture captures what `work` does on the device, without running it
   * @param say is told why steps are taken as ever
   */
  constructor(
    readonly capture: (work: Run, device: string) => Replayable,
    readonly say: (sentence: string) => void,
  ) {}

  /** Takes a step. */
  step(optimizer: Optimizer): void {
    const hindrance = hindranceOf(optimizer);
    if (hindrance !== null) this.say(hindrance);
    if (hindrance !== null || this.#isOff) optimizer.step();
    else torch.noGrad(() => torch.scope(() => this.#take(optimizer.writtenStep())));
  }

  #take(tape: Tape): void {
    const numbers = this.#captured?.program.numbersOf(tape);
    const isAgain = Boolean(this.#before?.numbersOf(tape));
    this.#before?.release();
    this.#before = null;
    if (this.#captured && numbers) {
      replay(this.#captured, numbers);
      this.#misses = 0;
      return;
    }
    if (isAgain) {
      this.#begin(tape);
      return;
    }
    this.#misses += 1;
    // Where memory is another one each time (a gradient that a callback makes) this is tried ever more rarely: the 1st, 2nd, 4th, 8th, …
    const isTried = Number.isInteger(Math.log2(this.#misses));
    // Where nothing has a gradient there is nothing to capture.
    if (isTried && tape.calls.length > 0) this.#before = new StepProgram(tape);
    play(tape);
  }

  /** Captures what is computed twice in a row, and takes the step both ways; the ordinary one counts. */
  #begin(tape: Tape): void {
    this.forget();
    let compare = () => true;
    try {
      this.#captured = this.#capture(tape);
      compare = rehearse(this.#captured);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#turnOff(isOutOfMemory(error) ? NO_ROOM : `the optimizer's step could not be captured: ${why}`);
    }
    play(tape);
    try {
      if (compare()) return;
      this.#turnOff('a replayed step of the optimizer gave other weights or averages than the ordinary one');
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      this.#turnOff(NO_ROOM);
    }
  }

  #capture(tape: Tape): Captured {
    const program = new StepProgram(tape);
    try {
      const changed = program.changed.flat();
      const device = changed[0]?.device ?? 'cpu';
      const coarse = changed.find(({ dtype }) => dtype !== 'float32' && dtype !== 'float64');
      if (coarse) throw new TypeError(`there are parameters in ${coarse.dtype}, which would round its rates`);
      const numbers = torch.tensor(program.numbersOf(tape) ?? [], { dtype: 'float64' }).to(device);
      // Once before the capture, in which nothing may be loaded or set up.
      torch.scope(() => void undone(program.changed, () => program.run(numbers)));
      const graph = this.capture(() => program.run(numbers), device);
      return { program, graph, numbers: torch.keep(numbers) };
    } catch (error) {
      program.release();
      throw error;
    }
  }

  #turnOff(sentence: string): void {
    this.#isOff = true;
    this.forget();
    this.say(sentence);
  }

  /** Gives memory back; what is computed from now on is captured anew. */
  forget(): void {
    this.#captured?.graph.reset();
    this.#captured?.program.release();
    this.#captured?.numbers.dispose();
    this.#captured = null;
    this.#before?.release();
    this.#before = null;
    this.#misses = 0;
  }
}

function replay({ graph, numbers }: Captured, values: readonly number[]): void {
  const sent = torch.tensor(values, { dtype: 'float64' });
  // From pinned memory: nothing waits until it is there.
  if (numbers.device === 'cpu') numbers.copy_(sent);
  else numbers.copy_(sent.pinMemory(), { nonBlocking: true });
  graph.replay();
}

/**
 * Replays a step, takes it back, and gives what says after the ordinary one whether both came to the same. Compared are
 * the changes: a wrong rate is hardly seen in the weights.
 *
 * @throws where there is no room for that; everything is as before then
 */
function rehearse({ program, graph }: Captured): () => boolean {
  const kinds = program.changed;
  const { before, changes } = undone(kinds, () => graph.replay());
  return () => {
    const pairs = differences(kinds, before).map((tensors, k) =>
      tensors.map((tensor, i) => [tensor, changes[k]?.[i] ?? tensor] as const),
    );
    return agreement(pairs.map((own) => ({ pairs: own }))) !== 'different';
  };
}

type Kinds = readonly (readonly Tensor[])[];

/** Runs what changes tensors, and gives them back what was in them: that, and what was changed. */
function undone(kinds: Kinds, run: Run): { before: Kinds; changes: Kinds } {
  const before = kinds.map((tensors) => tensors.map((tensor) => tensor.clone()));
  try {
    run();
    return { before, changes: differences(kinds, before) };
  } finally {
    for (const [k, tensors] of kinds.entries())
      for (const [i, tensor] of tensors.entries()) tensor.copy_(before[k]?.[i] ?? tensor);
  }
}

const differences = (kinds: Kinds, before: Kinds): Tensor[][] =>
  kinds.map((tensors, k) => tensors.map((tensor, i) => tensor.sub(before[k]?.[i] ?? tensor)));

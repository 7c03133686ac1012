import { torch } from '@onecycle/torch';
import { isOutOfMemory } from '../state/index.js';
import { CapturedOptimizer, type Replayable } from './captured-optimizer.js';
import { CapturedStep, formOf, type StepForm, sameForm } from './captured-step.js';
import { Lent } from './lent.js';
import { ofDevice, ofShape, ofStep, type Reason } from './ordinary-because.js';
import { Single } from './single.js';
import type { BatchWork, Rest, Run, Strategy } from './strategy.js';

/**
 * Ordinary steps of one form before it is captured: until then libraries choose their kernels and take what memory they need.
 * PyTorch's `make_graphed_callables` takes as many.
 */
const WARM_UP = 3;

/**
 * The streams in which steps are captured, each for one fit at a time. libtorch has 32 of a device and gives them out in turn: whoever
 * took one for each fit would come to share that of the uploads, and neither waits for the other's memory.
 */
const streams = new Lent((device) => new torch.Stream(device));

/**
 * Training steps on a GPU as two CUDA graphs: forward pass, loss and backward pass are captured once and then replayed with a single
 * launch, and so is the optimizer's step. `learn.toCudaGraph()` puts it in place of {@link Single}, and says what it does and where it
 * takes ordinary steps.
 *
 * Between the two everything is as ever: gradients are unscaled and clipped, a step that overflowed is left out. Hyper-parameters and
 * the loss's scale are on the device, where they change between replays. What a replay cannot know of (where the parameters are, which of them train, the modes of layers, the loss) is
 * compared before each step; what nobody can see from outside shows when the 1st, 2nd, 3rd, 5th, 9th, … step after a capture is
 * taken both ways and compared. The ordinary one counts.
 */
export class CudaGraph extends Single implements Strategy {
  #captured: CapturedStep | null = null;
  #stream: InstanceType<typeof torch.Stream> | null = null;
  /** The form of the step before, and how many of it came one after the other. */
  #last: StepForm | null = null;
  #inARow = 0;
  readonly #optimizer = new CapturedOptimizer(
    (work, device) => this.#captureAlone(work, device),
    (sentence) => this.#say({ kind: 'optimizer', sentence }),
  );
  /** Set once a capture failed, or gave something else: it would again. */
  #isOff = false;
  readonly #said = new Set<string>();

  override run(work: BatchWork): Rest {
    const form = this.#replayable(work);
    if (!form) return super.run(work);
    if (this.#captured && sameForm(this.#captured.form, form)) return this.#replay(work, this.#captured);
    if (this.#isWarm(form)) return this.#capture(work, form);
    this.#ordinary(work);
    return work.step();
  }

  /** The form of a step that may be replayed; null for one that is to be taken as without all this. */
  #replayable(work: BatchWork): StepForm | null {
    if (!work.learns || this.#isOff) return null;
    const reason = ofDevice(work) ?? ofStep(work);
    if (reason) {
      this.#say(reason);
      return null;
    }
    const form = formOf(work, this.forwardContext);
    const { batch } = this.#captured?.form ?? this.#last ?? form;
    if (batch !== form.batch) this.#say(ofShape(form.batch, batch));
    return form;
  }

  /** Whether enough ordinary steps of a form came one after the other; counts this one. */
  #isWarm(form: StepForm): boolean {
    this.#inARow = this.#last && sameForm(this.#last, form) ? this.#inARow + 1 : 1;
    this.#last = form;
    return this.#inARow > WARM_UP;
  }

  /** Forward and backward pass in the stream in which they are to be captured, so that what they set up is there. */
  #ordinary(work: BatchWork): void {
    const { device } = work.batch.x;
    const stream = this.#streamOn(device);
    const current = torch.Stream.current(device);
    // Memory made in there is used again in there alone, and only when the other stream is done with it.
    stream.waitStream(current);
    try {
      stream.run(() => {
        work.forward(this.forwardContext);
        work.backward();
      });
    } finally {
      current.waitStream(stream);
    }
  }

  #streamOn(device: string): InstanceType<typeof torch.Stream> {
    if (this.#stream?.device !== device) {
      this.#giveStreamBack();
      this.#stream = streams.take(device);
    }
    return this.#stream;
  }

  #giveStreamBack(): void {
    if (this.#stream) streams.giveBack(this.#stream.device, this.#stream);
    this.#stream = null;
  }

  #capture(work: BatchWork, form: StepForm): Rest {
    const { device } = work.batch.x;
    this.#forget();
    makeRoom(device);
    try {
      this.#captured = torch.scope(
        () => new CapturedStep(work, form, this.forwardContext, this.#streamOn(device)),
      );
    } catch (error) {
      this.#turnOff(`the step could not be captured: ${messageOf(error)}`);
    }
    return this.#captured ? this.#replay(work, this.#captured) : super.run(work);
  }

  #replay(work: BatchWork, captured: CapturedStep): Rest {
    if (captured.isDue) {
      this.#check(work, captured);
      return work.step();
    }
    captured.replay(work);
    // The step waits for the gradients: in between there is time to prepare the next batch.
    return () => work.step((optimizer) => this.#optimizer.step(optimizer));
  }

  #captureAlone(work: Run, device: string): Replayable {
    const graph = new torch.CUDAGraph(device);
    makeRoom(device);
    try {
      graph.capture(work, this.#streamOn(device));
    } catch (error) {
      graph.reset();
      throw error;
    }
    return graph;
  }

  #check(work: BatchWork, captured: CapturedStep): void {
    const { steps } = captured;
    let isDone = false;
    const ordinary = () => {
      this.#ordinary(work);
      isDone = true;
    };
    try {
      if (captured.check(work, ordinary) === 'different') this.#turnOff(differs(steps));
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      this.#turnOff('there is not enough memory for a graph beside ordinary steps');
      // Where it was the comparison that found no room the step is done, and its statistics count once.
      if (isDone) return;
      for (const parameter of work.parameters) parameter.grad = null;
      this.#ordinary(work);
    }
  }

  #turnOff(sentence: string): void {
    this.#isOff = true;
    this.#forget();
    torch.cuda.emptyCache();
    this.#say({ kind: 'off', sentence });
  }

  #say({ kind, sentence }: Reason): void {
    if (this.#said.has(kind)) return;
    this.#said.add(kind);
    console.warn(`learn.toCudaGraph(): ${sentence}. ${ORDINARY[kind] ?? 'Batches take ordinary steps'}.`);
  }

  #forget(): void {
    this.#optimizer.forget();
    this.#captured?.release();
    this.#captured = null;
    this.#last = null;
    this.#inARow = 0;
  }

  override release(): void {
    this.#forget();
    this.#giveStreamBack();
  }
}

/** What ordinary steps have left in the allocator is of no use to a graph, which has memory of its own. */
function makeRoom(device: string): void {
  torch.cuda.synchronize(Number(device.split(':')[1] ?? 0));
  torch.cuda.emptyCache();
}

/** What goes on without a graph, by the kind of the reason. */
const ORDINARY: Record<string, string> = {
  shape: 'Those take ordinary steps',
  optimizer: 'Only forward and backward pass are replayed',
};

/** @param steps since the capture, those before this one */
function differs(steps: number): string {
  const what =
    'a replayed step gave other gradients, another loss or other statistics than the ordinary one: something in the model or the loss depends on more than its tensors';
  if (steps < 3) return what;
  return `${what}. Up to ${Math.ceil(steps / 2)} of the steps before may have been wrong, too: train again without toCudaGraph()`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

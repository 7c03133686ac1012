import { type Tensor, torch } from '@onecycle/torch';
import { retainType } from '../../data/index.js';
import { agreement, type Verdict } from './agreement.js';
import type { BatchWork, Run } from './strategy.js';

/** What two batches must have in common for one captured step to serve both. */
export interface StepForm {
  /** Shapes and dtypes of what goes in. */
  readonly batch: string;
  /** Where parameters and buffers are, which of them train, and in which mode each layer is. */
  readonly model: string;
  /** What computes: the model, the loss, and what the strategy has around them. */
  readonly parts: readonly unknown[];
}

const describe = (tensor: Tensor): string => `${tensor.dtype}[${tensor.shape.join(', ')}]`;

/** The form of the step of the batch in hand. */
export function formOf(
  { batch, model, parameters, lossFunc }: BatchWork,
  context: (run: Run) => void,
): StepForm {
  const modules = model.modules();
  const modes = modules.map(({ training }) => (training ? 't' : 'e')).join('');
  const buffers = modules.flatMap((module) => [...module.ownBuffers()].map(([, buffer]) => buffer));
  return {
    batch: [batch.xb, batch.yb].map((members) => members.map(describe).join(', ')).join(' → '),
    model: `${modes} ${torch.CUDAGraph.placesOf([...parameters, ...buffers])}`,
    parts: [model, lossFunc, context],
  };
}

export const sameForm = (one: StepForm, two: StepForm): boolean =>
  one.batch === two.batch && one.model === two.model && one.parts.every((part, i) => part === two.parts[i]);

/** A copy with memory of its own and the same type, which no open scope frees. */
const copyOf = (tensor: Tensor): Tensor => torch.keep(retainType(tensor.detach().clone(), tensor));

/**
 * The forward pass, the loss and the backward pass of a batch, captured as a CUDA graph. It has memory of its own for what goes in and
 * for what comes out, the gradients included; what is computed in between lies in the graph's pool.
 */
export class CapturedStep {
  /** Steps since the capture, those that were checked included. */
  steps = 0;
  readonly #graph: InstanceType<typeof torch.CUDAGraph>;
  readonly #inputs: Tensor[];
  readonly #targets: Tensor[];
  readonly #outputs: { pred: Tensor; loss: Tensor; lossGrad: Tensor };
  /** Of each parameter the gradient, null where it has none. */
  readonly #grads: (readonly [Tensor, Tensor | null])[];
  /** The step that is to be compared with an ordinary one. */
  #nextCheck = 0;

  /**
   * Captures the step of the batch in hand, without running it.
   *
   * @throws whatever forbids it; nothing is captured then, and the batch is as it was
   */
  constructor(
    work: BatchWork,
    readonly form: StepForm,
    context: (run: Run) => void,
    stream: InstanceType<typeof torch.Stream>,
  ) {
    const { batch, parameters } = work;
    const { xb, yb } = batch;
    this.#graph = new torch.CUDAGraph(stream.device);
    this.#inputs = xb.map(copyOf);
    this.#targets = yb.map(copyOf);
    try {
      Object.assign(batch, { xb: this.#inputs, yb: this.#targets });
      this.#graph.capture(() => {
        work.forward(context);
        work.backward();
      }, stream);
      const { pred, loss, lossGrad } = batch;
      const outputs = { pred: pred.detach(), loss: loss.detach(), lossGrad: lossGrad.detach() };
      this.#outputs = torch.keep(outputs);
      this.#grads = parameters.map((parameter) => [parameter, torch.keep(parameter.grad)]);
    } catch (error) {
      this.#graph.reset();
      for (const tensor of [...this.#inputs, ...this.#targets]) tensor.dispose();
      throw error;
    } finally {
      Object.assign(batch, { xb, yb });
      batch.forgetLoss();
      for (const parameter of parameters) parameter.grad = null;
    }
  }

  /** Whether the next step is to be compared with an ordinary one: the 1st, 2nd, 3rd, 5th, 9th, … after the capture. */
  get isDue(): boolean {
    return this.steps >= this.#nextCheck;
  }

  /** The step of the batch in hand: leaves its outputs, its loss and the gradients where an ordinary one does. */
  replay({ batch }: BatchWork): void {
    this.#launch(batch);
    const { pred, loss, lossGrad } = this.#outputs;
    // Copies: the next replay writes to these.
    batch.pred = pred.clone();
    batch.lossGrad = lossGrad.clone();
    batch.loss = loss.clone();
    for (const [parameter, grad] of this.#grads) parameter.grad = grad;
    this.steps += 1;
  }

  #launch({ xb, yb }: BatchWork['batch']): void {
    torch.noGrad(() => {
      for (const [i, x] of xb.entries()) this.#inputs[i]?.copy_(x);
      for (const [i, y] of yb.entries()) this.#targets[i]?.copy_(y);
    });
    this.#graph.replay();
  }

  /**
   * Takes the ordinary step of the batch in hand, which counts, and compares the replayed one with it: the loss, all gradients and all
   * buffers (running statistics), with the same random numbers.
   *
   * @param ordinary the forward and the backward pass
   */
  check(work: BatchWork, ordinary: Run): Verdict {
    const { batch, model } = work;
    const device = batch.x.device;
    const buffers = model.buffers();
    using random = torch.getRngState(device);
    const before = torch.noGrad(() => buffers.map((buffer) => buffer.clone()));
    const restore = (values: readonly Tensor[]) =>
      torch.noGrad(() => {
        for (const [i, buffer] of buffers.entries()) buffer.copy_(values[i] ?? buffer);
      });
    try {
      ordinary();
    } catch (error) {
      // What failed may be tried again by whoever has room for it now.
      restore(before);
      torch.setRngState(random, device);
      throw error;
    }
    const verdict = torch.scope(() => {
      using after = torch.getRngState(device);
      const truth = torch.noGrad(() => buffers.map((buffer) => buffer.clone()));
      restore(before);
      torch.setRngState(random, device);
      try {
        this.#launch(batch);
        return this.#compare(work, truth);
      } finally {
        restore(truth);
        torch.setRngState(after, device);
      }
    });
    this.steps += 1;
    this.#nextCheck = verdict === 'same' ? Math.max(this.steps, 2 * (this.steps - 1)) : this.steps;
    return verdict;
  }

  /** The replayed step against the ordinary one, whose gradients the parameters have. */
  #compare({ batch, model }: BatchWork, buffers: readonly Tensor[]): Verdict {
    const grads = this.#grads.map(([parameter, grad]) => [parameter.grad, grad] as const);
    if (grads.some(([one, two]) => (one === null) !== (two === null))) return 'different';
    const replayed = model.buffers();
    const counts = (tensor: Tensor) => !tensor.isFloatingPoint();
    const pairs = buffers.map((buffer, i) => [buffer, replayed[i] ?? buffer] as const);
    return agreement([
      { pairs: [[batch.loss, this.#outputs.loss]] },
      { pairs: grads.flatMap(([one, two]) => (one && two ? [[one, two] as const] : [])) },
      { pairs: pairs.filter(([buffer]) => !counts(buffer)) },
      { pairs: pairs.filter(([buffer]) => counts(buffer)), isExact: true },
    ]);
  }

  /** Gives its memory back. */
  release(): void {
    const grads = this.#grads.flatMap(([, grad]) => grad ?? []);
    for (const tensor of [...this.#inputs, ...this.#targets, ...Object.values(this.#outputs), ...grads])
      tensor.dispose();
    this.#graph.reset();
  }
}

import { type Tensor, torch } from '@onecycle/torch';

/** Input of a batch of type `B`: its first member. */
export type InputOf<B extends readonly Tensor[]> = B extends readonly [infer X extends Tensor, ...unknown[]]
  ? X
  : Tensor;
/** Target of a batch of type `B`: its last member. */
export type TargetOf<B extends readonly Tensor[]> = B extends readonly [...unknown[], infer Y extends Tensor]
  ? Y
  : Tensor;

function present<T>(value: T | null | undefined, name: string, when: string): T {
  if (value === null || value === undefined) throw new Error(`learn.${name} is there only ${when}`);
  return value;
}

/** What of the batch in hand stands on the learner, under fastai's names. */
export const batchKeys = ['xb', 'yb', 'x', 'y', 'pred', 'loss', 'lossValue', 'hasLoss', 'lossGrad'] as const;

/** The batch in hand, as a callback reads and changes it. */
export type BatchState<B extends readonly Tensor[] = Tensor[]> = Pick<
  BatchInHand<B>,
  (typeof batchKeys)[number]
>;

/** The batch that a learner is working on: what goes in, what comes out, and what it costs. */
export class BatchInHand<B extends readonly Tensor[] = Tensor[]> {
  #xb: InputOf<B>[] = [];
  #yb: TargetOf<B>[] = [];
  #pred: Tensor | null = null;
  #loss: Tensor | null = null;
  #lossValue: number | null = null;
  #lossGrad: Tensor | null = null;

  /** Inputs of the batch in hand. */
  get xb(): InputOf<B>[] {
    return this.#xb;
  }
  set xb(inputs: InputOf<B>[]) {
    this.#xb = inputs;
  }
  /** Targets of the batch in hand; none where the data have no labels. */
  get yb(): TargetOf<B>[] {
    return this.#yb;
  }
  set yb(targets: TargetOf<B>[]) {
    this.#yb = targets;
  }
  /** The only input of the batch in hand (the first where there are several). */
  get x(): InputOf<B> {
    return present(this.#xb[0], 'x', 'inside a batch');
  }
  /** The only target of the batch in hand (the first where there are several). */
  get y(): TargetOf<B> {
    return present(this.#yb[0], 'y', 'inside a batch with labels');
  }
  /** What the model made of the batch in hand. */
  get pred(): Tensor {
    return present(this.#pred, 'pred', 'from afterPred to afterBatch');
  }
  set pred(pred: Tensor) {
    this.#pred = pred;
  }
  /** The loss of the batch in hand or, between batches, of the one before; it has no gradient. */
  get loss(): Tensor {
    return present(this.#loss, 'loss', 'from afterLoss on');
  }
  set loss(loss: Tensor) {
    if (loss === this.#loss) return;
    this.forgetLoss();
    this.#loss = torch.keep(loss);
  }
  /**
   * The loss as a number, the mean where there is one per item; null before the first. It is read once a batch: on a GPU
   * each read waits for all that was asked of it before.
   */
  get lossValue(): number | null {
    if (this.#loss) this.#lossValue ??= readLoss(this.#loss);
    return this.#lossValue;
  }
  /** Whether the batch in hand got as far as its loss. */
  get hasLoss(): boolean {
    return this.#lossGrad !== null;
  }
  /** The loss that is differentiated. */
  get lossGrad(): Tensor {
    return present(this.#lossGrad, 'lossGrad', 'from afterLoss to afterBatch');
  }
  set lossGrad(loss: Tensor) {
    this.#lossGrad = loss;
  }

  /** Takes a batch in hand; its first `nInp` members are the inputs. */
  take(batch: readonly Tensor[], nInp: number): void {
    // Which members are inputs is known at run time only; the types say it of the usual pair.
    this.#xb = batch.slice(0, nInp) as InputOf<B>[];
    this.#yb = batch.slice(nInp) as TargetOf<B>[];
  }

  /** Keeps its tensors beyond the open scope, until {@link free}. */
  keep(): void {
    torch.keep(this.#tensors);
  }

  /** Frees its tensors, but for the members of `batch`, which are somebody's, and for its loss. */
  free(batch: readonly Tensor[]): void {
    for (const tensor of this.#tensors) if (!batch.includes(tensor)) tensor.dispose();
  }

  get #tensors(): Tensor[] {
    return [...this.#xb, ...this.#yb, this.#pred ?? [], this.#lossGrad ?? []].flat();
  }

  /** Lets go of the batch; its loss can still be read. */
  forget(): void {
    this.#xb = [];
    this.#yb = [];
    this.#pred = null;
    this.#lossGrad = null;
  }

  /** Frees the last loss. */
  forgetLoss(): void {
    this.#loss?.dispose();
    this.#loss = null;
    this.#lossValue = null;
  }
}

const readLoss = (loss: Tensor): number =>
  torch.noGrad(() => torch.scope(() => Number(loss.detach().float().mean().item())));

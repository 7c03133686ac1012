import { checkTensors, liveId, type Numbered, translated } from '../core/index.js';
import { checkOptions, kindOf, unawaited } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { door } from './door.js';
import { ProcessGroup } from './process-group.js';

/** Options of {@link GradientReducer}. */
export interface GradientReducerOptions {
  /** Megabytes of gradients that travel together. Default 25. */
  bucketCapMb?: number;
  /** Whether some parameters may take no part in a step: costs a search of the graph each time. Default false. */
  findUnused?: boolean;
  /** Tensors that become those of process 0 first: what a model begins with. */
  broadcast?: readonly Tensor[];
}

const MEGABYTE = 2 ** 20;

/**
 * Averages gradients over the processes of a group while the backward pass goes on: as soon as a bucket of them is there,
 * it travels. All processes make it with the same parameters. Between {@link beforeBackward} and the end of the backward
 * pass every parameter gets its gradient once. Source: c10d's Reducer, as PyTorch's DistributedDataParallel uses it, so that
 * a process of PyTorch can be in the same group.
 */
export class GradientReducer {
  #number: Numbered | null;
  readonly #findUnused: boolean;

  /** @throws TorchError where the parameters are others than those of process 0 */
  constructor(parameters: readonly Tensor[], group: ProcessGroup, options: GradientReducerOptions = {}) {
    checkOptions(options, { bucketCapMb: true, findUnused: true, broadcast: true }, 'GradientReducer');
    checkTensors('GradientReducer', parameters, 'parameters');
    if (!(group instanceof ProcessGroup))
      throw new TypeError(`GradientReducer takes a process group, not ${kindOf(group)}${unawaited(group)}`);
    const { bucketCapMb = 25, findUnused = false, broadcast = [] } = options;
    checkTensors('GradientReducer', broadcast, 'broadcast');
    this.#findUnused = findUnused;
    const idsOf = (tensors: readonly Tensor[]) => tensors.map((tensor) => liveId(tensor, 'GradientReducer'));
    const [ids, first] = [idsOf(parameters), idsOf(broadcast)];
    this.#number = translated(
      'GradientReducer',
      () => `${ids.length} parameters`,
      () =>
        door().createReducer(
          group.number,
          ids,
          Math.ceil(bucketCapMb * MEGABYTE),
          MEGABYTE,
          findUnused,
          first,
        ),
    );
  }

  /** To be called before the forward pass of a step whose gradients will travel. */
  beforeForward(): void {
    const number = this.#live;
    translated(
      'GradientReducer.beforeForward',
      () => '',
      () => door().beforeForward(number),
    );
  }

  /**
   * The next backward pass averages its gradients; without this call it only adds them up here.
   *
   * @param outputs what will be differentiated: with `findUnused`, what took no part in it is not waited for
   */
  beforeBackward(...outputs: Tensor[]): void {
    const number = this.#live;
    const ids = this.#findUnused ? outputs.map((output) => liveId(output, 'GradientReducer')) : [];
    translated(
      'GradientReducer.beforeBackward',
      () => '',
      () => door().beforeBackward(number, ids),
    );
  }

  /** Takes the hooks off the parameters. A second call does nothing. */
  destroy(): void {
    if (this.#number === null) return;
    const number = this.#number;
    this.#number = null;
    door().destroyReducer(number);
  }

  get #live(): Numbered {
    if (this.#number === null) throw new Error('this GradientReducer was destroyed');
    return this.#number;
  }
}

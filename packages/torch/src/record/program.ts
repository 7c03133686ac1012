import {
  checkTensors,
  keep,
  liveId,
  type NativeProgram,
  native,
  translate,
  translated,
} from '../core/index.js';
import { describe } from '../dispatch/index.js';
import { Tensor } from '../tensor/index.js';
import type { Graph } from './graph.js';
import { printGraph } from './print.js';

/** Whoever runs a program off the main thread waits here for those before: two at once would halve each other's cores, and draw
 * from the stream of random numbers in an order that nobody knows. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * The operators that a function called, recorded by `torch.record`: run again without the function, in one call.
 *
 * It holds the parameters, buffers and other tensors that the function used, and takes their values of the moment: after more training
 * it computes with the new weights. Moving the module to another device, dtype or memory format is a reason to record anew.
 */
export class Program<Out = Tensor> {
  /** @internal */
  constructor(
    private readonly handle: NativeProgram,
    /** What it does, step by step. */
    readonly graph: Graph,
    private readonly rebuild: (ids: readonly number[]) => Out,
  ) {}

  /**
   * What the function would give for these inputs, to the bit; what it changes in place (running statistics of batch norms), this
   * changes too. Gradients flow as through the function.
   *
   * @throws TorchError for inputs of another number, shape, dtype or device than recorded, and where an operator gives a
   *   shape that depends on values and differs from the recorded one
   */
  run(inputs: readonly Tensor[]): Out {
    checkTensors('run', inputs, 'inputs');
    const ids = translated(
      'run',
      () => describe(inputs),
      () =>
        native.runProgram(
          this.handle,
          inputs.map((input) => liveId(input, 'run')),
        ),
    );
    return this.rebuild(ids);
  }

  /** {@link run} on another thread, without gradients. Runs wait for each other, in the order of the calls. */
  async runAsync(inputs: readonly Tensor[]): Promise<Out> {
    checkTensors('runAsync', inputs, 'inputs');
    // The caller may dispose of the inputs before it is their turn.
    const held = keep(inputs.map((input) => input.detach()));
    const before = turn;
    const run = async () => {
      await before;
      return native.runProgramAsync(
        this.handle,
        held.map((input) => liveId(input, 'runAsync')),
      );
    };
    const result = run();
    turn = result.catch(() => {});
    try {
      return this.rebuild(await result);
    } catch (error) {
      throw translate(error, 'runAsync', describe(held));
    } finally {
      for (const input of held) input.dispose();
    }
  }

  /** A tensor of {@link Graph.captured}, by its place there. It shares memory with the module's. */
  captured(index: number): Tensor {
    const tensor = new Tensor();
    tensor.id = native.capturedOf(this.handle, index, null);
    native.track(tensor.id, tensor);
    return tensor;
  }

  /** The steps in lines that people read, with the module each belongs to. */
  toString(): string {
    return printGraph(this.graph);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

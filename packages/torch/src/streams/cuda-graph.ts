import { type Device, liveId, native, refusePromise, type Synchronous, translated } from '../core/index.js';
import { NativeObject } from '../dispatch/index.js';
import { kindOf, unawaited } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { Stream } from './stream.js';

const translate = <T>(operation: string, action: () => T): T => translated(operation, () => '', action);

/**
 * Work of a GPU that was captured once and is replayed with a single launch, which takes the processor next to nothing. A replay reads
 * and writes the memory of the tensors that stood in the capture: what it shall compute with is copied into those of them that went in
 * (`copy_`), and its results stand in those that came out, until the next replay. Random numbers go on from replay to replay.
 *
 * ```ts
 * const x = torch.keep(torch.zeros([64, 3, 224, 224], { device: 'cuda' }));
 * const graph = new torch.CUDAGraph();
 * const y = torch.keep(graph.capture(() => torch.noGrad(() => model.forward(x))));
 * x.copy_(pictures);
 * graph.replay(); // y is the model's output for the pictures
 * ```
 *
 * PyTorch: `torch.cuda.CUDAGraph` and `torch.cuda.graph`. Run with libtorch 2.11 on an H100.
 */
export class CUDAGraph extends NativeObject {
  readonly #device: Device;

  /**
   * @param device default `'cuda'`
   * @throws TorchError with what is missing, where {@link hindrance} says it
   */
  constructor(device: Device = 'cuda') {
    super(
      translate('CUDAGraph', () => native.newGraph(device)),
      'CUDAGraph',
    );
    this.#device = device;
  }

  /**
   * Why there are no CUDA graphs here: no GPU, a libtorch without CUDA, before 2.6 or newer than this knows, a native part built without
   * CUDA's headers. Null where there are.
   */
  static get hindrance(): string | null {
    return native.graphsHindrance();
  }

  /**
   * What a graph takes for granted about tensors, as a text to compare: where their memory is, their shape, layout and dtype, and
   * whether they want gradients. A graph reads the memory of its capture: where the text has changed, it has to be captured anew.
   */
  static placesOf(tensors: readonly Tensor[]): string {
    if (!Array.isArray(tensors))
      throw new TypeError(`placesOf takes a list of tensors, not ${kindOf(tensors)}${unawaited(tensors)}`);
    return native.placesOf(tensors.map((tensor) => liveId(tensor, 'placesOf')));
  }

  /**
   * Captures what `fn` does on the device; nothing of it is run. JavaScript is not captured: a replay repeats the work of the GPU that
   * `fn` asked for, with the numbers that it had then. What ran in the same stream a few times before (cuDNN, cuBLAS) is set up by then.
   *
   * @param stream where it is captured: not the device's default one. Left out, one of its own
   * @returns what `fn` returns. Its tensors are in memory of the graph, which the next replay writes to.
   * @throws TorchError where `fn` reads a value (`item()`, `tolist()`), uses a tensor on the CPU, sends numbers to the device, sets
   *   random numbers, waits for the device, or has hooks on gradients. Nothing is captured then, and everything is as before.
   */
  capture<T>(fn: () => Synchronous<T>, stream: Stream = new Stream(this.#device)): T {
    return stream.run(() => {
      translate('CUDAGraph.capture', () => native.beginCapture(this.objectId));
      let result: T;
      try {
        result = refusePromise(fn(), 'CUDAGraph.capture');
      } catch (error) {
        native.endCapture(this.objectId, false);
        throw error;
      }
      translate('CUDAGraph.capture', () => native.endCapture(this.objectId, true));
      return result as Synchronous<T>;
    });
  }

  /** Gives what was captured to the current stream to do. @throws TorchError where nothing was captured */
  replay(): void {
    translate('CUDAGraph.replay', () => native.replayGraph(this.objectId));
  }

  /** Forgets what was captured, and gives its memory back. */
  reset(): void {
    translate('CUDAGraph.reset', () => native.resetGraph(this.objectId));
  }

  [Symbol.dispose](): void {
    this.reset();
  }
}

import { type Device, liveId, native, refusePromise, type Synchronous, translated } from '../core/index.js';
import { describe, NativeObject } from '../dispatch/index.js';
import type { Tensor } from '../tensor/index.js';

const translate = <T>(operation: string, device: string, action: () => T): T =>
  translated(operation, () => device, action);

/**
 * A queue of work on a device. What is in one is done in order; several do their work side by side, and wait for each other only where
 * that is said. PyTorch: `torch.Stream`.
 *
 * ```ts
 * const stream = new torch.Stream('cuda');
 * const x = stream.run(() => pinned.to('cuda', { nonBlocking: true })); // beside what the current stream does
 * const current = torch.Stream.current('cuda');
 * current.waitStream(stream); // before x is used here
 * current.recordUse(x);
 * ```
 */
export class Stream extends NativeObject {
  /**
   * One of the device's streams that is not the default one. libtorch has 32 of them, and gives them out in turn.
   *
   * @param device default `'cuda'`
   * @param id of one that there is @internal
   * @throws TorchError where this libtorch, or this machine, has no such device, and for devices without streams (the CPU)
   */
  constructor(device: Device = 'cuda', id?: number) {
    super(id ?? translate('Stream', device, () => native.newStream(device)), 'Stream');
  }

  /** The stream that operators on a device go to at the moment. @param device default `'cuda'` */
  static current(device: Device = 'cuda'): Stream {
    return new Stream(
      device,
      translate('Stream.current', device, () => native.currentStream(device)),
    );
  }

  /** `'cuda:0'`, … */
  get device(): string {
    return native.deviceOfStream(this.objectId);
  }

  /**
   * Sends what operators inside of `fn` do on the stream's device to the stream. Memory that is made inside is the stream's: where another
   * one uses it, tell libtorch (`recordUse`). PyTorch: `with torch.cuda.stream(s):`.
   *
   * @throws TypeError if `fn` returns a promise: the stream is that of the thread
   */
  run<T>(fn: () => Synchronous<T>): T {
    const before = translate('Stream.run', this.device, () => native.enterStream(this.objectId));
    try {
      return refusePromise(fn(), 'Stream.run');
    } finally {
      native.leaveStream(before);
    }
  }

  /** Lets what this stream is given from now on wait for what the other one has been given until now. Nothing waits on the processor. */
  waitStream(other: Stream): void {
    translate('Stream.waitStream', this.device, () => native.waitStream(this.objectId, other.objectId));
  }

  /**
   * Tells libtorch that the stream uses a tensor that was made in another one: once it is freed, its memory is given out again only when
   * this stream has done what it was given by then. PyTorch: `Tensor.record_stream`.
   */
  recordUse(tensor: Tensor): void {
    const id = liveId(tensor, 'Stream.recordUse');
    translated(
      'Stream.recordUse',
      () => describe(tensor),
      () => native.recordUse(this.objectId, id),
    );
  }

  /** Waits until the stream has done all work given to it. */
  synchronize(): void {
    translate('Stream.synchronize', this.device, () => native.synchronizeStream(this.objectId));
  }

  /** Whether it is the same stream. */
  equals(other: Stream): boolean {
    return native.sameStream(this.objectId, other.objectId);
  }
}

import { setImmediate as macrotask } from 'node:timers/promises';
import { Stream, Tensor, torch } from '@onecycle/torch';

/**
 * The way of batches to a GPU, beside its work on the batches before: a stream of its own, in which they are copied and changed while the
 * current one trains.
 */
export class Uploads {
  readonly #stream: Stream;

  private constructor(readonly device: string) {
    this.#stream = new Stream(device);
  }

  static readonly #known = new Map<string, Uploads>();

  /** That of a device; null for the CPU, where batches are already, and for devices that have no streams. */
  static to(device: string): Uploads | null {
    if (!(device.startsWith('cuda') && torch.cuda.isAvailable())) return null;
    const known = Uploads.#known.get(device) ?? new Uploads(device);
    Uploads.#known.set(device, known);
    return known;
  }

  /** Lets what is run from now on come after all that the current stream was given until now. */
  follow(): void {
    this.#stream.waitStream(Stream.current(this.device));
  }

  /** Runs `make`, whose work on the device waits for nothing that was begun after the last `follow` or `handOver`. */
  run(make: () => readonly unknown[]): readonly unknown[] {
    return this.#stream.run(make);
  }

  /** Lets the current stream use what was made here. */
  handOver(members: readonly unknown[]): void {
    const user = Stream.current(this.device);
    user.waitStream(this.#stream);
    recordUses(user, user.device, members);
    this.follow();
  }
}

function recordUses(user: Stream, device: string, members: readonly unknown[]): void {
  for (const member of members) {
    if (Array.isArray(member)) recordUses(user, device, member);
    else if (member instanceof Tensor && member.device === device) user.recordUse(member);
  }
}

/**
 * The same values, of which two are begun before they are asked for: the first two at once, each other one in the turn of the event loop
 * after one was handed out. The device has been given what it shall do with that by then, and does it while the processor prepares
 * the other. What nobody takes in the end is freed.
 *
 * @param handOver told of a value before it is given
 */
export async function* twoAhead<T>(
  source: AsyncGenerator<T, void, undefined>,
  handOver: (value: T) => void,
  free: (value: T) => void,
): AsyncGenerator<T, void, undefined> {
  const begun = [source.next(), source.next()];
  try {
    for (let next = begun.shift(); next; next = begun.shift()) {
      const { done, value } = await next;
      if (done) return;
      handOver(value);
      begun.push(macrotask().then(() => source.next()));
      // What fails is thrown where it is waited for.
      for (const later of begun) later.catch(() => undefined);
      yield value;
    }
  } finally {
    for (const left of await Promise.allSettled(begun))
      if (left.status === 'fulfilled' && !left.value.done) free(left.value.value);
    await source.return();
  }
}

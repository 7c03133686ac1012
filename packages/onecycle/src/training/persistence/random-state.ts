import { type Tensor, torch } from '@onecycle/torch';

/** Training on a device draws from the CPU's stream of random numbers, and from the device's own. */
const streams = (device: string): string[] => [...new Set(['cpu', device])];
/** The same name for `cuda` and `cuda:0`, whichever of the two a later run is on. */
const nameOf = (device: string): string => `random/${device.split(':')[0]}`;

/** Where the streams of random numbers stand that training on `device` draws from, by name, on the CPU. */
export const randomState = (device: string): [string, Tensor][] =>
  streams(device).map((stream) => [nameOf(stream), torch.getRngState(stream)]);

/** Puts the streams back to where {@link randomState} found them; one that it did not know stays as it is. */
export function restoreRandomState(device: string, saved: ReadonlyMap<string, Tensor>): void {
  for (const stream of streams(device)) {
    const state = saved.get(nameOf(stream));
    if (state) torch.setRngState(state, stream);
  }
}

/** A process's streams as JSON carries them to the one that writes. */
export const packedRandomState = (device: string): [string, string][] =>
  randomState(device).map(([name, state]) => {
    using bytes = state;
    return [name, Buffer.from(bytes.toTypedArray() as Uint8Array).toString('base64')];
  });

/** What {@link packedRandomState} gave in a process, under names of its own. */
export const unpackedRandomState = (
  packed: readonly (readonly [string, string])[],
  rank: number,
): [string, Tensor][] =>
  packed.map(([name, text]) => {
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
    return [`process-${rank}/${name}`, torch.fromTypedArray(bytes, [bytes.length])];
  });

/** Of saved streams those of a process; none where the file is of fewer processes. */
export function ofProcess(saved: ReadonlyMap<string, Tensor>, rank: number): ReadonlyMap<string, Tensor> {
  if (rank === 0) return saved;
  const prefix = `process-${rank}/`;
  return new Map(
    [...saved].flatMap(([name, state]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), state]] : [],
    ),
  );
}

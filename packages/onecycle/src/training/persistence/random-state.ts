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

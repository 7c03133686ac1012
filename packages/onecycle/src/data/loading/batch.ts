import { Tensor } from '@onecycle/torch';
import { L } from '../collections/index.js';
import { retainType } from '../transforms/index.js';

/** A batch as the list of its members; a single one is a list of one. */
export const asTuple = (batch: unknown): readonly unknown[] => (Array.isArray(batch) ? batch : [batch]);

/**
 * The members on `device`, also inside lists.
 *
 * @param nonBlocking whether nobody waits until they have arrived there; default false
 */
export function toDevice(members: readonly unknown[], device: string, nonBlocking = false): unknown[] {
  return members.map((member) => {
    if (Array.isArray(member)) return toDevice(member, device, nonBlocking);
    if (!(member instanceof Tensor) || member.device === device) return member;
    const source = nonBlocking ? member.pinMemory() : member;
    return retainType(source.to(device, { nonBlocking }), member);
  });
}

/** Whether the tensors among the members are all on `device`, also inside lists. */
export const areOn = (members: readonly unknown[], device: string): boolean =>
  members.every((member) =>
    Array.isArray(member) ? areOn(member, device) : !(member instanceof Tensor) || member.device === device,
  );

/** Frees the tensors among the members, also inside lists. */
export function disposeMembers(members: readonly unknown[]): void {
  for (const member of members) {
    if (Array.isArray(member)) disposeMembers(member);
    else if (member instanceof Tensor) member.dispose();
  }
}

/** The first `maxN` items of a batch, as tuples. */
export function samplesOf(members: readonly unknown[], maxN: number): L<unknown[]> {
  const n = Math.min(maxN, ...members.map(lengthOf));
  return L.range(n).map((i) => members.map((member) => elementOf(member, i)));
}

const lengthOf = (member: unknown): number =>
  member instanceof Tensor ? (member.shape[0] ?? 0) : Array.isArray(member) ? member.length : 0;

const elementOf = (member: unknown, i: number): unknown =>
  member instanceof Tensor
    ? retainType(member.select(0, i), member)
    : Array.isArray(member)
      ? member[i]
      : undefined;

import type { Split } from '../../protocol/index.js';

/** What a split depends on. */
export interface Labelled {
  id: string;
  label: string;
}

/**
 * Which pictures are validated with: of every class the given part, chosen by a hash of seed and picture, so that a picture
 * stays where it is when others come, go or get another label.
 */
export function splitOf(
  pictures: readonly Labelled[],
  { seed, validPct }: { seed: number; validPct: number },
): Map<string, Split> {
  const classes = new Map<string, { id: string; place: number }[]>();
  for (const { id, label } of pictures) {
    const members = classes.get(label) ?? [];
    if (members.length === 0) classes.set(label, members);
    members.push({ id, place: hash(`${seed}/${id}`) });
  }
  const split = new Map<string, Split>();
  for (const members of classes.values()) {
    members.sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
    // One that is alone in its class is learned from.
    const valid = Math.min(members.length - 1, Math.round(validPct * members.length));
    for (const [i, { id }] of members.entries()) split.set(id, i < valid ? 'valid' : 'train');
  }
  return split;
}

/** FNV-1a with a last mixing, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

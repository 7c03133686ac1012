import type { Label } from '../transforms/index.js';

/** Two classes that are probably meant to be one. */
export interface Lookalikes {
  labels: [Label, Label];
  /** In what they differ, at the end of a sentence. */
  by: string;
}

/**
 * Labels that people take for the same and a program does not: a number and a text, letters with their accents in one or in two characters
 * (folders that came from a Mac), spaces.
 */
export function lookalikes(labels: Iterable<Label>): Lookalikes[] {
  const seen = new Map<string, Label>();
  const found: Lookalikes[] = [];
  for (const label of labels) {
    const look = String(label).normalize('NFC').replaceAll(/\s+/g, ' ').trim();
    const other = seen.get(look);
    if (other === undefined) seen.set(look, label);
    else found.push({ labels: [other, label], by: differenceOf(other, label) });
  }
  return found;
}

function differenceOf(a: Label, b: Label): string {
  if (typeof a !== typeof b) return `one is a ${typeof a}, the other a ${typeof b}`;
  if (String(a).normalize('NFC') === String(b).normalize('NFC'))
    return "the same letters in different characters of Unicode, which normalize('NFC') makes one";
  return 'spaces, which trim() takes away at the ends';
}

import type { ClassInfo, LabelEdit } from '../../protocol/index.js';
import { Refusal } from '../base/index.js';
import type { Change } from './edits.js';
import { decisionOf, isSame, type Picture } from './picture.js';

const MOST_CHARACTERS = 200;

/**
 * What becomes of pictures by what a person asked for; of one that is named twice the whole. What stays as it is is left out.
 * @throws Refusal for a class that cannot be called so
 */
export function changesBy(edits: readonly LabelEdit[], pictureOf: (id: string) => Picture): Change[] {
  const changes = new Map<string, Change>();
  for (const { ids, label, removed } of edits) {
    if (typeof label === 'string') checkClassName(label);
    for (const id of ids) {
      const picture = pictureOf(id);
      const before = changes.get(id);
      const now = before?.to ?? decisionOf(picture);
      const to = { label: label === undefined ? now.label : label, removed: removed ?? now.removed };
      changes.set(id, { path: picture.path, from: before?.from ?? decisionOf(picture), to });
    }
  }
  return [...changes.values()].filter(({ from, to }) => !isSame(from, to));
}

/** All pictures of a class get another label. */
export function renaming(pictures: Iterable<Picture>, name: string, to: string): Change[] {
  return [...pictures]
    .filter(({ label }) => label === name)
    .map((picture): Change => {
      const from = decisionOf(picture);
      return { path: picture.path, from, to: { ...from, label: to } };
    });
}

/** Classes that lose their last picture by changes. */
export function emptiedBy(changes: readonly Change[], classes: readonly ClassInfo[]): string[] {
  const counts = new Map(classes.map(({ name, count }) => [name, count]));
  for (const { from, to } of changes) {
    if (from.label !== null && !from.removed) counts.set(from.label, (counts.get(from.label) ?? 0) - 1);
    if (to.label !== null && !to.removed) counts.set(to.label, (counts.get(to.label) ?? 0) + 1);
  }
  return [...counts].flatMap(([name, count]) => (count === 0 ? [name] : []));
}

/** @throws Refusal */
export function checkClassName(name: string): void {
  if (name.trim() !== name || name === '')
    throw new Refusal(400, 'the name of a class is a text without blanks at its ends');
  if (name.length > MOST_CHARACTERS)
    throw new Refusal(400, `the name of a class has at most ${MOST_CHARACTERS} characters`);
  if (hasControls(name)) throw new Refusal(400, 'the name of a class is one line of text');
}

const hasControls = (text: string): boolean =>
  [...text].some((character) => character < ' ' || character === '\x7f');

import type { ClassRequest, EditsDone, LabelEdit, PictureId } from '../../protocol/index.js';
import { counted, shownLabel } from '../base/index.js';
import { send } from './api.js';
import { attempt, say } from './notices.js';
import { applyPictures } from './pictures.js';
import { applyCounts, project } from './project.js';

/** Takes in what an edit did: our own, or another page's. */
export function applyEdits(done: EditsDone): void {
  applyCounts(done);
  applyPictures(done.changed);
}

const back = { name: 'Undo', run: () => void undo() };

async function edit(path: string, body: unknown, words: (done: EditsDone) => string): Promise<boolean> {
  const done = await attempt(() => send<EditsDone>('POST', path, body));
  if (!done) return false;
  applyEdits(done);
  say(words(done), back);
  return true;
}

const inWords = ({ ids, label, removed }: LabelEdit): string => {
  const many = counted(ids.length, 'picture');
  if (removed === true) return `${many} set aside.`;
  if (label === null) return `${many} without a label now.`;
  if (label !== undefined) return `${many} labelled ${shownLabel(label)}.`;
  return `${many} back among the others.`;
};

/** Changes labels, or sets pictures aside. Nothing is deleted, and all of it can be taken back. */
export async function editLabels(...edits: LabelEdit[]): Promise<boolean> {
  if (edits.every(({ ids }) => ids.length === 0)) return false;
  const [first] = edits;
  const words =
    first && edits.length === 1
      ? inWords(first)
      : `${counted(edits.flatMap(({ ids }) => ids).length, 'picture')} changed.`;
  return await edit('labels', { edits }, () => words);
}

export const label = (ids: readonly PictureId[], to: string | null): Promise<boolean> =>
  editLabels({ ids: [...ids], label: to });

export const setAside = (ids: readonly PictureId[], removed: boolean): Promise<boolean> =>
  editLabels({ ids: [...ids], removed });

export async function undo(): Promise<void> {
  if (project.peek()?.undo === 0) return say('There is nothing to undo.');
  const done = await attempt(() => send<EditsDone>('POST', 'undo'));
  if (!done) return;
  applyEdits(done);
  say('Taken back.', { name: 'Redo', run: () => void redo() });
}

export async function redo(): Promise<void> {
  if (project.peek()?.redo === 0) return say('There is nothing to redo.');
  const done = await attempt(() => send<EditsDone>('POST', 'redo'));
  if (!done) return;
  applyEdits(done);
  say('Done again.', back);
}

/** A new class, another name for one, or one that is gone. */
export async function changeClass(request: ClassRequest): Promise<boolean> {
  return await edit('classes', request, () => {
    if ('add' in request) return `${shownLabel(request.add)} is a class now.`;
    if ('remove' in request) return `${shownLabel(request.remove)} is no class any more.`;
    return `${shownLabel(request.rename)} is called ${shownLabel(request.to)} now.`;
  });
}

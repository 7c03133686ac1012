import { regexLabeller } from 'onecycle';
import type { Project } from '../../protocol/index.js';
import type { PictureFile } from './files.js';

/** Where labels are found, and what they are. */
export interface FoundLabels {
  labelled: Project['labelled'];
  labelRegex: string | null;
  /** The label that a file says, null where it says none. */
  labelOf(file: PictureFile): string | null;
}

/** `name_12.jpg`, as the pets of the fastai book are called. */
const NUMBERED = '^(.+)_\\d+\\.[^.]+$';
/** Folders of pictures that nobody has labelled yet. */
const UNSORTED = /^(_.*|unlabell?ed|unsorted|inbox)$/i;
/** So large a part of the names has to follow the pattern. */
const MOST = 0.9;

/**
 * Where a folder's labels are: in the names of the folders inside; where these tell nothing apart, in names such as `pug_12.jpg`; or by
 * the pattern that was given.
 * @throws SyntaxError for a pattern that is none
 */
export function findLabels(files: readonly PictureFile[], labelRegex?: string): FoundLabels {
  if (labelRegex !== undefined) return byNames(labelRegex);
  const folders = new Set(files.map(folderLabel).filter((label) => label !== null));
  if (folders.size > 1) return { labelled: 'folders', labelRegex: null, labelOf: folderLabel };
  const names = byNames(NUMBERED);
  const found = files.map(names.labelOf).filter((label) => label !== null);
  if (found.length >= MOST * files.length && new Set(found).size > 1) return names;
  const labelled = folders.size > 0 ? 'folders' : 'none';
  return { labelled, labelRegex: null, labelOf: labelled === 'folders' ? folderLabel : () => null };
}

function folderLabel({ path }: PictureFile): string | null {
  const folder = path.split('/').at(-2);
  return folder === undefined || UNSORTED.test(folder) ? null : folder;
}

function byNames(labelRegex: string): FoundLabels {
  const labeller = regexLabeller(new RegExp(labelRegex));
  const labelOf = ({ name }: PictureFile): string | null => {
    try {
      return labeller(name);
    } catch {
      return null;
    }
  };
  return { labelled: 'names', labelRegex, labelOf };
}

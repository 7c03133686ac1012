import { posix } from 'node:path';
import { regexLabeller } from 'onecycle';
import type { Project, Split } from '../../protocol/index.js';
import type { PictureFile } from './files.js';
import { partOf } from './parts.js';

/** Where labels are found, and what they are. */
export interface FoundLabels {
  labelled: Project['labelled'];
  labelRegex: string | null;
  /** The label that a file says, null where it says none. */
  labelOf(file: Pick<PictureFile, 'path' | 'name'>): string | null;
}

type Parts = ReadonlyMap<string, Split>;

/** Labels in names, as people and programs number files: `pug_12.jpg`, as the pets of the fastai book, `cat.7.jpg`, `cat-7.jpg`, `cat (7).jpg`. */
const NUMBERED = ['_', '\\.', '-', ' ?\\('].map((mark) => `^(.+?)${mark}\\d+\\)?\\.[^.]+$`);
/** What cameras and telephones call their files says nothing of what is on them. */
const BY_CAMERA =
  /^(\d+$|(img|dsc[nf]?|dscn|pict?|pxl|mvi|gopr|wp|scan|screen ?shot|photo|image|picture|frame|whatsapp image)([-_ .\d]|$))/i;
/** Folders of pictures that nobody has labelled yet. */
const UNSORTED = /^(_.*|unlabell?ed|unsorted|unsup|inbox)$/i;
/** What a folder is called that holds all pictures, whatever is on them. */
const GENERAL =
  /^(images?|imgs?|photos?|photographs?|pictures?|pics?|data(set)?|jpe?gs?|raw|dcim|\d{3}[a-z_]{5}|files|all|samples?)$/i;
/** So large a part of the names has to follow the pattern. */
const MOST = 0.9;
/** So many pictures a label has at least, in the mean; else what looks like labels are names. Of a handful of files nobody can tell. */
const FEWEST = 1.5;
const HANDFUL = 10;

/**
 * Where a folder's labels are: in the names of the folders inside; where these tell nothing apart, in names such as `pug_12.jpg`; or by
 * the pattern that was given. Folders that only divide the data (`train`, `valid`) are no labels.
 * @throws SyntaxError for a pattern that is none
 */
export function findLabels(files: readonly PictureFile[], parts: Parts, labelRegex?: string): FoundLabels {
  if (labelRegex !== undefined) return byNames(labelRegex);
  const labelOf = (file: Pick<PictureFile, 'path'>) => folderLabel(file, parts);
  const byFolders: FoundLabels = { labelled: 'folders', labelRegex: null, labelOf };
  const folders = new Set(files.map(labelOf).filter((label) => label !== null));
  if (folders.size > 1) return byFolders;
  // What is to be told by the classifier, or later by a person, need not be called after what it is.
  const known = files.filter(
    ({ path }) => partOf(path, parts) !== 'test' && !path.split('/').slice(0, -1).some(isUnsorted),
  );
  const names = NUMBERED.map(byNames).find((one) => areLabels(known.map(one.labelOf)));
  if (names) return names;
  if (folders.size === 1 && ![...folders].some((name) => GENERAL.test(name))) return byFolders;
  return { labelled: 'none', labelRegex: null, labelOf: () => null };
}

const isUnsorted = (folder: string): boolean => UNSORTED.test(folder);

/** Whether so many files say labels, and these are such, that one may believe it. */
function areLabels(said: readonly (string | null)[]): boolean {
  const labels = said.filter((label) => label !== null);
  const different = new Set(labels);
  return (
    labels.length > 0 &&
    labels.length >= MOST * said.length &&
    different.size > 1 &&
    (labels.length >= FEWEST * different.size || labels.length < HANDFUL)
  );
}

/** The folder that a picture lies in, or the next one above that does not only divide the data. */
function labelFolder(path: string, parts: Parts): string | undefined {
  let folder = posix.dirname(path);
  while (parts.has(folder)) folder = posix.dirname(folder);
  return folder === '.' ? undefined : folder;
}

function folderLabel({ path }: Pick<PictureFile, 'path'>, parts: Parts): string | null {
  const folder = labelFolder(path, parts);
  if (folder === undefined) return null;
  const label = posix.basename(folder);
  return UNSORTED.test(label) ? null : label;
}

/** The folder for a picture of a class: where labels are folders, beside the one that it is in; and in the same part of the data. */
export function folderOfClass(
  path: string,
  label: string,
  labelled: Project['labelled'],
  parts: Parts,
): string {
  const parent = posix.dirname(path);
  const folder = labelled === 'folders' ? labelFolder(path, parts) : undefined;
  // `train/beagle/1.jpg` goes into `train/pug`, and `beagle/train/1.jpg` into `pug/train`.
  if (folder !== undefined) return posix.join(posix.dirname(folder), label, posix.relative(folder, parent));
  const part = [...parts.keys()].find((one) => `${parent}/`.startsWith(`${one}/`));
  return posix.join(part ?? '.', label);
}

function byNames(labelRegex: string): FoundLabels {
  const labeller = regexLabeller(new RegExp(labelRegex));
  const isGuess = NUMBERED.includes(labelRegex);
  const labelOf = ({ name }: Pick<PictureFile, 'name'>): string | null => {
    try {
      const label = labeller(name);
      return isGuess && BY_CAMERA.test(label) ? null : label;
    } catch {
      return null;
    }
  };
  return { labelled: 'names', labelRegex, labelOf };
}

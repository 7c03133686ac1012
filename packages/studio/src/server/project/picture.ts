import type { ClassInfo, FindingKind, PictureCounts, PictureInfo, Split } from '../../protocol/index.js';
import type { PictureFile } from './files.js';
import type { Decision } from './labels-file.js';

/** A picture and what is known of it. */
export interface Picture extends PictureFile {
  foundLabel: string | null;
  label: string | null;
  removed: boolean;
  width?: number;
  height?: number;
}

export type LabelledPicture = Picture & { label: string };

/** Whether it can be trained with. */
export const isLabelled = (picture: Picture): picture is LabelledPicture =>
  picture.label !== null && !picture.removed;

export const decisionOf = ({ label, removed }: Picture): Decision => ({ label, removed });
export const isSame = (a: Decision, b: Decision): boolean => a.label === b.label && a.removed === b.removed;
const isChanged = ({ label, foundLabel, removed }: Picture): boolean => removed || label !== foundLabel;

/** What the page is told of a picture. */
export function infoOf(
  picture: Picture,
  split: Split | null,
  findings: readonly FindingKind[] = [],
): PictureInfo {
  const { id, path, name, label, foundLabel, removed, version, bytes, width, height } = picture;
  return {
    id,
    path,
    name,
    label,
    foundLabel,
    changed: isChanged(picture),
    removed,
    split,
    version,
    bytes,
    ...(width !== undefined && height !== undefined && { width, height }),
    ...(findings.length > 0 && { findings: [...findings] }),
  };
}

export function countsOf(pictures: Iterable<Picture>): PictureCounts {
  const counts = { pictures: 0, labelled: 0, unlabelled: 0, removed: 0, changed: 0 };
  for (const picture of pictures) {
    if (isChanged(picture)) counts.changed += 1;
    if (picture.removed) counts.removed += 1;
    else counts.pictures += 1;
    if (!picture.removed) counts[picture.label === null ? 'unlabelled' : 'labelled'] += 1;
  }
  return counts;
}

/**
 * The classes by name, with how many pictures they have.
 * @param empty names of classes that are there without pictures, too
 */
export function classesOf(
  pictures: readonly LabelledPicture[],
  split: ReadonlyMap<string, Split>,
  empty: Iterable<string>,
): ClassInfo[] {
  const classes = new Map<string, ClassInfo>();
  const named = (name: string): ClassInfo => {
    const one = classes.get(name) ?? { name, count: 0, valid: 0, test: 0 };
    classes.set(name, one);
    return one;
  };
  for (const name of empty) named(name);
  for (const { id, label } of pictures) {
    const one = named(label);
    one.count += 1;
    const part = split.get(id);
    if (part === 'valid' || part === 'test') one[part] += 1;
  }
  return [...classes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

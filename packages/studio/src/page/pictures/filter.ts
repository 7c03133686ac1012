import type { PictureInfo, Split } from '../../protocol/index.js';

/** Which pictures are shown, as it stands in the address. */
export interface Filter {
  /** All that are not set aside; those without a label; those that were changed; those that are set aside; or a class, `=pug`. */
  show: string;
  split: '' | Split;
  /** A part of the path or of the label. */
  q: string;
  sort: Sort;
}

const parts: readonly Split[] = ['train', 'valid', 'test'];
export const sorts = ['name', 'label', 'size', '-size'] as const;
export type Sort = (typeof sorts)[number];

/** A class as a filter: set apart from the words above. */
export const ofClass = (name: string): string => `=${name}`;
export const classOf = (show: string): string | null => (show.startsWith('=') ? show.slice(1) : null);

/** Reads what stands in the address; what is unknown there shows all. */
export function filterOf({ show = '', split = '', q = '', sort = '' }: Record<string, string>): Filter {
  return {
    show,
    split: parts.find((one) => one === split) ?? '',
    q,
    sort: sorts.find((one) => one === sort) ?? 'name',
  };
}

const compare: Record<Exclude<Sort, 'name'>, (a: PictureInfo, b: PictureInfo) => number> = {
  label: (a, b) => (a.label ?? '').localeCompare(b.label ?? '', 'en', { numeric: true }),
  size: (a, b) => a.bytes - b.bytes,
  '-size': (a, b) => b.bytes - a.bytes,
};

/** Those of the pictures that a filter lets through, in its order. */
export function filtered(pictures: readonly PictureInfo[], { show, split, q, sort }: Filter): PictureInfo[] {
  const name = classOf(show);
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = pictures.filter((picture) => {
    if (picture.removed !== (show === 'aside') && show !== 'changed') return false;
    if (show === 'unlabelled' && picture.label !== null) return false;
    if (show === 'changed' && !picture.changed) return false;
    if (name !== null && picture.label !== name) return false;
    if (split !== '' && picture.split !== split) return false;
    if (words.length === 0) return true;
    const text = `${picture.path} ${picture.label ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return sort === 'name' ? found : found.sort(compare[sort]);
}

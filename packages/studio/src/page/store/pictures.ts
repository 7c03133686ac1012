import { computed, signal } from '@preact/signals';
import type { PictureId, PictureInfo, PicturePage } from '../../protocol/index.js';
import { address, get } from './api.js';

/** The first request is small, so that pictures appear at once; the others bring the rest. */
const FIRST = 200;
const NEXT = 10_000;

/**
 * All pictures of the folder by path, those that are set aside too. The page holds them all (some 200 bytes each), so that filters, search and
 * selections need no request.
 */
export const pictures = signal<readonly PictureInfo[]>([]);
/** Whether all are here. */
export const allLoaded = signal(false);

const places = computed(() => new Map(pictures.value.map(({ id }, place) => [id, place])));

export const pictureById = (id: PictureId): PictureInfo | undefined => {
  const place = places.value.get(id);
  return place === undefined ? undefined : pictures.value[place];
};

/** Changes that came while the pictures were being read: what was on its way may be older. */
let meanwhile: PictureInfo[] | null = null;
let reading = 0;

/** Reads the list. A second call overtakes the first. */
export async function loadPictures(): Promise<void> {
  const turn = ++reading;
  meanwhile = [];
  allLoaded.value = false;
  const found: PictureInfo[] = [];
  for (const removed of [undefined, '1'] as const) {
    for (let offset = 0, total = 1; offset < total; ) {
      const limit = found.length === 0 ? FIRST : NEXT;
      const page = await get<PicturePage>('pictures', { removed, offset, limit });
      if (turn !== reading) return;
      found.push(...page.items);
      ({ total } = page);
      if (page.items.length === 0) break;
      offset += page.items.length;
      // What is there already is not replaced by its beginning.
      if (found.length >= pictures.peek().length) pictures.value = [...found];
    }
  }
  pictures.value = found;
  allLoaded.value = true;
  const late = meanwhile;
  meanwhile = null;
  applyPictures(late);
}

/** Takes in pictures that changed. */
export function applyPictures(changed: readonly PictureInfo[]): void {
  if (changed.length === 0) return;
  meanwhile?.push(...changed);
  const next = [...pictures.peek()];
  for (const picture of changed) {
    const place = places.peek().get(picture.id);
    if (place === undefined) next.push(picture);
    else next[place] = picture;
  }
  pictures.value = next;
}

/** Addresses that change with the content: the browser may keep what they give. */
export const thumbOf = ({ id, version }: PictureInfo, size: 160 | 320): string =>
  address(`pictures/${id}/thumb`, { size, v: version });
export const fullOf = ({ id, version }: PictureInfo): string =>
  address(`pictures/${id}/full`, { v: version });

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
let meanwhile: { changed: PictureInfo[]; gone: PictureId[] } | null = null;
let reading = 0;

/** Reads the list. A second call overtakes the first. */
export async function loadPictures(): Promise<void> {
  const turn = ++reading;
  meanwhile = { changed: [], gone: [] };
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
  // Those that are set aside were read last.
  pictures.value = found.some(({ removed }) => removed) ? found.sort(order) : found;
  allLoaded.value = true;
  const late = meanwhile;
  meanwhile = null;
  if (late) applyPictures(late.changed, late.gone);
}

/** As the server has them: folder by folder. */
const order = (a: PictureInfo, b: PictureInfo): number => {
  const [one, other] = [a.path.replaceAll('/', '\0'), b.path.replaceAll('/', '\0')];
  return one < other ? -1 : one > other ? 1 : 0;
};

/** Takes in pictures that changed, and takes out those that are gone. */
export function applyPictures(changed: readonly PictureInfo[], gone: readonly PictureId[] = []): void {
  if (changed.length === 0 && gone.length === 0) return;
  meanwhile?.changed.push(...changed);
  meanwhile?.gone.push(...gone);
  const next = [...pictures.peek()];
  const come: PictureInfo[] = [];
  for (const picture of changed) {
    const place = places.peek().get(picture.id);
    if (place === undefined) come.push(picture);
    else next[place] = picture;
  }
  const away = new Set(gone);
  const left = away.size > 0 ? next.filter(({ id }) => !away.has(id)) : next;
  pictures.value = come.length > 0 ? [...left, ...come].sort(order) : left;
}

/** Addresses that change with the content: the browser may keep what they give. */
export const thumbOf = ({ id, version }: PictureInfo, size: 160 | 320): string =>
  address(`pictures/${id}/thumb`, { size, v: version });
export const fullOf = ({ id, version }: PictureInfo): string =>
  address(`pictures/${id}/full`, { v: version });

import { createHash } from 'node:crypto';
import { extent } from '../../base/index.js';
import { escapeHtml } from '../output/index.js';
import type { Box } from './box.js';

/** Points that text needs to have for nine pixels, a readable size, at the figure's own size of 96 pixels an inch. */
const LEGIBLE = 6.75;

/** What a page asks of a figure. */
interface Embeddable {
  readonly figsize: readonly [number, number];
  svg(): Promise<string>;
  describe(): string;
  forPhone(): Embeddable | undefined;
}

/**
 * A figure within a page: whole on a wide screen; on a narrow one laid out anew where that is possible. Otherwise it scrolls
 * within its own box rather than become unreadable, and says so.
 */
export async function figureHtml(figure: Embeddable): Promise<string> {
  const wide = await figure.svg();
  const narrow = await figure.forPhone()?.svg();
  if (narrow === undefined) return scrollable(figure, wide, '');
  const [defined, reused] = sharePictures(wide, narrow);
  return `${scrollable(figure, defined, ' roomy')}<div class="phone">${reused}</div>`;
}

/** What is too wide scrolls by itself, also by keyboard, and leaves the page where it is. */
function scrollable(figure: Embeddable, svg: string, kind: string): string {
  const sizes = Array.from(svg.matchAll(/ font-size="([\d.]+)/g), ([, size]) => Number(size));
  const scale = Math.min(1, LEGIBLE / extent(sizes)[0]);
  const least = Math.round(figure.figsize[0] * 96 * scale);
  const box = `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(figure.describe())}">${svg}</div>`;
  const hint = '<p class="hint" aria-hidden="true">Wider than the screen: scroll it sideways →</p>';
  return `<div class="figure${kind}" style="--least:${least}px">${hint}${box}</div>`;
}

/** Pictures that both layouts show are kept in the page once: the second refers to the first. */
function sharePictures(first: string, second: string): [string, string] {
  const prefix = createHash('sha1').update(first).digest('hex').slice(0, 10);
  const known = new Map<string, { id: string; box: Box }>();
  const picture = /<image x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" href="([^"]+)"\/>/g;
  const boxOf = (numbers: readonly string[]): Box => {
    const [x = 0, y = 0, width = 1, height = 1] = numbers.map(Number);
    return { x, y, width, height };
  };
  const defined = first.replaceAll(picture, (element: string, ...parts: string[]) => {
    const href = parts[4] ?? '';
    if (known.has(href)) return element;
    const id = `picture-${prefix}-${known.size}`;
    known.set(href, { id, box: boxOf(parts.slice(0, 4)) });
    return element.replace('<image ', `<image id="${id}" `);
  });
  const reused = second.replaceAll(picture, (element: string, ...parts: string[]) => {
    const found = known.get(parts[4] ?? '');
    if (!found) return element;
    const to = boxOf(parts.slice(0, 4));
    const { id, box: from } = found;
    const scale = `scale(${to.width / from.width} ${to.height / from.height})`;
    return `<use href="#${id}" transform="translate(${to.x} ${to.y}) ${scale} translate(${-from.x} ${-from.y})"/>`;
  });
  return [defined, reused];
}

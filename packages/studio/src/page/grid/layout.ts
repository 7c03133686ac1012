/** Where the cells of a grid lie, in pixels from the top left of its content. Only the rows that can be seen are ever made. */
export interface GridLayout {
  count: number;
  columns: number;
  /** Of a cell, without the gap. */
  width: number;
  height: number;
  gap: number;
  /** Around all cells. */
  padding: number;
  /** Of everything. */
  total: number;
}

/** What a layout is made of. */
export interface GridMeasures {
  /** Of the window that scrolls, without its scroll bar. */
  width: number;
  count: number;
  /** How wide a cell should be; it grows until the columns fill the width. */
  size: number;
  /** Height of what stands below each picture. */
  caption: number;
  gap: number;
  padding: number;
}

/** A part of the content, in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Square cells with a caption, as many in a row as fit. A width of a phone holds two at least. */
export function layoutGrid({ width, count, size, caption, gap, padding }: GridMeasures): GridLayout {
  const inner = Math.max(0, width - 2 * padding);
  const columns = Math.max(2, Math.floor((inner + gap) / (size + gap)));
  const cell = Math.max(1, Math.floor((inner - (columns - 1) * gap) / columns));
  const height = cell + caption;
  const rows = Math.ceil(count / columns);
  const total = rows === 0 ? 0 : 2 * padding + rows * height + (rows - 1) * gap;
  return { count, columns, width: cell, height, gap, padding, total };
}

/** The cells `[from, to)` that lie in a window of the content, and `overscan` rows above and below it. */
export function cellsIn(
  { count, columns, height, gap, padding }: GridLayout,
  top: number,
  viewport: number,
  overscan: number,
): { from: number; to: number } {
  const pitch = height + gap;
  const first = Math.floor((top - padding) / pitch) - overscan;
  const last = Math.floor((top + viewport - padding) / pitch) + overscan;
  const within = (row: number) => Math.min(count, Math.max(0, row * columns));
  return { from: within(first), to: within(last + 1) };
}

/** Where one cell lies. */
export function boxOf({ columns, width, height, gap, padding }: GridLayout, index: number): Box {
  const row = Math.floor(index / columns);
  const column = index % columns;
  return { x: padding + column * (width + gap), y: padding + row * (height + gap), width, height };
}

/** The cells that a rectangle touches; its width and height may be negative. */
export function cellsTouching(layout: GridLayout, box: Box): number[] {
  const { count, columns, width, height, gap, padding } = layout;
  const span = (from: number, length: number, cell: number, most: number): [number, number] => {
    const [low, high] = length < 0 ? [from + length, from] : [from, from + length];
    const pitch = cell + gap;
    // From the first cell that ends behind the edge to the last that begins before the other.
    const first = Math.max(0, Math.floor((low - padding + gap) / pitch));
    const last = Math.min(most - 1, Math.floor((high - padding) / pitch));
    return [first, last];
  };
  const [left, right] = span(box.x, box.width, width, columns);
  const [top, bottom] = span(box.y, box.height, height, Math.ceil(count / columns));
  const found: number[] = [];
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) {
      const index = row * columns + column;
      if (index < count) found.push(index);
    }
  return found;
}

/** Where to scroll, so that a cell is seen whole: as little as it takes. */
export function scrollFor(layout: GridLayout, index: number, top: number, viewport: number): number {
  const { y, height } = boxOf(layout, index);
  const room = layout.padding;
  if (y - room < top) return Math.max(0, y - room);
  if (y + height + room > top + viewport) return y + height + room - viewport;
  return top;
}

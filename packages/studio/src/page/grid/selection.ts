/** Which pictures are chosen. Pictures are named by their ids, so that it outlives a change of the order. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
  /** Where the keyboard is. */
  readonly focus: string | null;
}

export const nothing: Selection = { ids: new Set(), anchor: null, focus: null };

/** How a press or a step of the keyboard changes what is chosen. */
export interface How {
  /** Add the picture, or take it away, and leave the others (Ctrl). */
  toggle?: boolean;
  /** From the anchor to here (Shift). */
  extend?: boolean;
}

/** Steps of the keyboard. */
export type Direction = 'left' | 'right' | 'up' | 'down' | 'pageUp' | 'pageDown' | 'home' | 'end';

function range(order: readonly string[], from: number, to: number): Set<string> {
  return new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1));
}

/** A picture was pressed. */
export function press(
  { ids, anchor }: Selection,
  order: readonly string[],
  id: string,
  { toggle = false, extend = false }: How = {},
): Selection {
  if (extend && anchor !== null && order.includes(anchor)) {
    const chosen = range(order, order.indexOf(anchor), order.indexOf(id));
    return { ids: toggle ? new Set([...ids, ...chosen]) : chosen, anchor, focus: id };
  }
  if (!toggle) return { ids: new Set([id]), anchor: id, focus: id };
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id, focus: id };
}

/** The place that a step leads to, of `count` places in rows of `columns`; `rows` are those of a page. */
export function step(
  from: number,
  direction: Direction,
  { count, columns, rows }: { count: number; columns: number; rows: number },
): number {
  const last = count - 1;
  const far = columns * Math.max(1, rows - 1);
  switch (direction) {
    case 'left':
      return Math.max(0, from - 1);
    case 'right':
      return Math.min(last, from + 1);
    case 'up':
      return from - columns < 0 ? from : from - columns;
    case 'down':
      // Into a last row that is shorter: to its end.
      return Math.floor(from / columns) < Math.floor(last / columns) ? Math.min(last, from + columns) : from;
    case 'pageUp':
      return Math.max(from % columns, from - far);
    case 'pageDown':
      return Math.min(last, from + far);
    case 'home':
      return 0;
    case 'end':
      return last;
  }
}

/** The keyboard goes to another picture and chooses it, or all up to it. */
export function moveTo(
  selection: Selection,
  order: readonly string[],
  to: number,
  extend: boolean,
): Selection {
  const id = order[to];
  if (id === undefined) return selection;
  const anchor = selection.anchor ?? selection.focus;
  return press({ ...selection, anchor }, order, id, { extend });
}

/** Those that a rectangle touches; with `base` besides those. */
export function band(base: ReadonlySet<string>, touched: readonly string[]): Selection {
  const last = touched.at(-1) ?? null;
  return { ids: new Set([...base, ...touched]), anchor: last, focus: last };
}

/** What is left where only these pictures are shown. The keyboard stays at the place where its picture was. */
export function keepShown(
  selection: Selection,
  before: readonly string[],
  now: readonly string[],
): Selection {
  const shown = new Set(now);
  const ids = new Set([...selection.ids].filter((id) => shown.has(id)));
  if (selection.focus === null || shown.has(selection.focus)) {
    const anchor =
      selection.anchor !== null && shown.has(selection.anchor) ? selection.anchor : selection.focus;
    return { ids, anchor, focus: selection.focus };
  }
  const place = before.indexOf(selection.focus);
  // The next one of those that followed it; else the last.
  const next = before.slice(place + 1).find((id) => shown.has(id)) ?? now.at(-1) ?? null;
  return { ids, anchor: next, focus: next };
}

import { type Signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import type { PictureInfo } from '../../protocol/index.js';
import { Cell, type CellProps } from './cell.js';
import { type Command, commandOf } from './keys.js';
import { boxOf, cellsIn, layoutGrid, scrollFor } from './layout.js';
import { GridPointer } from './pointer.js';
import { moveTo, type Selection, step } from './selection.js';

const CAPTION = 26;
const GAP = 10;
const PADDING = 12;
/** Rows that are made above and below what is seen. */
const OVERSCAN = 2;
/** After so many milliseconds without a step, scrolling has come to rest. */
const REST = 80;

export interface VirtualGridProps extends Pick<CellProps, 'caption' | 'describe'> {
  name: string;
  /** At least one. */
  items: readonly PictureInfo[];
  /** How wide a picture should be, in pixels. */
  size: number;
  selection: Signal<Selection>;
  open: (id: string) => void;
  drop: (ids: readonly string[], on: string) => void;
  /** Keys that do not move in the grid. */
  command: (command: Command) => void;
}

/**
 * Any number of pictures, of which only those in sight are made. For the keyboard and for screen readers it is a list in which several can be
 * chosen; the keyboard's place is told by `aria-activedescendant`, since its cell comes and goes.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const { name, items, size, selection, open, drop, command } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const width = useSignal(0);
  const height = useSignal(0);
  const top = useSignal(0);
  const fast = useSignal(false);
  const given = useSignal({ items, size });
  if (given.peek().items !== items || given.peek().size !== size) given.value = { items, size };

  const order = useComputed(() => given.value.items.map(({ id }) => id));
  const layout = useComputed(() =>
    layoutGrid({
      width: width.value,
      count: given.value.items.length,
      size: given.value.size,
      caption: CAPTION,
      gap: GAP,
      padding: PADDING,
    }),
  );
  const from = useComputed(() => cellsIn(layout.value, top.value, height.value, OVERSCAN).from);
  const to = useComputed(() => cellsIn(layout.value, top.value, height.value, OVERSCAN).to);

  const act = useRef({ open, drop });
  act.current = { open, drop };
  const pointer = useMemo(
    () =>
      new GridPointer({
        get scroller() {
          if (!scroller.current) throw new Error('the grid is not on the page');
          return scroller.current;
        },
        layout: () => layout.peek(),
        order: () => order.peek(),
        selection,
        open: (id) => act.current.open(id),
        drop: (ids, on) => act.current.drop(ids, on),
      }),
    [selection, layout, order],
  );

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const measure = () => {
      width.value = box.clientWidth;
      height.value = box.clientHeight;
      top.value = box.scrollTop;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => observer.disconnect();
  }, [width, height, top]);

  // The keyboard's place stays in sight.
  useSignalEffect(() => {
    const { focus } = selection.value;
    const place = focus === null ? -1 : order.peek().indexOf(focus);
    const box = scroller.current;
    if (place < 0 || !box || pointer.rectangle.peek()) return;
    box.scrollTop = scrollFor(layout.peek(), place, box.scrollTop, box.clientHeight);
  });

  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const scrolled = () => {
    const box = scroller.current;
    if (!box) return;
    // Pictures that fly past are not asked for.
    fast.value = Math.abs(box.scrollTop - top.peek()) > 2 * layout.peek().height;
    top.value = box.scrollTop;
    clearTimeout(resting.current);
    resting.current = setTimeout(() => {
      fast.value = false;
    }, REST);
  };

  const pressed = (event: KeyboardEvent) => {
    const asked = commandOf(event);
    if (!asked) return;
    event.preventDefault();
    event.stopPropagation();
    if (asked.kind !== 'move') return command(asked);
    const { columns, count, height: row } = layout.peek();
    const now = selection.peek();
    const at = now.focus === null ? -1 : order.peek().indexOf(now.focus);
    const rows = Math.floor(height.peek() / row);
    // The first step of all leads to the first picture, or to the last.
    const isFirst = at < 0 && asked.direction !== 'end';
    const next = isFirst ? 0 : step(Math.max(0, at), asked.direction, { count, columns, rows });
    selection.value = moveTo(now, order.peek(), next, asked.extend);
  };

  const chosen = selection.value;
  const cells = items.slice(from.value, to.value);
  const idOf = (id: string) => `${prefix}-${id}`;
  const focusShown = chosen.focus !== null && cells.some(({ id }) => id === chosen.focus);
  return (
    <div
      ref={scroller}
      class="grid"
      role="listbox"
      tabIndex={0}
      aria-label={name}
      aria-multiselectable="true"
      aria-activedescendant={focusShown && chosen.focus !== null ? idOf(chosen.focus) : undefined}
      onScroll={scrolled}
      onFocusIn={({ target }) => {
        // A press gives the focus to a picture, and with the picture it would leave the document when it is scrolled away.
        if (target !== scroller.current) scroller.current?.focus({ preventScroll: true });
      }}
      onKeyDown={pressed}
      onPointerDown={pointer.down}
      onPointerMove={pointer.move}
      onPointerUp={pointer.up}
      onPointerCancel={pointer.cancel}
      onContextMenu={(event) => event.preventDefault()}
      onDblClick={(event) => {
        // The grid holds the pointer from the press on, so that events name it as their target.
        const under = document.elementFromPoint(event.clientX, event.clientY);
        const id = under?.closest<HTMLElement>('[data-id]')?.dataset.id;
        if (id !== undefined) open(id);
      }}
    >
      <div class="grid-content" role="presentation" style={{ height: `${layout.value.total}px` }}>
        {cells.map((picture, i) => (
          <Cell
            key={picture.id}
            domId={idOf(picture.id)}
            picture={picture}
            box={boxOf(layout.value, from.value + i)}
            place={from.value + i}
            count={items.length}
            selected={chosen.ids.has(picture.id)}
            focused={chosen.focus === picture.id}
            fast={fast}
            caption={props.caption}
            describe={props.describe}
          />
        ))}
        <Rectangle pointer={pointer} />
      </div>
    </div>
  );
}

function Rectangle({ pointer }: { pointer: GridPointer }) {
  const box = pointer.rectangle.value;
  if (!box) return null;
  const style = {
    left: `${Math.min(box.x, box.x + box.width)}px`,
    top: `${Math.min(box.y, box.y + box.height)}px`,
    width: `${Math.abs(box.width)}px`,
    height: `${Math.abs(box.height)}px`,
  };
  return <div class="rectangle" style={style} />;
}

import { type Signal, signal } from '@preact/signals';
import { drag, dropAt } from './drag.js';
import { type Box, cellsTouching, type GridLayout } from './layout.js';
import { band, press, type Selection } from './selection.js';

/** What the pointer acts on. */
export interface PointerHost {
  scroller: HTMLElement;
  layout: () => GridLayout;
  order: () => readonly string[];
  selection: Signal<Selection>;
  open: (id: string) => void;
  drop: (ids: readonly string[], on: string) => void;
}

/** So far a pointer moves before a press becomes a drag, in pixels. */
const SLACK = 6;
/** So long a finger rests before it chooses, in milliseconds. */
const LONG = 450;
/** So close to the edge the content scrolls while a rectangle is drawn, in pixels. */
const EDGE = 36;

type Gesture =
  | { kind: 'press'; id: string; x: number; y: number; onlyOnUp: boolean }
  | { kind: 'touch'; id: string; x: number; y: number; timer: ReturnType<typeof setTimeout> }
  | { kind: 'drag' }
  | { kind: 'band'; x: number; y: number; base: ReadonlySet<string>; moved: boolean };

/** Presses, drags and rectangles, by mouse, pen or finger. */
export class GridPointer {
  /** The rectangle that is drawn, in pixels of the content. */
  readonly rectangle = signal<Box | null>(null);
  #gesture: Gesture | null = null;
  #at = { x: 0, y: 0 };

  constructor(readonly host: PointerHost) {}

  down = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const { selection, order, scroller } = this.host;
    const { clientX: x, clientY: y } = event;
    const cell = event.target.closest<HTMLElement>('[data-id]');
    const id = cell?.dataset.id;
    if (event.pointerType === 'touch') {
      if (id === undefined) return;
      const timer = setTimeout(() => {
        this.#gesture = null;
        navigator.vibrate?.(10);
        selection.value = press(selection.peek(), order(), id, { toggle: true });
      }, LONG);
      this.#gesture = { kind: 'touch', id, x, y, timer };
      return;
    }
    const toggle = event.ctrlKey || event.metaKey;
    const extend = event.shiftKey;
    // Beside the picture, on the caption or in a gap, a rectangle begins.
    if (id === undefined || !event.target.closest('[data-picture]')) {
      if (x > scroller.getBoundingClientRect().left + scroller.clientWidth) return;
      if (id !== undefined && (toggle || extend)) {
        selection.value = press(selection.peek(), order(), id, { toggle, extend });
        return;
      }
      const at = this.#inContent(x, y);
      const base = toggle || extend ? selection.peek().ids : new Set<string>();
      this.#gesture = { kind: 'band', ...at, base, moved: false };
    } else {
      const onlyOnUp = !toggle && !extend && selection.peek().ids.has(id);
      if (!onlyOnUp) selection.value = press(selection.peek(), order(), id, { toggle, extend });
      this.#gesture = { kind: 'press', id, x, y, onlyOnUp };
    }
    scroller.setPointerCapture(event.pointerId);
  };

  move = (event: PointerEvent): void => {
    const gesture = this.#gesture;
    if (!gesture) return;
    const { clientX: x, clientY: y } = event;
    if (gesture.kind === 'press' || gesture.kind === 'touch') {
      if (Math.hypot(x - gesture.x, y - gesture.y) < SLACK) return;
      if (gesture.kind === 'touch') {
        this.cancel();
        return;
      }
      this.#gesture = { kind: 'drag' };
    }
    if (this.#gesture?.kind === 'drag') {
      const { selection, order } = this.host;
      const ids = drag.peek()?.ids ?? order().filter((id) => selection.peek().ids.has(id));
      drag.value = { ids, x, y, over: dropAt(x, y) };
      return;
    }
    if (gesture.kind !== 'band') return;
    this.#at = { x, y };
    if (!gesture.moved) {
      const start = this.#inContent(x, y);
      if (Math.hypot(start.x - gesture.x, start.y - gesture.y) < SLACK) return;
      gesture.moved = true;
      this.#follow();
    }
  };

  up = (event: PointerEvent): void => {
    const gesture = this.#gesture;
    const { selection, order, open, drop } = this.host;
    if (gesture?.kind === 'touch') {
      clearTimeout(gesture.timer);
      if (selection.peek().ids.size === 0) open(gesture.id);
      else selection.value = press(selection.peek(), order(), gesture.id, { toggle: true });
    }
    if (gesture?.kind === 'press' && gesture.onlyOnUp)
      selection.value = press(selection.peek(), order(), gesture.id);
    if (gesture?.kind === 'band' && !gesture.moved) {
      const cell = event.target instanceof Element && document.elementFromPoint(event.clientX, event.clientY);
      const id = cell ? cell.closest<HTMLElement>('[data-id]')?.dataset.id : undefined;
      selection.value = id
        ? press(selection.peek(), order(), id)
        : { ...selection.peek(), ids: gesture.base };
    }
    const held = drag.peek();
    this.#end();
    if (gesture?.kind === 'drag' && held?.over) drop(held.ids, held.over);
  };

  cancel = (): void => {
    if (this.#gesture?.kind === 'touch') clearTimeout(this.#gesture.timer);
    this.#end();
  };

  #end(): void {
    this.#gesture = null;
    this.rectangle.value = null;
    drag.value = null;
  }

  #inContent(x: number, y: number): { x: number; y: number } {
    const { scroller } = this.host;
    const { left, top } = scroller.getBoundingClientRect();
    return { x: x - left, y: y - top + scroller.scrollTop };
  }

  /** While a rectangle is drawn, each frame: scrolls at the edges, chooses what it touches. */
  #follow = (): void => {
    const gesture = this.#gesture;
    if (gesture?.kind !== 'band') return;
    const { scroller, layout, order, selection } = this.host;
    const { top, bottom } = scroller.getBoundingClientRect();
    const { x, y } = this.#at;
    if (y < top + EDGE) scroller.scrollTop -= Math.min(EDGE, top + EDGE - y) / 2;
    if (y > bottom - EDGE) scroller.scrollTop += Math.min(EDGE, y - bottom + EDGE) / 2;
    const to = this.#inContent(x, y);
    const box = { x: gesture.x, y: gesture.y, width: to.x - gesture.x, height: to.y - gesture.y };
    this.rectangle.value = box;
    const ids = order();
    selection.value = band(
      gesture.base,
      cellsTouching(layout(), box).flatMap((place) => ids[place] ?? []),
    );
    requestAnimationFrame(this.#follow);
  };
}

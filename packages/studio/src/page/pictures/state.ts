import { computed, effect, signal } from '@preact/signals';
import { route } from '../base/index.js';
import { keepShown, nothing, type Selection } from '../grid/index.js';
import { pictures } from '../store/index.js';
import { filtered, filterOf } from './filter.js';

/** Which pictures the view shows. Kept where another view is shown meanwhile. */
const parts = signal<Record<string, string>>({});
effect(() => {
  if (route.value.view === 'pictures') parts.value = route.value.parts;
});

export const filter = computed(() => filterOf(parts.value));
export const shown = computed(() => filtered(pictures.value, filter.value));
export const selection = signal<Selection>(nothing);
/** The chosen ones, in the order of the grid. */
export const chosen = computed(() => shown.value.filter(({ id }) => selection.value.ids.has(id)));
/** How wide a picture is in the grid, in pixels. */
export const sizes = [96, 148, 232] as const;
const SIZE_KEY = 'onecycle-size';
export const size = signal<number>(
  sizes.find((one) => String(one) === localStorage.getItem(SIZE_KEY)) ?? 148,
);
effect(() => localStorage.setItem(SIZE_KEY, String(size.value)));

// What is not shown any more is not chosen; the keyboard stays where it was.
let before: readonly string[] = [];
effect(() => {
  const now = shown.value.map(({ id }) => id);
  selection.value = keepShown(selection.peek(), before, now);
  before = now;
});

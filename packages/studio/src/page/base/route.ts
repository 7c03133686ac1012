import { signal } from '@preact/signals';

/** The views, in the order of their tabs. */
export const views = ['pictures', 'doctor', 'train', 'understand', 'try', 'export'] as const;
export type View = (typeof views)[number];

/** What the address says behind its `#`: a view, and what it shows. */
export interface Route {
  view: View;
  parts: Record<string, string>;
}

/** `#understand?run=a1&tab=losses` */
function parseRoute(hash: string): Route {
  const [name = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const view = views.find((one) => one === name) ?? 'pictures';
  return { view, parts: Object.fromEntries(new URLSearchParams(query)) };
}

export function hashOf({ view, parts }: Route): string {
  const query = new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== '')).toString();
  return query ? `#${view}?${query}` : `#${view}`;
}

/** What the page shows. It stands in the address: a reload loses nothing, and a view can be linked to. */
export const route = signal<Route>(parseRoute(globalThis.location?.hash ?? ''));

/** Goes to a view. */
export function go(view: View, parts: Record<string, string> = {}): void {
  location.hash = hashOf({ view, parts });
}

/** Changes some parts of the route, without a step in the history. */
export function adjust(parts: Record<string, string>): void {
  const { view, parts: before } = route.peek();
  const next = { view, parts: { ...before, ...parts } };
  history.replaceState(null, '', hashOf(next));
  route.value = next;
}

/** Follows the address. */
export function followRoute(): void {
  addEventListener('hashchange', () => {
    route.value = parseRoute(location.hash);
  });
}

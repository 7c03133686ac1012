import { computed, effect, signal } from '@preact/signals';

const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'onecycle-theme';

/** What the person chose; 'auto' follows the system. */
export const theme = signal<Theme>('auto');
const systemIsDark = signal(false);

/** Whether the page is dark now. */
export const isDark = computed(() => (theme.value === 'auto' ? systemIsDark.value : theme.value === 'dark'));

/** Keeps the page in the colours that were chosen, now or at another visit. */
export function followTheme(): void {
  theme.value = themes.find((one) => one === localStorage.getItem(KEY)) ?? 'auto';
  const preference = matchMedia('(prefers-color-scheme: dark)');
  systemIsDark.value = preference.matches;
  preference.addEventListener('change', ({ matches }) => {
    systemIsDark.value = matches;
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    localStorage.setItem(KEY, theme.value);
  });
}

/** The next of the three. */
export function nextTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'auto';
}

import { computed, effect, signal } from '@preact/signals';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'onecycle-theme';

/** What the person chose; 'auto' follows the system. */
export const theme = signal<Theme>(themes.find((one) => one === localStorage.getItem(KEY)) ?? 'auto');

const preference = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(preference.matches);
preference.addEventListener('change', ({ matches }) => {
  systemIsDark.value = matches;
});

/** Whether the page is dark now. */
export const isDark = computed(() => (theme.value === 'auto' ? systemIsDark.value : theme.value === 'dark'));

/** Keeps the page in the chosen colours. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    localStorage.setItem(KEY, theme.value);
  });
}

/** The next of the three. */
export function nextTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'auto';
}

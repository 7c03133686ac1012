/** Colours of series: told apart by readers with any colour vision, and legible on light and dark paper. */
export const series = ['#3b7dd8', '#d9742b', '#2f9d77', '#b35cc0', '#c44f5f', '#8a8f2a'] as const;

export const seriesColour = (place: number): string => series[place % series.length] ?? series[0];

/** What a colour of the style sheet is at the moment. */
export function colourOf(token: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(--${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** 0.0625 as '6.3 %', with a space that does not break. */
export function percent(part: number): string {
  return `${(part * 100).toFixed(1)}\u00a0%`;
}

/** Milliseconds as '2:41 minutes'. */
export function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} minutes`;
}

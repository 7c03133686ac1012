import { type Augmentation, settingsOf, specOf } from './augmentations.js';
import type { LightSpec } from './colours.js';
import type { AffineSpec } from './matrices.js';
import type { WarpSpec } from './warp.js';

/** Random changes as native threads number them (native/draws.h). */
const kinds: readonly Augmentation[] = [
  'flip',
  'dihedral',
  'rotate',
  'zoom',
  'warp',
  'brightness',
  'contrast',
  'saturation',
];

/**
 * Random changes as native threads take them, five numbers each: kind, chance, whether for the whole batch, and its settings, of
 * which a single one stands second. Null where numbers are given in place of draws.
 */
export function changeRows(specs: readonly (AffineSpec | WarpSpec | LightSpec)[]): readonly number[] | null {
  const rows: number[] = [];
  for (const given of specs) {
    const spec = new Map<string, unknown>(Object.entries(specOf(given.fn, given)));
    if (['draw', 'drawX', 'drawY'].some((name) => spec.has(name))) return null;
    const settings = Object.keys(settingsOf(given.fn)).map((name) => Number(spec.get(name)));
    const range = [0, 0, ...settings].slice(-2);
    rows.push(kinds.indexOf(given.fn), Number(spec.get('p')), Number(spec.get('batch')), ...range);
  }
  return rows;
}

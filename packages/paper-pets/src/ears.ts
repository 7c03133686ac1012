import { darker, mix } from './color.js';
import type { Individual } from './individual.js';
import { furry, type Point, paint, polygon, type Sheet, smooth } from './paper.js';
import type { RandomStream } from './random.js';

/** Ears that stand go behind the head, ears that hang go in front of it. */
export function ears(pet: Individual, sheet: Sheet, rng: RandomStream): { behind: string; front: string } {
  const both = (ear: (side: number) => string) => ear(-1) + ear(1);
  switch (pet.breed.ears.shape) {
    case 'pricked':
      return { behind: both((side) => pricked(pet, sheet, side)), front: '' };
    case 'tipped':
      return { behind: both((side) => tipped(pet, sheet, side)), front: '' };
    case 'rose':
      return { behind: '', front: both((side) => rose(pet, sheet, side)) };
    case 'button':
      return { behind: '', front: both((side) => button(pet, sheet, side)) };
    case 'drop':
    case 'long':
      return { behind: '', front: both((side) => hanging(pet, sheet, rng, side)) };
  }
}

/** Colour of the ears: the coat's, or that of its points, mask or badger marks. */
function earColor({ breed, coat }: Individual): string {
  return coat[breed.ears.color];
}

const PINK = '#e6a79c';

function pricked(pet: Individual, sheet: Sheet, side: number): string {
  const { width: w, height: h } = pet.breed.head;
  const { size, spread } = pet.breed.ears;
  const tip: Point = [side * 0.86 * w * spread, -h * (0.75 + 0.85 * size)];
  const inner: Point = [side * 0.12 * w, -0.82 * h];
  const outer: Point = [side * 1.0 * w, -0.18 * h];
  const bulge: Point = [side * w * (0.2 + 0.78 * spread), -h * (0.5 + 0.45 * size)];
  const color = earColor(pet);
  const lining = mix(color, PINK, pet.breed.ears.pink);
  const towards = ([x, y]: Point, part: number): Point => {
    const [cx, cy] = [side * 0.62 * w, -0.72 * h];
    return [cx + (x - cx) * part, cy + (y - cy) * part];
  };
  return sheet.cut(polygon([inner, tip, bulge, outer]), color, {
    inside: paint(
      polygon([towards(inner, 0.55), towards(tip, 0.72), towards(bulge, 0.66), towards(outer, 0.6)]),
      lining,
    ),
  });
}

/** Stands, and its tip falls forward. */
function tipped(pet: Individual, sheet: Sheet, side: number): string {
  const { width: w, height: h } = pet.breed.head;
  const { size } = pet.breed.ears;
  const top = -h * (0.85 + 0.5 * size);
  const ear = smooth([
    [side * 0.3 * w, -0.8 * h],
    [side * 0.5 * w, top],
    [side * 1.0 * w, top + 4],
    [side * 0.98 * w, -0.35 * h],
  ]);
  const flap = smooth([
    [side * 0.5 * w, top + 3],
    [side * 1.02 * w, top + 2],
    [side * 1.12 * w, top + 0.34 * h * size],
    [side * 0.84 * w, top + 0.42 * h * size],
  ]);
  const color = earColor(pet);
  return (
    sheet.cut(ear, mix(color, PINK, pet.breed.ears.pink)) +
    sheet.cut(flap, darker(color, 0.12), { height: 0.7 })
  );
}

/** Small, folded backwards and to the side. */
function rose(pet: Individual, sheet: Sheet, side: number): string {
  const { width: w, height: h } = pet.breed.head;
  const { size } = pet.breed.ears;
  const fold = smooth([
    [side * 0.5 * w, -0.86 * h],
    [side * 0.86 * w, -h * (0.72 + 0.34 * size)],
    [side * (0.9 + 0.34 * size) * w, -0.72 * h],
    [side * (0.92 + 0.26 * size) * w, -0.42 * h],
    [side * 0.82 * w, -0.46 * h],
  ]);
  return sheet.cut(fold, darker(earColor(pet), 0.12), { height: 0.8 });
}

/** A small flap that falls forward. */
function button(pet: Individual, sheet: Sheet, side: number): string {
  const { width: w, height: h } = pet.breed.head;
  const { size } = pet.breed.ears;
  const flap = smooth([
    [side * 0.5 * w, -0.9 * h],
    [side * 0.98 * w, -0.82 * h],
    [side * 1.1 * w, -0.4 * h],
    [side * 0.94 * w, h * (-0.6 + 0.5 * size)],
    [side * 0.7 * w, -0.42 * h],
  ]);
  return sheet.cut(flap, earColor(pet), { height: 0.8 });
}

/** Hangs beside the face: long as a hound's, or a shorter triangle. */
function hanging(pet: Individual, sheet: Sheet, rng: RandomStream, side: number): string {
  const { width: w, height: h } = pet.breed.head;
  const { size, shape } = pet.breed.ears;
  const reach = (shape === 'long' ? 0.95 : 0.42) * size * h;
  const outline: Point[] = [
    [side * 0.6 * w, -0.82 * h],
    [side * 1.02 * w, -0.62 * h],
    [side * (shape === 'long' ? 1.3 : 1.2) * w, reach * 0.45],
    [side * 1.08 * w, reach],
    [side * 0.86 * w, reach * 0.6],
    [side * 0.8 * w, -0.2 * h],
  ];
  const path = pet.breed.fur > 0 ? furry(outline, 18, pet.breed.fur * 0.4, rng) : smooth(outline);
  return sheet.cut(path, earColor(pet), { height: 1 });
}

import { lighter, mix } from './color.js';
import { ears } from './ears.js';
import { eyes, mouth, whiskers } from './face.js';
import type { Individual } from './individual.js';
import { headMarkings } from './markings.js';
import { ellipse, furry, mirrored, type Point, paint, type Sheet, smooth } from './paper.js';
import type { RandomStream } from './random.js';

/** The head of a pet, centred at the origin and about a hundred units wide, facing the viewer. */
export function head(pet: Individual, sheet: Sheet, rng: RandomStream): string {
  const { breed, coat } = pet;
  const outline = mirrored(headOutline(pet));
  const path = breed.fur > 0 ? furry(outline, 34, breed.fur * 0.55, rng) : smooth(outline);
  const ear = ears(pet, sheet, rng);
  const skull = sheet.cut(path, coat.main, { inside: headMarkings(pet, rng), height: 1.2 });
  const face = [muzzle(pet, sheet, rng), eyes(pet), brows(pet, sheet, rng), mouth(pet)].join('');
  const turned = `<g transform="translate(${(pet.turn * 0.1 * breed.head.width).toFixed(1)} 0)">${face}</g>`;
  return ear.behind + skull + ear.front + turned + (breed.kind === 'cat' ? whiskers(pet, rng) : '');
}

/** Right half of the outline, crown to chin. */
function headOutline({ breed }: Individual): Point[] {
  const { width: w, height: h, crown, jaw } = breed.head;
  return [
    [0, -h],
    [crown * w * 0.72, -0.9 * h],
    [w * (0.5 + crown * 0.5), -0.4 * h],
    [w, 0.12 * h],
    [(0.3 + 0.7 * jaw) * w, 0.58 * h],
    [jaw * w * 0.58, 0.9 * h],
    [0, h],
  ];
}

function muzzle(pet: Individual, sheet: Sheet, rng: RandomStream): string {
  const { breed, coat } = pet;
  const { width: w, height: h } = breed.head;
  const mw = breed.muzzle.width * w;
  const mh = breed.muzzle.length * h;
  const color =
    breed.pattern === 'points' || breed.pattern === 'mask'
      ? mix(coat.second, coat.main, 0.06)
      : breed.pattern === 'bull' && !pet.white
        ? lighter(coat.main, 0.1)
        : coat.light;
  if (breed.kind === 'cat') {
    return [-1, 1]
      .map((side) =>
        sheet.cut(ellipse(side * mw * 0.46, 0.5 * h, mw * 0.6, mh * 0.8), color, { height: 0.35 }),
      )
      .join('');
  }
  if (breed.pattern === 'bearded') {
    const beard: Point[] = mirrored([
      [0, 0.05 * h],
      [mw * 0.8, 0.25 * h],
      [mw * 1.15, 0.75 * h],
      [mw * 0.85, 1.22 * h],
      [0, 1.36 * h],
    ]);
    return sheet.cut(furry(beard, 20, 5, rng), coat.light, { height: 0.8 });
  }
  const snout = mirrored([
    [0, 0.46 * h - mh],
    [mw * 0.62, 0.46 * h - mh * 0.6],
    [mw, 0.56 * h],
    [mw * 0.72, 0.54 * h + mh * 0.85],
    [0, 0.56 * h + mh],
  ]);
  return sheet.cut(smooth(snout), color, { height: 0.6 });
}

/** Tufts over the eyes of the bearded, cream spots over those of the cream-cheeked. */
function brows({ breed, coat }: Individual, sheet: Sheet, rng: RandomStream): string {
  const { width: w, height: h } = breed.head;
  if (breed.pattern === 'bearded') {
    return [-1, 1]
      .map((side) => {
        const tuft: Point[] = [
          [side * 0.12 * w, -0.42 * h],
          [side * 0.62 * w, -0.5 * h],
          [side * 0.82 * w, -0.12 * h],
          [side * 0.4 * w, -0.22 * h],
        ];
        return sheet.cut(furry(tuft, 9, 3, rng), coat.light, { height: 0.5 });
      })
      .join('');
  }
  if (breed.pattern !== 'cream-cheeks') return '';
  return [-1, 1]
    .map((side) => paint(ellipse(side * 0.36 * w, -0.42 * h, 0.12 * w, 0.08 * h), coat.light))
    .join('');
}

import { darker, mix } from './color.js';
import type { Individual } from './individual.js';
import { chest, markings, trunkColor } from './markings.js';
import { ellipse, furry, limb, mirrored, type Point, paint, type Sheet, smooth, stroke } from './paper.js';
import type { RandomStream } from './random.js';
import { tail } from './tail.js';

/** A body whose head belongs at the origin. */
export interface Body {
  /** Drawn under the head. */
  svg: string;
  /** Extent of the whole pet, head included: left, top, right, bottom. */
  box: readonly [number, number, number, number];
}

export type Pose = 'sit' | 'stand' | 'lie';

/** The body in a pose, seen from the front (`sit`, `lie`) or from the side with the head turned to us (`stand`). */
export function body(pet: Individual, pose: Pose, sheet: Sheet, rng: RandomStream): Body {
  switch (pose) {
    case 'sit':
      return sit(pet, sheet, rng);
    case 'stand':
      return stand(pet, sheet, rng);
    case 'lie':
      return lie(pet, sheet, rng);
  }
}

const TOP = -95;

function sit(pet: Individual, sheet: Sheet, rng: RandomStream): Body {
  const { girth: g, legs } = pet.breed.body;
  const base = 112 + 42 * legs;
  const side = rng.uniform() < 0.5 ? -1 : 1;
  const outline: Point[] = mirrored([
    [0, 18],
    [30 * g, 34],
    [42 * g, 72],
    [54 * g, base - 38],
    [52 * g, base - 6],
    [0, base],
  ]);
  const haunches = [-1, 1].map((s) =>
    sheet.cut(ellipse(s * 42 * g, base - 22, 22 * g, 23), shade(pet, 0.06), {
      inside: markings(pet, [s * 42 * g - 24, base - 46, s * 42 * g + 24, base], rng, false),
      height: 0.6,
    }),
  );
  const paws = [-1, 1].map((s) => paw(pet, sheet, s * 44 * g, base - 3, 15 * g));
  const legs2 = [-1, 1].map((s) => leg(pet, sheet, [s * 17 * g, 78], [s * 16, base - 8], 12 * g, 9.5, rng));
  const trunk = coated(pet, sheet, outline, rng, true, [-58 * g, 20, 58 * g, base]);
  return {
    svg: [
      tail(pet, sheet, rng, [side * 40 * g, base - 16], side, 'down'),
      trunk,
      ...haunches,
      ...paws,
      ...legs2,
      collar(pet, sheet),
    ].join(''),
    box: [-75 * g, TOP, 75 * g, base + 8],
  };
}

function stand(pet: Individual, sheet: Sheet, rng: RandomStream): Body {
  const { girth: g, legs, length } = pet.breed.body;
  const reach = 104 * length;
  const belly = 62 + 32 * g;
  const base = belly + 46 * legs;
  const far = [26, reach - 12].map((x) => leg(pet, sheet, [x, 70], [x + 4, base - 12], 14 * g, 9, rng, 0.22));
  const near = [6, reach + 8].map((x) => leg(pet, sheet, [x, 72], [x, base - 6], 16 * g, 9.5, rng));
  const outline: Point[] = [
    [-24 * g, 12],
    [24 * g, 22],
    [50, 62 - 33 * g],
    [reach - 8, 62 - 30 * g],
    [reach + 26 * g, 58],
    [reach + 20 * g, belly - 8],
    [reach * 0.55, belly + 1],
    [8, belly + 4],
    [-26 * g, 74],
  ];
  const trunk = coated(pet, sheet, outline, rng, false, [-30, 20, reach + 30, belly]);
  return {
    svg: [
      ...far,
      tail(pet, sheet, rng, [reach + 16 * g, 48], 1, 'up'),
      ...near,
      trunk,
      collar(pet, sheet),
    ].join(''),
    box: [-62, TOP, reach + 62, base + 8],
  };
}

function lie(pet: Individual, sheet: Sheet, rng: RandomStream): Body {
  const { girth: g, length } = pet.breed.body;
  const reach = 92 * length;
  const base = 78 + 24 * g;
  const outline: Point[] = [
    [-36 * g, 40],
    [0, 22],
    [50, 40 - 8 * g],
    [reach, 40 - 4 * g],
    [reach + 32 * g, 70],
    [reach + 28 * g, base],
    [20, base + 2],
    [-44 * g, base],
  ];
  const trunk = coated(pet, sheet, outline, rng, false, [-44, 30, reach + 34, base]);
  const haunch = sheet.cut(ellipse(reach, base - 24, 34 * g, 27), shade(pet, 0.05), {
    inside: markings(pet, [reach - 34, base - 50, reach + 34, base], rng, false),
    height: 0.6,
  });
  const paws = [-30, 10].map((x) => limbTo(pet, sheet, [x + 6, base - 20], [x - 8, base + 1], 12, 9.5, rng));
  return {
    svg: [
      trunk,
      tail(pet, sheet, rng, [reach + 26 * g, base - 14], 1, 'down'),
      haunch,
      paw(pet, sheet, reach - 20, base, 15),
      ...paws,
      collar(pet, sheet),
    ].join(''),
    box: [-66, TOP, reach + 66, base + 12],
  };
}

/** The trunk with its markings; furry breeds have tufts at the edge. */
function coated(
  pet: Individual,
  sheet: Sheet,
  outline: Point[],
  rng: RandomStream,
  front: boolean,
  area: readonly [number, number, number, number],
): string {
  const path = pet.breed.fur > 0 ? furry(outline, 40, pet.breed.fur, rng) : smooth(outline);
  return sheet.cut(path, trunkColor(pet), {
    inside: markings(pet, area, rng, true) + chest(pet, area, front),
  });
}

/** Limbs and haunches are cut from a slightly darker sheet, so that they stand out. */
function shade(pet: Individual, amount: number): string {
  return darker(trunkColor(pet), amount);
}

function limbColor({ breed, coat, white }: Individual): { upper: string; paw: string } {
  switch (breed.pattern) {
    case 'points':
      return { upper: mix(coat.main, coat.second, 0.45), paw: coat.second };
    case 'saddle':
      return { upper: coat.light, paw: coat.light };
    case 'cream-cheeks':
      return { upper: coat.main, paw: coat.light };
    case 'bull':
      return { upper: coat.main, paw: white ? coat.light : coat.main };
    default:
      return { upper: coat.main, paw: coat.main };
  }
}

function leg(
  pet: Individual,
  sheet: Sheet,
  from: Point,
  to: Point,
  wide: number,
  narrow: number,
  rng: RandomStream,
  shadow = 0,
) {
  return (
    limbTo(pet, sheet, from, to, wide, narrow, rng, shadow) +
    paw(pet, sheet, to[0], to[1] + 4, narrow * 1.35, shadow)
  );
}

function limbTo(
  pet: Individual,
  sheet: Sheet,
  from: Point,
  to: Point,
  wide: number,
  narrow: number,
  rng: RandomStream,
  shadow = 0,
) {
  const { upper, paw: end } = limbColor(pet);
  const dip = paint(ellipse(to[0], to[1] + 4, narrow * 2.2, (to[1] - from[1]) * 0.34), end, 0.95);
  const spots =
    pet.breed.pattern === 'rosettes'
      ? Array.from({ length: 4 }, (_, i) => {
          const y = from[1] + ((to[1] - from[1]) * (i + rng.uniform(0.2, 0.9))) / 4;
          return stroke(
            [
              [from[0] - wide, y],
              [from[0], y + 4],
              [from[0] + wide, y],
            ],
            pet.coat.second,
            3,
          );
        }).join('')
      : '';
  return sheet.cut(limb(from, to, wide, narrow), darker(upper, 0.04 + shadow), {
    inside: dip + spots,
    height: 0.7,
  });
}

function paw(pet: Individual, sheet: Sheet, x: number, y: number, size: number, shadow = 0): string {
  const color = darker(limbColor(pet).paw, shadow);
  const toes = [-0.35, 0.1, 0.5].map((at) =>
    stroke(
      [
        [x + at * size, y + size * 0.08],
        [x + at * size, y + size * 0.4],
      ],
      darker(color, 0.45),
      1.3,
    ),
  );
  return sheet.cut(ellipse(x, y, size, size * 0.58), color, { height: 0.5, inside: toes.join('') });
}

function collar({ collar: color, breed }: Individual, sheet: Sheet): string {
  if (!color) return '';
  const y = breed.head.height * 0.86;
  const reach = 30 * Math.max(1, breed.body.girth);
  const band = smooth([
    [-reach, y - 5],
    [0, y + 9],
    [reach, y - 5],
    [reach, y + 5],
    [0, y + 20],
    [-reach, y + 5],
  ]);
  return (
    sheet.cut(band, color, { height: 0.6 }) + sheet.cut(ellipse(0, y + 22, 6.5), '#e9c45a', { height: 0.5 })
  );
}

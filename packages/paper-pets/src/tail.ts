import { darker } from './color.js';
import type { Individual } from './individual.js';
import { ellipse, furry, type Point, paint, polygon, ribbon, type Sheet, smooth, stroke } from './paper.js';
import type { RandomStream } from './random.js';

/**
 * The tail from where it grows, to the left (side −1) or right (1).
 *
 * @param carried 'down' lies on the ground beside a sitting pet, 'up' is that of one that stands.
 */
export function tail(
  pet: Individual,
  sheet: Sheet,
  rng: RandomStream,
  [x, y]: Point,
  side: number,
  carried: 'up' | 'down',
): string {
  const { breed, coat } = pet;
  const at = (dx: number, dy: number): Point => [x + side * dx, y + dy];
  const sway = rng.uniform(-12, 12);
  const color =
    breed.pattern === 'points'
      ? coat.second
      : breed.pattern === 'saddle'
        ? coat.second
        : darker(coat.main, 0.04);
  switch (breed.tail) {
    case 'slender': {
      const spine: [Point, Point, Point, Point] =
        carried === 'up'
          ? [at(0, 0), at(42, 0), at(10 + sway, -60), at(40 + sway, -82)]
          : [at(-6, 6), at(34, 16), at(46 + sway, -14), at(26 + sway, -34)];
      const inside =
        breed.pattern === 'rosettes'
          ? [0.25, 0.45, 0.65, 0.85].map((t) => band(spine, t, coat.second)).join('') +
            paint(ellipse(spine[3][0], spine[3][1], 14), coat.second)
          : '';
      return sheet.cut(smooth(ribbon(spine, 15, 10)), color, { inside });
    }
    case 'whip': {
      const spine: [Point, Point, Point, Point] =
        carried === 'up'
          ? [at(-4, 0), at(24, -10), at(40, -30 + sway), at(44, -62 + sway)]
          : [at(-8, 4), at(20, 12), at(38, 4), at(48, -18 + sway)];
      const tip = breed.pattern === 'saddle' ? paint(ellipse(spine[3][0], spine[3][1], 20), coat.light) : '';
      return sheet.cut(smooth(ribbon(spine, 15, 4)), color, { inside: tip });
    }
    case 'plume': {
      const spine: [Point, Point, Point, Point] =
        carried === 'up'
          ? [at(-4, 0), at(34, -4), at(44, -40 + sway), at(14, -66)]
          : [at(-10, 2), at(24, 10), at(48, 2), at(52, -24 + sway)];
      return sheet.cut(furry(ribbon(spine, 24, 22), 22, 6, rng), darker(coat.main, 0.06));
    }
    case 'curl': {
      const [cx, cy] = carried === 'up' ? at(-2, -24) : at(14, -26);
      const path =
        breed.fur > 0
          ? furry(
              [
                [cx, cy - 20],
                [cx + 20, cy],
                [cx, cy + 20],
                [cx - 20, cy],
              ],
              16,
              4,
              rng,
            )
          : ellipse(cx, cy, 17, 16);
      const ring = stroke(
        [
          [cx - side * 8, cy + 6],
          [cx - side * 6, cy - 12],
          [cx + side * 8, cy - 2],
        ],
        darker(coat.main, 0.35),
        3,
      );
      const cream =
        breed.pattern === 'cream-cheeks' ? paint(ellipse(cx + side * 6, cy + 4, 9, 11), coat.light) : '';
      return sheet.cut(path, color, { inside: cream + ring });
    }
    case 'short': {
      const spike: Point[] =
        carried === 'up'
          ? [at(-12, 4), at(6, -44 + sway * 0.5), at(14, 2)]
          : [at(-6, 0), at(30, -30 + sway * 0.5), at(16, 12)];
      return sheet.cut(breed.fur > 0 ? furry(spike, 10, 3, rng) : polygon(spike), color);
    }
  }
}

/** A dark ring around a tail, at a part of its length. */
function band(spine: readonly Point[], part: number, color: string): string {
  const [a = [0, 0], b = a, c = b, d = c] = spine;
  const on = (axis: 0 | 1) =>
    (1 - part) ** 3 * a[axis] +
    3 * (1 - part) ** 2 * part * b[axis] +
    3 * (1 - part) * part ** 2 * c[axis] +
    part ** 3 * d[axis];
  return paint(ellipse(on(0), on(1), 9, 4), color);
}

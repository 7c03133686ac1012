import { darker, lighter } from './color.js';
import type { Individual } from './individual.js';
import { ellipse, paint, smooth, stroke } from './paper.js';
import type { RandomStream } from './random.js';

/** What is painted on the head: mask, blaze, stripes. */
export function headMarkings(pet: Individual, rng: RandomStream): string {
  const { breed, coat } = pet;
  const { width: w, height: h } = breed.head;
  const shift = pet.turn * 0.1 * w;
  const blaze = (width: number) =>
    paint(
      smooth([
        [shift - 0.4 * width * w, -h * 1.1],
        [shift + 0.4 * width * w, -h * 1.1],
        [shift + 0.5 * width * w, -0.2 * h],
        [shift + 2.2 * width * w, 0.5 * h],
        [shift, 1.2 * h],
        [shift - 2.2 * width * w, 0.5 * h],
        [shift - 0.5 * width * w, -0.2 * h],
      ]),
      coat.light,
    );
  switch (breed.pattern) {
    case 'rosettes':
      return [-0.34, -0.13, 0.13, 0.34]
        .map((x) =>
          stroke(
            [
              [x * w, -h],
              [x * w * 1.15 + shift * 0.5, -0.72 * h],
              [x * w * 0.8 + shift, -0.46 * h],
            ],
            coat.second,
            4.2,
          ),
        )
        .concat(
          [-1, 1].flatMap((side) => [
            stroke(
              [
                [side * 0.6 * w + shift, 0.02 * h],
                [side * 0.85 * w, 0.1 * h],
                [side * 1.05 * w, 0],
              ],
              coat.second,
              3.6,
            ),
            stroke(
              [
                [side * 0.55 * w + shift, 0.3 * h],
                [side * 0.8 * w, 0.42 * h],
                [side * 1.02 * w, 0.36 * h],
              ],
              coat.second,
              3.6,
            ),
          ]),
        )
        .join('');
    case 'points':
      return [1.06, 0.86, 0.66]
        .map((size, ring) =>
          paint(
            ellipse(shift, 0.3 * h, 0.66 * w * size, 0.68 * h * size),
            coat.second,
            [0.3, 0.5, 0.85][ring] ?? 1,
          ),
        )
        .join('');
    case 'mask':
      return (
        paint(ellipse(shift, 0.5 * h, 0.74 * w, 0.6 * h), coat.second, 0.55) +
        [-1, 1]
          .map((side) =>
            paint(ellipse(shift + side * 0.45 * w, -0.06 * h, 0.3 * w, 0.28 * h), coat.second, 0.5),
          )
          .join('') +
        [0.62, 0.48]
          .map((y) =>
            stroke(
              [
                [shift - 0.2 * w, -y * h],
                [shift, -(y - 0.12) * h],
                [shift + 0.2 * w, -y * h],
              ],
              darker(coat.main, 0.3),
              2.6,
            ),
          )
          .join('')
      );
    case 'saddle':
      return blaze(0.2);
    case 'cream-cheeks':
      return [-1, 1]
        .map((side) => paint(ellipse(side * 0.62 * w + shift * 0.6, 0.52 * h, 0.5 * w, 0.4 * h), coat.light))
        .join('');
    case 'bull':
      return (pet.brindle ? brindle(w * 1.2, -h, h, coat.second, rng) : '') + (pet.white ? blaze(0.15) : '');
    case 'bearded':
      return paint(ellipse(0, -1.05 * h, 0.7 * w, 0.45 * h), coat.light, 0.5);
    case 'plain':
      return paint(ellipse(-0.15 * w, -1.05 * h, 0.9 * w, 0.5 * h), lighter(coat.main, 0.25), 0.45);
  }
}

/** The pattern of the coat within an area. */
export function markings(
  pet: Individual,
  [left, top, right, bottom]: readonly [number, number, number, number],
  rng: RandomStream,
  trunk: boolean,
): string {
  const { breed, coat } = pet;
  const [width, height] = [right - left, bottom - top];
  switch (breed.pattern) {
    case 'rosettes': {
      const columns = Math.max(2, Math.round(width / 21));
      const rows = Math.max(2, Math.round(height / 19));
      return Array.from({ length: columns * rows }, (_, i) => {
        const row = Math.floor(i / columns);
        const x = left + ((i % columns) + 0.5 * (row % 2) + rng.uniform(0.1, 0.7)) * (width / columns);
        const y = top + (row + rng.uniform(0.2, 0.8)) * (height / rows);
        const size = rng.uniform(4.5, 7.5);
        const spot = ellipse(x, y, size * 1.15, size * 0.85);
        return `<path d="${spot}" fill="${darker(coat.main, 0.28)}" stroke="${coat.second}" stroke-width="3" stroke-dasharray="${(size * 1.5).toFixed(1)} 2.6"/>`;
      }).join('');
    }
    case 'saddle': {
      if (!trunk)
        return paint(ellipse(left + width / 2, top + height * 0.3, width * 0.5, height * 0.5), coat.main);
      if (width > height * 1.1) {
        const back = paint(
          ellipse(left + width * 0.58, top + height * 0.1, width * 0.4, height * 0.58),
          coat.second,
        );
        return (
          paint(ellipse(left + width * 0.62, top + height * 0.25, width * 0.5, height * 0.6), coat.main) +
          back
        );
      }
      return [-1, 1]
        .map((s) =>
          paint(
            ellipse(s * width * 0.46, top + height * 0.42, width * 0.22, height * 0.4),
            s < 0 ? coat.second : coat.main,
          ),
        )
        .join('');
    }
    case 'points':
      return paint(ellipse(right - width * 0.1, bottom, width * 0.5, height * 0.5), coat.second, 0.18);
    case 'bull':
      return pet.brindle
        ? `<g transform="translate(${((left + right) / 2).toFixed(1)} 0)">${brindle(width / 2, top, bottom, coat.second, rng)}</g>`
        : '';
    case 'bearded':
      return paint(ellipse((left + right) / 2, bottom, width * 0.55, height * 0.3), coat.light, 0.6);
    default:
      return '';
  }
}

/** White, cream or lighter chest and belly. */
export function chest(
  pet: Individual,
  [left, top, right, bottom]: readonly [number, number, number, number],
  front: boolean,
): string {
  const { breed, coat } = pet;
  const shows =
    breed.pattern === 'cream-cheeks' ||
    (breed.pattern === 'bull' && pet.white) ||
    breed.pattern === 'rosettes';
  const color = shows ? coat.light : lighter(trunkColor(pet), 0.12);
  const opacity = shows ? 0.95 : 0.5;
  if (front) return paint(ellipse(0, 72, (right - left) * 0.19, 48), color, opacity);
  const belly = paint(
    ellipse((left + right) / 2, bottom + 8, (right - left) * 0.42, 24),
    color,
    shows ? 0.8 : 0.35,
  );
  return belly + paint(ellipse(left + 12, top + 48, 26, 40), color, opacity);
}

/** Colour of the trunk before markings. */
export function trunkColor({ breed, coat }: Individual): string {
  return breed.pattern === 'saddle' ? coat.light : coat.main;
}

/** Fine dark stripes across the coat, from `top` to `bottom` and `reach` to both sides. */
function brindle(reach: number, top: number, bottom: number, color: string, rng: RandomStream): string {
  const count = Math.round((bottom - top) / 9);
  return Array.from({ length: count }, (_, i) => {
    const y = top + ((i + rng.uniform(0.2, 0.8)) * (bottom - top)) / count;
    return [-1, 1].map((side) =>
      stroke(
        [
          [side * reach * rng.uniform(0.05, 0.4), y - 6],
          [side * reach * 0.6, y + rng.uniform(-2, 4)],
          [side * reach, y - 5],
        ],
        color,
        1.6,
      ),
    );
  })
    .flat()
    .join('');
}

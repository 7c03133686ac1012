import { darker, lighter } from './color.js';
import type { Individual } from './individual.js';
import { ellipse, paint, polygon, smooth, stroke } from './paper.js';
import type { RandomStream } from './random.js';

/** Both eyes, looking where the face points. */
export function eyes(pet: Individual): string {
  const { breed, coat, eyeColor } = pet;
  const { width: w, height: h } = breed.head;
  const size = breed.eyes.size * (breed.kind === 'cat' ? 9.6 : 7.4);
  const y = breed.kind === 'cat' ? -0.04 * h : -0.12 * h;
  return [-1, 1]
    .map((side) => {
      const x = side * (breed.kind === 'cat' ? 0.46 : 0.42) * w;
      const lid = darker(coat.main, 0.75);
      if (pet.eyes === 'closed')
        return stroke(
          [
            [x - size, y],
            [x, y + size * 0.9],
            [x + size, y],
          ],
          lid,
          2.6,
        );
      const flat = breed.eyes.shape === 'almond' ? 0.74 : 0.96;
      const shape =
        breed.eyes.shape === 'almond'
          ? smooth([
              [x - side * size * 1.05, y + size * 0.4],
              [x, y - size * flat],
              [x + side * size * 1.12, y - size * 0.4],
              [x, y + size * flat],
            ])
          : ellipse(x, y, size, size * flat);
      const rim = `<path d="${shape}" fill="${eyeColor}" stroke="${lid}" stroke-width="2.2" stroke-linejoin="round"/>`;
      const gaze = pet.turn * size * 0.22;
      const pupil =
        breed.kind === 'cat'
          ? ellipse(x + gaze, y, size * 0.3, size * flat * 0.82)
          : ellipse(x + gaze, y, size * 0.58, size * 0.58 * Math.max(flat, 0.85));
      return `${rim}${paint(pupil, '#15121a')}${paint(ellipse(x + gaze + size * 0.22, y - size * 0.3, size * 0.22), '#fff')}`;
    })
    .join('');
}

/** Nose, the line below it, and at times a tongue. */
export function mouth({ breed, coat, tongue }: Individual): string {
  const { width: w, height: h } = breed.head;
  const isCat = breed.kind === 'cat';
  const size = isCat ? 6 : breed.muzzle.width * w * 0.44;
  const y = isCat ? 0.34 * h : (0.5 - breed.muzzle.length * 0.62) * h;
  const nose = isCat
    ? polygon([
        [-size, y - size * 0.5],
        [size, y - size * 0.5],
        [0, y + size * 0.7],
      ])
    : smooth([
        [-size, y - size * 0.28],
        [0, y - size * 0.62],
        [size, y - size * 0.28],
        [size * 0.45, y + size * 0.5],
        [0, y + size * 0.66],
        [-size * 0.45, y + size * 0.5],
      ]);
  const rounded = `<path d="${nose}" fill="${coat.nose}" stroke="${coat.nose}" stroke-width="2" stroke-linejoin="round"/>`;
  const shine = isCat
    ? ''
    : paint(ellipse(-size * 0.3, y - size * 0.25, size * 0.26, size * 0.14), '#fff', 0.4);
  const line = darker(breed.pattern === 'mask' ? '#000000' : coat.second, 0.55);
  const lip = isCat ? y + 12 : Math.min(y + size * 2.1, 0.72 * h);
  const reach = isCat ? 9 : breed.muzzle.width * w * 0.55;
  const lips = [-1, 1].map((side) =>
    stroke(
      [
        [0, lip],
        [side * reach * 0.55, lip + 6],
        [side * reach, lip - 1],
      ],
      line,
      2,
    ),
  );
  const lolling = tongue
    ? paint(
        smooth([
          [-6, lip + 2],
          [6, lip + 2],
          [6.5, lip + 12],
          [0, lip + 18],
          [-6.5, lip + 12],
        ]),
        '#e4707c',
      ) +
      stroke(
        [
          [0, lip + 4],
          [0, lip + 12],
        ],
        '#b84e5e',
        1.4,
      )
    : '';
  return (
    lolling +
    rounded +
    shine +
    stroke(
      [
        [0, y + size * 0.5],
        [0, lip],
      ],
      line,
      2,
    ) +
    lips.join('')
  );
}

export function whiskers({ breed, coat }: Individual, rng: RandomStream): string {
  const { width: w, height: h } = breed.head;
  const color = lighter(coat.light, 0.7);
  return [-1, 1]
    .flatMap((side) =>
      [0, 1, 2].map((i) => {
        const y = (0.44 + i * 0.09) * h;
        const end = y + (i - 1) * 9 + rng.uniform(-3, 3);
        return stroke(
          [
            [side * 0.3 * w, y],
            [side * 0.8 * w, y + (i - 1) * 2],
            [side * 1.28 * w, end],
          ],
          color,
          1.1,
        );
      }),
    )
    .join('');
}

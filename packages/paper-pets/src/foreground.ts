import { darker, lighter, pick, varied } from './color.js';
import { ellipse, paint, polygon, type Sheet, smooth, stroke } from './paper.js';
import type { RandomStream } from './random.js';

/** Something in front of the pet that hides a part of it, or nothing; grass and fences stand out of doors only. */
export function foreground(
  outdoors: boolean,
  width: number,
  height: number,
  sheet: Sheet,
  rng: RandomStream,
): string {
  const things = outdoors ? [grass, grass, fence, box, leaf, ball] : [box, blanket, blanket, leaf, ball];
  return pick([nothing, ...things, ...things.map(() => nothing)], rng)(width, height, sheet, rng);
}

function nothing(): string {
  return '';
}

function grass(width: number, height: number, sheet: Sheet, rng: RandomStream): string {
  const color = varied('#5f9150', rng);
  return Array.from({ length: 26 }, (_, i) => {
    const x = (width * (i + rng.uniform(0, 1))) / 26;
    const tip = height * rng.uniform(0.8, 0.93);
    return sheet.cut(
      polygon([
        [x - 5, height + 4],
        [x + rng.uniform(-8, 8), tip],
        [x + 5, height + 4],
      ]),
      varied(color, rng, 8),
      { height: 0.6 },
    );
  }).join('');
}

function box(width: number, height: number, sheet: Sheet, rng: RandomStream): string {
  const color = varied('#bf9462', rng, 8);
  const top = height * rng.uniform(0.76, 0.86);
  const [left, right] = [width * rng.uniform(0.06, 0.2), width * rng.uniform(0.8, 0.94)];
  const front = polygon([
    [left, top],
    [right, top],
    [right - 6, height + 5],
    [left + 6, height + 5],
  ]);
  const flap = polygon([
    [left, top],
    [right, top],
    [right + 16, top + height * 0.07],
    [left - 16, top + height * 0.07],
  ]);
  return sheet.cut(front, color, { height: 1.6 }) + sheet.cut(flap, lighter(color, 0.18), { height: 0.8 });
}

function leaf(width: number, height: number, sheet: Sheet, rng: RandomStream): string {
  const side = rng.uniform() < 0.5 ? -1 : 1;
  const corner = side < 0 ? 0 : width;
  const color = varied(pick(['#3f7a55', '#5d9a58', '#2f6a62', '#88a24f'], rng), rng);
  return Array.from({ length: 2 + rng.int(3) }, (_, i) => {
    const size = Math.min(width, height) * rng.uniform(0.26, 0.42);
    const angle = -Math.PI / 2 - side * (0.25 + 0.34 * i);
    const [dx, dy] = [Math.cos(angle) * size, Math.sin(angle) * size];
    const [nx, ny] = [-dy * 0.2, dx * 0.2];
    const y = height * 1.02;
    const blade = smooth([
      [corner, y],
      [corner + dx * 0.5 + nx, y + dy * 0.5 + ny],
      [corner + dx, y + dy],
      [corner + dx * 0.5 - nx, y + dy * 0.5 - ny],
    ]);
    return sheet.cut(blade, varied(color, rng, 8), {
      height: 1.6,
      inside: stroke(
        [
          [corner, y],
          [corner + dx, y + dy],
        ],
        darker(color, 0.3),
        2,
      ),
    });
  }).join('');
}

function ball(width: number, height: number, sheet: Sheet, rng: RandomStream): string {
  const size = Math.min(width, height) * rng.uniform(0.07, 0.12);
  const [x, y] = [width * rng.uniform(0.15, 0.85), height * 0.97 - size];
  const color = varied(pick(['#d2493f', '#3d82b8', '#e2b23c', '#69a35a', '#c56aa0'], rng), rng);
  const stripe = paint(
    smooth([
      [x - size, y - size * 0.3],
      [x, y - size * 0.1],
      [x + size, y - size * 0.3],
      [x + size, y + size * 0.2],
      [x, y + size * 0.4],
      [x - size, y + size * 0.2],
    ]),
    lighter(color, 0.65),
  );
  return sheet.cut(ellipse(x, y, size), color, { height: 1.5, inside: stripe });
}

function fence(width: number, height: number, sheet: Sheet, rng: RandomStream): string {
  const color = varied(pick(['#f1ece0', '#b08a62', '#9fb2b5'], rng), rng, 6);
  const top = height * rng.uniform(0.78, 0.86);
  const count = 6 + rng.int(4);
  const step = width / count;
  const rail = sheet.cut(
    polygon([
      [-5, top + 16],
      [width + 5, top + 16],
      [width + 5, top + 26],
      [-5, top + 26],
    ]),
    darker(color, 0.08),
  );
  const pickets = Array.from({ length: count }, (_, i) => {
    const x = step * (i + 0.5);
    const half = step * 0.26;
    return sheet.cut(
      polygon([
        [x - half, height + 5],
        [x - half, top + half],
        [x, top - 2],
        [x + half, top + half],
        [x + half, height + 5],
      ]),
      color,
    );
  });
  return rail + pickets.join('');
}

function blanket(width: number, height: number, sheet: Sheet, rng: RandomStream): string {
  const color = varied(pick(['#b9504c', '#4d7d8c', '#d6a03f', '#7d6a9c', '#e0cfae'], rng), rng);
  const top = height * rng.uniform(0.82, 0.9);
  const outline = smooth([
    [-30, height + 30],
    [-20, top + 10],
    [width * 0.25, top - 6],
    [width * 0.55, top + 10],
    [width * 0.8, top - 4],
    [width + 30, top + 12],
    [width + 30, height + 30],
  ]);
  const stripes = Array.from({ length: 9 }, (_, i) =>
    stroke(
      [
        [(width * i) / 8, top - 20],
        [(width * i) / 8 + 14, height + 10],
      ],
      lighter(color, 0.35),
      5,
    ),
  );
  return sheet.cut(outline, color, { height: 1.4, inside: stripes.join('') });
}

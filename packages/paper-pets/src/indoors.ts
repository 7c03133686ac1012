import { lighter, pick, varied } from './color.js';
import type { Sheet } from './paper.js';
import { ellipse, full, paint, rectangle, smooth } from './paper.js';
import type { RandomStream } from './random.js';
import type { Setting } from './setting.js';

export const room: Setting = (width, height, sheet, rng) => {
  const wall = varied(
    pick(['#e8c9a8', '#b9cdb5', '#a9c3d6', '#e6b9b0', '#d7cbe0', '#ecdca6', '#8fa7a8', '#c98f7a'], rng),
    rng,
    8,
  );
  const floor = varied(pick(['#b98256', '#9c6b47', '#caa577', '#7d6a62', '#c4b6a2'], rng), rng, 8);
  const ground = rng.uniform(0.62, 0.78);
  const y = height * ground;
  const paper = pick(['stripes', 'dots', 'plain', 'plain'], rng);
  const step = width / rng.uniform(7, 13);
  const marks: string[] = [];
  for (let x = step / 2; paper !== 'plain' && x < width; x += step) {
    if (paper === 'stripes')
      marks.push(
        `<rect x="${x.toFixed(1)}" width="${(step * 0.4).toFixed(1)}" height="${y.toFixed(1)}" fill="${lighter(wall, 0.25)}"/>`,
      );
    else
      for (let row = 0; row * step < y; row++)
        marks.push(
          paint(ellipse(x + (row % 2) * step * 0.5, row * step + step / 2, step * 0.12), lighter(wall, 0.4)),
        );
  }
  const onWall = rng.uniform() < 0.6 ? (rng.uniform() < 0.5 ? window : frame)(width, height, sheet, rng) : '';
  const boards = sheet.cut(rectangle(0, y, width, height - y), floor, { height: -0.01 });
  const skirting = sheet.cut(
    rectangle(-5, y - height * 0.02, width + 10, height * 0.035),
    lighter(wall, 0.55),
    { height: 0.8 },
  );
  const rug =
    rng.uniform() < 0.6
      ? sheet.cut(
          ellipse(width * rng.uniform(0.35, 0.65), height * 0.93, width * 0.44, height * 0.11),
          varied(pick(['#c2554d', '#4f7f94', '#d9a441', '#7c9a6a', '#8d6aa0'], rng), rng),
          { height: 0.5 },
        )
      : '';
  return {
    back: full(width, height, wall) + marks.join('') + onWall + boards + skirting + rug,
    ground,
    outdoors: false,
  };
};

function window(width: number, height: number, sheet: Sheet, rng: RandomStream): string {
  const size = Math.min(width, height) * rng.uniform(0.32, 0.45);
  const [x, y] = [rng.uniform(0.02, 0.7) * (width - size), height * rng.uniform(0.04, 0.14)];
  const sky = pick(['#9fd0ea', '#f3c98b', '#33426e', '#c9dfe6'], rng);
  const pane =
    sheet.cut(rectangle(x, y, size, size * 1.15), '#f7f3ea') +
    paint(rectangle(x + size * 0.07, y + size * 0.07, size * 0.86, size), sky);
  return `${pane}${paint(rectangle(x + size * 0.47, y, size * 0.06, size * 1.15), '#f7f3ea')}${paint(rectangle(x, y + size * 0.55, size, size * 0.06), '#f7f3ea')}`;
}

function frame(width: number, height: number, sheet: Sheet, rng: RandomStream): string {
  const size = Math.min(width, height) * rng.uniform(0.18, 0.28);
  const [x, y] = [rng.uniform(0.05, 0.75) * (width - size), height * rng.uniform(0.06, 0.18)];
  const hill = smooth([
    [x, y + size],
    [x + size * 0.3, y + size * 0.5],
    [x + size, y + size * 0.7],
    [x + size, y + size * 1.2],
  ]);
  return (
    sheet.cut(rectangle(x, y, size, size), pick(['#6b4a35', '#f2ead8', '#2f3a4a'], rng)) +
    sheet.cut(rectangle(x + size * 0.12, y + size * 0.12, size * 0.76, size * 0.76), '#e9dcc0', {
      height: 0,
      inside: paint(hill, '#7fa287'),
    })
  );
}

export const studio: Setting = (width, height, sheet, rng) => {
  const color = varied(
    pick(['#d96f5e', '#5f9aa8', '#e3b04f', '#8a9a5b', '#a77fb0', '#e8a5a0', '#4f6d8f', '#dccfb8'], rng),
    rng,
    8,
  );
  const circle = sheet.cut(
    ellipse(width / 2, height * 0.48, Math.min(width, height) * rng.uniform(0.36, 0.48)),
    lighter(color, 0.35),
    { height: 0.7 },
  );
  return { back: full(width, height, color) + circle, ground: 0.85, outdoors: false };
};

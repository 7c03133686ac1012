import { darker, lighter, pick, varied } from './color.js';
import type { Sheet } from './paper.js';
import { ellipse, full, furry, type Point, paint, polygon, rectangle, smooth } from './paper.js';
import type { RandomStream } from './random.js';
import type { Setting } from './setting.js';

export const meadow: Setting = (width, height, sheet, rng) => {
  const sky = varied(pick(['#a8d5e8', '#c9e4ea', '#f2d7a6', '#f0c4b4', '#8fc1dd'], rng), rng, 6);
  const green = varied(pick(['#7fae57', '#93b866', '#5f9a5b', '#a3b85e'], rng), rng, 8);
  const ground = rng.uniform(0.5, 0.68);
  const sun = sheet.cut(
    ellipse(width * rng.uniform(0.1, 0.9), height * rng.uniform(0.08, 0.25), Math.min(width, height) * 0.09),
    '#f6d66b',
  );
  const clouds = Array.from({ length: rng.int(3) }, () =>
    cloud(width * rng.uniform(0.05, 0.95), height * rng.uniform(0.08, 0.3), width * 0.1, sheet),
  );
  const layers = hills(width, height, ground, [darker(green, 0.05), lighter(green, 0.18), green], sheet, rng);
  return {
    back:
      full(width, height, sky) + sun + clouds.join('') + layers + flowers(width, height, ground, sheet, rng),
    ground,
    outdoors: true,
  };
};

export const garden: Setting = (width, height, sheet, rng) => {
  const green = varied(pick(['#4f8a5b', '#6a9a58', '#3f7a63'], rng), rng, 8);
  const ground = rng.uniform(0.62, 0.76);
  const y = height * ground;
  const bushes = Array.from({ length: 5 }, (_, i) => {
    const [x, size] = [(width * (i + rng.uniform(0.1, 0.9))) / 5, width * rng.uniform(0.14, 0.22)];
    return sheet.cut(
      furry(
        [
          [x - size, y],
          [x - size * 0.6, y - size],
          [x + size * 0.6, y - size * 1.1],
          [x + size, y],
        ],
        18,
        5,
        rng,
      ),
      varied(darker(green, rng.uniform(0.1, 0.35)), rng, 5),
    );
  });
  const lawn = sheet.cut(rectangle(-5, y - 4, width + 10, height - y + 10), lighter(green, 0.25));
  return {
    back:
      full(width, height, varied('#bfe0e2', rng, 8)) +
      bushes.join('') +
      lawn +
      flowers(width, height, ground, sheet, rng),
    ground,
    outdoors: true,
  };
};

export const night: Setting = (width, height, sheet, rng) => {
  const sky = varied(pick(['#232a52', '#2d2449', '#1d3550'], rng), rng, 5);
  const ground = rng.uniform(0.55, 0.7);
  const stars = Array.from({ length: 26 }, () =>
    paint(ellipse(rng.uniform(0, width), rng.uniform(0, height * 0.55), rng.uniform(0.7, 2)), '#f8edc2', 0.9),
  );
  const moon = sheet.cut(
    ellipse(
      width * rng.uniform(0.12, 0.88),
      height * rng.uniform(0.1, 0.25),
      Math.min(width, height) * 0.085,
    ),
    '#f6e9b4',
  );
  const layers = hills(width, height, ground, ['#343f73', '#3f5a78', varied('#3f6a6a', rng)], sheet, rng);
  return { back: full(width, height, sky) + stars.join('') + moon + layers, ground, outdoors: true };
};

export const autumn: Setting = (width, height, sheet, rng) => {
  const ground = rng.uniform(0.6, 0.74);
  const y = height * ground;
  const trees = Array.from({ length: 5 }, (_, i) => {
    const x = (width * (i + rng.uniform(0.1, 0.9))) / 5;
    const size = width * rng.uniform(0.08, 0.14);
    const trunk = sheet.cut(rectangle(x - size * 0.12, y - size * 1.6, size * 0.24, size * 1.7), '#6d4c3a');
    return (
      trunk +
      sheet.cut(
        ellipse(x, y - size * 2, size, size * 1.2),
        varied(pick(['#d9772b', '#c94f34', '#e3a53a', '#a8433a'], rng), rng),
      )
    );
  });
  const soil = sheet.cut(rectangle(-5, y - 3, width + 10, height - y + 10), varied('#b88a54', rng, 8));
  const leaves = Array.from({ length: 14 }, () =>
    paint(
      ellipse(rng.uniform(0, width), rng.uniform(y, height), rng.uniform(3, 6), rng.uniform(2, 4)),
      pick(['#d9772b', '#c94f34', '#e3a53a'], rng),
    ),
  );
  return {
    back: full(width, height, varied('#efd9b0', rng, 8)) + trees.join('') + soil + leaves.join(''),
    ground,
    outdoors: true,
  };
};

export const beach: Setting = (width, height, sheet, rng) => {
  const ground = rng.uniform(0.6, 0.72);
  const sea = rng.uniform(0.36, 0.46);
  const wave = (y: number, color: string) => {
    const points: Point[] = Array.from({ length: 9 }, (_, i) => [
      (width * i) / 8,
      y + (i % 2) * height * 0.02,
    ]);
    return sheet.cut(
      smooth([[-20, height], [-20, y], ...points, [width + 20, y], [width + 20, height]]),
      color,
      { height: 0.8 },
    );
  };
  const sun = sheet.cut(
    ellipse(width * rng.uniform(0.15, 0.85), height * 0.18, Math.min(width, height) * 0.1),
    '#f7d977',
  );
  return {
    back:
      full(width, height, varied(pick(['#bfe3ee', '#f6cfa8', '#d9ecec'], rng), rng, 6)) +
      sun +
      wave(height * sea, '#4f9bb5') +
      wave(height * (sea + 0.08), '#6fb4c4') +
      wave(height * (ground - 0.04), '#f3ead6') +
      wave(height * ground, varied('#e6cd9b', rng, 6)),
    ground,
    outdoors: true,
  };
};

export const snow: Setting = (width, height, sheet, rng) => {
  const ground = rng.uniform(0.6, 0.74);
  const y = height * ground;
  const pines = Array.from({ length: 6 }, (_, i) => {
    const [x, size] = [(width * (i + rng.uniform(0.1, 0.9))) / 6, height * rng.uniform(0.14, 0.24)];
    return [0, 0.32, 0.62]
      .map((step) =>
        sheet.cut(
          polygon([
            [x - size * (0.5 - step * 0.3), y - size * step],
            [x, y - size * (step + 0.75)],
            [x + size * (0.5 - step * 0.3), y - size * step],
          ]),
          varied('#4a7568', rng, 8),
          { height: 0.6 },
        ),
      )
      .join('');
  });
  const flakes = Array.from({ length: 24 }, () =>
    paint(ellipse(rng.uniform(0, width), rng.uniform(0, height), rng.uniform(1, 2.8)), '#ffffff', 0.9),
  );
  const drift = sheet.cut(
    smooth([
      [-20, height + 20],
      [-20, y],
      [width * 0.3, y - 8],
      [width * 0.7, y + 8],
      [width + 20, y - 4],
      [width + 20, height + 20],
    ]),
    '#eef2f6',
  );
  return {
    back:
      full(width, height, varied(pick(['#b4c6d9', '#9fb0cc', '#d2dbe6'], rng), rng, 6)) +
      pines.join('') +
      drift +
      flakes.join(''),
    ground,
    outdoors: true,
  };
};

function cloud(x: number, y: number, size: number, sheet: Sheet): string {
  return sheet.cut(
    smooth([
      [x - size, y + size * 0.2],
      [x - size * 0.5, y - size * 0.35],
      [x, y - size * 0.15],
      [x + size * 0.45, y - size * 0.45],
      [x + size, y + size * 0.2],
    ]),
    '#fdfbf5',
    { height: 0.6 },
  );
}

function hills(
  width: number,
  height: number,
  ground: number,
  colors: readonly string[],
  sheet: Sheet,
  rng: RandomStream,
): string {
  return colors
    .map((color, layer) => {
      const y = height * (ground - 0.09 * (colors.length - 1 - layer));
      const wave = rng.uniform(0.03, 0.08) * height;
      const points: Point[] = Array.from({ length: 5 }, (_, i) => [
        (width * i) / 4,
        y + rng.uniform(-wave, wave),
      ]);
      return sheet.cut(
        smooth([[-30, height + 30], [-30, y], ...points, [width + 30, y], [width + 30, height + 30]]),
        color,
      );
    })
    .join('');
}

function flowers(width: number, height: number, ground: number, sheet: Sheet, rng: RandomStream): string {
  return Array.from({ length: rng.int(9) }, () => {
    const [x, y, size] = [rng.uniform(0, width), height * rng.uniform(ground + 0.03, 1), rng.uniform(2.5, 5)];
    const color = pick(['#f4f1e6', '#e7677a', '#f2c14e', '#b48ad0'], rng);
    const petals = [0, 1, 2, 3, 4].map((i) =>
      paint(ellipse(x + Math.cos(i * 1.257) * size, y + Math.sin(i * 1.257) * size, size * 0.7), color),
    );
    return (
      sheet.cut(ellipse(x, y, size), color, { height: 0.5 }) +
      petals.join('') +
      paint(ellipse(x, y, size * 0.6), '#f0c64e')
    );
  }).join('');
}

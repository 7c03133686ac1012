import type { RandomStream } from './random.js';

/** A place on the sheet, x to the right and y down. */
export type Point = readonly [number, number];

const round = (value: number) => String(Math.round(value * 10) / 10);
const at = ([x, y]: Point) => `${round(x)} ${round(y)}`;

/** A closed outline through the points, as scissors would go round (Catmull-Rom). */
export function smooth(points: readonly Point[]): string {
  const point = (i: number): Point => points[(i + points.length) % points.length] ?? [0, 0];
  const curves = points.map((_, i) => {
    const [before, from, to, after] = [point(i - 1), point(i), point(i + 1), point(i + 2)];
    const leave: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const arrive: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    return `C${at(leave)} ${at(arrive)} ${at(to)}`;
  });
  return `M${at(point(0))}${curves.join('')}Z`;
}

/** A closed outline with corners. */
export function polygon(points: readonly Point[]): string {
  return `M${points.map(at).join('L')}Z`;
}

/** The right half of an outline, from top to bottom, completed by its mirror image. */
export function mirrored(right: readonly Point[]): Point[] {
  const left = right.filter(([x]) => x !== 0).map(([x, y]): Point => [-x, y]);
  return [...right, ...left.reverse()];
}

export function ellipse(cx: number, cy: number, rx: number, ry = rx): string {
  return `M${at([cx - rx, cy])}A${round(rx)} ${round(ry)} 0 1 0 ${at([cx + rx, cy])}A${round(rx)} ${round(ry)} 0 1 0 ${at([cx - rx, cy])}Z`;
}

/** A limb: a band from one point to another with round ends, wider or narrower on its way. */
export function limb(from: Point, to: Point, fromRadius: number, toRadius = fromRadius): string {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const around = (centre: Point, radius: number, turn: number): Point => [
    centre[0] + radius * Math.cos(angle + turn),
    centre[1] + radius * Math.sin(angle + turn),
  ];
  const half = Math.PI / 2;
  return smooth([
    around(from, fromRadius, half),
    around(from, fromRadius, Math.PI),
    around(from, fromRadius, -half),
    around(to, toRadius, -half),
    around(to, toRadius, 0),
    around(to, toRadius, half),
  ]);
}

/** Makes an outline furry: every stretch between two points becomes tufts that stick out by `depth`. */
export function furry(points: readonly Point[], tufts: number, depth: number, rng: RandomStream): string {
  const centre: Point = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const outline = along(points, tufts * 2).map(([x, y], i): Point => {
    const distance = Math.hypot(x - centre[0], y - centre[1]) || 1;
    const out = (i % 2 === 0 ? 1 : -0.35) * depth * rng.uniform(0.6, 1.2);
    return [x + ((x - centre[0]) / distance) * out, y + ((y - centre[1]) / distance) * out];
  });
  return polygon(outline);
}

/** Points at equal distances along a closed polygon that follows the smooth outline. */
function along(points: readonly Point[], count: number): Point[] {
  const fine = points.flatMap((_, i) => {
    const point = (k: number): Point => points[(k + points.length) % points.length] ?? [0, 0];
    return [0, 0.25, 0.5, 0.75].map((t): Point => {
      const axis = (d: 0 | 1) => {
        const [a, b, c, e] = [point(i - 1)[d], point(i)[d], point(i + 1)[d], point(i + 2)[d]];
        return (
          0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - e) * t * t + (3 * b - a - 3 * c + e) * t ** 3)
        );
      };
      return [axis(0), axis(1)];
    });
  });
  const lengths = fine.map(([x, y], i) => {
    const [nx, ny] = fine[(i + 1) % fine.length] ?? [x, y];
    return Math.hypot(nx - x, ny - y);
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let piece = 0;
  let passed = 0;
  return Array.from({ length: count }, (_, i) => {
    const goal = (total * i) / count;
    while (piece < fine.length - 1 && passed + (lengths[piece] ?? 0) < goal) passed += lengths[piece++] ?? 0;
    const [x, y] = fine[piece] ?? [0, 0];
    const [nx, ny] = fine[(piece + 1) % fine.length] ?? [x, y];
    const t = (goal - passed) / (lengths[piece] || 1);
    return [x + (nx - x) * t, y + (ny - y) * t];
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How a piece of paper is laid down. */
export interface Cut {
  /** SVG painted on the piece, within its outline. */
  inside?: string;
  /** How far the piece lies above the sheet: the length of its shadow; 0 for what is glued flat. Default 1. */
  height?: number;
}

/** The sheet that pieces are laid on: all pieces of a picture share one light, and so the direction of shadows. */
export class Sheet {
  private clips = 0;

  constructor(private readonly light: { x: number; y: number; shade: number }) {}

  /** A piece of coloured paper with the shadow that it throws and the lighter edge of the cut. */
  cut(outline: string, fill: string, { inside = '', height = 1 }: Cut = {}): string {
    const { x, y, shade } = this.light;
    const shadow =
      height > 0
        ? `<path d="${outline}" transform="translate(${round(x * height)} ${round(y * height)})" fill="#0d0a1c" fill-opacity="${shade}"/>`
        : '';
    const edge = `stroke="#fff" stroke-opacity=".22" stroke-width=".8" stroke-linejoin="round"`;
    const piece = `${shadow}<path d="${outline}" fill="${fill}" ${edge}/>`;
    if (!inside) return piece;
    const id = `c${this.clips++}`;
    return `${piece}<clipPath id="${id}"><path d="${outline}"/></clipPath><g clip-path="url(#${id})">${inside}</g>`;
  }
}

/** A shape without shadow, for what is painted on paper. */
export function paint(outline: string, fill: string, opacity = 1): string {
  return `<path d="${outline}" fill="${fill}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`;
}

/** An open stroke through points, with round ends. */
export function stroke(points: readonly Point[], color: string, width: number, curved = true): string {
  const [first = [0, 0], second = first, third] = points;
  const path =
    curved && third && points.length === 3
      ? `M${at(first)}Q${at(second)} ${at(third)}`
      : `M${points.map(at).join('L')}`;
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${round(width)}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** Moves, turns (degrees) and scales what is inside. */
export function placed(inside: string, x: number, y: number, turn = 0, scaleX = 1, scaleY = scaleX): string {
  return `<g transform="translate(${round(x)} ${round(y)}) rotate(${round(turn)}) scale(${scaleX.toFixed(3)} ${scaleY.toFixed(3)})">${inside}</g>`;
}

/** Outline of a band along a spine (a curve through four control points) that tapers from one width to another. */
export function ribbon(
  [a, b, c, d]: readonly [Point, Point, Point, Point],
  from: number,
  to: number,
): Point[] {
  const steps = 8;
  const spine = Array.from({ length: steps + 1 }, (_, i): Point => {
    const t = i / steps;
    const weigh = (axis: 0 | 1) =>
      (1 - t) ** 3 * a[axis] +
      3 * (1 - t) ** 2 * t * b[axis] +
      3 * (1 - t) * t * t * c[axis] +
      t ** 3 * d[axis];
    return [weigh(0), weigh(1)];
  });
  const side = (sign: number) =>
    spine.map(([x, y], i): Point => {
      const [px, py] = spine[Math.max(0, i - 1)] ?? a;
      const [nx, ny] = spine[Math.min(steps, i + 1)] ?? d;
      const length = Math.hypot(nx - px, ny - py) || 1;
      const half = (sign * (from + ((to - from) * i) / steps)) / 2;
      return [x - ((ny - py) / length) * half, y + ((nx - px) / length) * half];
    });
  return [...side(1), ...side(-1).reverse()];
}

export function rectangle(x: number, y: number, width: number, height: number): string {
  return polygon([
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]);
}

/** A sheet that covers the whole picture. */
export const full = (width: number, height: number, color: string) =>
  `<rect width="${width}" height="${height}" fill="${color}"/>`;

import { extent } from '../../base/index.js';

/** A line in a {@link textPlot}: coordinates as they go onto the axes. */
export interface TextLine {
  name: string;
  points: readonly { x: number; y: number }[];
}

/** What a {@link textPlot} needs to know beside its lines. */
export interface TextPlotOptions {
  title: string;
  x: string;
  y: string;
  xScale: 'linear' | 'log';
  yScale: 'linear' | 'log';
  /** Which lines the legend names. */
  named: readonly string[];
  /** Whether lines may be told apart by ANSI colours. */
  color: boolean;
}

const COLUMNS = 64;
const ROWS = 12;
/** Bits of the eight dots of a braille character, by row and column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const INKS = [34, 33, 32, 35, 31, 36];

/** Lines drawn with braille dots, for a terminal of 80 columns. Points that are not finite break their line. */
export function textPlot(lines: readonly TextLine[], options: TextPlotOptions): string {
  const scaled = lines.map(({ points }) =>
    points.map(({ x, y }) => ({ x: scale(x, options.xScale), y: scale(y, options.yScale) })),
  );
  const finite = scaled.flat().filter(isFinitePoint);
  if (finite.length === 0) return `${options.title || 'Chart'}: there are no finite points to draw`;
  const [left, right] = range(finite.map(({ x }) => x));
  const [bottom, top] = range(finite.map(({ y }) => y));

  const cells = Array.from({ length: ROWS * COLUMNS }, () => ({ dots: 0, line: -1 }));
  const plot = (line: number, { x, y }: { x: number; y: number }) => {
    const column = Math.round(((x - left) / (right - left)) * (COLUMNS * 2 - 1));
    const row = Math.round(((top - y) / (top - bottom)) * (ROWS * 4 - 1));
    const cell = cells[(row >> 2) * COLUMNS + (column >> 1)];
    const dot = DOTS[row & 3]?.[column & 1];
    if (!cell || dot === undefined) return;
    cell.dots |= dot;
    cell.line = line;
  };
  scaled.forEach((points, line) => {
    points.forEach((from, i) => {
      const to = points[i + 1] ?? from;
      if (isFinitePoint(from)) plot(line, from);
      if (!isFinitePoint(from) || !isFinitePoint(to)) return;
      const steps = Math.ceil(
        Math.max(
          (Math.abs(to.x - from.x) / (right - left)) * COLUMNS * 2,
          (Math.abs(to.y - from.y) / (top - bottom)) * ROWS * 4,
        ),
      );
      for (let s = 1; s < steps; s++) {
        plot(line, { x: from.x + ((to.x - from.x) * s) / steps, y: from.y + ((to.y - from.y) * s) / steps });
      }
    });
  });

  const ink = (text: string, line: number) =>
    options.color && line >= 0 ? `\x1b[${INKS[line % INKS.length]}m${text}\x1b[39m` : text;
  const label = (value: number, kind: 'linear' | 'log') => brief(kind === 'log' ? 10 ** value : value);
  const sides = [label(top, options.yScale), label(bottom, options.yScale)];
  const margin = Math.max(...sides.map((side) => side.length));
  const rows = Array.from({ length: ROWS }, (_, r) => {
    const side = r === 0 ? sides[0] : r === ROWS - 1 ? sides[1] : '';
    const drawn = cells.slice(r * COLUMNS, (r + 1) * COLUMNS);
    return `${(side ?? '').padStart(margin)} │${drawn.map(({ dots, line }) => (dots ? ink(String.fromCodePoint(0x2800 + dots), line) : ' ')).join('')}`.trimEnd();
  });
  const ends = [label(left, options.xScale), label(right, options.xScale)] as const;
  const middle = options.x.slice(0, COLUMNS - ends[0].length - ends[1].length - 2);
  const space = COLUMNS - ends[0].length - ends[1].length - middle.length;
  const axis = `${ends[0]}${' '.repeat(space >> 1)}${middle}${' '.repeat(space - (space >> 1))}${ends[1]}`;
  const legend = lines.flatMap(({ name }, line) =>
    options.named.includes(name) ? [ink(`● ${name}`, line)] : [],
  );
  const heading = [options.title, ...legend].filter((part) => part !== '').join('   ');
  return [
    ...(heading ? [heading] : []),
    ...(options.y ? [options.y.padStart(Math.max(margin, options.y.length))] : []),
    ...rows,
    `${' '.repeat(margin)} └${'─'.repeat(COLUMNS)}`,
    `${' '.repeat(margin + 2)}${axis}`.trimEnd(),
  ].join('\n');
}

const scale = (value: number, kind: 'linear' | 'log') => (kind === 'log' ? Math.log10(value) : value);
const isFinitePoint = ({ x, y }: { x: number; y: number }) => Number.isFinite(x) && Number.isFinite(y);

/** The least and the largest value; a single one gets room on both sides. */
function range(values: readonly number[]): [number, number] {
  const [least, largest] = extent(values);
  return least < largest ? [least, largest] : [least - 1, largest + 1];
}

/** A number in at most some eight characters. */
function brief(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 0.01 && size < 1e5)) return String(Number(value.toPrecision(3)));
  return value.toExponential(1);
}

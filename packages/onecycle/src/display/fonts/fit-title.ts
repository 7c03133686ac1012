import { fontFamily } from '../output/index.js';
import { textWidth } from './fonts.js';

const TITLE_SIZE = 10;
const LINE_HEIGHT = 1.25;

/** A title's lines, their size and the place of each baseline below the top, and the height of all; in points. */
export interface FittedTitle {
  lines: { text: string; baseline: number }[];
  size: number;
  height: number;
}

/** Sets a title whole: a line that is too wide breaks once (at a slash or a space, else at an underscore), then the size shrinks. */
export function fitTitle(title: string, width: number): FittedTitle {
  if (!title) return { lines: [], size: TITLE_SIZE, height: 0 };
  const measure = (line: string) => textWidth(line, `${TITLE_SIZE}px '${fontFamily}'`);
  const lines = title.split('\n').flatMap((line) => (measure(line) > width ? breakLine(line) : [line]));
  const widest = Math.max(...lines.map(measure));
  const size = Math.min(TITLE_SIZE, (TITLE_SIZE * width) / widest);
  return {
    lines: lines.map((text, l) => ({ text, baseline: (l + 0.85) * size * LINE_HEIGHT })),
    size,
    height: lines.length * size * LINE_HEIGHT + 2,
  };
}

function breakLine(line: string): string[] {
  const middle = line.length / 2;
  const at = (pattern: RegExp) =>
    [...line.matchAll(pattern)]
      .map((match) => match.index + match[0].length)
      .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  const place = at(/ ?\/ ?| /g) ?? at(/_/g);
  return place === undefined ? [line] : [line.slice(0, place).trimEnd(), line.slice(place)];
}

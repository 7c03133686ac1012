import type { SKRSContext2D } from '@napi-rs/canvas';
import { is, type OptionNames, shown, wrongKind } from '../../base/index.js';
import { canvas, fontFaces, registerFonts } from '../fonts/index.js';
import {
  Displayable,
  dark,
  escapeHtml,
  fontStack,
  htmlPage,
  light,
  type MimeBundle,
} from '../output/index.js';
import type { Box } from './box.js';
import { figureHtml } from './figure-html.js';

/** Size of a {@link Figure}, as in matplotlib. */
export interface FigureOptions {
  /** Width and height in inches; default [6.4, 4.8]. */
  figsize?: readonly [number, number];
  /** Pixels per inch of the PNG; default 120. Text is set in points, so it grows with the pixels. */
  dpi?: number;
  /** A line above the figure. */
  title?: string;
}

/** The names of the options, for those who take them, too. */
export const figureOptions: OptionNames<FigureOptions> = {
  figsize: is.pair,
  dpi: is.number({ above: 0 }),
  title: is.orNull(is.text),
};

/** All drawing happens in points of 1/72 inch. */
export const POINTS = 72;

/** Inches that a figure for a phone is wide: text of 9 points has 9 pixels and more on any screen of 320 pixels. */
export const PHONE = 4;

/** Points that text in such a figure needs to have for nine pixels, a readable size, on a screen of 390. */
export const LEGIBLE_ON_PHONE = 7.3;

const LARGEST_SIDE = 16_384;

/**
 * Something drawn: a chart, or a grid of pictures and charts. It saves to PNG, SVG and self-contained HTML and shows
 * itself in a notebook. Paper is white in PNG; SVG and HTML follow the reader's light or dark mode.
 */
export abstract class Figure extends Displayable {
  readonly figsize: readonly [number, number];
  readonly dpi: number;
  readonly title: string;

  constructor(options: FigureOptions = {}) {
    super();
    if (typeof options !== 'object' || options === null)
      throw wrongKind(new.target.name, 'its options as an object, { figsize: … }', options);
    this.figsize = options.figsize ?? [6.4, 4.8];
    this.dpi = options.dpi ?? 120;
    this.title = options.title ?? '';
    const sides: unknown[] = Array.isArray(this.figsize) ? this.figsize : [];
    const areNumbers = [...sides, this.dpi].every((value) => Number.isFinite(value) && Number(value) > 0);
    if (sides.length !== 2 || !areNumbers || Math.max(...this.figsize) * this.dpi > LARGEST_SIDE) {
      throw new RangeError(
        `figsize ${shown(this.figsize)} inches at dpi ${shown(this.dpi)} is no drawable size: figsize is [width, height], all are numbers above 0, and no side may exceed ${LARGEST_SIDE} pixels`,
      );
    }
  }

  /** Draws onto a canvas, within `box` (points). */
  abstract paint(context: SKRSContext2D, box: Box): Promise<void>;

  /** The same as SVG elements, within `box`. */
  abstract svgElements(box: Box): Promise<string>;

  /** What the figure shows in a few words, for terminals and screen readers. */
  abstract describe(): string;

  /**
   * The same, laid out for a narrow screen, on which scaling would leave text too small to read. Undefined where the figure
   * is narrow already, or cannot be made so.
   */
  forPhone(): Figure | undefined {
    return undefined;
  }

  /** The figure as PNG of figsize × dpi pixels. */
  async png(): Promise<Buffer> {
    registerFonts();
    const [width, height] = this.figsize.map((side) => Math.round(side * this.dpi)) as [number, number];
    const drawing = canvas().createCanvas(width, height);
    const context = drawing.getContext('2d');
    context.fillStyle = light.paper;
    context.fillRect(0, 0, width, height);
    context.scale(this.dpi / POINTS, this.dpi / POINTS);
    await this.paint(context, this.box);
    return drawing.encode('png');
  }

  /** The figure as SVG. */
  async svg(): Promise<string> {
    const { width, height } = this.box;
    const elements = await this.svgElements(this.box);
    const faces = fontFaces(elements.replace(/data:[^"]*/g, ''));
    return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" aria-label="${escapeHtml(this.describe())}" width="${(width * 4) / 3}" height="${(height * 4) / 3}" viewBox="0 0 ${width} ${height}">
<style>${faces}${svgStyle}</style><rect width="100%" height="100%" fill="${light.paper}"/>
${elements}
</svg>
`;
  }

  toString(): string {
    const [width, height] = this.figsize.map((inches) => Number(inches.toFixed(2)));
    return `${this.describe()} (${width} × ${height} in; save('figure.png' | '.svg' | '.html') to look at it)`;
  }

  async mimeBundle(): Promise<MimeBundle> {
    return { 'image/png': (await this.png()).toString('base64'), 'text/plain': this.toString() };
  }

  protected writers() {
    return {
      '.png': (): Promise<Buffer> => this.png(),
      '.svg': () => this.svg(),
      '.html': async () =>
        htmlPage(this.describe(), `<main><figure>${await figureHtml(this)}</figure></main>`),
    };
  }

  private get box(): Box {
    return { x: 0, y: 0, width: this.figsize[0] * POINTS, height: this.figsize[1] * POINTS };
  }
}

/** Turns the few colours of the theme over in dark mode: a rule beats the attributes that the drawing sets. */
const svgStyle = `text{font-family:${fontStack}}@media (prefers-color-scheme:dark){${(
  ['ink', 'muted', 'rule', 'paper', 'right', 'wrong'] as const
)
  .flatMap((name) =>
    ['fill', 'stroke'].map((property) => `[${property}="${light[name]}"]{${property}:${dark[name]}}`),
  )
  .join('')}}`;

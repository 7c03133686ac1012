import { createCanvas, ImageData, type SKRSContext2D } from '@napi-rs/canvas';
import sharp from 'sharp';
import { escapeHtml } from './displayable.js';
import { type Box, Figure, type FigureOptions, POINTS } from './figure.js';
import { textWidth } from './fonts.js';
import { fontFamily, light } from './theme.js';

/** A picture with its caption. */
export interface Picture {
  /** RGB bytes, row by row: height × width × 3. */
  data: Uint8Array;
  width: number;
  height: number;
  /** Lines above the picture, separated by \n. */
  title?: string;
  /** Colour of the title; by default that of all text. */
  color?: string;
}

/** A cell of a {@link Grid}: a picture or a figure; empty until something is shown in it. */
export class Axes {
  title = '';
  color: string = light.ink;
  content: Picture | Figure | undefined;

  /** Puts a picture or a figure into this cell, in place of what was there. */
  show(content: Picture | Figure): this {
    this.content = content;
    if (!(content instanceof Figure)) {
      this.title = content.title ?? this.title;
      this.color = content.color ?? this.color;
    }
    return this;
  }
}

const TITLE_SIZE = 10;
const LINE_HEIGHT = 1.25;
const GAP = 6;

/** Pictures and figures in rows and columns. Iterating gives its {@link Axes}, row by row. */
export class Grid extends Figure {
  readonly axes: readonly Axes[];

  constructor(
    readonly nrows: number,
    readonly ncols: number,
    options: FigureOptions = {},
  ) {
    if (!(Number.isInteger(nrows) && Number.isInteger(ncols) && nrows > 0 && ncols > 0)) {
      throw new Error(`a grid needs a positive number of rows and columns, not ${nrows} × ${ncols}`);
    }
    super({ figsize: [ncols * 3, nrows * 3], ...options });
    this.axes = Array.from({ length: nrows * ncols }, () => new Axes());
  }

  /** The cell at a row and a column, counted from 0. */
  at(row: number, column: number): Axes {
    const axes = column < this.ncols ? this.axes[row * this.ncols + column] : undefined;
    if (!axes) throw new Error(`no cell [${row}, ${column}] in a grid of ${this.nrows} × ${this.ncols}`);
    return axes;
  }

  [Symbol.iterator](): IterableIterator<Axes> {
    return this.axes[Symbol.iterator]();
  }

  async paint(context: SKRSContext2D, box: Box): Promise<void> {
    for (const part of this.layOut(box)) {
      if (part.kind === 'text') {
        context.font = part.font;
        context.fillStyle = part.color;
        context.textAlign = part.align;
        context.fillText(part.text, part.x, part.y);
      } else if (part.content instanceof Figure) {
        await part.content.paint(context, part.box);
      } else {
        const { x, y, width, height } = part.box;
        const scale = context.getTransform().a;
        const image = await resized(part.content, Math.round(width * scale), Math.round(height * scale));
        context.drawImage(image, x, y, width, height);
      }
    }
  }

  async svgElements(box: Box): Promise<string> {
    const parts = this.layOut(box).map(async (part) => {
      if (part.kind === 'text') {
        const anchor = part.align === 'center' ? 'middle' : 'start';
        return `<text x="${part.x}" y="${part.y}" font-size="${part.size}" font-weight="${part.weight}" text-anchor="${anchor}" fill="${part.color}">${escapeHtml(part.text)}</text>`;
      }
      if (part.content instanceof Figure) return part.content.svgElements(part.box);
      const { x, y, width, height } = part.box;
      const { data, width: columns, height: rows } = part.content;
      const png = await sharp(data, { raw: { width: columns, height: rows, channels: 3 } })
        .png()
        .toBuffer();
      return `<image x="${x}" y="${y}" width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/>`;
    });
    return (await Promise.all(parts)).join('\n');
  }

  describe(): string {
    const titles = this.axes.map((axes) => axes.title.replaceAll('\n', ' ')).filter((title) => title !== '');
    const shown =
      titles.length > 0 ? `: ${titles.slice(0, 12).join(', ')}${titles.length > 12 ? ', …' : ''}` : '';
    return `${this.title || `Grid of ${this.nrows} × ${this.ncols}`}${shown}`;
  }

  /** Where every title and every content goes; both renderings read it. */
  private layOut(box: Box): Part[] {
    const parts: Part[] = [];
    let top = box.y;
    if (this.title) {
      const size = 12;
      parts.push(text(this.title, box.x + GAP, top + 1.3 * size, size, 'bold', light.ink, 'left'));
      top += 2 * size;
    }
    const cellWidth = box.width / this.ncols;
    const cellHeight = (box.height - (top - box.y)) / this.nrows;
    this.axes.forEach((axes, index) => {
      const cell = {
        x: box.x + (index % this.ncols) * cellWidth + GAP / 2,
        y: top + Math.floor(index / this.ncols) * cellHeight + GAP / 2,
        width: cellWidth - GAP,
        height: cellHeight - GAP,
      };
      const { lines, size } = fitTitle(axes.title, cell.width);
      lines.forEach((line, l) => {
        const baseline = cell.y + (l + 0.85) * size * LINE_HEIGHT;
        parts.push(text(line, cell.x + cell.width / 2, baseline, size, 'normal', axes.color, 'center'));
      });
      const titleHeight = lines.length * size * LINE_HEIGHT + (lines.length > 0 ? 2 : 0);
      const room = { ...cell, y: cell.y + titleHeight, height: cell.height - titleHeight };
      if (axes.content && room.height > 0) {
        const fitted = axes.content instanceof Figure ? room : fit(axes.content, room);
        parts.push({ kind: 'content', content: axes.content, box: fitted });
      }
    });
    return parts;
  }
}

/** An empty {@link Grid} to show pictures and figures in: `const [left, right] = subplots(1, 2)`. */
export function subplots(nrows = 1, ncols = 1, options: FigureOptions = {}): Grid {
  return new Grid(nrows, ncols, options);
}

/** Options of {@link pictureGrid}. */
export interface PictureGridOptions extends FigureOptions {
  /** Pictures per row; default: as square a grid as possible. */
  ncols?: number;
  /** Inches that a picture is wide where no `figsize` is given; default 3 as in fastai. */
  imsize?: number;
}

/** Pictures with titles in a grid whose height follows the pictures' shapes unless `figsize` says otherwise. */
export function pictureGrid(pictures: readonly Picture[], options: PictureGridOptions = {}): Grid {
  if (pictures.length === 0) throw new Error('a picture grid needs at least one picture');
  for (const [index, { data, width, height }] of pictures.entries()) {
    if (data.length !== width * height * 3) {
      throw new Error(
        `picture ${index} holds ${data.length} bytes, but ${width} × ${height} RGB needs ${width * height * 3}`,
      );
    }
  }
  const { imsize = 3 } = options;
  const ncols = Math.min(options.ncols ?? Math.ceil(Math.sqrt(pictures.length)), pictures.length);
  const nrows = Math.ceil(pictures.length / ncols);
  const cellWidth = imsize * POINTS - GAP;
  const tallest = Math.max(
    ...pictures.map(({ title = '', width, height }) => {
      const { lines, size } = fitTitle(title, cellWidth);
      return (cellWidth * height) / width + lines.length * size * LINE_HEIGHT + (lines.length > 0 ? 2 : 0);
    }),
  );
  const heading = options.title ? 24 : 0;
  const natural = (nrows * (tallest + GAP) + heading) / POINTS;
  const grid = new Grid(nrows, ncols, { figsize: [imsize * ncols, natural], ...options });
  pictures.forEach((picture, index) => {
    grid.axes[index]?.show(picture);
  });
  return grid;
}

interface TextPart {
  kind: 'text';
  text: string;
  x: number;
  y: number;
  size: number;
  weight: 'normal' | 'bold';
  font: string;
  color: string;
  align: 'left' | 'center';
}
type Part = TextPart | { kind: 'content'; content: Picture | Figure; box: Box };

function text(
  text: string,
  x: number,
  y: number,
  size: number,
  weight: 'normal' | 'bold',
  color: string,
  align: 'left' | 'center',
): TextPart {
  return {
    kind: 'text',
    text,
    x,
    y,
    size,
    weight,
    font: `${weight} ${size}px '${fontFamily}'`,
    color,
    align,
  };
}

/** Sets a title whole: a line that is too wide breaks once (at a slash or a space, else at an underscore), then the size shrinks. */
function fitTitle(title: string, width: number): { lines: string[]; size: number } {
  if (!title) return { lines: [], size: TITLE_SIZE };
  const measure = (line: string) => textWidth(line, `${TITLE_SIZE}px '${fontFamily}'`);
  const lines = title.split('\n').flatMap((line) => (measure(line) > width ? breakLine(line) : [line]));
  const widest = Math.max(...lines.map(measure));
  return { lines, size: Math.min(TITLE_SIZE, (TITLE_SIZE * width) / widest) };
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

/** The largest rectangle of the picture's shape within `room`, centred at its top. */
function fit({ width, height }: Picture, room: Box): Box {
  const scale = Math.min(room.width / width, room.height / height);
  return {
    x: room.x + (room.width - width * scale) / 2,
    y: room.y,
    width: width * scale,
    height: height * scale,
  };
}

/** Small pictures (digits, say) keep their pixels as squares; larger ones are resampled smoothly. */
async function resized({ data, width, height }: Picture, toWidth: number, toHeight: number) {
  const columns = Math.max(1, toWidth);
  const rows = Math.max(1, toHeight);
  const rgba = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(columns, rows, { fit: 'fill', kernel: columns >= 4 * width ? 'nearest' : 'lanczos3' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  const canvas = createCanvas(columns, rows);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(rgba), columns, rows), 0, 0);
  return canvas;
}

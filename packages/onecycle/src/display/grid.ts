import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkList, checkOptions, extent, is, shown, wrongKind } from '../base/index.js';
import { loadSharp } from '../sharp/index.js';
import { Chart } from './charts/index.js';
import {
  type Box,
  Figure,
  type FigureOptions,
  figureOptions,
  LEGIBLE_ON_PHONE,
  PHONE,
  POINTS,
} from './figures/index.js';
import { canvas, fitTitle, textWidth } from './fonts/index.js';
import { escapeHtml, fontFamily, light, type MimeBundle } from './output/index.js';

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

const isPicture = (given: Picture): boolean =>
  typeof given?.data?.length === 'number' && Number.isInteger(given.width) && Number.isInteger(given.height);

/** A cell of a {@link Grid}: a picture or a figure; empty until something is shown in it. */
export class Axes {
  title = '';
  color: string = light.ink;
  content: Picture | Figure | undefined;

  /** Puts a picture or a figure into this cell, in place of what was there. */
  show(content: Picture | Figure): this {
    if (!(content instanceof Figure) && !isPicture(content))
      throw wrongKind('show', 'a figure or a picture, { data, width, height }', content);
    this.content = content;
    if (!(content instanceof Figure)) {
      this.title = content.title ?? this.title;
      this.color = content.color ?? this.color;
    }
    return this;
  }
}

const GAP = 6;
/** Height of the figure's own title. */
const HEADING = 24;

/** Pictures and figures in rows and columns. Iterating gives its {@link Axes}, row by row. */
export class Grid extends Figure {
  readonly axes: readonly Axes[];

  constructor(
    readonly nrows: number,
    readonly ncols: number,
    options: FigureOptions = {},
  ) {
    if (!(Number.isInteger(nrows) && Number.isInteger(ncols) && nrows > 0 && ncols > 0)) {
      throw new Error(
        `a grid needs a positive number of rows and columns, not ${shown(nrows)} × ${shown(ncols)}`,
      );
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
      const sharp = loadSharp();
      const png = await sharp(data, { raw: { width: columns, height: rows, channels: 3 } })
        .png()
        .toBuffer();
      return `<image x="${x}" y="${y}" width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/>`;
    });
    return (await Promise.all(parts)).join('\n');
  }

  /** Charts alone are Vega-Lite too, as a single chart is. */
  override async mimeBundle(): Promise<MimeBundle> {
    const shown = this.axes.flatMap(({ content }) => content ?? []);
    const charts = shown.filter((content) => content instanceof Chart);
    const bundle = await super.mimeBundle();
    if (charts.length === 0 || charts.length < shown.length) return bundle;
    const { title, nrows, ncols } = this;
    const [width, height] = this.figsize.map((inches) => inches * 96) as [number, number];
    const spec = Chart.concat(charts, {
      title,
      columns: ncols,
      width: width / ncols,
      height: height / nrows,
    });
    return { 'application/vnd.vegalite.v5+json': spec, ...bundle };
  }

  describe(): string {
    const titles = this.axes.map((axes) => axes.title.replaceAll('\n', ' ')).filter((title) => title !== '');
    const shown =
      titles.length > 0 ? `: ${titles.slice(0, 12).join(', ')}${titles.length > 12 ? ', …' : ''}` : '';
    return `${this.title || `Grid of ${this.nrows} × ${this.ncols}`}${shown}`;
  }

  /** As many pictures in a row as have legible titles, at most three; charts below each other. */
  override forPhone(): Grid | undefined {
    const [width, height] = this.figsize;
    if (width <= PHONE) return undefined;
    const { dpi, title, nrows } = this;
    const filled = this.axes.filter(({ content }) => content);
    const axes = filled.length > 0 ? filled : this.axes;
    const hasCharts = axes.some(({ content }) => content instanceof Figure);
    const cellWidth = (columns: number) => (PHONE * POINTS) / columns - GAP;
    const fits = (columns: number) =>
      axes.every((cell) => fitTitle(cell.title, cellWidth(columns)).size >= LEGIBLE_ON_PHONE);
    const most = Math.min(hasCharts ? 1 : 3, this.ncols);
    const ncols = [3, 2].find((columns) => columns <= most && fits(columns)) ?? 1;
    const chartHeight = Math.min(height / nrows, 3) * POINTS;
    const heights = hasCharts ? axes.map(() => chartHeight) : rowHeights(axes, ncols, PHONE);
    const grid = gridOf(heights, ncols, PHONE, { dpi, title });
    axes.forEach((cell, index) => {
      Object.assign(grid.axes[index] ?? {}, cell);
    });
    return grid;
  }

  /** Heights of the rows: in proportion to what their pictures need, so that landscapes leave no gap; equal where a row has none, or charts. */
  private rowsWithin(width: number, height: number): number[] {
    const { axes, nrows, ncols } = this;
    const hasPicture = ({ content }: Axes) => content !== undefined && !(content instanceof Figure);
    const rows = Array.from({ length: nrows }, (_, row) => axes.slice(row * ncols, (row + 1) * ncols));
    if (axes.some(({ content }) => content instanceof Figure) || !rows.every((row) => row.some(hasPicture)))
      return rows.map(() => height / nrows);
    const needs = rowHeights(axes, ncols, width / POINTS);
    const all = needs.reduce((sum, need) => sum + need, 0);
    return needs.map((need) => (need * height) / all);
  }

  /** Where every title and every content goes; both renderings read it. */
  private layOut(box: Box): Part[] {
    const parts: Part[] = [];
    let top = box.y;
    if (this.title) {
      const size = Math.min(
        12,
        (12 * (box.width - 2 * GAP)) / textWidth(this.title, `bold 12px '${fontFamily}'`),
      );
      parts.push(text(this.title, box.x + GAP, top + 1.3 * size, size, 'bold', light.ink, 'left'));
      top += HEADING;
    }
    const cellWidth = box.width / this.ncols;
    const rows = this.rowsWithin(box.width, box.height - (top - box.y));
    const titles = this.axes.map((axes) => fitTitle(axes.title, cellWidth - GAP));
    this.axes.forEach((axes, index) => {
      const row = Math.floor(index / this.ncols);
      const above = rows.slice(0, row).reduce((sum, height) => sum + height, 0);
      const cell = {
        x: box.x + (index % this.ncols) * cellWidth + GAP / 2,
        y: top + above + GAP / 2,
        width: cellWidth - GAP,
        height: (rows[row] ?? 0) - GAP,
      };
      // Contents beside each other start at the same height, also where only one title needs two lines.
      const rowTitles = titles.slice(row * this.ncols, (row + 1) * this.ncols);
      const titleHeight = Math.max(...rowTitles.map(({ height }) => height));
      const title = titles[index] ?? fitTitle('', cell.width);
      const middle = cell.x + cell.width / 2;
      for (const line of title.lines) {
        const y = cell.y + titleHeight - title.height + line.baseline;
        parts.push(text(line.text, middle, y, title.size, 'normal', axes.color, 'center'));
      }
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
  checkOptions(options, figureOptions, 'subplots');
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
  checkOptions(
    options,
    { ...figureOptions, ncols: is.count(1), imsize: is.number({ above: 0 }) },
    'pictureGrid',
  );
  const wanted = 'a list of pictures, [{ data, width, height }]';
  checkList('pictureGrid', wanted, pictures, isPicture);
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
  const cells = pictures.map((content) => new Axes().show(content));
  const width = imsize * ncols;
  const grid = gridOf(rowHeights(cells, ncols, width), ncols, width, options);
  pictures.forEach((picture, index) => {
    grid.axes[index]?.show(picture);
  });
  return grid;
}

/** An empty grid of rows that are so high (points), as high as they and its title. */
function gridOf(rows: readonly number[], ncols: number, width: number, options: FigureOptions): Grid {
  const height = rows.reduce((sum, row) => sum + row, options.title ? HEADING : 0) / POINTS;
  return new Grid(rows.length, ncols, { figsize: [width, height], ...options });
}

/** What each row needs for its tallest picture below its tallest title, in points, in a grid that is so wide, in inches. */
function rowHeights(axes: readonly Axes[], ncols: number, width: number): number[] {
  const cellWidth = (width * POINTS) / ncols - GAP;
  return Array.from({ length: Math.ceil(axes.length / ncols) }, (_, row) => {
    const cells = axes.slice(row * ncols, (row + 1) * ncols);
    const pictures = cells.map(({ content }) =>
      !content || content instanceof Figure ? 0 : (cellWidth * content.height) / content.width,
    );
    const titles = cells.map(({ title }) => fitTitle(title, cellWidth).height);
    return extent(pictures)[1] + extent(titles)[1] + GAP;
  });
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
  const sharp = loadSharp();
  const rgba = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(columns, rows, { fit: 'fill', kernel: columns >= 4 * width ? 'nearest' : 'lanczos3' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  const { createCanvas, ImageData } = canvas();
  const image = createCanvas(columns, rows);
  image.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(rgba), columns, rows), 0, 0);
  return image;
}

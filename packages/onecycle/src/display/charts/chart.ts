import { createHash } from 'node:crypto';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { TopLevelSpec } from 'vega-lite';
import { checkOptions, wrongKind } from '../../base/index.js';
import { type Box, Figure, type FigureOptions, figureOptions, PHONE, POINTS } from '../figures/index.js';
import type { MimeBundle } from '../output/index.js';
import { fontFamily, light, series } from '../output/index.js';
import { layOut, nameable } from './vega.js';

/** A Vega-Lite specification; size, fonts and colours are set by the chart unless the specification does. */
export type ChartSpec = TopLevelSpec;

/**
 * A {@link Figure} from a Vega-Lite specification; `text` draws it for a terminal, `forPhone` lays it out for a narrow
 * screen where less width alone would not do. Values that are not finite are left out, and a line breaks there.
 *
 * ```ts
 * await chart({
 *   data: { values: [{ x: 1, y: 2 }, { x: 2, y: 3 }] },
 *   mark: 'line',
 *   encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
 * }, { title: 'Two points' }).save('two.png');
 * ```
 */
export function chart(
  spec: ChartSpec,
  options: FigureOptions = {},
  text?: () => string,
  forPhone?: () => Chart | undefined,
): Chart {
  checkOptions(options, figureOptions, 'chart');
  return new Chart(spec, options, text, forPhone);
}

/** A {@link Figure} that a Vega-Lite specification describes. */
export class Chart extends Figure {
  constructor(
    private readonly given: ChartSpec,
    options: FigureOptions = {},
    private readonly text?: () => string,
    private readonly narrow?: () => Chart | undefined,
  ) {
    super(options);
    if (typeof given !== 'object' || given === null)
      throw wrongKind('a chart', 'a Vega-Lite specification, { data, mark, encoding }', given);
  }

  override forPhone(): Chart | undefined {
    if (this.figsize[0] <= PHONE) return undefined;
    if (this.narrow) return this.narrow();
    const { dpi, title, figsize } = this;
    return new Chart(this.given, { dpi, title, figsize: phoneSize(figsize) }, this.text);
  }

  /** Charts side by side as one specification, for a notebook; `width` and `height` (pixels) are those of each. */
  static concat(
    charts: readonly Chart[],
    { title, columns, width, height }: { title: string; columns: number; width: number; height: number },
  ): ChartSpec {
    // Parts of a composition size their inner plots and cannot be fitted: axes and their titles need room beside them.
    const parts = charts.map(({ given, title: own }) => {
      const { config: _, ...part } = given;
      return { ...(own ? { title: own } : {}), ...part, width: width - 70, height: height - 60 };
    });
    return plotted({
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      background: light.paper,
      padding: 6,
      ...(title ? { title } : {}),
      concat: parts,
      columns,
      resolve: { scale: { color: 'independent' } },
      config,
    } as ChartSpec);
  }

  /** The complete Vega-Lite specification, with its size in points times `scale`. */
  spec(width = this.figsize[0] * POINTS, height = this.figsize[1] * POINTS): ChartSpec {
    const title = this.title ? { title: this.title } : {};
    return plotted({
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      width,
      height,
      autosize: { type: 'fit', contains: 'padding' },
      padding: 6,
      background: light.paper,
      ...title,
      ...this.given,
      config: { ...config, ...this.given.config },
    });
  }

  async paint(context: SKRSContext2D, box: Box): Promise<void> {
    const view = await layOut(this.spec(box.width, box.height));
    context.save();
    context.translate(box.x, box.y);
    await view.toCanvas(1, { externalContext: context });
    context.restore();
    view.finalize();
  }

  async svgElements(box: Box): Promise<string> {
    const view = await layOut(this.spec(box.width, box.height));
    const svg = await view.toSVG();
    view.finalize();
    // A figure is one picture to a screen reader, with a name of its own: marks that have roles and no names would be noise.
    const quiet = svg.replaceAll(/ (?:role|aria-[a-z]+)="[^"]*"/g, '');
    // Every chart counts its clips from 0, and a page has many charts.
    const prefix = createHash('sha1').update(svg).digest('hex').slice(0, 10);
    const own = quiet.replaceAll(/(?<= id="|url\(#)(?=clip)/g, `${prefix}-`);
    return own.replace('<svg ', `<svg x="${box.x}" y="${box.y}" `);
  }

  describe(): string {
    return this.title || 'Chart';
  }

  override toString(): string {
    return this.text?.() ?? super.toString();
  }

  override async mimeBundle(): Promise<MimeBundle> {
    // Notebooks count in CSS pixels of 1/96 inch and set text in 10 points all the same.
    const [width, height] = this.figsize;
    return {
      'application/vnd.vegalite.v5+json': this.spec(width * 96, height * 96),
      ...(await super.mimeBundle()),
    };
  }
}

/** As wide as a phone, in the same proportions, but no flatter than 4 : 3 makes it. */
export function phoneSize([width, height]: readonly [number, number]): [number, number] {
  return [PHONE, Math.max((height * PHONE) / width, Math.min(height, 3))];
}

/** The look of all charts: our font, quiet axes, colours that work for any colour vision. */
const config = {
  font: fontFamily,
  title: { color: light.ink, fontSize: 11, fontWeight: 'bold' as const, anchor: 'start' as const, offset: 8 },
  axis: {
    labelColor: light.ink,
    titleColor: light.ink,
    labelFontSize: 9,
    titleFontSize: 10,
    titleFontWeight: 'normal' as const,
    gridColor: light.rule,
    domainColor: light.muted,
    tickColor: light.muted,
    labelLimit: 0,
    // Labels stand where their ticks are: moved inwards the first would touch the second.
    labelFlush: false,
  },
  legend: {
    offset: 8,
    symbolSize: 60,
    labelColor: light.ink,
    titleColor: light.ink,
    labelFontSize: 9,
    titleFontSize: 9,
    titleFontWeight: 'normal' as const,
    labelLimit: 0,
  },
  view: { stroke: null },
  line: { strokeWidth: 1.6 },
  range: { category: [...series] },
};

/** Replaces NaN and infinities, which would wipe out an axis, by null, which Vega-Lite leaves out; and texts by {@link nameable}. */
function plotted<T>(value: T): T {
  const clean = (part: unknown): unknown => {
    if (typeof part === 'number') return Number.isFinite(part) ? part : null;
    if (typeof part === 'string') return nameable(part);
    if (Array.isArray(part)) return part.map(clean);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, clean(inner)]));
  };
  return clean(value) as T;
}

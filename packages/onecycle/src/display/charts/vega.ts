import type { View } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { engine } from '../../base/index.js';
import { textWidth } from '../fonts/index.js';

declare module 'vega-typings' {
  /** Vega's own text measurer, which it exports but does not type. */
  const textMetrics: { width(item: TextItem, text: unknown): number };
  interface TextItem {
    fontStyle?: string;
    fontWeight?: string | number;
    fontSize?: number;
    font?: string;
  }
}

/** Lays out a Vega-Lite chart; the view renders it to SVG or onto a canvas, without a browser. Vega is loaded for the first. */
export async function layOut(spec: TopLevelSpec): Promise<View> {
  const [vega, vegaLite] = await Promise.all([engine('vega', 'a chart'), engine('vegaLite', 'a chart')]);
  // Vega would guess text widths (and cut long labels) without a package named `canvas`; it takes a measurer instead.
  vega.textMetrics.width = (item, text) => {
    const style = `${item.fontStyle ?? ''} ${item.fontWeight ?? ''}`.trim();
    return textWidth(
      String(text ?? ''),
      `${style} ${item.fontSize ?? 11}px ${item.font ?? 'sans-serif'}`.trim(),
    );
  };
  const logger = vega.logger(vega.Error);
  return new vega.View(vega.parse(vegaLite.compile(spec, { logger }).spec), { renderer: 'none', logger });
}

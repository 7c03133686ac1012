import * as vega from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import * as vegaLite from 'vega-lite';
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

// Vega would guess text widths (and cut long labels) without a package named `canvas`; it takes a measurer instead.
vega.textMetrics.width = (item, text) => {
  const style = `${item.fontStyle ?? ''} ${item.fontWeight ?? ''}`.trim();
  return textWidth(
    String(text ?? ''),
    `${style} ${item.fontSize ?? 11}px ${item.font ?? 'sans-serif'}`.trim(),
  );
};

/** Lays out a Vega-Lite chart; the view renders it to SVG or onto a canvas, without a browser. */
export function layOut(spec: TopLevelSpec): vega.View {
  const logger = vega.logger(vega.Error);
  return new vega.View(vega.parse(vegaLite.compile(spec, { logger }).spec), { renderer: 'none', logger });
}

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

/**
 * A text that Vega can draw. What every object of JavaScript has a member of (constructor, toString) it takes for that member, so that a
 * class of such a name gets a space of no width behind it.
 */
export const nameable = (text: string): string => (text in {} ? `${text}\u200b` : text);

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
  // Vega would write an error down, and draw the rest as it can.
  logger.error = (error: unknown) => {
    throw error instanceof Error ? error : new Error(String(error));
  };
  return new vega.View(vega.parse(vegaLite.compile(spec, { logger }).spec), { renderer: 'none', logger });
}

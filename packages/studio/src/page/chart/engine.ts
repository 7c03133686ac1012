import { changeset, Error as errorsOnly, logger, parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';
import { colourOf } from './colours.js';

/** Rows of a chart's tables, by the tables' names. */
export type Tables = Record<string, readonly object[]>;

/** A chart on the page. */
export interface Drawn {
  update: (tables: Tables) => Promise<void>;
  resize: (width: number) => Promise<void>;
  remove: () => void;
}

/** The page's colours and letters. */
function config(): Config {
  const [ink, soft, line] = ['ink', 'soft', 'line'].map(colourOf);
  const font = getComputedStyle(document.documentElement).fontFamily;
  const text = {
    labelFont: font,
    titleFont: font,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
  };
  return {
    background: 'transparent',
    view: { stroke: 'transparent' },
    axis: {
      ...text,
      labelColor: soft,
      titleColor: soft,
      gridColor: line,
      domainColor: line,
      tickColor: line,
      titlePadding: 8,
    },
    legend: { ...text, labelColor: ink, titleColor: soft, symbolType: 'stroke', symbolStrokeWidth: 3 },
    text: { font, fontSize: 12, fill: ink },
  } as Config;
}

/**
 * Draws a Vega-Lite chart. Its expressions are interpreted and not compiled: the page's policy allows no program that is made
 * of text.
 */
export async function draw(
  place: HTMLElement,
  spec: TopLevelSpec,
  tables: Tables,
  size: { width: number; height: number },
): Promise<Drawn> {
  const quiet = logger(errorsOnly);
  const whole = {
    ...spec,
    ...size,
    // Numbers that come later may be longer: the axis makes room for them.
    autosize: { type: 'fit', contains: 'padding', resize: true },
    datasets: {},
  } as TopLevelSpec;
  const compiled = compile(whole, { logger: quiet, config: config() }).spec;
  const view = new View(parse(compiled, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'canvas',
    container: place,
    hover: true,
    logger: quiet,
  });
  const fill = (rows: Tables): void => {
    for (const [name, values] of Object.entries(rows))
      view.change(
        name,
        changeset()
          .remove(() => true)
          .insert([...values]),
      );
  };
  fill(tables);
  await view.runAsync();
  return {
    update: async (rows) => {
      fill(rows);
      await view.runAsync();
    },
    resize: async (width) => {
      await view.width(width).runAsync();
    },
    remove: () => view.finalize(),
  };
}

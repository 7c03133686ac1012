export { toFixedEven } from '../base/index.js';
export {
  type BarChartOptions,
  barChart,
  Chart,
  type ChartSpec,
  chart,
  type HeatmapOptions,
  heatmap,
  type Line,
  type LineChartOptions,
  lineChart,
  type Mark,
  type PlotFunctionOptions,
  plotFunction,
} from './charts/index.js';
export { Figure, type FigureOptions, figureOptions } from './figures/index.js';
export { Axes, Grid, type Picture, type PictureGridOptions, pictureGrid, subplots } from './grid.js';
export {
  Displayable,
  escapeHtml,
  htmlPage,
  type LiveOutput,
  light,
  type MimeBundle,
  notebook,
  series,
  verdictColor,
} from './output/index.js';
export { type ColorMap, type OverlayOptions, overlay, overlayOptions } from './overlay.js';
export { ProgressBar, type ProgressBarOptions, type Terminal } from './progress-bar.js';
export { Report } from './report.js';
export { source } from './source.js';
export { type Cell, type Column, Table, type TableOptions, table } from './table.js';

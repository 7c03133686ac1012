export { Chart, type ChartSpec, chart } from './chart.js';
export { Displayable, escapeHtml, type MimeBundle } from './displayable.js';
export { Figure, type FigureOptions } from './figure.js';
export { Axes, Grid, type Picture, type PictureGridOptions, pictureGrid, subplots } from './grid.js';
export { htmlPage } from './html-page.js';
export { ProgressBar, type ProgressBarOptions, type Terminal } from './progress-bar.js';
export { type Cell, type Column, Table, type TableOptions, table } from './table.js';

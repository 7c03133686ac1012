export { type BarChartOptions, barChart } from './bar-chart.js';
export { Chart, type ChartSpec, chart } from './chart.js';
export { type HeatmapOptions, heatmap } from './heatmap.js';
export { type Line, type LineChartOptions, lineChart, type Mark } from './line-chart.js';
export { type PlotFunctionOptions, plotFunction } from './plot-function.js';

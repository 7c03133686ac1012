export { Chart } from './chart.js';
export { seriesColour } from './colours.js';

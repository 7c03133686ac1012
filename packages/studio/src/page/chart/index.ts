export { Chart } from './chart.js';
export { seriesColour } from './colours.js';
export { type CurvePoint, curveSpec } from './curve-spec.js';

export type { Box } from './box.js';
export { Figure, type FigureOptions, figureOptions, LEGIBLE_ON_PHONE, PHONE, POINTS } from './figure.js';
export { figureHtml } from './figure-html.js';

/**
 * The studio: a page in which a folder of photographs becomes a classifier that its owner understands.
 *
 * @module
 */
export { type Studio, type StudioOptions, startStudio } from './studio.js';

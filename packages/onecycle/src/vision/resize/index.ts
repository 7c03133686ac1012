export type { Box, ResizeMethod } from './boxes.js';
export * from './crops.js';
export * from './flip-item.js';
export { PresizeOnce, type PresizeOnceOptions, presizeOnce } from './presize-once.js';
export { Resize, type ResizeOptions, resize } from './resize.js';
export { type Filter, ResizeTransform } from './resize-tfm.js';

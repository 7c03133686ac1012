export { paddingRow } from './embedding.js';
export { F } from './f.js';
export * from './functional.js';
export { checkSize, checkWhole, type Size, sizes } from './sizes.js';

export { drag } from './drag.js';
export { type Command, commandOf, editCommand } from './keys.js';
export { keepShown, nothing, press, type Selection, step } from './selection.js';
export { VirtualGrid } from './virtual-grid.js';

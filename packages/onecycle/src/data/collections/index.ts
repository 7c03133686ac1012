export { byCodePoint } from './compare.js';
export { L } from './list.js';
export { checkNames } from './names.js';
export { notThere } from './not-there.js';
export { checkPath, Path, type PathLike } from './path.js';

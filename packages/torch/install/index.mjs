/**
 * Sets up the native parts of packages, and finds them. Whatever is not needed at each import is read when it is called.
 */
export { load, locate, packageFolder } from './locate.mjs';

/** @type {typeof import('./setup.mjs').setUp} */
export const setUp = async (...args) => (await import('./setup.mjs')).setUp(...args);

/** @type {typeof import('./command.mjs').command} */
export const command = async (...args) => (await import('./command.mjs')).command(...args);

export { Translation } from './translation.js';

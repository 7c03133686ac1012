export { makePage, type PageOptions } from './make-page.js';

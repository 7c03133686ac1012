export { type PageOptions, type WrittenPage, writePage } from './write-page.js';

export { Thumbnails, thumbSizes } from './thumbnails.js';

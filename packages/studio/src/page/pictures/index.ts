export { PicturesView } from './pictures-view.js';

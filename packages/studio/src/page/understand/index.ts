export { UnderstandView } from './understand-view.js';

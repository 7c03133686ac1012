export { TryView } from './try-view.js';

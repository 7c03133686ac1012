export { shareDone } from './run-panel.js';
export { TrainView } from './train-view.js';

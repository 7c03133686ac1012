export { Help } from './help.js';
export { showHelp, view } from './state.js';
export { Viewer } from './viewer.js';

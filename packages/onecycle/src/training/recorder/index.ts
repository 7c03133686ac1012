export { clock } from './clock.js';
export { Recorder, type RecorderOptions } from './recorder.js';

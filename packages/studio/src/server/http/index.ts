export { createApp } from './app.js';
export { Guard } from './guard.js';
export { answerBy, listen } from './listen.js';
export type { Parts } from './parts.js';
export { picturesEvent } from './pictures.js';

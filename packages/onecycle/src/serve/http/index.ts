export { createHandler, type Handler } from './handler.js';
export type { HandlerOptions, RequestLog } from './options.js';
export { type PredictionServer, type ServeOptions, serve } from './server.js';

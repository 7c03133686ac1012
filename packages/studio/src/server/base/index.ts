export { type Event, EventHub } from './event-hub.js';
export { notFound, problem, problemHeaders, Refusal } from './refusal.js';
export { readJson, readLines, writeJson, writeWhole } from './whole-files.js';

export { type Event, EventHub } from './event-hub.js';
export { notFound, problem, problemHeaders, Refusal } from './refusal.js';
export { isSystems, sentenceOf } from './sentence.js';
export { journal, readJson, readLines, writeJson, writeWhole } from './whole-files.js';

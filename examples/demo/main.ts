import { orSentence } from './arguments.js';
import { demo } from './demo.js';
import { readOptions } from './options.js';

const options = readOptions(process.argv.slice(2));
await orSentence(() => demo(options));

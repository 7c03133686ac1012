import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setupOrExit } from './setup.mjs';

// node scripts/run.mjs <entry> [arguments…]: sets up what is missing, then runs a built entry in this process.
const [entry] = process.argv.splice(1, 2).slice(1);
if (!entry) throw new Error('usage: node scripts/run.mjs <entry.js> [arguments…]');
await setupOrExit();
const path = resolve(entry);
process.argv.splice(1, 0, path);
await import(pathToFileURL(path).href);

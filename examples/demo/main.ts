import { demo } from './demo.js';
import { readOptions } from './options.js';

const options = readOptions(process.argv.slice(2));
try {
  await demo(options);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

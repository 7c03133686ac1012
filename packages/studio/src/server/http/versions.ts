import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const versionOf = (file: string): string => JSON.parse(readFileSync(file, 'utf8')).version;

/** Of this package, of onecycle, of Node. */
export const versions = {
  studio: versionOf(require.resolve('@onecycle/studio/package.json')),
  onecycle: versionOf(require.resolve('onecycle/package.json')),
  node: process.versions.node,
};

import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export { SetupError, say } from '../../packages/torch/install/report.mjs';

/** The root of the workspace. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { SetupError, say } from '../../packages/torch/install/report.mjs';

export { SetupError, say };

/** The root of the workspace. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Runs a script: what is missing on this machine is said, without a stack.
 * @param {() => Promise<void>} work
 */
export async function runScript(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

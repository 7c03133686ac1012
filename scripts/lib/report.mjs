import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** What is wrong in one sentence, and the command that mends it. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} [mend]
   */
  constructor(message, mend) {
    super(mend ? `${message}\n  ${mend}` : message);
    this.name = 'SetupError';
  }
}

/**
 * Progress goes to stderr, so that the output of whatever runs after it stays clean.
 * @param {string} message
 */
export function say(message) {
  process.stderr.write(`setup: ${message}\n`);
}

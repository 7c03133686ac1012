import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isFresh, remember } from './lib/freshness.mjs';
import { withLock } from './lib/lock.mjs';
import { buildNative } from './lib/native.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { root, SetupError, say } from './lib/report.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';
import { buildTypeScript } from './lib/typescript.mjs';

/**
 * Brings the checkout to where everything runs: libtorch found or installed, npm packages installed, the native
 * parts and the TypeScript built. Whatever is done already is skipped.
 * @returns {Promise<void>}
 */
export async function setup() {
  if (process.env.ONECYCLE_SETUP === 'skip' || isFresh()) return;
  await withLock(join(root, 'build/setup.lock'), async () => {
    if (isFresh()) return;
    const toolchain = await ensureToolchain();
    await ensurePackages();
    await buildNative(toolchain);
    await buildTypeScript();
    remember([toolchain.compiler, toolchain.libtorch.library]);
  });
}

/** Runs setup; what it cannot do is one sentence and exit code 1. */
export async function setupOrExit() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  try {
    if (major < 20 || (major === 20 && minor < 9)) {
      throw new SetupError(
        `Node ${process.versions.node} is too old; 20.9 or newer is needed.`,
        'https://nodejs.org',
      );
    }
    await setup();
  } catch (error) {
    if (!(error instanceof SetupError) && !isOfTheSystem(error)) throw error;
    say(error.message);
    process.exit(1);
  }
}

/**
 * A full disk, a folder that may not be written: their message names the file.
 * @param {unknown} error
 * @returns {error is Error}
 */
function isOfTheSystem(error) {
  return error instanceof Error && 'syscall' in error;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await setupOrExit();

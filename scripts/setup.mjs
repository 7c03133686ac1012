import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { explained } from '../packages/torch/install/command.mjs';
import { withLock } from '../packages/torch/install/lock.mjs';
import { setUp } from '../packages/torch/install/setup.mjs';
import { noRoom } from '../packages/torch/install/whole.mjs';
import { isFresh, remember } from './lib/freshness.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { root } from './lib/report.mjs';
import { buildStudioPage } from './lib/studio-page.mjs';
import { buildTypeScript } from './lib/typescript.mjs';

/** The packages with a native part. */
const packages = ['torch', 'onecycle'].map((name) => join(root, 'packages', name));

/**
 * Brings the checkout to where everything runs: npm packages installed, libtorch found or installed, the native
 * parts and the TypeScript built. Whatever is done already is skipped.
 * @returns {Promise<void>}
 */
export async function setup() {
  if (process.env.ONECYCLE_SETUP === 'skip' || isFresh()) return;
  try {
    await withLock(join(root, 'build/setup.lock'), async () => {
      if (isFresh()) return;
      await ensurePackages();
      const libtorch = await setUp({ packages });
      await buildTypeScript();
      await buildStudioPage();
      remember([libtorch.library]);
    });
  } catch (error) {
    throw noRoom(error, { [root]: 'make room, then: npm run setup' }) ?? error;
  }
}

/** Runs setup; what it cannot do is one sentence and exit code 1. */
export async function setupOrExit() {
  const code = await explained(setup);
  if (code !== 0) process.exit(code);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await setupOrExit();

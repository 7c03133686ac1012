import { basename } from 'node:path';
import { explained } from '../packages/torch/install/command.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { checkPrebuilt, complete, platformPackages } from './lib/packages.mjs';
import { buildStudioPage } from './lib/studio-page.mjs';
import { buildTypeScript } from './lib/typescript.mjs';

// Runs in a package before npm packs it, and after that with --after: what is packed is what the sources say now, or packing fails.
const isTorch = basename(process.cwd()) === 'torch';
process.exitCode = await explained(async () => {
  if (process.argv[2] === '--after') return platformPackages('remove');
  await ensurePackages();
  await buildTypeScript();
  if (basename(process.cwd()) === 'studio') await buildStudioPage();
  complete(process.cwd());
  if (!isTorch) return;
  checkPrebuilt();
  platformPackages('add');
});

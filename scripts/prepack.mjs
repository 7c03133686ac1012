import { explained } from '../packages/torch/install/command.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { complete } from './lib/packages.mjs';
import { buildTypeScript } from './lib/typescript.mjs';

// Runs in a package before npm packs it: what is packed is what the sources say now, or packing fails.
process.exitCode = await explained(async () => {
  await ensurePackages();
  await buildTypeScript();
  complete(process.cwd());
});

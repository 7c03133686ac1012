import { writeFileSync } from 'node:fs';
import { explained } from '../../packages/torch/install/command.mjs';
import { pack } from './packages.mjs';
import { readmeExample } from './project.mjs';

// node scripts/lib/pack-main.mjs <folder> <main.ts>: packs the packages into a folder, and writes the README's example into a file.
const [folder = '', main = ''] = process.argv.slice(2);
process.exitCode = await explained(async () => {
  writeFileSync(main, readmeExample());
  await pack(folder);
});

import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './report.mjs';

const source = join(root, 'packages/studio/src/page');
const built = join(root, 'packages/studio/build/page');
const stamp = join(root, 'packages/studio/build/page.json');

/**
 * Bundles the studio's page, with the libraries it is made of: what is served asks nothing of the network. Skipped where no source
 * has changed.
 */
export async function buildStudioPage() {
  const sources = sourcesIn(source);
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  if (existsSync(stamp) && statSync(stamp).mtimeMs > newest) return;
  const { build } = await import('esbuild');
  rmSync(built, { recursive: true, force: true });
  await mkdir(built, { recursive: true });
  const { metafile } = await build({
    entryPoints: ['main.tsx', 'page.css'].map((name) => ({ in: join(source, name), out: 'page' })),
    outdir: built,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    metafile: true,
    legalComments: 'linked',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    chunkNames: '[name]-[hash]',
    logLevel: 'silent',
  });
  await copyFile(join(source, 'index.html'), join(built, 'index.html'));
  writeFileSync(stamp, JSON.stringify(Object.keys(metafile.outputs)));
}

/** @param {string} folder @returns {string[]} */
function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .concat(folder);
}

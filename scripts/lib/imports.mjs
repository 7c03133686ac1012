import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {{ from: string, to: string }} Import two files, or a file and the name of a package, `onecycle/extend` */

/**
 * What a TypeScript or JavaScript source names in its imports, type-only ones and `import()` of a text included.
 *
 * Sources are formatted (`npm run format`), so an import begins its line, and one that a comment shows does not.
 *
 * @param {string} source
 */
export function importsOf(source) {
  const found = [
    ...source.matchAll(/^(?:import|export)\b[^'"`;=]*?\bfrom\s+['"]([^'"]+)['"]/gm),
    ...source.matchAll(/^import\s+['"]([^'"]+)['"]/gm),
    ...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
  ];
  return [...new Set(found.map(([, name = '']) => name))];
}

const skipped = new Set(['node_modules', 'dist', 'build', 'generated', 'fixtures', 'runs']);

/** @param {string} folder @returns {string[]} the sources below it, without generated ones */
export function sourcesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : sourcesBelow(path);
    return /(?<!\.d)\.(ts|tsx|mts|mjs|js)$/.test(entry.name) ? [path] : [];
  });
}

/**
 * Every import of these files. What a relative one names is the TypeScript source that its `.js` comes from.
 *
 * @param {string[]} files
 * @returns {Import[]}
 */
export function readImports(files) {
  return files.flatMap((from) =>
    importsOf(readFileSync(from, 'utf8')).map((name) => {
      if (!name.startsWith('.')) return { from, to: name };
      const path = join(dirname(from), name);
      const sources = [path.replace(/\.(m?)js$/, '.$1ts'), path.replace(/\.js$/, '.tsx')];
      return { from, to: sources.find((source) => existsSync(source)) ?? path };
    }),
  );
}

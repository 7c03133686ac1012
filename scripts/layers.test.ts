import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { violations } from './layers.mjs';
import { importsOf } from './lib/imports.mjs';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** What is wrong in a repository of two packages with these sources of `packages/onecycle/src`, or of another path. */
function wrongIn(sources: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'onecycle-layers-'));
  made.push(root);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('packages/torch/package.json', '{ "name": "@onecycle/torch" }');
  put('packages/onecycle/package.json', '{ "name": "onecycle", "dependencies": { "@onecycle/torch": "1" } }');
  for (const [path, text] of Object.entries(sources))
    put(
      path.startsWith('packages/') || path.startsWith('examples/') ? path : `packages/onecycle/src/${path}`,
      text,
    );
  return violations(root).map(({ rule, at, text }) => `${rule} ${at} ${text}`);
}

test('imports that run downwards are in order', () => {
  const wrong = wrongIn({
    'index.ts': "export { a } from './data/index.js';\nexport { c } from './cli/index.js';",
    'display/index.ts': "export { d } from './d.js';",
    'display/d.ts': "import { torch } from '@onecycle/torch';\nexport const d = torch;",
    'data/index.ts': "export { a } from './lists/index.js';",
    'data/lists/index.ts': "export { a } from './a.js';",
    'data/lists/a.ts': "import { d } from '../../display/index.js';\nexport const a = d;",
    'data/lists/a.test.ts':
      "import { help } from '../../testing/help.js';\nimport { c } from '../../cli/index.js';",
    'cli/index.ts': "export { c } from './c.js';",
    'cli/c.ts': "export const c = async () => await import('../data/index.js');",
    'testing/help.ts': "import { c } from '../cli/index.js';\nexport const help = c;",
    'packages/torch/src/index.ts': 'export const torch = 1;',
    'examples/walk.ts': "import * as oc from 'onecycle';",
  });
  expect(wrong).toEqual([]);
});

test.each([
  ['a floor imports one above it', { 'display/a.ts': "import '../data/index.js';", 'data/index.ts': '' }],
  [
    'a floor imports one beside it',
    { 'interpret/a.ts': "import '../export/index.js';", 'export/index.ts': '' },
  ],
  ['a type counts', { 'data/a.ts': "import type { T } from '../cli/index.js';", 'cli/index.ts': '' }],
  [
    'an import at run time counts',
    { 'data/a.ts': "const a = await import('../cli/index.js');", 'cli/index.ts': '' },
  ],
] as [string, Record<string, string>][])('%s', (_, sources) => {
  expect(wrongIn(sources)).toEqual([
    expect.stringContaining('A floor imports only from the floors below it.'),
  ]);
});

test('a room without a floor is named', () => {
  expect(wrongIn({ 'attic/a.ts': "import '../data/index.js';", 'data/index.ts': '' })).toEqual([
    expect.stringContaining('attic stands on none'),
  ]);
});

test.each([
  ["another folder's file", { 'data/a.ts': "import '../display/d.js';", 'display/d.ts': '' }, 'reaches past'],
  [
    'the door of a room in another folder',
    { 'data/a.ts': "import '../display/charts/index.js';", 'display/charts/index.ts': '' },
    'reaches past',
  ],
  ['a test', { 'data/a.test.ts': "import '../display/d.js';", 'display/d.ts': '' }, 'reaches past'],
  ['the door of its own folder', { 'data/a.ts': "import './index.js';", 'data/index.ts': '' }, 'own folder'],
] as [string, Record<string, string>, string][])('nobody passes a door: %s', (_, sources, words) => {
  expect(wrongIn(sources)).toEqual([expect.stringContaining(words)]);
});

test('folders and files in circles are named, with the imports that tie them', () => {
  const siblings = wrongIn({
    'data/a/index.ts': "import '../b/index.js';",
    'data/b/index.ts': "import '../c/index.js';",
    'data/c/index.ts': "export * from './x.js';",
    'data/c/x.ts': "import type { A } from '../a/index.js';",
  });
  expect(siblings).toHaveLength(2);
  expect(siblings[0]).toContain('No folder imports a folder that imports it.');
  expect(siblings[0]).toContain(
    'packages/onecycle/src/data/c/x.ts imports packages/onecycle/src/data/a/index.ts',
  );
  expect(siblings[1]).toContain('No file imports a file that imports it.');

  const nested = wrongIn({
    'data/index.ts': "export * from './a/index.js';",
    'data/path.ts': '',
    'data/a/index.ts': "import '../path.js';",
  });
  expect(nested).toEqual([expect.stringContaining('data, packages/onecycle/src/data/a import each other')]);
});

test('a package stands on what it names, and is entered by what it lets out', () => {
  expect(wrongIn({ 'packages/torch/src/a.ts': "import 'onecycle';" })).toEqual([
    expect.stringContaining('@onecycle/torch does not stand on'),
  ]);
  expect(
    wrongIn({ 'examples/a.ts': "import '../packages/onecycle/src/data/index.js';", 'data/index.ts': '' }),
  ).toEqual([expect.stringContaining("import it from 'onecycle'")]);
});

test('imports of every form are read', () => {
  const source = `
import a, {
  b,
} from './a.js';
import type { C } from "./c.js";
export * from './d.js';
export { type E } from './e.js';
import './f.js';
/** @type {import('./g.js').G} */
const h = await import('./h.js');
const from = 'nothing';
 * import x from './shown.js';
`;
  expect(importsOf(source).sort()).toEqual(['a', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `./${name}.js`));
});

#!/usr/bin/env node
/**
 * Checks that imports run downwards only. Type-only imports count like others.
 *
 *   npm run layers
 *
 * The rules, in words:
 *
 * 1. A package imports only from the packages below it, and from them only what they let out by name.
 * 2. A floor imports only from the floors below it (`houses`).
 * 3. A folder's index.ts is its door: from outside nobody reaches past it, and from inside nobody goes out by it.
 * 4. No folder imports a folder that imports it, by whatever way round.
 * 5. No file imports a file that imports it, by whatever way round.
 *
 * Tests, and the helpers in folders named `testing`, may look at what they test from above: for them only the doors count.
 *
 * It is a script of ours because what it needs is a hundred lines, and dependency-cruiser, the usual tool, neither reads
 * TypeScript 7 nor sees the circles of a folder with the folders in it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { circles } from './lib/circles.mjs';
import { readImports, sourcesBelow } from './lib/imports.mjs';

/** The floors of packages, lowest first; rooms on one floor do not import each other. Files that are not named stand above all. */
const houses = {
  onecycle: [
    ['base', 'sharp'],
    ['display', 'engines', 'launch'],
    ['data'],
    ['training'],
    ['vision'],
    ['interpret', 'export', 'tracking'],
    ['checkup'],
    ['serve'],
    ['cli'],
  ],
  studio: [['protocol'], ['messages.ts'], ['page', 'server', 'worker']],
};

/** @typedef {{ rule: string, at: string, text: string }} Violation */

/** @param {string} path of a file in the repository */
const isTest = (path) => /\.test\.tsx?$/.test(path) || path.split('/').includes('testing');

/** @param {string} from @param {string} to @returns {string} the folder that holds both files, '' for the root */
function folderOfBoth(from, to) {
  const [a, b] = [dirname(from).split('/'), dirname(to).split('/')];
  const differs = a.findIndex((part, i) => part !== b[i]);
  return (differs < 0 ? a : a.slice(0, differs)).join('/');
}

/**
 * @param {string} root
 * @returns {Map<string, { folder: string, needs: string[] }>} the workspace's packages by name
 */
function packagesOf(root) {
  const folders = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  return new Map(
    folders
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map((folder) => {
        const { name, dependencies = {} } = JSON.parse(
          readFileSync(join(root, folder, 'package.json'), 'utf8'),
        );
        return [name, { folder, needs: Object.keys(dependencies) }];
      }),
  );
}

/**
 * @param {string} root of the repository
 * @returns {Violation[]}
 */
export function violations(root) {
  const packages = packagesOf(root);
  const places = ['packages', 'examples', 'bench', 'docs', 'scripts'].filter((place) =>
    existsSync(join(root, place)),
  );
  const all = readImports(places.flatMap((place) => sourcesBelow(join(root, place)))).map(({ from, to }) => ({
    from: relative(root, from).split(sep).join('/'),
    to: to.startsWith(root) ? relative(root, to).split(sep).join('/') : to,
  }));
  const inside = all.filter(
    ({ to }) => /\.(tsx?|mts|mjs|js)$/.test(to) && to.includes('/') && !to.includes('/generated/'),
  );
  const house = inside.filter(({ from }) => from.startsWith('packages/'));
  const built = house.filter(({ from, to }) => !isTest(from) && !isTest(to));
  return [
    ...acrossPackages(all, packages),
    ...upwards(built),
    ...pastDoors(house),
    ...folderCircles(built),
    ...fileCircles(built),
  ];
}

/**
 * @param {import('./lib/imports.mjs').Import[]} imports
 * @param {Map<string, { folder: string, needs: string[] }>} packages
 * @returns {Violation[]}
 */
function acrossPackages(imports, packages) {
  /** @param {string} path */
  const packageOf = (path) => [...packages].find(([, { folder }]) => path.startsWith(`${folder}/`));
  return imports.flatMap(({ from, to }) => {
    const [own, { needs } = { needs: undefined }] = packageOf(from) ?? [];
    const [reached] = packageOf(to) ?? [];
    const rule = 'A package imports only from the packages below it, and only what they let out by name.';
    if (reached && reached !== own && !isTest(from) && !from.startsWith('scripts/'))
      return {
        rule,
        at: from,
        text: `reaches into ${reached} by a path, ${to}: import it from '${reached}'`,
      };
    const named = [...packages.keys()].find((name) => to === name || to.startsWith(`${name}/`));
    if (named && needs && named !== own && !needs.includes(named) && !isTest(from))
      return {
        rule,
        at: from,
        text: `imports ${named}, which ${own} does not stand on (its package.json does not name it)`,
      };
    return [];
  });
}

/** @param {import('./lib/imports.mjs').Import[]} imports @returns {Violation[]} */
function upwards(imports) {
  return Object.entries(houses).flatMap(([name, floors]) => upwardsIn(name, floors, imports));
}

/**
 * @param {string} name of a package
 * @param {string[][]} floors
 * @param {import('./lib/imports.mjs').Import[]} imports
 * @returns {Violation[]}
 */
function upwardsIn(name, floors, imports) {
  const src = `packages/${name}/src/`;
  /** @param {string} path */
  const floorOf = (path) => {
    const room = path.startsWith(src) ? (path.slice(src.length).split('/')[0] ?? '') : '';
    const floor = floors.findIndex((rooms) => rooms.includes(room));
    return { room, floor: floor < 0 && room.includes('.') ? floors.length : floor };
  };
  return imports.flatMap(({ from, to }) => {
    const [above, below] = [floorOf(from), floorOf(to)];
    const missing = [above, below].find(({ room, floor }) => room !== '' && floor < 0);
    if (missing)
      return {
        rule: `Every room of ${name} stands on a floor.`,
        at: from,
        text: `${missing.room} stands on none: see houses in scripts/layers.mjs`,
      };
    if (above.room === '' || below.room === '' || above.room === below.room || above.floor > below.floor)
      return [];
    const rule = 'A floor imports only from the floors below it.';
    return { rule, at: from, text: `${above.room} imports ${below.room}, which is not below it: ${to}` };
  });
}

/** @param {import('./lib/imports.mjs').Import[]} imports @returns {Violation[]} */
function pastDoors(imports) {
  return imports.flatMap(({ from, to }) => {
    const both = folderOfBoth(from, to);
    const way = to.slice(both.length + 1).split('/');
    const rule = "A folder's index.ts is its door: nobody reaches past it, and nobody inside goes out by it.";
    const passes = way.length > 2 || (way.length === 2 && way[1] !== 'index.ts');
    // Helpers of tests are no room: every test may have them.
    if (passes && !(isTest(from) && way.includes('testing')))
      return { rule, at: from, text: `reaches past ${both}/${way[0]}/index.ts to ${to}` };
    if (way.length === 1 && way[0] === 'index.ts' && !isTest(from))
      return {
        rule,
        at: from,
        text: `takes from the door of its own folder, ${to}: import the file that has it`,
      };
    return [];
  });
}

/** @param {import('./lib/imports.mjs').Import[]} imports @returns {Violation[]} */
function folderCircles(imports) {
  /** @type {Map<string, string>} an import for each pair of folders, for the message */
  const examples = new Map();
  /** @type {Map<string, Map<string, Set<string>>>} folders that lie in one folder, and all of them */
  const graphs = new Map();
  /** @param {string} place @param {string} a @param {string} b @param {string} example */
  const add = (place, a, b, example) => {
    const graph = graphs.get(place) ?? new Map();
    graphs.set(place, graph);
    graph.set(a, (graph.get(a) ?? new Set()).add(b));
    const pair = `${a} → ${b}`;
    if (!examples.has(pair)) examples.set(pair, example);
  };
  for (const { from, to } of imports) {
    const [a, b] = [dirname(from), dirname(to)];
    if (a === b) continue;
    add('', a, b, `${from} imports ${to}`);
    const both = folderOfBoth(from, to);
    const [x, y] = [a, b].map((folder) => folder.slice(both.length + 1).split('/')[0]);
    if (x && y) add(both, `${both}/${x}`, `${both}/${y}`, `${from} imports ${to}`);
  }
  const seen = new Set();
  return [...graphs.values()].flatMap((graph) =>
    circles(graph).flatMap((circle) => {
      const key = circle.join();
      if (seen.has(key)) return [];
      seen.add(key);
      const ways = [...examples].filter(([pair]) => {
        const [a = '', b = ''] = pair.split(' → ');
        return circle.includes(a) && circle.includes(b) && graph.get(a)?.has(b);
      });
      const text = `${circle.join(', ')} import each other in a circle:\n${ways.map(([, example]) => `      ${example}`).join('\n')}`;
      return [{ rule: 'No folder imports a folder that imports it.', at: circle[0] ?? '', text }];
    }),
  );
}

/** @param {import('./lib/imports.mjs').Import[]} imports @returns {Violation[]} */
function fileCircles(imports) {
  /** @type {Map<string, Set<string>>} */
  const graph = new Map();
  for (const { from, to } of imports) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return circles(graph).map((circle) => ({
    rule: 'No file imports a file that imports it.',
    at: circle[0] ?? '',
    text: `${circle.join(', ')} import each other in a circle`,
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = violations(resolve(dirname(fileURLToPath(import.meta.url)), '..'));
  for (const rule of new Set(found.map((one) => one.rule))) {
    console.error(rule);
    for (const { at, text } of found.filter((one) => one.rule === rule))
      console.error(`  ${at}\n    ${text}`);
  }
  if (found.length > 0) process.exitCode = 1;
}

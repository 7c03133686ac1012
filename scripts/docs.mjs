#!/usr/bin/env node
/**
 * Makes the site: the guide and the reference, which is read from the docstrings.
 *
 *   npm run docs     writes runs/site; open runs/site/index.html
 *
 * Fails on a link that leads nowhere, on a public name without a docstring and on a page of docs/ that the guide's door does
 * not list. The site needs no server and asks for nothing from elsewhere.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { missingPages, prepareGuide } from './docs/guide.mjs';
import { brokenLinks } from './docs/links.mjs';
import { shapeModel } from './docs/model.mjs';
import { defineLook } from './docs/theme.mjs';
import { root, runScript, SetupError, say } from './lib/report.mjs';
import { npmTool } from './lib/tools.mjs';
import { setupOrExit } from './setup.mjs';

const site = join(root, 'runs/site');

/** The guide as typedoc reads it, with what is made for it. */
const prepared = join(root, 'runs/site-source');

/** What a program can import, and where its source lies: from the packages' `exports`. */
function entryPoints() {
  return ['torch', 'onecycle', 'onecycle-web'].flatMap((folder) => {
    const base = join(root, 'packages', folder);
    const { name, exports } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8'));
    return Object.entries(exports).flatMap(([path, target]) => {
      if (typeof target !== 'object' || typeof target?.types !== 'string') return [];
      const source = join(base, target.types.replace('dist/', 'src/').replace(/\.d\.ts$/, '.ts'));
      return [{ name: path === '.' ? name : `${name}${path.slice(1)}`, source }];
    });
  });
}

async function main() {
  const typedoc = await import(
    pathToFileURL(join(await npmTool('typedoc', '0.28.20'), 'dist/index.js')).href
  );
  await setupOrExit();
  rmSync(prepared, { recursive: true, force: true });
  mkdirSync(prepared, { recursive: true });
  const entries = entryPoints();
  const { door, pages } = prepareGuide(prepared, [await benchmarks()]);
  const app = await typedoc.Application.bootstrap({
    name: 'onecycle',
    entryPoints: entries.map(({ source }) => source),
    tsconfig: join(root, 'scripts/docs/tsconfig.json'),
    basePath: root,
    readme: door,
    projectDocuments: pages.map(({ file }) => file),
    customCss: join(root, 'scripts/docs/style.css'),
    out: site,
    router: 'onecycle',
    theme: 'onecycle',
    // Types are checked by `npm test`, with the compiler of this repository; typedoc has an older one of its own.
    skipErrorChecking: true,
    excludeExternals: true,
    excludePrivate: true,
    excludeInternal: true,
    disableGit: true,
    sourceLinkTemplate: '{path}',
    headings: { readme: false, document: false },
    navigation: { includeCategories: true, includeGroups: false },
    categorizeByGroup: false,
    useFirstParagraphOfCommentAsSummary: true,
    searchInComments: true,
    searchInDocuments: true,
    validation: {
      notExported: false,
      invalidLink: true,
      invalidPath: true,
      notDocumented: false,
      rewrittenLink: false,
    },
    highlightLanguages: [
      'ts',
      'typescript',
      'js',
      'javascript',
      'tsx',
      'jsx',
      'sh',
      'bash',
      'console',
      'json',
      'jsonc',
      'python',
      'yaml',
      'html',
      'css',
      'xml',
      'toml',
      'diff',
      'dockerfile',
      'docker',
      'cpp',
      'c',
      'text',
    ],
    hideGenerator: true,
    includeHierarchySummary: false,
    githubPages: false,
  });
  shapeModel(typedoc, app, entries);
  defineLook(typedoc, app, pages);
  rmSync(site, { recursive: true, force: true });
  const project = await app.convert();
  if (!project)
    throw new SetupError('The sources could not be read.', 'npx tsc -b shows what is wrong with them');
  nameDocuments(project, pages);
  app.validate(project);
  await app.generateOutputs(project);

  const problems = [...missingPages(pages), ...brokenLinks(site)];
  for (const problem of problems) say(problem);
  if (problems.length > 0 || app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
  say(
    `${readdirSync(site, { recursive: true }).filter((file) => String(file).endsWith('.html')).length} pages in ${site}`,
  );
}

/** The page that no file holds. Its charts are drawn by the library itself. */
async function benchmarks() {
  const { benchmarkPage } = await import('./docs/benchmarks.mjs');
  const { readHistory } = await import('../bench/lib/history.mjs');
  const text = await benchmarkPage(readHistory(), prepared);
  return { title: 'Benchmarks over time', slug: 'benchmarks', text };
}

/** @param {any} project @param {import('./docs/guide.mjs').Page[]} pages */
function nameDocuments(project, pages) {
  for (const [i, document] of project.documents.entries()) document.name = pages[i].title;
}

await runScript(main);

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as oc from 'onecycle';
import { afterAll, expect, test } from 'vitest';

// Whoever copies a snippet into a project that `tsc --init` set up sees no error: all of them compile, also those that are not run.

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, `runs/snippets/types-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Snippet {
  file: string;
  line: number;
  code: string;
}

function snippets(file: string): Snippet[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```ts(?: ignore)?\n(.*?)^```$/gms)].map(({ index, 1: code = '' }) => ({
    file,
    line: text.slice(0, index).split('\n').length + 1,
    code,
  }));
}

/** What those stand on that are a part of a program: every public name, and what the text around them speaks of. */
const context = `import type * as all from 'onecycle';
declare global {
  const oc: typeof all;
${Object.keys(oc)
  .map((name) => `  const ${name}: typeof all.${name};`)
  .join('\n')}
  const learn: all.Learner<[all.TensorImage, all.TensorCategory]>;
  const pets: all.DataBlock<[all.TensorImage, all.TensorCategory], all.PathLike>;
  const dls: all.DataLoaders<[all.TensorImage, all.TensorCategory]>;
  const interp: all.ClassificationInterpretation;
  const path: all.Path;
  const file: Blob & string;
  const vocab: string[];
  const x: all.Tensor;
  const y: all.Tensor;
}
`;

/** Compiles them, each a module. @returns what the compiler finds, by file and line of the guide */
function findings(all: readonly Snippet[], options: object): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [i, { code }] of all.entries()) writeFileSync(join(folder, `${i}.ts`), `${code}export {};\n`);
  writeFileSync(join(folder, 'context.d.ts'), context);
  writeFileSync(join(folder, 'pets.ts'), "export type Label = 'beagle' | 'pug';\n"); // what --types writes
  const worker = relative(folder, join(root, 'examples/put-to-use/training-worker.js'));
  writeFileSync(join(folder, 'training-worker.ts'), `export type * from '${worker}';\n`);
  const config = {
    extends: relative(folder, join(root, 'tsconfig.base.json')),
    compilerOptions: { composite: false, noEmit: true, ...options },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    return execFileSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error)) throw error;
    return String(error.stdout).replace(/^.*?(\d+)\.ts\((\d+),/gm, (_, i: string, line: string) => {
      const snippet = all[Number(i)];
      return snippet ? `${snippet.file}:${snippet.line + Number(line) - 1} (` : `${i}.ts(${line},`;
    });
  }
}

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  'packages/torch/README.md',
  'packages/onecycle-web/README.md',
];
const all = pages.flatMap(snippets);

// What TypeScript's own `tsc --init` writes: no types but those that are asked for.
test.each([
  ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext', types: [] }],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler', types: [], lib: ['esnext', 'dom'] }],
])('every snippet compiles, modules resolved as %s', (_, options) => {
  expect(all.length).toBeGreaterThan(60);
  expect(findings(all, options)).toBe('');
});

test("Node's types are there for those who ask for none", () => {
  const code = `import { getImageFiles, plotFunction, torch } from 'onecycle';
const names: string[] = (await getImageFiles('images')).map((file) => file.name);
const png: Uint8Array = await plotFunction(torch.sigmoid).png();
// @ts-expect-error it is a Buffer, and would be anything if Buffer were not known
const none: number = png;
console.log(names, png, none);
`;
  const nothing = { module: 'nodenext', moduleResolution: 'nodenext', types: [] };
  expect(findings([{ file: 'names.ts', line: 1, code }], nothing)).toBe('');
});

test('what does not compile is told by page and line', () => {
  const [first] = snippets('docs/from-fastai.md');
  if (!first) throw new Error('the page has no snippet');
  const misspelt = { ...first, code: first.code.replace('oc.resize(', 'oc.rezise(') };
  expect(findings([misspelt], {})).toMatch(/^docs\/from-fastai\.md:\d+ \(\d+\): error TS2339: .*'rezise'/);
});

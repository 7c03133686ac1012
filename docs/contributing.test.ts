import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, `runs/snippets/contributing-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The examples of CONTRIBUTING, with the file that each would stand in: its fence says `ts in <file>`. */
function examples(): { file: string; code: string }[] {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const fenced = text.matchAll(/^( *)```ts in (\S+)\n(.*?)^\1```$/gms);
  return [...fenced].map(([, , file = '', code = '']) => ({ file, code }));
}

/** The text of a file as it can stand in {@link folder}. */
const moved = (file: string): string =>
  readFileSync(join(root, file), 'utf8').replace(/(?<=from ')\.{1,2}\/[^']*/g, (path) =>
    relative(folder, resolve(root, dirname(file), path)),
  );

/** Compiles each example behind the text of its file. @returns what the compiler finds */
function findings(all: readonly { file: string; code: string }[]): string {
  mkdirSync(folder, { recursive: true });
  for (const [i, { file, code }] of all.entries())
    writeFileSync(join(folder, `${i}.ts`), `${moved(file)}\n${code}`);
  const config = { extends: relative(folder, join(root, 'tsconfig.base.json')), include: ['*.ts'] };
  const compilerOptions = { composite: false, noEmit: true };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, compilerOptions }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    return execFileSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout);
    throw error;
  }
}

test('the examples of CONTRIBUTING compile in the files that they are for', () => {
  const all = examples();
  expect(all.length).toBeGreaterThan(3);
  expect(findings(all)).toBe('');
  const [first] = all;
  if (!first) throw new Error('CONTRIBUTING has no example');
  const misspelt = { ...first, code: first.code.replaceAll('softmax', 'softmx') };
  expect(findings([misspelt])).toMatch(/0\.ts\(\d+,\d+\): error TS2551: .*'softmx'.*'softmax'/);
});

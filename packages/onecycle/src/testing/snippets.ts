import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { formatWithOptions } from 'node:util';
import { vi } from 'vitest';

/** One fenced `ts` block of a Markdown file. */
export interface Snippet {
  /** The heading above it, and its line: for the test's name. */
  name: string;
  code: string;
  /** What its `// → …` comments say it prints; empty where it makes no such promise. */
  expected: string[];
}

/** All `ts` blocks of a Markdown file that are meant to run; a block fenced as `ts ignore` only shows something. */
export function snippets(file: string): Snippet[] {
  const found: Snippet[] = [];
  let heading = basename(file);
  let open: { line: number; lines: string[] } | undefined;
  for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (open === undefined) {
      if (/^#+ /.test(line)) heading = line.replace(/^#+ /, '');
      if (line.trim() === '```ts') open = { line: i + 1, lines: [] };
    } else if (line.trim() === '```') {
      const expected = open.lines.flatMap((text) => /^\s*\/\/ → ?(.*)$/.exec(text)?.[1] ?? []);
      found.push({ name: `${heading} (line ${open.line})`, code: open.lines.join('\n'), expected });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  return found;
}

const folder = fileURLToPath(new URL('../../../../runs/snippets/', import.meta.url));

/** Runs a snippet as a module of its own and returns the lines that it printed with `console.log`. */
export async function runSnippet(snippet: Snippet): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const file = `${folder}${process.pid}-${snippet.name.replace(/\W+/g, '-')}.ts`;
  writeFileSync(file, `${snippet.code}\nexport {};\n`);
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
    printed.push(...formatWithOptions({ colors: false }, ...values).split('\n'));
  });
  try {
    await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    log.mockRestore();
    rmSync(file, { force: true });
  }
  return printed;
}

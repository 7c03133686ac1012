import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Source = (...args: never[]) => unknown;
type Class = abstract new (...args: never[]) => unknown;

/** Folders with our TypeScript: it travels with the packages. */
function folders(): string[] {
  const mine = fileURLToPath(new URL('../../src', import.meta.url));
  const torch = createRequire(import.meta.url).resolve('@onecycle/torch/package.json');
  return [mine, join(dirname(torch), 'src')].filter(existsSync);
}

function sourceFiles(): string[] {
  return folders().flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('generated'))
      .map((name) => join(folder, name)),
  );
}

const escaped = (text: string): string => text.replace(/[$^.*+?()[\]{}|\\]/g, '\\$&');

/** A line that declares a function, a class, a constant or a method of this name. */
const declaration = (name: string): RegExp =>
  new RegExp(
    '^\\s*(?:(?:export|default|abstract|async|static|override|private|protected|readonly|get|set) )*' +
      `(?:(?:function\\*?|class|const) ${escaped(name)}\\b|\\*?${escaped(name)}(?:<.*>)?\\()`,
  );

const indentOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? '';

/** The lines of the declaration that begins in line `start`. Our sources are formatted: it ends where its indentation closes. */
function block(lines: readonly string[], start: number): string[] | undefined {
  const first = lines[start] ?? '';
  const indent = indentOf(first);
  let end = start;
  if (!/[;}]$/.test(first)) {
    const closing = new RegExp(`^${indent}(?:}|[)}\\]].*[;}])$`);
    end = lines.findIndex((line, i) => i > start && closing.test(line));
    // A call looks like a method's first line; nothing closes it at its indentation with a body's brace.
    if (end < 0) return undefined;
  }
  let comment = start;
  if (lines[start - 1]?.trim().endsWith('*/'))
    do comment--;
    while (comment > 0 && !lines[comment]?.trim().startsWith('/**'));
  return lines.slice(comment, end + 1).map((line) => line.slice(indent.length));
}

const words = (text: string): Set<string> => new Set(text.match(/[A-Za-z_$][\w$]{2,}/g));

/** The part of the compiled function's words that a candidate has, too: types come on top, nothing else is missing. */
function likeness(candidate: string, compiled: Set<string>): number {
  const own = words(candidate);
  let shared = 0;
  for (const word of compiled) if (own.has(word)) shared++;
  return shared / Math.max(1, compiled.size) - own.size / 1e5;
}

/**
 * The TypeScript source of one of our functions, methods or classes, with its comment: what `learn.fine_tune??` shows
 * in Python.
 *
 * @example console.log(source(learn.fineTune))
 * @returns for a function that is not ours, its JavaScript, as the runtime has it
 */
export function source(of: Source | Class): string {
  const compiled = words(String(of));
  const isDeclaration = declaration(of.name);
  const candidates = sourceFiles().flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.flatMap((line, i) => (isDeclaration.test(line) ? (block(lines, i)?.join('\n') ?? []) : []));
  });
  const [best] = candidates
    .map((text) => ({ text, score: likeness(text, compiled) }))
    .filter(({ score }) => score > 0.7)
    .sort((a, b) => b.score - a.score);
  return best?.text ?? String(of);
}

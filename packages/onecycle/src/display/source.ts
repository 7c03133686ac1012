import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shown } from '../base/index.js';

type Source = (...args: never[]) => unknown;
type Class = abstract new (...args: never[]) => unknown;

/** Our packages: TypeScript travels with them, in src, beside what was compiled from it, in dist. */
function packages(): string[] {
  const torch = createRequire(import.meta.url).resolve('@onecycle/torch/package.json');
  return [fileURLToPath(new URL('../..', import.meta.url)), dirname(torch)];
}

function files(folder: 'src' | 'dist', extension: string): string[] {
  return packages()
    .map((root) => join(root, folder))
    .filter(existsSync)
    .flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(extension) && !/^generated|\.test\./.test(name))
        .map((name) => join(root, name)),
    );
}

/** The constant in whose definition this text stands, where we compiled it; undefined where it is not ours. */
function constantAround(compiled: string): string | undefined {
  for (const file of files('dist', '.js')) {
    const text = readFileSync(file, 'utf8');
    const at = text.indexOf(compiled);
    if (at >= 0) return [...text.slice(0, at).matchAll(/\bconst (\w+) = /g)].at(-1)?.[1] ?? '';
  }
  return undefined;
}

const escaped = (text: string): string => text.replace(/[$^.*+?()[\]{}|\\]/g, '\\$&');

/** A line that declares a function, a class, a constant or a method of this name. */
const declaration = (name: string): RegExp =>
  new RegExp(
    '^\\s*(?:(?:export|default|abstract|async|static|override|private|protected|readonly|get|set) )*' +
      `(?:(?:function\\*?|class|const) ${escaped(name)}\\b|\\*?${escaped(name)}(?:<.*>)?\\()`,
  );

const indentOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? '';

/**
 * The lines of the declaration that begins in line `start`. Our sources are formatted: what opens at the end of the first
 * line closes at its indentation; everything else ends where its indentation does.
 */
function block(lines: readonly string[], start: number): string[] | undefined {
  const first = lines[start] ?? '';
  const indent = indentOf(first);
  let end = start;
  if (/[=>:]$/.test(first)) {
    const after = lines.findIndex(
      (line, i) => i > start && line !== '' && indentOf(line).length <= indent.length,
    );
    end = lines.findLastIndex((line, i) => line !== '' && (after < 0 || i < after));
    if (/^\s*[)}\]]/.test(lines[after] ?? '')) end = after;
  } else if (!/[;}]$/.test(first)) {
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
  if (typeof of !== 'function')
    throw new TypeError(`source takes a function, a method or a class, not ${shown(of)}`);
  const text = String(of);
  const around = constantAround(text);
  const name = of.name || around;
  if (!name) return text;
  const compiled = words(text);
  const isDeclaration = declaration(name);
  const candidates = files('src', '.ts').flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.flatMap((line, i) => (isDeclaration.test(line) ? (block(lines, i)?.join('\n') ?? []) : []));
  });
  const [best] = candidates
    .map((text) => ({ text, score: likeness(text, compiled) }))
    .sort((a, b) => b.score - a.score);
  // A function of ours that another one made has that one's words, and still our name.
  return best && (best.score > 0.7 || around !== undefined) ? best.text : text;
}

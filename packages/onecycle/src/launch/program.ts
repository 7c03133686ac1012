import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

/** Programs that Node runs, and how TypeScript is read where it does not do so by itself. */
const scripts = ['.js', '.mjs', '.cjs', '.ts', '.mts'];

/**
 * The command that runs a program: Node for JavaScript and TypeScript, Python for `.py`, anything else by its own name.
 *
 * @throws Error where a file is missing, or this Node reads no TypeScript and tsx is not installed
 */
export function commandFor(program: string, args: readonly string[]): string[] {
  const kind = extname(program);
  if (![...scripts, '.py'].includes(kind)) return [program, ...args];
  if (!existsSync(program)) throw new Error(`there is no file ${program}`);
  if (kind === '.py') return [process.env.PYTHON ?? 'python3', program, ...args];
  return [process.execPath, ...(kind.endsWith('ts') ? typeScript() : []), program, ...args];
}

function typeScript(): string[] {
  if ('typescript' in process.features && process.features.typescript) return [];
  try {
    return ['--import', createRequire(join(process.cwd(), 'index.js')).resolve('tsx')];
  } catch {
    throw new Error(
      `Node ${process.versions.node} reads no TypeScript by itself: take Node 22.18 or newer, npm install --save-dev tsx, or launch the compiled program`,
    );
  }
}

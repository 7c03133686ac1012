import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A name that a module lets out: whether it is a type only, and the file and source before its declaration. */
export interface PublicName {
  name: string;
  isType: boolean;
  file: string;
  docstring: boolean;
}

const declarations =
  /^export (?:declare )?(?:abstract class|class|function\*?|async function\*?|const|let|interface|type) (\w+)/gm;
const reexports = /^export( type)? (\*|\{[^}]*\}) from '([^']+)';/gm;

/** The file that a specifier in `file` means: a source of ours, or a door of `@onecycle/torch`. */
function fileOf(specifier: string, file: string): string {
  if (/^@onecycle\/torch(\/|$)/.test(specifier)) {
    const door = specifier.slice('@onecycle/torch'.length);
    return fileURLToPath(new URL(`../../../torch/src${door}/index.ts`, import.meta.url));
  }
  return fileURLToPath(new URL(specifier.replace(/\.js$/, '.ts'), `file://${file}`));
}

/** The names that a source lets out, by way of whatever doors, in their order. */
export function publicNames(file: string): PublicName[] {
  const source = readFileSync(file, 'utf8');
  const own = [...source.matchAll(declarations)].map((found) => ({
    name: found[1] ?? '',
    isType: /^export (?:declare )?(?:interface|type)/.test(found[0]),
    file,
    docstring: source.slice(0, found.index).trimEnd().endsWith('*/'),
  }));
  const passed = [...source.matchAll(reexports)].flatMap(([, type, names = '', specifier = '']) => {
    const from = fileOf(specifier, file);
    if (!existsSync(from)) throw new Error(`${file} lets out names of ${specifier}, which is not there`);
    const theirs = publicNames(from);
    if (names === '*') return theirs;
    return [...names.matchAll(/(type )?(\w+)(?: as (\w+))?/g)].map(([, isType, name = '', as]) => {
      const found = theirs.find((one) => one.name === name);
      const kind = type !== undefined || isType !== undefined;
      // What has no declaration is a namespace, as `nn`.
      return { docstring: true, file: from, ...found, name: as ?? name, isType: kind };
    });
  });
  return [...own, ...passed];
}

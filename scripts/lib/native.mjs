import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { compileFlags, describe, identity, linkFlags } from './libtorch.mjs';
import { root, SetupError, say } from './report.mjs';
import { execute, output } from './shell.mjs';

const common = ['-O2', '-fPIC', '-fexceptions', '-frtti', '-DNAPI_VERSION=8'];

/** The two shared libraries that are built from C++. */
export const libraries = [
  { source: 'packages/torch/native', target: 'packages/torch/build/torch.node', usesJpeg: false },
  {
    source: 'packages/onecycle/native',
    target: 'packages/onecycle/build/libonecycle_pictures.so',
    usesJpeg: true,
  },
];

/**
 * Compiles what changed and links it. An object file is named by a hash of everything that went into it, so a
 * changed source, header, flag, compiler or libtorch gives another name, and what has a file is done.
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 */
export async function buildNative({ compiler, libtorch, jpeg }) {
  const environment = [output(compiler, ['--version']), identity(libtorch)];
  const headers = join(root, 'node_modules/node-api-headers/include');
  const units = libraries.flatMap(({ source, target, usesJpeg }) => {
    const flags = [
      ...common,
      ...compileFlags(libtorch),
      '-isystem',
      headers,
      ...(usesJpeg ? jpeg.compile : []),
    ];
    return sourcesIn(source).map((file) => ({
      file,
      target,
      flags,
      object: objectOf(file, target, [...environment, ...flags]),
    }));
  });

  const stale = units.filter(({ object }) => !existsSync(object));
  if (stale.length > 0) {
    say(`compiling ${stale.length} of ${units.length} C++ files against ${describe(libtorch)}`);
    const started = Date.now();
    await pool(stale, (unit) => compile(compiler, unit));
    say(`compiled in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }

  for (const { target, usesJpeg } of libraries) {
    const objects = units.filter((unit) => unit.target === target).map(({ object }) => object);
    if (objects.length === 0) continue;
    const args = [...linkFlags(libtorch), ...(usesJpeg ? jpeg.link : [])];
    await link(compiler, join(root, target), objects, args);
    removeOthers(dirname(objects[0] ?? ''), objects);
  }
}

/** @returns {string[]} full paths */
function sourcesIn(/** @type {string} */ folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.cc'))
    .sort()
    .map((name) => join(path, name));
}

/**
 * @param {string} file
 * @param {string} target
 * @param {(string | undefined)[]} ingredients
 */
function objectOf(file, target, ingredients) {
  const contents = [...withLocalHeaders(file)].map((path) => readFileSync(path, 'utf8'));
  const folder = join(root, dirname(target), 'objects');
  return join(folder, `${basename(file, '.cc')}.${hash([...ingredients, ...contents])}.o`);
}

/** A file and, recursively, what it includes in quotes. */
function withLocalHeaders(/** @type {string} */ file, /** @type {Set<string>} */ seen = new Set()) {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)) {
    withLocalHeaders(join(dirname(file), name ?? ''), seen);
  }
  return seen;
}

/**
 * @param {string} compiler
 * @param {{ file: string, object: string, flags: string[] }} unit
 */
async function compile(compiler, { file, object, flags }) {
  mkdirSync(dirname(object), { recursive: true });
  const partial = `${object}.${process.pid}`;
  // Warnings are not shown: what GCC says about libtorch's headers is nothing the reader can mend.
  const { code, text } = await execute(compiler, [...flags, '-c', file, '-o', partial]);
  if (code !== 0) {
    rmSync(partial, { force: true });
    throw new SetupError(`${text.trim()}\n${relative(root, file)} does not compile with ${compiler}.`);
  }
  renameSync(partial, object);
}

/**
 * @param {string} compiler
 * @param {string} target
 * @param {string[]} objects
 * @param {string[]} args
 */
async function link(compiler, target, objects, args) {
  const stamp = `${target}.stamp`;
  const wanted = hash([...objects, ...args]);
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // A library that a running process has mapped must not change under it: write aside, then rename.
  const partial = `${target}.${process.pid}`;
  const { code, text } = await execute(compiler, ['-shared', '-o', partial, ...objects, ...args]);
  if (code !== 0) throw new SetupError(`${text.trim()}\n${relative(root, target)} does not link.`);
  renameSync(partial, target);
  writeFileSync(stamp, wanted);
}

/**
 * @param {string} folder
 * @param {string[]} objects
 */
function removeOthers(folder, objects) {
  const kept = new Set(objects.map((object) => basename(object)));
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name), { force: true });
}

/**
 * As many at once as there are cores, and 1.5 GB of memory for each.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<void>} work
 */
async function pool(items, work) {
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / 1.5e9)));
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}

function hash(/** @type {unknown[]} */ parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

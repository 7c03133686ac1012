import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cudaHeaders } from './cuda.mjs';
import { distributedFlags } from './distributed.mjs';
import { compileFlags, headersThere, linkFlags } from './flags.mjs';
import { describe, identity } from './libtorch.mjs';
import { contentsOf, sourcesOf } from './locate.mjs';
import { progress, SetupError, say } from './report.mjs';
import { execute, output } from './shell.mjs';
import { writeWhole } from './whole.mjs';

/** @typedef {import('./locate.mjs').Part} Part */
/** @typedef {import('./libtorch.mjs').Libtorch} Libtorch */
/** @typedef {{ libtorch: Libtorch, compiler: string, jpeg?: { compile: string[], link: string[] }, rpath?: string[] }} Toolchain */

const common = ['-O2', '-fPIC', '-fexceptions', '-frtti', '-DNAPI_VERSION=8'];

/** Names a build of a part for a libtorch: builds with the same key are interchangeable. @param {Part} part @param {Libtorch} libtorch */
export const keyOf = (part, libtorch) =>
  hash([
    part.name,
    sourcesOf(part),
    ...common,
    ...compileFlags(libtorch),
    ...linkFlags(libtorch),
    ...headersThere(libtorch),
    identity(libtorch),
  ]);

/** The first line of what a compiler says of itself. @param {string} compiler */
export const versionOf = (compiler) => output(compiler, ['--version'])?.split('\n')[0] ?? compiler;

/**
 * Compiles what changed and links it. An object file is named by a hash of everything that went into it, so a
 * changed source, header, flag, compiler or libtorch gives another name, and what has a file is done.
 * @param {{ part: Part, target: string, objects: string }[]} targets where each library goes, and the folder of its object files
 * @param {Toolchain} toolchain
 */
export async function buildParts(targets, { compiler, libtorch, jpeg, rpath }) {
  const environment = [versionOf(compiler), identity(libtorch), ...headersThere(libtorch), contentsOf(shim)];
  const distributed = await distributedFlags(compiler, libtorch);
  const units = targets.flatMap(({ part, target, objects }) => {
    const flags = [...common, ...compileFlags(libtorch), ...(part.jpeg ? (jpeg?.compile ?? []) : [])];
    return sourcesIn(join(part.folder, 'native')).map((file) => ({
      file,
      target,
      flags: [
        ...flags,
        ...distributed.defines,
        ...distributed.headers,
        ...standIns(libtorch),
        ...nodeHeaders(),
      ],
      object: objectOf(file, objects, [...environment, ...flags, ...distributed.defines]),
    }));
  });

  const stale = units.filter(({ object }) => !existsSync(object));
  if (stale.length > 0) {
    say(`compiling ${stale.length} of ${units.length} C++ files against ${describe(libtorch)}`);
    const started = Date.now();
    const bar = progress('compiling');
    let done = 0;
    await pool(stale, async (unit) => {
      await compileOrLeaveOut(compiler, unit);
      bar.at(++done / stale.length, basename(unit.file));
    });
    bar.end();
    say(`compiled in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }

  for (const { part, target, objects } of targets) {
    const files = units.filter((unit) => unit.target === target).map(({ object }) => object);
    if (files.length === 0) continue;
    await link(compiler, target, files, [
      ...linkFlags(libtorch, rpath),
      ...(part.jpeg ? (jpeg?.link ?? []) : []),
    ]);
    removeOthers(objects, files);
  }
}

/**
 * What is of use to few, and made of classes that differ from one libtorch with CUDA to the next and of NVIDIA's headers, of which each way to
 * install them brings others: a library without it is better than none.
 * @type {{ [file: string]: { from: string, without: string, what: string } }}
 */
const optional = {
  'graphs.cc': { from: '-DONECYCLE_CUDA', without: '-DONECYCLE_NO_GRAPHS', what: 'CUDA graphs are' },
  'nccl.cc': { from: '-DONECYCLE_NCCL', without: '-DONECYCLE_NO_NCCL', what: 'NCCL is' },
  'device_memory.cc': {
    from: '-DONECYCLE_CUDA',
    without: '-UONECYCLE_CUDA',
    what: "The GPU's memory, as libtorch counts it, is",
  },
};

/**
 * Compiles a file; one of those, without what does not compile.
 * @param {string} compiler
 * @param {{ file: string, object: string, flags: string[] }} unit
 */
export async function compileOrLeaveOut(compiler, unit) {
  try {
    await compile(compiler, unit);
  } catch (error) {
    const part = optional[basename(unit.file)];
    // A compiler that was killed, or found no room, says nothing of a place in a source.
    const isOfSource = error instanceof SetupError && /:\d+:\d+: (fatal )?error:/.test(error.message);
    if (!isOfSource || !part || !unit.flags.includes(part.from)) throw error;
    await compile(compiler, { ...unit, flags: [...unit.flags, part.without] });
    say(`${part.what} left out: ${error.message.split('\n').find((line) => line.includes('error:'))}`);
  }
}

/** Where N-API's headers are: an npm package, so that nothing is downloaded for them. */
export function nodeHeaders() {
  const found = createRequire(import.meta.url).resolve('node-api-headers/package.json');
  return ['-isystem', join(dirname(found), 'include')];
}

const shim = join(dirname(fileURLToPath(import.meta.url)), '../native/shim');

/**
 * What stands for headers that libtorch, and CUDA as pip installs it, come without: where the real ones are installed, they come first. Real
 * ones of another CUDA, where the compiler looks unasked, must not stand in for those of the one that was found: they come after.
 * @param {Libtorch} libtorch
 */
export function standIns(libtorch) {
  return [
    cudaHeaders(libtorch).folders.length > 0 ? '-isystem' : '-idirafter',
    join(shim, 'cuda'),
    '-idirafter',
    shim,
  ];
}

/** @returns {string[]} full paths */
export function sourcesIn(/** @type {string} */ folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cc'))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * @param {string} file
 * @param {string} folder
 * @param {string[]} ingredients
 */
function objectOf(file, folder, ingredients) {
  const contents = [...withLocalHeaders(file)].map((path) => readFileSync(path, 'utf8'));
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
  await writeWhole(object, async (partial) => {
    // Warnings are not shown: what GCC says about libtorch's headers is nothing the reader can mend.
    const { code, text } = await execute(compiler, [...flags, '-c', file, '-o', partial], { env: english });
    if (code !== 0)
      throw new SetupError(
        `${text.trim()}\n${relative(process.cwd(), file)} does not compile with ${compiler}.`,
      );
  });
}

/** What compilers say is read here. */
const english = { LC_ALL: 'C' };

/**
 * @param {string} compiler
 * @param {string} target
 * @param {string[]} objects
 * @param {string[]} args
 */
async function link(compiler, target, objects, args) {
  const stamp = `${target}.stamp`;
  const wanted = hash([...objects.map((object) => basename(object)), ...args]);
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await writeWhole(target, async (partial) => {
    const { code, text } = await execute(compiler, ['-shared', '-o', partial, ...objects, ...args], {
      env: english,
    });
    if (code !== 0) throw new SetupError(`${text.trim()}\n${basename(target)} does not link.`);
  });
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
 * As many at once as there are cores, and 1.5 GB of memory for each; after an error no further one is begun.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<void>} work
 */
async function pool(items, work) {
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / 1.5e9)));
  const rest = [...items];
  const worker = async () => {
    try {
      for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
    } finally {
      rest.length = 0;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: jobs }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function hash(/** @type {unknown[]} */ parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sharedFolder } from './home.mjs';

/**
 * A shared library that a package builds from its C++ sources. Its `package.json` says so:
 * `"native": { "file": "torch.node" }`, with `"jpeg": true` where libjpeg-turbo is linked.
 * @typedef {object} Part
 * @property {string} name the package's name
 * @property {string} folder the package's folder
 * @property {string} file the library's file name
 * @property {boolean} jpeg whether it is linked with libjpeg-turbo
 */

/**
 * What stands beside a built library, in `<file>.json`.
 * @typedef {object} Record
 * @property {string} key the hash of everything that went into it
 * @property {string} sources the hash of the sources alone
 * @property {{ version: string, origin: string, library: string, identity: string }} libtorch
 * @property {string} builtWith the compiler's first line, or the package it came in
 * @property {string} builtAt ISO 8601
 */

/** The package that brings prebuilt libraries for this platform, if there is one for it. */
export const platformPackage = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64'].includes(
  `${process.platform}-${process.arch}`,
)
  ? `@onecycle/native-${process.platform}-${process.arch}`
  : undefined;

/**
 * The folder of a package: the one that the calling module lies in, else the one that is installed for it (a bundler may
 * have moved the caller out of its package), else the one that is installed where the program was started.
 * @param {string} name
 * @param {string | undefined} from the caller's `import.meta.url`
 * @returns {string | undefined}
 */
export function packageFolder(name, from) {
  if (from?.startsWith('file:')) {
    const start = dirname(fileURLToPath(from));
    for (let folder = start; ; folder = dirname(folder)) {
      if (nameOf(folder) === name) return realpathSync(folder);
      if (dirname(folder) === folder) break;
    }
  }
  for (const place of [from, pathToFileURL(join(process.cwd(), 'index.js')).href]) {
    const folder = place?.startsWith('file:') && installed(name, place);
    if (folder) return folder;
  }
  return undefined;
}

function nameOf(/** @type {string} */ folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).name : undefined;
}

function installed(/** @type {string} */ name, /** @type {string} */ from) {
  try {
    return dirname(realpathSync(createRequire(from).resolve(`${name}/package.json`)));
  } catch {
    return undefined;
  }
}

/** @param {string} folder a package with a `native` entry @returns {Part} */
export function partOf(folder) {
  const { name, native } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!native?.file) throw new TypeError(`${join(folder, 'package.json')} names no native part`);
  return { name, folder, file: native.file, jpeg: native.jpeg === true };
}

/** A hash of a part's C++ sources, but for those of its tests, which are not published: it is the same in a clone. @param {Part} part */
export const sourcesOf = ({ folder }) => contentsOf(join(folder, 'native'));

/** A hash of the C++ files of a folder; headers of others may have names without an ending. @param {string} folder */
export function contentsOf(folder) {
  const hash = createHash('sha256');
  if (existsSync(folder)) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(cc|h)$|(^|[/\\])target$/.test(name) && !name.startsWith(`testing${sep}`))
      .sort())
      hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Where a part lies in its own package. @param {Part} part */
export const ownFile = ({ folder, file }) => join(folder, 'build', file);

/** @param {string} file a built library @returns {Record | undefined} */
export function recordOf(file) {
  try {
    return JSON.parse(readFileSync(`${file}.json`, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Where the built library of a part lies: in its package, else among the shared ones, else prebuilt for the system's
 * libtorch. Nothing is run and nothing is built for that.
 * @param {Part} part
 * @returns {{ path: string, kind: 'own' | 'shared' | 'prebuilt' } | undefined}
 */
export function find(part) {
  const own = ownFile(part);
  if (existsSync(own)) return { path: own, kind: 'own' };
  const sources = sourcesOf(part);
  const shared = sharedFile(part, sources);
  if (shared) return { path: shared, kind: 'shared' };
  const prebuilt = process.env.LIBTORCH
    ? undefined
    : systemFamilies().map((name) => prebuiltFile(part, name, sources));
  const path = prebuilt?.find((file) => file !== undefined);
  return path ? { path, kind: 'prebuilt' } : undefined;
}

/** Of several, the one for the libtorch that LIBTORCH names, else the one that was set up last. */
function sharedFile(/** @type {Part} */ { file }, /** @type {string} */ sources) {
  const folder = sharedFolder();
  if (!existsSync(folder)) return undefined;
  const candidates = readdirSync(folder)
    .map((key) => join(folder, key, file))
    .filter((path) => existsSync(path))
    .map((path) => ({
      path,
      record: recordOf(path),
      time: statSync(`${path}.json`, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .filter(({ record }) => record?.sources === sources && existsSync(record.libtorch.library));
  const named = process.env.LIBTORCH;
  const isNamed = (/** @type {{ record?: Record | undefined }} */ { record }) =>
    named !== undefined &&
    existsSync(named) &&
    record?.libtorch.library.startsWith(realpathSync(named) + sep);
  const byTime = candidates.sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)) || b.time - a.time);
  return byTime[0]?.path;
}

/** The families of the libtorchs that the system's loader finds by itself. */
function systemFamilies() {
  if (process.platform !== 'linux') return [];
  const folder = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).flatMap(
    (name) => name.match(/^libtorch_cpu\.so\.(\d+\.\d+)$/)?.[1] ?? [],
  );
  return versions.map((version) => `${version}-debian`);
}

/** The installed platform package, and what it holds. */
export function prebuiltPackage() {
  const folder = platformPackage && packageFolder(platformPackage, import.meta.url);
  const list = folder && join(folder, 'prebuilt.json');
  if (!folder || !list || !existsSync(list)) return undefined;
  /** @type {{ families: { [name: string]: object }, sources: { [part: string]: string } }} */
  const { families, sources } = JSON.parse(readFileSync(list, 'utf8'));
  return { folder, families: Object.keys(families), sources };
}

/**
 * A part in the platform package, built from the very same sources for a family of libtorch.
 * @param {Part} part
 * @param {string} family
 * @param {string} [sources]
 */
export function prebuiltFile(part, family, sources = sourcesOf(part)) {
  const found = prebuiltPackage();
  if (!found || found.sources[part.name] !== sources) return undefined;
  const path = join(found.folder, family, part.file);
  return existsSync(path) ? path : undefined;
}

/** Whether a package lies in a clone of its repository, where `npm run setup` builds everything. */
export const isCheckout = (/** @type {string} */ folder) => !folder.split(sep).includes('node_modules');

/** The command that sets the native parts up, as it can be typed where the program was started. */
export function setupCommand(/** @type {string} */ folder) {
  if (isCheckout(folder)) return 'npm run setup';
  const places = [join(process.cwd(), 'node_modules/onecycle'), join(folder, '../../onecycle')];
  const hasCommand = nameOf(folder) === 'onecycle' || places.some((place) => existsSync(place));
  return hasCommand ? 'npx onecycle setup' : 'npx onecycle-torch setup';
}

/**
 * The built library of the package `name`.
 * @param {string} name
 * @param {string | undefined} from the caller's `import.meta.url`
 * @returns {string} its path
 * @throws {Error} naming the command that builds it
 */
export function locate(name, from) {
  const folder = packageFolder(name, from);
  if (!folder) {
    throw new Error(
      `The native part of ${name} was not found: the package is neither around ${from ?? 'the bundle'} nor in the node_modules of ` +
        `${process.cwd()}. Keep ${name} in node_modules, as an external package of the bundler.`,
    );
  }
  const found = find(partOf(folder));
  if (found) return found.path;
  throw new Error(`The native part of ${name} is not built. Build it with: ${setupCommand(folder)}`);
}

/**
 * Loads an addon.
 * @param {string} name the package it belongs to
 * @param {string} path
 * @returns {unknown}
 * @throws {Error} saying why it does not load, and the command that mends it
 */
export function load(name, path) {
  try {
    return createRequire(path)(path);
  } catch (error) {
    const record = recordOf(path);
    const folder = packageFolder(name, pathToFileURL(path).href) ?? path;
    const reason = error instanceof Error ? error.message.split('\n')[0] : error;
    throw new Error(
      `The native part of ${name} does not load: ${reason}. ` +
        `${record ? `It was built for libtorch ${record.libtorch.version} (${record.libtorch.origin}). ` : ''}` +
        `Build it anew with: ${setupCommand(folder)}`,
      { cause: error },
    );
  }
}

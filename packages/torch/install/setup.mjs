import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { buildParts, keyOf, versionOf } from './build.mjs';
import { whyNotLoading } from './check.mjs';
import { elsewhere, home, sharedFolder } from './home.mjs';
import { describe, family, identity } from './libtorch.mjs';
import {
  isCheckout,
  ownFile,
  partOf,
  platformPackage,
  prebuiltFile,
  recordOf,
  setupCommand,
  sourcesOf,
} from './locate.mjs';
import { withLock } from './lock.mjs';
import { ensureKit, isPrebuilt } from './needs.mjs';
import { SetupError, say } from './report.mjs';
import { noRoom, writeWhole } from './whole.mjs';

/** @typedef {import('./locate.mjs').Part} Part */
/** @typedef {import('./libtorch.mjs').Libtorch} Libtorch */

/**
 * Brings the native parts of packages to where they load. A part is built once for all projects of a user, in
 * `~/.onecycle/native/<key>`, and copied into its package where that may be written; in a clone of the repository it is
 * built in the package itself, file by file.
 * @param {import('./index.d.mts').SetupOptions} options `@onecycle/torch` comes first
 * @returns {Promise<Libtorch>} what they were built for
 * @throws {SetupError} what is missing in one sentence, and the command that mends it
 */
export async function setUp({ packages, cuda = false }) {
  const parts = packages.map(partOf);
  const inCheckout = parts.some(({ folder }) => isCheckout(folder));
  try {
    return await setUpParts(parts, { cuda, inCheckout });
  } catch (error) {
    const again = `make room, then: ${setupCommand(packages[0] ?? '')}`;
    const inPackages = Object.fromEntries(packages.map((folder) => [folder, again]));
    throw (
      noRoom(error, inCheckout ? inPackages : { ...inPackages, [home()]: `${again}, ${elsewhere}` }) ?? error
    );
  }
}

/** @param {Part[]} parts @param {{ cuda: boolean, inCheckout: boolean }} options */
async function setUpParts(parts, { cuda, inCheckout }) {
  const lock = inCheckout
    ? join(dirname(ownFile(/** @type {Part} */ (parts[0]))), 'lock')
    : join(sharedFolder(), 'lock');
  return await withLock(lock, async () => {
    const toCompile = (/** @type {Libtorch} */ libtorch) =>
      parts.filter((part) => inCheckout || (!builtFor(part, libtorch) && !isPrebuilt(part, libtorch)));
    const kit = await ensureKit(parts, { cuda, toCompile });
    const files = inCheckout ? await buildInPlace(parts, kit) : await buildShared(parts, kit);
    const failure = await whyNotLoading(files);
    if (failure)
      throw new SetupError(
        `The native parts were built for ${describe(kit.libtorch)} and do not load: ${failure}`,
      );
    return kit.libtorch;
  });
}

/** A part that is built already, in its package or among the shared ones. */
function builtFor(/** @type {Part} */ part, /** @type {Libtorch} */ libtorch) {
  const key = keyOf(part, libtorch);
  return [ownFile(part), sharedFile(part, libtorch)].find(
    (file) => existsSync(file) && recordOf(file)?.key === key,
  );
}

const sharedFile = (/** @type {Part} */ part, /** @type {Libtorch} */ libtorch) =>
  join(sharedFolder(), keyOf(part, libtorch), part.file);

/** @param {Part[]} parts @param {import('./needs.mjs').Kit} kit */
async function buildInPlace(parts, kit) {
  const targets = parts.map((part) => {
    const target = ownFile(part);
    return { part, target, objects: join(dirname(target), 'objects') };
  });
  await compile(targets, kit);
  return targets.map(({ target }) => target);
}

/** @param {Part[]} parts @param {import('./needs.mjs').Kit} kit */
async function buildShared(parts, kit) {
  /** @type {string[]} */
  const files = [];
  for (const part of parts) {
    const file = builtFor(part, kit.libtorch) ?? (await fetchPrebuilt(part, kit.libtorch, files));
    files.push(file ?? sharedFile(part, kit.libtorch));
  }
  // A library without its record is of a setup that was ended in between.
  const targets = parts.flatMap((part, i) => {
    const target = files[i] ?? '';
    const isDone = existsSync(target) && recordOf(target);
    return isDone ? [] : [{ part, target, objects: join(dirname(target), 'objects') }];
  });
  if (targets.length > 0) await compile(targets, kit);
  for (const { objects } of targets) rmSync(objects, { recursive: true, force: true });
  const placed = [];
  for (const [i, part] of parts.entries()) placed.push(await intoPackage(part, files[i] ?? ''));
  return placed;
}

/**
 * @param {{ part: Part, target: string, objects: string }[]} targets
 * @param {import('./needs.mjs').Kit} kit
 */
async function compile(targets, { libtorch, compiler, jpeg }) {
  if (!compiler || !libtorch.include)
    throw new SetupError(`A prebuilt part does not load here, and there is nothing to build one with.`);
  await buildParts(targets, { libtorch, compiler, ...(jpeg ? { jpeg } : {}) });
  const builtWith = versionOf(compiler);
  for (const { part, target } of targets) await note(part, target, libtorch, builtWith);
}

/** Writes down what a library was built from and for; a record that says so already stays, with its time. */
async function note(
  /** @type {Part} */ part,
  /** @type {string} */ file,
  /** @type {Libtorch} */ libtorch,
  /** @type {string} */ builtWith,
) {
  const key = keyOf(part, libtorch);
  if (recordOf(file)?.key === key) return;
  const { version, origin, library } = libtorch;
  const record = {
    key,
    sources: sourcesOf(part),
    libtorch: { version: version.join('.'), origin, library, identity: identity(libtorch) },
    builtWith,
    builtAt: new Date().toISOString(),
  };
  await writeRecord(file, record);
}

const writeRecord = (/** @type {string} */ file, /** @type {object} */ record) =>
  writeWhole(`${file}.json`, (partial) => writeFileSync(partial, `${JSON.stringify(record, null, 2)}\n`));

/**
 * Takes a part from the platform package, if it has one for this libtorch and it loads here. A link beside it leads to
 * libtorch: prebuilt libraries look for it there.
 * @param {Part} part
 * @param {Libtorch} libtorch
 * @param {string[]} before the parts that are loaded before it
 */
async function fetchPrebuilt(part, libtorch, before) {
  const prebuilt = prebuiltFile(part, family(libtorch));
  if (!prebuilt) return undefined;
  const file = sharedFile(part, libtorch);
  mkdirSync(dirname(file), { recursive: true });
  await copyOver(prebuilt, file);
  linkTo(libtorch.lib, join(dirname(file), 'libtorch'));
  const failure = await whyNotLoading([...before, file]);
  if (failure) {
    rmSync(dirname(file), { recursive: true, force: true });
    say(`${part.file} of ${platformPackage} does not load here (${failure}); it is built instead`);
    return undefined;
  }
  await note(part, file, libtorch, platformPackage ?? '');
  return file;
}

/** Copies a shared build into its package; where that may not be written it is loaded from where it is. */
async function intoPackage(/** @type {Part} */ part, /** @type {string} */ file) {
  const own = ownFile(part);
  if (file === own) return own;
  try {
    mkdirSync(dirname(own), { recursive: true });
    accessSync(dirname(own), constants.W_OK);
  } catch {
    say(`${part.folder} may not be written; ${part.file} stays in ${dirname(file)}`);
    // The one that was set up last is the one that is loaded.
    const record = recordOf(file);
    if (record) await writeRecord(file, record);
    return file;
  }
  const link = join(dirname(file), 'libtorch');
  if (existsSync(link)) linkTo(readlinkSync(link), join(dirname(own), 'libtorch'));
  await copyOver(file, own);
  // The record last: with it the part counts as built.
  await copyOver(`${file}.json`, `${own}.json`);
  return own;
}

const copyOver = (/** @type {string} */ from, /** @type {string} */ to) =>
  writeWhole(to, (partial) => copyFileSync(from, partial));

function linkTo(/** @type {string} */ target, /** @type {string} */ link) {
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

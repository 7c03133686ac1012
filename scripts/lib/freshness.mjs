import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './report.mjs';

const record = join(root, 'build/setup.json');
const variables = ['LIBTORCH', 'PYTHON', 'PATH', 'CXX', 'LIBJPEG', 'ONECYCLE_HOME'];
const outputs = [
  'packages/torch/build/torch.node',
  'packages/onecycle/build/libonecycle_pictures.so',
  'packages/torch/dist/index.js',
  'packages/paper-pets/dist/index.js',
  'packages/onecycle/dist/index.js',
  'packages/studio/dist/server/index.js',
  'packages/studio/build/page/index.html',
];

/**
 * Whether nothing changed since the last complete setup: told by times and sizes alone, in milliseconds. The
 * content decides what is rebuilt when something did.
 */
export function isFresh() {
  try {
    const { watched, fingerprint } = JSON.parse(readFileSync(record, 'utf8'));
    return fingerprint === fingerprintOf(watched);
  } catch {
    // There is none, or one that was not written to its end.
    return false;
  }
}

/**
 * Remembers a complete setup.
 * @param {string[]} watched files outside the checkout that it depends on
 */
export function remember(watched) {
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify({ watched, fingerprint: fingerprintOf(watched) }));
}

/** @param {string[]} watched */
function fingerprintOf(watched) {
  const facts = [
    ...variables.map((name) => `${name}=${process.env[name] ?? ''}`),
    ...watched.map(stamp),
    ...['package-lock.json', 'node_modules/.package-lock.json', 'tsconfig.base.json'].map((name) =>
      stamp(join(root, name)),
    ),
    ...outputs.map((name) => `${name} ${existsSync(join(root, name))}`),
    ...[
      'scripts',
      'bench',
      'examples',
      'packages/torch',
      'packages/paper-pets',
      'packages/onecycle',
      'packages/studio',
    ].flatMap((folder) => stampsIn(join(root, folder))),
  ];
  return createHash('sha256').update(facts.join('\n')).digest('hex');
}

/** Times and sizes of the files below a folder, leaving out what is built. @returns {string[]} */
function stampsIn(/** @type {string} */ folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (['node_modules', 'dist', 'build'].includes(entry.name)) return [];
    return entry.isDirectory() ? stampsIn(path) : [stamp(path)];
  });
}

function stamp(/** @type {string} */ path) {
  if (!existsSync(path)) return `${path} missing`;
  const { mtimeMs, size } = statSync(path);
  // The link's own time too: Debian's alternatives change a link, not a file.
  return `${path} ${mtimeMs} ${size} ${lstatSync(path).mtimeMs}`;
}

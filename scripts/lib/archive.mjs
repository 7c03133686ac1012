import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { archiveFolder } from './libtorch.mjs';
import { SetupError, say } from './report.mjs';
import { execute, which } from './shell.mjs';

const version = '2.7.1';
const archives = new Map([
  ['linux-x64', `libtorch-cxx11-abi-shared-with-deps-${version}%2Bcpu.zip`],
  ['darwin-arm64', `libtorch-macos-arm64-${version}.zip`],
]);

/**
 * Downloads PyTorch's official CPU archive and unpacks it into `~/.onecycle/libtorch`.
 * @throws {SetupError} when there is none for this platform, no network, or nothing that unpacks it
 */
export async function installArchive() {
  const name = archives.get(`${process.platform}-${process.arch}`);
  if (!name) {
    throw new SetupError(
      `No libtorch was found, and there is no official archive for ${process.platform}-${process.arch}.`,
      'pip install torch (setup finds it), or export LIBTORCH=<folder with include/ and lib/>',
    );
  }
  const unpack = unpacker();
  const folder = archiveFolder();
  const work = `${folder}.partial.${process.pid}`;
  const file = join(work, 'libtorch.zip');
  mkdirSync(work, { recursive: true });
  try {
    const url = `https://download.pytorch.org/libtorch/cpu/${name}`;
    say(`downloading libtorch ${version} to ${folder} (about 200 MB)`);
    await download(url, file);
    const { code, text } = await unpack(file, work);
    if (code !== 0)
      throw new SetupError(`Could not unpack ${url}: ${text.trim().split('\n').at(-1)}`, 'npm run setup');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(join(work, 'libtorch'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @returns {(zip: string, folder: string) => Promise<{ code: number, text: string }>} */
function unpacker() {
  if (which('unzip')) return (zip, folder) => execute('unzip', ['-q', zip, '-d', folder]);
  if (which('python3')) return (zip, folder) => execute('python3', ['-m', 'zipfile', '-e', zip, folder]);
  if (which('bsdtar')) return (zip, folder) => execute('bsdtar', ['-xf', zip, '-C', folder]);
  throw new SetupError(
    'libtorch comes as a zip archive and nothing here unpacks one.',
    'install unzip with your package manager, then: npm run setup',
  );
}

/**
 * @param {string} url
 * @param {string} file
 */
async function download(url, file) {
  try {
    const response = await fetch(url);
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    await pipeline(
      Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body)),
      createWriteStream(file),
    );
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new SetupError(
      `Could not download ${url} (${cause instanceof Error ? cause.message : cause}).`,
      'unpack a libtorch yourself and: export LIBTORCH=<its folder>, or: pip install torch',
    );
  }
}

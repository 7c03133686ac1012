import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { elsewhere, freeBytes, home } from './home.mjs';
import { archiveFolder } from './libtorch.mjs';
import { withLock } from './lock.mjs';
import { megabytes, progress, SetupError, say } from './report.mjs';
import { unzip } from './unzip.mjs';
import { noRoom } from './whole.mjs';

const site = 'https://download.pytorch.org/libtorch';

// PyTorch publishes no checksums of these archives. These are what others who fetched them have written down: for the two of the
// CPU one audit of what it redistributes (github.com/GreenPandaStudios, October 2026), for that with CUDA, an older one therefore,
// several projects that pin it and agree in digest and length (500,687,821 bytes). The tests run on CPU wheels of both versions. The
// one with CUDA holds none of NVIDIA's libraries; pip's wheel brings them along.
/** @type {Record<string, { url: string, sha256: string }>} */
const archives = {
  'linux-x64': {
    url: `${site}/cpu/libtorch-shared-with-deps-2.14.1%2Bcpu.zip`,
    sha256: '0f02329a5266153cffa9dc12926ff2221fa626207b894d40bd61905cc2079821',
  },
  'darwin-arm64': {
    url: `${site}/cpu/libtorch-macos-arm64-2.14.1.zip`,
    sha256: '6ab4e92bed813981cb26434db0ea12aaae7ce7c548d031a5b25032a286de1b58',
  },
  'linux-x64-cuda': {
    url: `${site}/cu130/libtorch-shared-with-deps-2.13.0%2Bcu130.zip`,
    sha256: '945c5a3d946a28b387ad9dc9fddda7ba03e35fae1375b84ebff15df789436f82',
  },
};

const other =
  'pip install torch (setup finds it), or unpack a libtorch yourself and: export LIBTORCH=<its folder>';

/**
 * The archive for this machine: PyTorch's own, or the one that ONECYCLE_LIBTORCH_URL and ONECYCLE_LIBTORCH_SHA256 name.
 * @returns {{ url: string, sha256: string }}
 * @throws {SetupError} where there is none, or nothing that it could be checked against
 */
export function chooseArchive({ cuda = false } = {}) {
  const [url, given] = ['ONECYCLE_LIBTORCH_URL', 'ONECYCLE_LIBTORCH_SHA256'].map((name) =>
    process.env[name]?.trim(),
  );
  const platform = `${process.platform}-${process.arch}`;
  const known = url ? { url } : archives[platform + (cuda ? '-cuda' : '')];
  if (!known) {
    throw new SetupError(
      `No libtorch was found, and PyTorch has no archive${cuda ? ' with CUDA' : ''} for ${platform}.`,
      other,
    );
  }
  const sha256 = given?.toLowerCase() ?? ('sha256' in known ? known.sha256 : undefined);
  if (!sha256) {
    throw new SetupError(
      `${known.url} would have to be downloaded, and there is no checksum to tell whether it arrived as it was made.`,
      `give its SHA-256 if you know it: export ONECYCLE_LIBTORCH_SHA256=<64 digits>; or: ${other}`,
    );
  }
  return { url: known.url, sha256 };
}

/**
 * Downloads a libtorch archive, goes on where an earlier attempt stopped, checks it and unpacks it into `~/.onecycle`.
 * @throws {SetupError} when there is none for this platform, no network, no room, or when its checksum is another
 */
export async function installArchive({ cuda = false } = {}) {
  const { url, sha256 } = chooseArchive({ cuda });
  if (cuda)
    say(
      "PyTorch's archive needs CUDA 13 and cuDNN 9 on the system; where they are not, take pip install torch, which brings them",
    );
  const folder = archiveFolder(cuda);
  const file = join(
    home(),
    'downloads',
    `${sha256.slice(0, 16)}-${decodeURIComponent(basename(new URL(url).pathname))}`,
  );
  mkdirSync(dirname(file), { recursive: true });
  const wasThere = existsSync(folder);
  await withLock(join(dirname(file), 'lock'), async () => {
    // Another setup has brought it meanwhile.
    if (!wasThere && existsSync(folder)) return;
    await download(url, file);
    await check(url, file, sha256);
    await unpack(url, file, folder);
  });
}

/** @param {string} url @param {string} file @param {string} folder */
async function unpack(url, file, folder) {
  // What a setup that was ended in the middle left is as large as a libtorch.
  const work = `${folder}.partial`;
  for (const name of readdirSync(dirname(folder)))
    if (name.startsWith(basename(work)))
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
  const bar = progress('unpacking');
  try {
    await unzip(file, work, bar.at);
    const unpacked = join(work, 'libtorch');
    if (!existsSync(join(unpacked, 'lib'))) throw new Error('it holds no folder libtorch/lib');
    rmSync(folder, { recursive: true, force: true });
    renameSync(unpacked, folder);
    rmSync(file);
  } catch (error) {
    const full = noRoom(error, { [home()]: `make room, ${elsewhere}` });
    if (full) throw full;
    throw new SetupError(
      `Could not unpack ${url} in ${home()}: ${error instanceof Error ? error.message : error}.`,
      other,
    );
  } finally {
    bar.end();
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * A server that knows ranges sends what is missing; another one starts again.
 * @param {string} url
 * @param {string} file
 */
async function download(url, file) {
  const partial = `${file}.partial`;
  if (existsSync(file)) return;
  const have = existsSync(partial) ? statSync(partial).size : 0;
  try {
    const response = await fetch(url, { headers: have ? { range: `bytes=${have}-` } : {} });
    const isWhole = response.status === 416;
    if (!isWhole && (!response.ok || !response.body)) throw new Error(`HTTP ${response.status}`);
    if (!isWhole && response.body) {
      const start = response.status === 206 ? have : 0;
      const length = Number(response.headers.get('content-length') ?? 0);
      const total = start + length;
      announce(url, total, start);
      const bar = progress('downloading');
      let done = start;
      const count = async function* (/** @type {AsyncIterable<Uint8Array>} */ chunks) {
        for await (const chunk of chunks) {
          done += chunk.length;
          if (total) bar.at(done / total, `${megabytes(done)} of ${megabytes(total)}`);
          yield chunk;
        }
      };
      const body = /** @type {import('node:stream/web').ReadableStream} */ (response.body);
      await pipeline(Readable.fromWeb(body), count, createWriteStream(partial, { flags: start ? 'a' : 'w' }));
      bar.end();
      if (length && statSync(partial).size !== total) throw new Error('it ended early');
    }
    renameSync(partial, file);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const full = noRoom(error, { [home()]: `make room, ${elsewhere}` });
    if (full) throw full;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const got = existsSync(partial)
      ? ` The next attempt goes on from ${megabytes(statSync(partial).size)}.`
      : '';
    throw new SetupError(
      `Could not download ${url} (${cause instanceof Error ? cause.message : cause}).${got}`,
      other,
    );
  }
}

/** Where from, how large and where to; unpacked it takes about four times as much. */
function announce(/** @type {string} */ url, /** @type {number} */ total, /** @type {number} */ start) {
  const rest = start ? `, of which ${megabytes(start)} are here already` : '';
  say(`downloading ${url} to ${home()} (${total ? megabytes(total) : 'of unknown size'}${rest})`);
  const free = freeBytes(home());
  if (free !== undefined && free < total - start + 4 * total) {
    throw new SetupError(
      `There is no room for it: ${megabytes(free)} are free on the disk of ${home()}, and it takes ${megabytes(5 * total - start)}.`,
      `make room, ${elsewhere}`,
    );
  }
}

async function check(/** @type {string} */ url, /** @type {string} */ file, /** @type {string} */ sha256) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found === sha256) return;
  rmSync(file);
  throw new SetupError(
    `${url} is not what it should be: its SHA-256 is ${found}, not ${sha256}. It was removed.`,
    `try again; if it stays so, ask who runs the server, or: ${other}`,
  );
}
